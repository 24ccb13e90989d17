/** Fields that name a record of another store. Dependencies and assignments live and die with these. */
export const REFERENCES: ReadonlyMap<string, string> = new Map([
    ...['event', 'eventId', 'from', 'to', 'fromEvent', 'toEvent', 'fromTask', 'toTask'].map(
        field => [field, 'events'] as const
    ),
    ['resource', 'resources'],
    ['resourceId', 'resources'],
    ['calendar', 'calendars']
]);

/** Fields of a store that are names of one reference, the usual one first. */
export const SYNONYMS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
    [
        'assignments',
        [
            ['event', 'eventId'],
            ['resource', 'resourceId']
        ]
    ],
    [
        'dependencies',
        [
            ['fromEvent', 'from', 'fromTask'],
            ['toEvent', 'to', 'toTask']
        ]
    ]
]);

/** Stores whose records make no sense without the records they refer to. */
export const LINKING_STORES = ['dependencies', 'assignments'] as const;

/** The store that a field of a record in `store` refers to, if it is a reference. */
export function referredStore(store: string, field: string): string | undefined {
    return field === 'id' || field === 'parentId' ? store : REFERENCES.get(field);
}

/** The events and resources a dependency or an assignment refers to. */
export function linkedRecords(record: Record<string, unknown>): { store: string; id: string | number }[] {
    return Object.entries(record).flatMap(([field, id]) => {
        const store = REFERENCES.get(field);
        const isLink = store === 'events' || store === 'resources';
        return isLink && (typeof id === 'string' || typeof id === 'number') ? [{ store, id }] : [];
    });
}
