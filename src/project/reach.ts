import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import type { RecordData } from '../protocol/index.ts';
import type { OpenEdit } from './openEdit.ts';

/** A record of the engine or a stored one, as far as it is used here; the former refer to records, the latter to ids. */
type Linked = Record<'fromEvent' | 'from' | 'toEvent' | 'to' | 'event' | 'eventId', unknown>;

const idOf = (...references: unknown[]): string => {
    const reference = references.find(each => each != null);
    return String((reference as Partial<Model> | undefined)?.id ?? reference);
};

const endsOf = ({ fromEvent, from, toEvent, to }: Linked): [string, string] => [
    idOf(fromEvent, from),
    idOf(toEvent, to)
];

/** Ids of the events that a record of a store concerns; `null`: any. */
const CONCERNED: Record<string, (record: Linked & RecordData) => string[]> = {
    events: ({ id }) => [String(id)],
    dependencies: endsOf,
    assignments: ({ event, eventId }) => [idOf(event, eventId)]
};

/** Whether nothing but the start of the project holds an event, so that any other event may move it. */
function isFree(event: RecordData, held: ReadonlySet<string>): boolean {
    return !event['constraintType'] && !event['manuallyScheduled'] && !held.has(String(event.id));
}

/**
 * Ids of the events that an edit may move: those that it concerns, and whatever dependencies connect with them, in both
 * directions. Calculating with these alone is a matter of milliseconds in the largest project.
 * @returns `null` when it may move any event
 */
export function reachOf(
    { dependencyStore }: ProjectModel,
    { before, writes }: OpenEdit,
    names: (record: Model | undefined) => string | undefined,
    changed: readonly { store: string; record: Model | RecordData }[]
): Set<string> | null {
    const reached = new Set<string>();
    const records = [...changed, ...writes.map(([{ self }]) => ({ store: names(self) ?? '', record: self! }))];
    for (const { store, record } of records) {
        const concerned = CONCERNED[store];
        if (!concerned) {
            return null;
        }
        concerned(record as unknown as Linked & RecordData).forEach(id => reached.add(id));
    }
    const dependencies = [
        ...(dependencyStore.allRecords as unknown as (Linked & { active: boolean })[]),
        ...((before.get('dependencies')?.values() ?? []) as Iterable<Linked & { active?: boolean }>)
    ];
    const neighbours = new Map<string, string[]>();
    const held = new Set<string>();
    for (const dependency of dependencies) {
        const [from, to] = endsOf(dependency);
        neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
        neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
        if (dependency.active !== false) {
            held.add(to);
        }
    }
    if ([...(before.get('events')?.values() ?? [])].some(event => event['parentId'] != null || isFree(event, held))) {
        return null;
    }
    // A set that grows while it is gone through is gone through to its end.
    reached.forEach(id => neighbours.get(id)?.forEach(neighbour => reached.add(neighbour)));
    return reached;
}

/** Leaves of a project's content what belongs to some events. */
export function within(content: Record<string, RecordData[]>, reached: ReadonlySet<string>): typeof content {
    return Object.fromEntries(
        Object.entries(content).map(([store, records]) => [
            store,
            CONCERNED[store]
                ? records.filter(record => CONCERNED[store]!(record as never).every(id => reached.has(id)))
                : records
        ])
    );
}
