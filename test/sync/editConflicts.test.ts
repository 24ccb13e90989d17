import { describe, expect, test } from 'vitest';
import type { Changes } from '../../src/protocol/index.ts';
import {
    byLead,
    eachRecord,
    isConflict,
    isSetByHand,
    ownRecords,
    withRelatives
} from '../../src/sync/editConflicts.ts';
import type { Before, PendingRevision } from '../../src/sync/Outbox.ts';

describe('three values of a field', () => {
    test.each([
        ['all differ', 'A', 'B', 'C', true],
        ['theirs is mine', 'A', 'B', 'B', false],
        ['theirs is what was there', 'A', 'B', 'A', false],
        ['mine is what was there', 'A', 'A', 'B', true],
        ['a number and its text', 1, 2, '2', false],
        ['nothing and an empty text', null, 'B', '', false],
        ['a day and its midnight', '2026-01-05', 'B', '2026-01-05T00:00:00', false],
        ['a day and another time of it', '2026-01-05', 'B', '2026-01-05T08:00:00', true],
        ['lists that are alike', [1, { a: 1, b: 2 }], [], [1, { b: 2, a: 1 }], false],
        ['lists that differ', [1], [], [2], true]
    ])('%s', (_, before, mine, theirs, expected) => {
        expect(isConflict({ field: before }, { field: mine }, { field: theirs })).toBe(expected);
    });

    test('of fields that belong together one is enough', () => {
        const before = { startDate: '2026-01-05', constraintDate: null };
        expect(isConflict(before, { startDate: '2026-01-06' }, { constraintDate: '2026-01-05' })).toBe(true);
        expect(isConflict(before, { startDate: '2026-01-06' }, { constraintDate: null })).toBe(false);
    });
});

test('a start is decided with its constraint, a reference under all its names', () => {
    const record = { id: 1, $PhantomId: 2, name: 'A', startDate: 's', constraintType: 't', resourceId: 3, resource: 3 };
    expect(Object.fromEntries(byLead(record))).toEqual({
        name: { name: 'A' },
        startDate: { startDate: 's', constraintType: 't' },
        resource: { resourceId: 3, resource: 3 }
    });
    expect(withRelatives(['constraintType', 'name']).toSorted()).toEqual([
        'constraintDate',
        'constraintType',
        'name',
        'startDate'
    ]);
});

describe('what a dataset has was set by hand', () => {
    const held = { startDate: '2026-01-05', constraintType: 'startnoearlierthan', constraintDate: '2026-01-05' };
    const free = { startDate: '2026-01-05', constraintType: null, constraintDate: null };

    test.each([
        ['a name that differs', 'name', { name: 'A' }, { name: 'B' }, false, true],
        ['a name that is not mentioned', 'name', { name: 'A' }, {}, false, false],
        ['a length that differs', 'duration', { duration: 1 }, { duration: 2 }, true, true],
        ['another constraint', 'startDate', held, { ...held, constraintDate: '2026-01-07' }, true, true],
        ['no constraint any more', 'startDate', held, free, true, true],
        ['a start that was calculated', 'startDate', held, { ...held, startDate: '2026-01-09' }, true, false],
        ['… of what follows something', 'startDate', free, { ...free, startDate: '2026-01-09' }, true, false],
        ['a start of what follows nothing', 'startDate', free, { ...free, startDate: '2026-01-09' }, false, true],
        ['a constraint that only the engine knows of', 'startDate', held, { startDate: '2026-01-05' }, false, false],
        ['… and another start', 'startDate', held, { startDate: '2026-01-09' }, false, true],
        [
            'a start that is planned by hand',
            'startDate',
            held,
            { ...held, startDate: '2026-01-09', manuallyScheduled: true },
            true,
            true
        ]
    ])('%s', (_, lead, before, stored, isFollowing, expected) => {
        expect(isSetByHand(lead, before, stored, isFollowing)).toBe(expected);
    });
});

test('a revision tells of each record once: what is set, what is new, and what is gone by whichever list', () => {
    const told: unknown[] = [];
    eachRecord(
        {
            tasks: {
                removed: [{ id: 1 }, { id: 2 }],
                updated: [{ id: 3, startDate: 'calculated' }],
                $input: { removed: [{ id: 1 }], updated: [{ id: 4, name: 'B' }], added: [{ $PhantomId: 'new' }] }
            }
        },
        (store, record) => told.push([store, record]),
        (...args) => told.push(args)
    );
    expect(told).toEqual([
        ['events', { id: 4, name: 'B' }],
        ['events', 1, true],
        ['events', 2, true],
        ['events', 'new', false]
    ]);
});

describe('what is pending, by record:', () => {
    const entry = (number: number, changes: Changes, before?: Before): PendingRevision => ({
        revision: { revision: `local-${number}`, base: `server-${number}`, changes },
        client: 'c',
        createdAt: 0,
        summary: {
            title: '',
            changes: [{ store: 'events', kind: 'updated', id: 1, name: `Name ${number}`, fields: {} }]
        },
        before,
        sent: false
    });
    const set = (fields: object, id = 1): Changes => ({
        events: { updated: [{ id, endDate: 'calculated' }], $input: { updated: [{ id, ...fields }] } }
    });

    test('the first value that was found and the last that was set', () => {
        const own = ownRecords([
            entry(1, set({ name: 'B' }), { events: [{ id: 1, name: 'A' }] }),
            entry(2, set({ name: 'C', duration: 2 }), { events: [{ id: 1, name: 'B', duration: 1 }] })
        ]).get('events', 1)!;
        expect(own.name).toBe('Name 1');
        expect(Object.fromEntries(own.fields)).toEqual({
            name: { before: { name: 'A' }, mine: { name: 'C' }, edit: 'c/local-2', base: 'server-1' },
            duration: { before: { duration: 1 }, mine: { duration: 2 }, edit: 'c/local-2', base: 'server-2' }
        });
    });

    test('nobody knows what there was before an edit of an earlier release', () => {
        expect(
            ownRecords([entry(1, set({ name: 'B' }))])
                .get('events', 1)!
                .fields.get('name')!.before
        ).toBeNull();
    });

    test('what one has added or removed oneself is nobody else’s', () => {
        const added: Changes = { events: { $input: { added: [{ $PhantomId: 'new' }] } } };
        const edited: Changes = { events: { $input: { updated: [{ id: 'new', name: 'B' }] } } };
        const removed: Changes = { events: { $input: { removed: [{ id: 1 }] } } };
        const own = ownRecords([entry(1, set({ name: 'B' })), entry(2, added), entry(3, edited), entry(4, removed)]);
        expect([own.has('events', 1), own.has('events', 'new')]).toEqual([false, false]);
    });

    test('the vendor’s other name of events is the same store', () => {
        const own = ownRecords([entry(1, { tasks: { $input: { updated: [{ id: 1, name: 'B' }] } } })]);
        expect(own.get('events', 1)!.fields.get('name')!.mine).toEqual({ name: 'B' });
    });
});
