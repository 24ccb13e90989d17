import type { EventModel, Model, SchedulerPro } from '@bryntum/schedulerpro';
import { listen } from '../../project/engine.ts';
import type { RealtimeProject } from '../../project/RealtimeProject.ts';
import { viewsOf, type View } from '../../project/Views.ts';
import { canonicalStore, storeEntries, type RecordId, type ServerRevision } from '../../protocol/index.ts';
import { colorOf } from '../UsersBar/initials.ts';

/** Options of {@link flashRemoteChanges}. */
export interface RemoteFlashOptions {
    /** How long a bar is marked, in milliseconds. Default: `1600`. */
    duration?: number;
    /** How many bars of one scheduler are marked at a time, however many change at once. Default: `60`. */
    max?: number;
}

/** What the vendor's types leave out. */
type Assignment = Model & { eventId?: RecordId };

/** Of somebody the server does not name. */
const UNKNOWN = 'oklch(0.6 0 0)';

/** The flash of each bar, and the event it is for. */
const flashes = new WeakMap<Element, { id: RecordId; animation: Animation }>();

/** Ids of the events whose bars a revision has changed, what followed from it included. */
function changedEvents(project: RealtimeProject, { changes }: ServerRevision): unknown[] {
    const entries = storeEntries(changes);
    if (!entries.some(([, { $input }]) => $input)) {
        // Nobody did anything: a screen has put calculated values right.
        return [];
    }
    return entries.flatMap(([store, change]) => {
        const records = [change, change.$input ?? {}].flatMap(({ added = [], updated = [] }) => [...added, ...updated]);
        if (store === 'assignments') {
            return records.map(({ id }) => (project.assignmentStore.getById(id!) as Assignment | null)?.eventId);
        }
        return canonicalStore(store) === 'events' ? records.map(({ id }) => id) : [];
    });
}

/** What is not seen as moving stands still for those who asked for that. */
function keyframes(color: string): Keyframe[] {
    const marked = {
        outline: `3px solid ${color}`,
        outlineOffset: '1px',
        boxShadow: `0 0 0 7px color-mix(in oklab, ${color} 35%, transparent)`
    };
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const end = isCalm
        ? marked
        : { outline: '3px solid transparent', outlineOffset: '1px', boxShadow: '0 0 0 0 transparent' };
    return [marked, { ...marked, offset: 0.4 }, end];
}

/**
 * Lets the bars that others have changed flash once, in the colour that the author has in `UsersBar`, in every scheduler
 * of the project. Bars out of sight do not; what is in an open editor flashes when that is closed. Reduced motion is
 * respected: the bar is outlined for the same time and does not fade. Classes of the bars are left alone, so that
 * renderers of the host and the scheduler's own drawing do not matter.
 * @returns stops that
 */
export function flashRemoteChanges(
    project: RealtimeProject,
    { duration = 1600, max = 60 }: RemoteFlashOptions = {}
): () => void {
    const colors = new Map<string, string>();
    let frame = 0;

    const draw = (): void => {
        frame = 0;
        for (const view of (viewsOf(project)?.shown ?? []) as unknown as SchedulerPro[]) {
            if ('resolveEventRecord' in view && view.isVisible) {
                flashIn(view);
            }
        }
        colors.clear();
    };

    const flashIn = (view: SchedulerPro): void => {
        const { top, bottom } = view.element.getBoundingClientRect();
        let count = 0;
        for (const wrap of view.element.querySelectorAll<HTMLElement>('.b-sch-event-wrap:not(.b-released)')) {
            const id = (view.resolveEventRecord(wrap) as EventModel | null)?.id;
            const color = id == null ? undefined : colors.get(String(id));
            const bar = color && wrap.querySelector('.b-sch-event');
            const box = bar ? bar.getBoundingClientRect() : null;
            if (box && box.bottom > top && box.top < bottom) {
                flashes.get(wrap)?.animation.cancel();
                flashes.set(wrap, { id: id!, animation: (bar as Element).animate(keyframes(color!), { duration }) });
                if (++count >= max) {
                    return;
                }
            }
        }
    };

    const note = ({ revisions }: { revisions: readonly ServerRevision[] }): void => {
        for (const revision of revisions) {
            const { userId } = revision;
            const user = project.wsState.users.find(other => other.userId === userId);
            const color = userId ? colorOf(user ?? { userId }) : UNKNOWN;
            changedEvents(project, revision).forEach(id => colors.set(String(id), color));
        }
        // The second frame, for the scheduler draws in the first.
        frame ||= requestAnimationFrame(() => (frame = requestAnimationFrame(draw)));
    };

    const detach = [
        listen(project, { wsShowChanges: note }),
        viewsOf(project)!.each((view: View) => {
            listen(view, {
                // Elements are used again for other events.
                renderEvent({ element, eventRecord }: { element: Element; eventRecord: EventModel }) {
                    const flash = flashes.get(element);
                    if (flash && flash.id !== eventRecord.id) {
                        flash.animation.cancel();
                    }
                }
            });
        })
    ];
    return () => {
        cancelAnimationFrame(frame);
        detach.forEach(stop => stop());
    };
}
