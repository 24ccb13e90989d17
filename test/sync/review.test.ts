import { expect, test } from 'vitest';
import type { Changes, ChangeSet } from '../../src/protocol/index.ts';
import { Outbox } from '../../src/sync/Outbox.ts';
import { dependentsOf } from '../../src/sync/review.ts';

/** By the number of an edit, those that are of no use without it. */
function dependents(...edits: Changes[]): Record<number, number[]> {
    const outbox = new Outbox();
    edits.forEach((changes, index) => outbox.add({ revision: { revision: String(index), changes }, client: 'c' }));
    const { pending } = outbox;
    const found = [...dependentsOf(pending)].map(([entry, others]): [number, number[]] => [
        pending.indexOf(entry),
        others.map(other => pending.indexOf(other))
    ]);
    return Object.fromEntries(found.filter(([, others]) => others.length));
}

const input = (store: string, $input: ChangeSet): Changes => ({ [store]: { $input } });

test('edits of a new record, and links to it, need it', () => {
    expect(
        dependents(
            input('events', { added: [{ $PhantomId: 'new' }] }),
            input('events', { updated: [{ id: 'old', name: 'new' }] }),
            input('events', { updated: [{ id: 'new', name: 'B' }] }),
            input('assignments', { added: [{ $PhantomId: 'x', event: 'new', resource: 'old' }] }),
            input('dependencies', { added: [{ $PhantomId: 'y', fromEvent: 'old', toEvent: 'new' }] })
        )
    ).toEqual({ 0: [2, 3, 4] });
});

test('what needs one that needs another needs that, too', () => {
    expect(
        dependents(
            input('resources', { added: [{ $PhantomId: 'r' }] }),
            input('resources', { added: [{ $PhantomId: 'child', parentId: 'r' }] }),
            input('assignments', { added: [{ $PhantomId: 'a', event: 1, resource: 'child' }] }),
            input('assignments', { updated: [{ id: 'a', units: 50 }] })
        )
    ).toEqual({ 0: [1, 2, 3], 1: [2, 3], 2: [3] });
});

test('records of different stores may have the same id', () => {
    expect(
        dependents(
            input('events', { added: [{ $PhantomId: 1 }] }),
            input('resources', { updated: [{ id: 1, name: 'B' }] }),
            input('assignments', { updated: [{ id: 5, resource: 1 }] })
        )
    ).toEqual({});
});

test('500 edits of one new record depend on its addition', () => {
    const edits = Array.from({ length: 500 }, (_, index) =>
        index
            ? input('events', { updated: [{ id: 'new', name: String(index) }] })
            : input('events', { added: [{ $PhantomId: 'new' }] })
    );
    expect(dependents(...edits)[0]).toHaveLength(499);
});
