import { describe, expect, it } from 'vitest';
import { recordHash, StateHash, type RecordData } from '../../src/protocol/index.ts';

const hash = (record: RecordData, store = 'events'): number => recordHash(store, record);

describe('the hash of a record', () => {
    it('is an integer that fits into a number', () => {
        const seen = new Set(Array.from({ length: 20_000 }, (_, id) => hash({ id, name: 'Paint' })));
        expect(seen.size).toBe(20_000);
        expect([...seen].every(Number.isSafeInteger)).toBe(true);
        expect(Math.max(...seen)).toBeGreaterThan(2 ** 52);
        expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
    });

    it.each<[string, RecordData, RecordData]>([
        ['the order of keys', { id: 1, a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1, id: 1 }],
        ['empty fields', { id: 1, a: null, b: undefined, c: { d: null } }, { id: 1, c: {} }],
        ['the type of ids', { id: 1, parentId: 2 }, { id: '1', parentId: '2' }],
        ['temporary ids', { id: 1, $PhantomId: '_generated1', $PhantomParentId: 'x' }, { id: 1 }],
        ['children, which are records of their own', { id: 1, children: [{ id: 2 }] }, { id: 1 }],
        ['numbers that JSON cannot write', { id: 1, duration: Infinity }, { id: 1, duration: null }]
    ])('does not depend on %s', (_, a, b) => {
        expect(hash(a)).toBe(hash(b));
    });

    it.each<[string, RecordData, RecordData]>([
        ['another id', { id: 1 }, { id: 2 }],
        ['another value', { id: 1, name: 'a' }, { id: 1, name: 'b' }],
        ['another field', { id: 1, a: 'x' }, { id: 1, b: 'x' }],
        ['another type', { id: 1, a: 1 }, { id: 1, a: '1' }],
        ['the text null', { id: 1, a: 'null' }, { id: 1 }],
        ['the order of a list', { id: 1, a: [1, 2] }, { id: 1, a: [2, 1] }],
        ['a value that moved to another field', { id: 1, a: 'x', b: 'y' }, { id: 1, a: 'y', b: 'x' }]
    ])('tells %s', (_, a, b) => {
        expect(hash(a)).not.toBe(hash(b));
    });

    it('tells stores apart, but tasks are events, and copies of the project do not count', () => {
        expect(hash({ id: 1 }, 'resources')).not.toBe(hash({ id: 1 }));
        expect(hash({ id: 1 }, 'tasks')).toBe(hash({ id: 1 }));
        expect([hash({ id: 1 }, 'versions'), hash({ id: 1 }, 'changelogs')]).toEqual([0, 0]);
    });
});

describe('the hash of a state', () => {
    const records = Array.from({ length: 500 }, (_, id): RecordData => ({ id, name: `Event ${id}` }));

    function of(list: readonly RecordData[]): StateHash {
        const state = new StateHash();
        list.forEach(record => state.add('events', record));
        return state;
    }

    it('does not depend on the order of records', () => {
        expect(String(of(records))).toBe(String(of(records.toReversed())));
        expect(String(of(records))).not.toBe(String(of(records.slice(1))));
    });

    it('follows changes as if it were calculated anew', () => {
        const state = of(records);
        const changed = records.map(record => ({ ...record, name: 'Other' }));
        records.forEach((record, index) => {
            state.remove('events', record);
            state.add('events', changed[index]!);
        });
        expect(String(state)).toBe(String(of(changed)));
        changed.forEach(record => state.remove('events', record));
        expect(String(state)).toBe(String(new StateHash()));
    });
});
