import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LocalRevision } from '../../src/protocol/index.ts';
import { Outbox, type NewRevision, type PendingRevision } from '../../src/sync/Outbox.ts';

const revision = (number: number): LocalRevision => ({ revision: `local-${number}`, changes: {} });
const entry = (number: number): NewRevision => ({ revision: revision(number) });
const onChange = vi.fn<() => void>();

let time: number;
let outbox: Outbox;

beforeEach(() => {
    onChange.mockClear();
    time = 100;
    outbox = new Outbox(onChange, () => time);
});

const pending = (): string[] => outbox.pending.map(entry => entry.revision.revision);

describe('O8: an outbox', () => {
    test('keeps revisions in order, with the time of the edit', () => {
        outbox.add(entry(1));
        time = 200;
        outbox.add(entry(2));
        expect(pending()).toEqual(['local-1', 'local-2']);
        expect(outbox.pending.map(({ createdAt }) => createdAt)).toEqual([100, 200]);
        expect([outbox.length, outbox.waiting]).toEqual([2, 2]);
        expect(onChange).toHaveBeenCalledTimes(2);
    });

    test('keeps a revision once', () => {
        outbox.add(entry(1));
        outbox.markSent();
        outbox.add(entry(1));
        expect([outbox.length, outbox.waiting]).toEqual([1, 0]);
    });

    test('hands out what is unsent, in order, until it is sent', () => {
        outbox.add(entry(1));
        outbox.add(entry(2));
        expect(outbox.unsent()).toEqual([revision(1), revision(2)]);
        outbox.markSent();
        expect(outbox.unsent()).toEqual([]);
        outbox.add(entry(3));
        expect(outbox.unsent()).toEqual([revision(3)]);
        expect([outbox.length, outbox.waiting]).toEqual([3, 1]);
    });

    test('forgets nothing by sending it: a new socket gets everything unconfirmed again, in order', () => {
        [1, 2, 3].forEach(number => outbox.add(entry(number)));
        outbox.markSent();
        outbox.settle('local-1');
        outbox.markUnsent();
        expect(outbox.unsent()).toEqual([revision(2), revision(3)]);
    });

    test('forgets a revision when the server confirmed it, from any place', () => {
        [1, 2, 3].forEach(number => outbox.add(entry(number)));
        expect(outbox.settle('local-2')?.revision).toEqual(revision(2));
        expect(outbox.settle('local-2')).toBeUndefined();
        expect([outbox.has('local-1'), outbox.has('local-2')]).toEqual([true, false]);
        expect(pending()).toEqual(['local-1', 'local-3']);
    });

    test('knows what was refused before it hears of that: it is older than what was confirmed', () => {
        outbox.add({ ...entry(9), client: 'somebody else' });
        [1, 2, 3].forEach(number => outbox.add(entry(number)));
        const ids = (entries: readonly PendingRevision[]): string[] => entries.map(({ revision }) => revision.revision);
        outbox.markSent();
        outbox.settle('local-2');
        expect(ids(outbox.standing)).toEqual(['local-9', 'local-3']);
        outbox.markUnsent();
        outbox.settle('local-3');
        expect(ids(outbox.standing)).toEqual(['local-9']);
        expect(ids(outbox.pending)).toEqual(['local-9', 'local-1']);
    });

    test('forgets much that was confirmed as it forgets one by one, and says so once', () => {
        outbox.add({ ...entry(2), client: 'somebody else' });
        [1, 2, 3, 4].forEach(number => outbox.add(entry(number)));
        onChange.mockClear();
        outbox.settleAll(['local-2', 'local-3', 'local-9'], '');
        const left = outbox.pending.map(({ client, revision: { revision: id }, isOvertaken }) => [
            client,
            id,
            isOvertaken
        ]);
        expect(left).toEqual([
            ['somebody else', 'local-2', undefined],
            ['', 'local-1', true],
            ['', 'local-4', undefined]
        ]);
        outbox.settleAll([], '');
        expect(onChange).toHaveBeenCalledTimes(1);
    });

    test('says nothing when settling changes nothing', () => {
        outbox.settle('local-9');
        expect(onChange).not.toHaveBeenCalled();
    });

    test('tells the revisions of two clients apart', () => {
        outbox.add({ ...entry(1), client: 'before the reload' });
        outbox.add({ ...entry(1), client: 'now' });
        expect(outbox.settle('local-1', 'now')?.client).toBe('now');
        expect(outbox.pending.map(({ client }) => client)).toEqual(['before the reload']);
    });

    test('forgets what was made again under another name', () => {
        [1, 2].forEach(number => outbox.add(entry(number)));
        const made = outbox.pending;
        outbox.add(entry(3));
        outbox.forget(made);
        expect(pending()).toEqual(['local-3']);
    });
});

describe('what is held', () => {
    test('is not sent, and neither is what comes after it', () => {
        [1, 2, 3, 4].forEach(number => outbox.add(entry(number)));
        outbox.hold(outbox.pending.slice(1, 3), true);
        expect(outbox.unsent().map(({ revision }) => revision)).toEqual(['local-1']);
        outbox.markSent();
        expect(outbox.pending.map(({ sent }) => sent)).toEqual([true, false, false, false]);
        outbox.hold([outbox.pending[2]!], false);
        expect(outbox.unsent()).toEqual([]);
        outbox.hold([outbox.pending[1]!], false);
        expect(outbox.unsent().map(({ revision }) => revision)).toEqual(['local-2', 'local-3', 'local-4']);
    });
});

test('what is left after edits that were taken back has found what those had found', () => {
    const before = (name: string, more: object = {}) => ({ events: [{ id: 1, name, ...more }] });
    outbox.add({ ...entry(1), before: before('A') });
    outbox.add({ ...entry(2), before: before('B') });
    outbox.add({ ...entry(3), before: before('C', { duration: 1 }) });
    outbox.add({ ...entry(4), before: before('D', { duration: 2 }) });
    outbox.takeBack(outbox.pending.slice(0, 2));
    expect(outbox.pending.map(each => each.before)).toEqual([
        before('A', { duration: 1 }),
        before('D', { duration: 2 })
    ]);
    outbox.takeBack(outbox.pending.slice(0, 1));
    expect(outbox.pending.map(each => each.before)).toEqual([before('A', { duration: 1 })]);
});
