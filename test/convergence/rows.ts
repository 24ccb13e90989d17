import type { Storage } from '../../src/server/core.ts';
import { datasetRecords, localDate, projectRecords, type Records } from './records.ts';

/** One line per record, so that sets can be compared and differences read. */
export type Rows = string[];

function toRows({ events, resources, assignments, dependencies }: Records): Rows {
    return [
        ...events.map(event => [
            'event',
            event.id,
            event.name,
            event.eventColor ?? null,
            localDate(event.startDate),
            localDate(event.endDate),
            event.duration,
            event.constraintType ?? null,
            localDate(event.constraintDate)
        ]),
        ...resources.map(({ id, name }) => ['resource', id, name]),
        ...assignments.map(({ id, event, resource }) => ['assignment', id, event?.id ?? null, resource?.id ?? null]),
        ...dependencies.map(({ id, from, to, active }) => ['dependency', id, from?.id ?? null, to?.id ?? null, active])
    ]
        .map(row => JSON.stringify(row))
        .sort();
}

/** What a client's engine holds. */
export function projectRows(project: any): Rows {
    return toRows(projectRecords(project));
}

/** The records the database holds. */
export function databaseRecords(storage: Storage, id: number): Records {
    return datasetRecords(storage.load(id)!.content.stores);
}

/** What the database holds. */
export function databaseRows(storage: Storage, id: number): Rows {
    return toRows(databaseRecords(storage, id));
}

/** What the records of some stores come to. */
export function storeRows(stores: readonly (readonly [string, readonly unknown[]])[]): Rows {
    return toRows(datasetRecords(stores));
}

/** Rows that not everybody has, each with those who have it. */
export function differences(snapshots: ReadonlyMap<string, Rows>): string[] {
    const all = new Set([...snapshots.values()].flat());
    return [...all]
        .map(row => ({ row, owners: [...snapshots].filter(([, rows]) => rows.includes(row)).map(([name]) => name) }))
        .filter(({ owners }) => owners.length < snapshots.size)
        .map(({ row, owners }) => `${row} only at ${owners.join(', ')}`)
        .sort();
}
