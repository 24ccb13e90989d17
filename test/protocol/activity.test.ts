import { describe, expect, it } from 'vitest';
import { digestOf, momentOf, type Changes, type RecordData, type RecordId } from '../../src/protocol/index.ts';

const STORED: Record<string, RecordData[]> = {
    events: [
        { id: 1, name: 'Paint', startDate: '2026-03-02T00:00:00', duration: 2, percentDone: 20 },
        { id: 2, name: 'Dry', startDate: '2026-03-04T00:00:00', duration: 1 },
        { id: 3, name: 'Ship', startDate: '2026-03-05', endDate: '2026-03-07', durationUnit: 'hour', duration: 48 }
    ],
    resources: [
        { id: 1, name: 'Ann' },
        { id: 2, name: 'Bob' }
    ],
    assignments: [{ id: 5, event: 1, eventId: 1, resource: 1, resourceId: 1 }],
    dependencies: [{ id: 7, from: 1, to: 2 }],
    versions: [
        { id: 1, name: null, isAutosave: true },
        { id: 2, name: 'Monday' }
    ]
};

const stored = (store: string, id: RecordId): RecordData | undefined =>
    new Map(Object.entries(STORED)).get(store)?.find(record => String(record.id) === String(id));

const digest = (changes: Changes) => digestOf(changes, stored);

/** An edit of one store, with what the engine calculated beside it. */
function edit(store: string, input: RecordData, outer: RecordData[] = []): Changes {
    return { [store]: { $input: { updated: [input] }, updated: [input, ...outer] } };
}

const cause = (changes: Changes) => digest(changes)!.cause.records[0]!;

describe('A3: what an entry tells of', () => {
    it('a move: the start before and after, and nothing that follows from it', () => {
        const moved = {
            id: 1,
            startDate: '2026-03-05T00:00:00',
            endDate: '2026-03-07T00:00:00',
            constraintType: 'startnoearlierthan',
            constraintDate: '2026-03-05T00:00:00'
        };
        expect(digest(edit('events', moved))).toEqual({
            cause: {
                counts: { events: { updated: 1 } },
                records: [
                    {
                        store: 'events',
                        kind: 'updated',
                        id: 1,
                        name: 'Paint',
                        before: { startDate: '2026-03-02T00:00:00' },
                        after: { startDate: '2026-03-05T00:00:00' }
                    }
                ]
            }
        });
    });

    it('other events whose dates changed, as what followed, and none that were only completed or said again', () => {
        const changes = edit('events', { id: 1, duration: 4 }, [
            { id: 2, startDate: '2026-03-06T00:00:00', endDate: '2026-03-07T00:00:00' },
            { id: 3, startDate: '2026-03-05T00:00:00', effort: 5 }
        ]);
        expect(digest(changes)!.effect).toEqual({
            counts: { events: { updated: 1 } },
            records: [
                {
                    store: 'events',
                    kind: 'updated',
                    id: 2,
                    name: 'Dry',
                    before: { startDate: '2026-03-04T00:00:00' },
                    after: { startDate: '2026-03-06T00:00:00' }
                }
            ]
        });
    });

    it('a duration: with its unit where that is not the day', () => {
        expect(cause(edit('events', { id: 1, duration: 4 }))).toMatchObject({
            before: { duration: 2 },
            after: { duration: 4 }
        });
        expect(cause(edit('events', { id: 3, duration: 2, durationUnit: 'day' }))).toMatchObject({
            before: { duration: 48, durationUnit: 'hour' },
            after: { duration: 2, durationUnit: 'day' }
        });
    });

    it('a new name: under the old one', () => {
        expect(cause(edit('resources', { id: 2, name: 'Robert' }))).toEqual({
            store: 'resources',
            kind: 'updated',
            id: 2,
            name: 'Bob',
            before: { name: 'Bob' },
            after: { name: 'Robert' }
        });
    });

    it('a link: by the names of what it links, once for each reference', () => {
        expect(cause(edit('assignments', { id: 5, resource: 2, resourceId: 2 }))).toEqual({
            store: 'assignments',
            kind: 'updated',
            id: 5,
            name: 'Paint',
            other: 'Ann',
            event: 1,
            before: { resource: 'Ann' },
            after: { resource: 'Bob' }
        });
        const added = { id: 8, fromEvent: 2, toEvent: 3 };
        expect(cause({ dependencies: { $input: { added: [added] }, added: [added] } })).toEqual({
            store: 'dependencies',
            kind: 'added',
            id: 8,
            name: 'Dry',
            other: 'Ship',
            event: 2
        });
    });

    it('a new record and a link to it in one revision: by the name it comes with', () => {
        const event = { id: 9, $PhantomId: '_generated1', name: 'Sand', startDate: '2026-03-02T00:00:00', duration: 1 };
        const link = { id: 10, event: 9, resource: 2 };
        const { records } = digest({
            assignments: { $input: { added: [link] }, added: [link] },
            events: { $input: { added: [event] }, added: [event] }
        })!.cause;
        expect(records).toMatchObject([
            { store: 'assignments', kind: 'added', name: 'Sand', other: 'Bob', event: 9 },
            {
                store: 'events',
                kind: 'added',
                id: 9,
                name: 'Sand',
                after: { startDate: '2026-03-02T00:00:00', duration: 1 }
            }
        ]);
    });

    it('a removal: by the name that is gone, and what went along as what followed', () => {
        const changes: Changes = {
            events: { $input: { removed: [{ id: 1 }] }, removed: [{ id: 1 }] },
            dependencies: { removed: [{ id: 7 }] },
            assignments: { removed: [{ id: 5 }] }
        };
        const { cause: own, effect } = digest(changes)!;
        expect(own.records).toEqual([{ store: 'events', kind: 'removed', id: 1, name: 'Paint' }]);
        expect(effect!.counts).toEqual({ dependencies: { removed: 1 }, assignments: { removed: 1 } });
        expect(effect!.records).toMatchObject([
            { name: 'Paint', other: 'Dry' },
            { name: 'Paint', other: 'Ann' }
        ]);
    });

    it('the same when its author says that they go along', () => {
        const removed = (id: number) => ({ $input: { removed: [{ id }] }, removed: [{ id }] });
        const { cause: own, effect } = digest({
            dependencies: removed(7),
            events: removed(1),
            assignments: removed(5)
        })!;
        expect(own.counts).toEqual({ events: { removed: 1 } });
        expect(effect!.counts).toEqual({ dependencies: { removed: 1 }, assignments: { removed: 1 } });
        expect(digest({ assignments: removed(5) })!.cause.counts).toEqual({ assignments: { removed: 1 } });
    });

    it('events that are called tasks', () => {
        expect(cause(edit('tasks', { id: 1, percentDone: 50 }))).toMatchObject({
            store: 'events',
            name: 'Paint',
            before: { percentDone: 20 },
            after: { percentDone: 50 }
        });
    });

    it('fields of the project, without the calculated ones', () => {
        expect(digest({ project: { calendar: 'late', endDate: '2026-04-01' } })!.cause).toMatchObject({
            counts: { project: { updated: 1 } },
            records: [{ store: 'project', after: { calendar: 'late' } }]
        });
    });

    it('a link to nothing that has a name', () => {
        const link = { id: 8, event: { toString: 5 }, resource: { name: 'Ann' } };
        expect(cause({ assignments: { $input: { added: [link] } } })).toMatchObject({ name: '?', other: '?' });
    });

    it('a record that is not there: by its id', () => {
        expect(cause(edit('events', { id: 'ghost', name: 'Boo' }))).toMatchObject({ id: 'ghost', name: 'ghost' });
    });
});

describe('A3: what an entry leaves out', () => {
    it('records after the first 20, which it counts', () => {
        const updated = Array.from({ length: 1_000 }, (_, id) => ({ id, name: `New ${id}` }));
        const { counts, records } = digest({ events: { $input: { updated }, updated } })!.cause;
        expect(counts).toEqual({ events: { updated: 1_000 } });
        expect(records).toHaveLength(20);
    });

    it('stores and fields after the first 20, long names of fields, and the rest of long texts', () => {
        const input = Object.fromEntries(
            Array.from({ length: 99 }, (_, index) => [`field${index}`, 'x'.repeat(9_999)])
        );
        const changes = Object.fromEntries(
            Array.from({ length: 99 }, (_, index) => [
                `store${index}`,
                { $input: { updated: [{ id: 1, ['y'.repeat(9_999)]: 1, ...input }] } }
            ])
        );
        const { counts, records } = digest(changes)!.cause;
        expect(Object.keys(counts)).toHaveLength(20);
        expect(Object.keys(records[0]!.after!)).toHaveLength(20);
        expect(records[0]!.after!.field0).toBe(`${'x'.repeat(200)}…`);
        expect(JSON.stringify(digest(changes)).length).toBeLessThan(200_000);
    });

    it('what is no plain value', () => {
        expect(cause(edit('events', { id: 1, segments: [1, 2], note: null }))).toMatchObject({
            before: { segments: null },
            after: { segments: {} }
        });
    });

    it('fields that stay what they were, whatever the date looks like', () => {
        expect(cause(edit('events', { id: 3, startDate: '2026-03-05T00:00:00', name: 'Ship' })).after).toEqual({});
    });

    it('names that every object has', () => {
        const changes = edit('constructor', { id: 'toString', constructor: 'x', valueOf: 5 });
        expect(cause(changes)).toMatchObject({ store: 'constructor', name: 'toString', after: { valueOf: 5 } });
    });
});

describe('A4: there is no entry for', () => {
    it.each<[string, Changes]>([
        ['calculated values', { events: { updated: [{ id: 1, startDate: '2026-05-05' }] } }],
        ['empty input', { events: { $input: {}, updated: [{ id: 1, startDate: '2026-05-05' }] } }],
        ['calculated fields of the project', { project: { endDate: '2026-05-05' } }],
        ['changelogs', { changelogs: { $input: { added: [{ id: 1 }] } } }],
        ['versions that were saved by themselves', { versions: { $input: { added: [{ id: 3, isAutosave: true }] } } }],
        ['versions that made room', { versions: { $input: { removed: [{ id: 1 }] } } }],
        ['nothing', {}]
    ])('%s', (_, changes) => {
        expect(digest(changes)).toBeNull();
    });

    it('but for a version that somebody saves, or gives a name', () => {
        expect(cause({ versions: { $input: { added: [{ id: 3, name: 'Tuesday' }] } } }).name).toBe('Tuesday');
        expect(cause(edit('versions', { id: 1, name: 'Kept', isAutosave: false })).after).toMatchObject({
            name: 'Kept'
        });
    });
});

describe('momentOf', () => {
    it.each([
        ['2026-03-29', Date.UTC(2026, 2, 29)],
        ['2026-03-29T02:30:00', Date.UTC(2026, 2, 29, 2, 30)],
        ['2026-03-29T02:30:00.500', Date.UTC(2026, 2, 29, 2, 30, 0, 500)],
        ['2026-03-29T02:30:00Z', Date.UTC(2026, 2, 29, 2, 30)],
        ['2026-03-29T02:30:00+02:00', Date.UTC(2026, 2, 29, 0, 30)],
        ['Paint', NaN],
        ['2026-99-99', NaN],
        [5, NaN],
        [{ toString: 5 }, NaN],
        [null, NaN]
    ])('%s is %s', (value, moment) => {
        expect(momentOf(value)).toBe(moment);
    });
});
