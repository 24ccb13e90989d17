import { digestOf, type Changes, type Person, type RecordData, type RecordId } from '../../src/protocol/index.ts';
import type { Storage, Write } from '../../src/server/core.ts';

/** People who have edited something, one of them with a colour of their own. */
export const AUTHORS: readonly Person[] = [
    { userId: 'amber fox', userName: 'Amber Fox' },
    { userId: 'calm heron', userName: 'Calm Heron', color: 'rebeccapurple' },
    { userId: 'lucky otter', userName: 'Lucky Otter' }
];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A date of the schedule some days later. */
function later(date: unknown, days: number): string {
    return new Date(Date.parse(`${date}Z`) + days * DAY).toISOString().slice(0, 19);
}

/** An edit of every kind in turn, of the records the project has. */
function editOf(index: number, events: readonly RecordData[], resources: readonly RecordData[]): Changes {
    const event = events[(index * 7) % events.length]!;
    const { id } = event;
    const followers = events.slice(0, index % 5).filter(other => other !== event);
    const moved = (record: RecordData, days: number) => ({
        id: record.id!,
        startDate: later(record['startDate'], days),
        endDate: later(record['endDate'], days)
    });
    const update = (...records: RecordData[]): Changes => ({
        events: { $input: { updated: records }, updated: [...records, ...followers.map(other => moved(other, 2))] }
    });
    const kinds: (() => Changes)[] = [
        () => update(moved(event, (index % 3) + 1)),
        () => update({ id: id!, duration: Number(event['duration']) + 2 }),
        () => ({ events: { $input: { updated: [{ id: id!, name: `${String(event.name)}, second try` }] } } }),
        () => ({
            assignments: { $input: { updated: [{ id: id!, resource: resources[index % resources.length]!.id }] } }
        }),
        () => update(moved(event, -1), { id: events[1]!.id!, percentDone: 40 }),
        () => ({ events: { $input: { updated: [{ id: id!, eventColor: 'red', percentDone: 60 }] } } }),
        () => ({ dependencies: { $input: { added: [{ id: 'new', fromEvent: id, toEvent: events[0]!.id }] } } }),
        () => update(...events.slice(0, 30).map(record => moved(record, 7))),
        () => ({
            events: { $input: { added: [{ ...event, id: 'new', name: 'Touch-up on site' }] } },
            assignments: { $input: { added: [{ id: 'new', event: 'new', resource: resources[0]!.id }] } }
        }),
        () => ({ events: { $input: { removed: [{ id: id! }] } }, assignments: { removed: [{ id: id! }] } }),
        () => ({ resources: { $input: { updated: [{ id: resources[2]!.id!, name: 'Joel A.' }] } } })
    ];
    return kinds[index % kinds.length]!();
}

/**
 * Fills the log of a project with edits, the last one a moment ago and the first ones long ago. They leave no trace in
 * its records.
 * @returns how many revisions it has then
 */
export function fillActivity(storage: Storage, project: number, count: number, now = Date.now()): number {
    const { content, revision } = storage.load(project)!;
    const stores = new Map(content.stores);
    const stored = (store: string, id: RecordId) => stores.get(store)?.find(record => record.id === id);
    const writes = Array.from({ length: count }, (_, index): Write[] => {
        const number = revision + index + 1;
        const age = count - index - 1;
        const createdAt = now - Math.round((age * 7 + age ** 2 / 6) * MINUTE);
        const author = AUTHORS[(index % 7) % AUTHORS.length]!;
        const { userId, userName } = author;
        const changes = editOf(index, stores.get('events')!, stores.get('resources')!);
        const digest = JSON.stringify(digestOf(changes, stored));
        const local = { client: 'filled', localRevision: `local-${number}`, changes: JSON.stringify(changes) };
        return [
            { type: 'addRevision', project, revision: { number, userId, userName, createdAt, ...local } },
            { type: 'addActivity', project, entry: { number, userId, createdAt, digest }, author, forget: 0 }
        ];
    });
    storage.commit(writes.flat());
    return revision + count;
}
