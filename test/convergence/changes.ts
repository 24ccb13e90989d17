import { isBystander } from './dataset.ts';
import { assignmentKey, eventKey, linkKey, localDate, resourceKey } from './records.ts';
import type { Change } from './plan.ts';

/** Hears of every field that is changed, with its value before. */
export type Note = (field: string, value: unknown, before: unknown) => void;

/** What a change works with. */
export interface Scene {
    project: any;
    note: Note;
    /** Runs code later, unless the project is gone by then. */
    later: (work: (scene: Scene) => void, milliseconds: number) => void;
}

/** The n-th record in an order that is the same on all clients. */
function pick(records: any[], n: number, key: (record: any) => string): any {
    const sorted = records.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    return sorted[n % sorted.length];
}

function link(scene: Scene, from: any, to: any): void {
    const { project, note } = scene;
    const { dependencyStore } = project;
    const isLinked = dependencyStore.records.some((d: any) => d.fromEvent === from && d.toEvent === to);
    if (from !== to && from.startDate < to.startDate && !isLinked) {
        dependencyStore.add({ fromEvent: from, toEvent: to });
        note(`${linkKey(from, to)}.exists`, true, false);
    }
}

function unlink({ project, note }: Scene, n: number): void {
    const { dependencyStore } = project;
    const key = (d: any): string => linkKey(d.fromEvent, d.toEvent);
    const links = dependencyStore.records.filter(({ toEvent }: any) => !isBystander(toEvent));
    const chosen = links.length && pick(links, n, key);
    if (chosen) {
        // Two people may have made the same link.
        const same = dependencyStore.records.filter((d: any) => key(d) === key(chosen));
        note(`${key(chosen)}.exists`, false, true);
        dependencyStore.remove(same);
    }
}

function add({ project, note }: Scene, mark: string, day: number): any {
    const startDate = new Date(2026, 0, 1 + day);
    const [added] = project.eventStore.add({ name: mark, iconCls: mark, startDate, duration: 2 });
    const key = eventKey(added);
    note(`${key}.exists`, true, false);
    note(`${key}.name`, mark, undefined);
    note(`${key}.eventColor`, null, undefined);
    note(`${key}.duration`, 2, undefined);
    note(`${key}.startDate`, localDate(startDate), undefined);
    return added;
}

function rename({ note }: Scene, record: any, key: string, text: string): void {
    note(`${key}.name`, text, record.name);
    record.name = text;
}

/** Makes a change as the code of an application does; does nothing when it is not possible. */
export function change(scene: Scene, given: Change): void {
    const { project, note } = scene;
    const { eventStore, resourceStore, assignmentStore, dependencyStore } = project;
    const events = eventStore.records.filter((record: any) => !isBystander(record));
    const event = 'n' in given ? pick(events, given.n, eventKey) : null;
    const resource = (n: number): any => pick(resourceStore.records, n, resourceKey);
    if (!events.length) {
        return;
    }
    switch (given.kind) {
        case 'rename':
            return rename(scene, event, eventKey(event), given.text);
        case 'renameResource':
            return rename(scene, resource(given.n), resourceKey(resource(given.n)), given.text);
        case 'colour':
            note(`${eventKey(event)}.eventColor`, given.color, event.eventColor ?? null);
            event.eventColor = given.color;
            return;
        case 'resize':
            note(`${eventKey(event)}.duration`, given.days, event.duration);
            event.duration = given.days;
            return;
        case 'move': {
            const startDate = new Date(2026, 0, 1 + given.day);
            note(`${eventKey(event)}.startDate`, localDate(startDate), localDate(event.startDate));
            event.startDate = startDate;
            return;
        }
        case 'reassign': {
            const assignment = assignmentStore.records.find((a: any) => a.event === event);
            if (assignment) {
                const to = resource(given.resource);
                note(`${assignmentKey(event)}.resource`, to.id, assignment.resource?.id ?? null);
                assignment.resource = to;
            }
            return;
        }
        case 'add': {
            const added = add(scene, given.mark, given.day);
            const to = resource(given.resource);
            assignmentStore.add({ event: added, resource: to });
            note(`${assignmentKey(added)}.resource`, to.id, undefined);
            return;
        }
        case 'addThenEdit': {
            const key = eventKey(add(scene, given.mark, given.day));
            return scene.later(now => {
                const added = now.project.eventStore.records.find((record: any) => eventKey(record) === key);
                if (added) {
                    rename(now, added, key, given.text);
                }
            }, given.after);
        }
        case 'remove':
            if (events.length > 4) {
                note(`${eventKey(event)}.exists`, false, true);
                dependencyStore.records
                    .filter((each: any) => each.fromEvent === event || each.toEvent === event)
                    .forEach((each: any) => note(`${linkKey(each.fromEvent, each.toEvent)}.exists`, false, true));
                eventStore.remove(event);
            }
            return;
        case 'link':
            return link(scene, event, pick(events, given.m, eventKey));
        case 'unlink':
            return unlink(scene, given.n);
    }
}
