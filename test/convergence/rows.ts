import type { Storage } from '../../src/server/core.ts';

/** One line per record, so that sets can be compared and differences read. */
export type Rows = string[];

const date = (value: Date | string | null | undefined): string | null => {
    if (!value) {
        return null;
    }
    const local = typeof value === 'string' ? new Date(value) : value;
    return new Date(local.getTime() - local.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const finish = (rows: unknown[][]): Rows => rows.map(row => JSON.stringify(row)).sort();

/** What a client's engine holds. */
export function projectRows(project: any): Rows {
    return finish([
        ...project.eventStore.map((e: any) => [
            'event',
            e.id,
            e.name,
            e.eventColor ?? null,
            date(e.startDate),
            date(e.endDate),
            e.duration
        ]),
        ...project.resourceStore.map((r: any) => ['resource', r.id, r.name]),
        ...project.assignmentStore.map((a: any) => ['assignment', a.id, a.event?.id ?? null, a.resource?.id ?? null]),
        ...project.dependencyStore.map((d: any) => ['dependency', d.id, d.fromEvent?.id ?? null, d.toEvent?.id ?? null])
    ]);
}

/** What the database holds. */
export function datasetRows(storage: Storage, id: number): Rows {
    const { stores } = storage.load(id)!.content;
    const records = (name: string): any[] => stores.find(([store]) => store === name)?.[1] ?? [];
    return finish([
        ...records('events').map(e => [
            'event',
            e.id,
            e.name,
            e.eventColor ?? null,
            date(e.startDate),
            date(e.endDate),
            e.duration
        ]),
        ...records('resources').map(r => ['resource', r.id, r.name]),
        ...records('assignments').map(a => ['assignment', a.id, a.event ?? a.eventId, a.resource ?? a.resourceId]),
        ...records('dependencies').map(d => ['dependency', d.id, d.fromEvent ?? d.from, d.toEvent ?? d.to])
    ]);
}

/** Rows that not everybody has, each with those who have it. */
export function differences(snapshots: ReadonlyMap<string, Rows>): string[] {
    const all = new Set([...snapshots.values()].flat());
    return [...all]
        .map(row => ({ row, owners: [...snapshots].filter(([, rows]) => rows.includes(row)).map(([name]) => name) }))
        .filter(({ owners }) => owners.length < snapshots.size)
        .map(({ row, owners }) => `${row} only at ${owners.join(', ')}`);
}
