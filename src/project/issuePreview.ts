import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import type { RecordData, RecordId } from '../protocol/index.ts';
import { calculate, listen } from './engine.ts';
import { repeat, takeApart, type OpenEdit, type TakenApart } from './openEdit.ts';
import { createProjectCopy } from './projectCopy.ts';
import { within } from './reach.ts';
import { goOn, listChoices, SCHEDULING_ISSUES, type IssueEvent, type SchedulingIssueKind } from './schedulingIssues.ts';
import { noPreview } from './resolveIssues.ts';
import { snapshot } from './stores.ts';

/** When an event is, as dates travel: `YYYY-MM-DDTHH:mm:ss`. */
export interface EventSpan {
    startDate: string;
    endDate: string;
}

/** An event that would be at another time. */
export interface EventMove {
    id: RecordId;
    name: string;
    /** `null`: the edit adds it. */
    before: EventSpan | null;
    after: EventSpan;
}

/** A dependency that would not count any more. */
export interface DependencyChange {
    id: RecordId;
    kind: 'removed' | 'deactivated';
    /** Names of the events. */
    fromEvent: string;
    toEvent: string;
}

/** What would happen if a choice were made: the edit itself, what the choice does, and what follows from both. */
export interface SchedulingIssuePreview {
    /** Those that are edited first, then in the order of their new start. */
    moves: readonly EventMove[];
    dependencies: readonly DependencyChange[];
    /**
     * Another issue to which it would lead. What comes of that depends on the answer, so there are neither moves nor
     * dependencies then. `null`: none.
     */
    next: { kind: SchedulingIssueKind; description: string } | null;
}

/** An event or dependency, as far as it is used here. */
type Shown = Model & { name: string; active: boolean; fromEvent?: Shown; toEvent?: Shown };

function spanOf({ startDate, endDate }: RecordData): EventSpan {
    return { startDate: String(startDate), endDate: String(endDate) };
}

/** Calculates what would happen if a choice were made, in a project of its own. */
export async function previewChoice(
    project: ProjectModel,
    edit: OpenEdit,
    kind: SchedulingIssueKind,
    choiceId: string
): Promise<SchedulingIssuePreview> {
    // Everything is read before anything is waited for: the issue may be answered meanwhile.
    const { steps, reach } = takeApart(project, edit);
    const before = new Map(edit.before.get('events'));
    const edited = new Set(edit.writes.map(([{ self }]) => String(self?.id)));
    const dependencies = (project.dependencyStore.allRecords as Shown[]).map(({ id, active, fromEvent, toEvent }) => ({
        from: fromEvent?.id,
        wasActive: active,
        change: { id, fromEvent: fromEvent?.name ?? '', toEvent: toEvent?.name ?? '' }
    }));
    const content = Object.fromEntries([...edit.before].map(([store, records]) => [store, [...records.values()]]));
    // A calendar that is given working time may be that of any event.
    let copy =
        reach && kind !== 'emptyCalendar'
            ? await createProjectCopy(project, within(content, reach), edit.fields)
            : undefined;
    if (copy && movesIn(copy, before).length) {
        // Something else holds these events, too.
        copy.destroy();
        copy = undefined;
    }
    copy ??= await createProjectCopy(project, content, edit.fields);
    try {
        const next = await choose(copy, steps, choiceId);
        return {
            moves: next ? [] : movesIn(copy, before, edited),
            dependencies: next
                ? []
                : dependencies.flatMap(({ from, wasActive, change }): DependencyChange[] => {
                      const now = copy.dependencyStore.getById(change.id) as Shown | null;
                      const kind = !now ? 'removed' : wasActive && !now.active ? 'deactivated' : null;
                      // What is out of reach is not in the copy.
                      return kind && copy.eventStore.getById(from!) ? [{ ...change, kind }] : [];
                  }),
            next
        };
    } finally {
        copy.destroy();
    }
}

/** Makes the edit again, and the choice; resolves to what the engine asks beyond that. */
async function choose(
    copy: ProjectModel,
    steps: TakenApart['steps'],
    choiceId: string
): Promise<SchedulingIssuePreview['next']> {
    let isChosen = false;
    let next: SchedulingIssuePreview['next'] = null;
    const answer = (kind: SchedulingIssueKind) => (event: IssueEvent) => {
        const choice = isChosen ? undefined : listChoices(event).find(({ id }) => id === choiceId);
        if (choice) {
            isChosen = true;
            choice.resolve();
        } else {
            next = { kind, description: event.schedulingIssue.getDescription() };
        }
        goOn(event, !!choice);
    };
    listen(copy, Object.fromEntries(SCHEDULING_ISSUES.map(kind => [kind, answer(kind)])));
    repeat(steps, copy);
    await calculate(copy);
    if (!isChosen && !next) {
        throw noPreview();
    }
    return next;
}

/** The events that are not where they were, those that are edited first. */
function movesIn(
    copy: ProjectModel,
    before: ReadonlyMap<string, RecordData>,
    edited: ReadonlySet<string> = new Set()
): EventMove[] {
    const moves = (copy.eventStore.allRecords as Shown[]).flatMap((event): EventMove[] => {
        const was = before.get(String(event.id));
        const old = was ? spanOf(was) : null;
        const after = spanOf(snapshot(event));
        return old?.startDate === after.startDate && old.endDate === after.endDate
            ? []
            : [{ id: event.id, name: event.name, before: old, after }];
    });
    const rank = ({ id, before: old }: EventMove): number => (!old || edited.has(String(id)) ? 0 : 1);
    return moves.toSorted((a, b) => rank(a) - rank(b) || a.after.startDate.localeCompare(b.after.startDate));
}
