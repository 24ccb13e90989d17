import { expect, test } from 'vitest';
import { MAX_FRAME, MAX_REVISIONS, type LocalRevision } from '../../src/protocol/index.ts';
import { nextPortion } from '../../src/sync/portions.ts';

const revision = (name: string): LocalRevision => ({
    revision: 'local-1',
    changes: { events: { updated: [{ id: 1, name }] } }
});

/** How many revisions each message has. */
function portions(waiting: readonly LocalRevision[]): number[] {
    const counts: number[] = [];
    for (let rest = waiting; rest.length; rest = rest.slice(counts.at(-1))) {
        const { revisions } = nextPortion(rest);
        expect(revisions).toEqual(rest.slice(0, revisions.length));
        const frame = JSON.stringify({ command: 'project_change', data: { project: 1, client: 'c', revisions } });
        expect(new TextEncoder().encode(frame).length).toBeLessThanOrEqual(MAX_FRAME);
        counts.push(revisions.length);
    }
    return counts;
}

test('a few small revisions go in one message', () => {
    expect(portions(Array.from({ length: 100 }, () => revision('x')))).toEqual([100]);
});

test('a message has no more revisions than a server takes', () => {
    expect(portions(Array.from({ length: MAX_REVISIONS + 1 }, () => revision('x')))).toEqual([MAX_REVISIONS, 1]);
});

test('large revisions go in messages of their own, whatever their letters take', () => {
    const large = revision('€'.repeat(MAX_FRAME / 3 - 8_192));
    expect(portions([revision('x'), large, large, revision('x'), revision('y')])).toEqual([1, 1, 1, 2]);
});

test('what no message can hold is alone and named so', () => {
    const small = revision('x');
    const huge = revision('€'.repeat(MAX_FRAME / 3));
    expect(nextPortion([small, huge])).toEqual({ revisions: [small], isTooLarge: false });
    expect(nextPortion([huge, small])).toEqual({ revisions: [huge], isTooLarge: true });
});
