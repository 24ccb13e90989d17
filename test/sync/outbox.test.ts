import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LocalRevision } from '../../src/protocol/index.ts';
import { Outbox } from '../../src/sync/Outbox.ts';

const revision = (number: number): LocalRevision => ({ revision: `local-${number}`, changes: {} });
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
        outbox.add(revision(1));
        time = 200;
        outbox.add(revision(2));
        expect(pending()).toEqual(['local-1', 'local-2']);
        expect(outbox.pending.map(({ createdAt }) => createdAt)).toEqual([100, 200]);
        expect([outbox.length, outbox.waiting]).toEqual([2, 2]);
        expect(onChange).toHaveBeenCalledTimes(2);
    });

    test('keeps a revision once', () => {
        outbox.add(revision(1));
        outbox.markSent();
        outbox.add(revision(1));
        expect([outbox.length, outbox.waiting]).toEqual([1, 0]);
    });

    test('hands out what is unsent, in order, until it is sent', () => {
        outbox.add(revision(1));
        outbox.add(revision(2));
        expect(outbox.unsent()).toEqual([revision(1), revision(2)]);
        outbox.markSent();
        expect(outbox.unsent()).toEqual([]);
        outbox.add(revision(3));
        expect(outbox.unsent()).toEqual([revision(3)]);
        expect([outbox.length, outbox.waiting]).toEqual([3, 1]);
    });

    test('forgets nothing by sending it: a new socket gets everything unconfirmed again, in order', () => {
        [1, 2, 3].forEach(number => outbox.add(revision(number)));
        outbox.markSent();
        outbox.settle('local-1');
        outbox.markUnsent();
        expect(outbox.unsent()).toEqual([revision(2), revision(3)]);
    });

    test('forgets a revision when the server confirmed or refused it, from any place', () => {
        [1, 2, 3].forEach(number => outbox.add(revision(number)));
        expect(outbox.settle('local-2')?.revision).toEqual(revision(2));
        expect(outbox.settle('local-2')).toBeUndefined();
        expect([outbox.has('local-1'), outbox.has('local-2')]).toEqual([true, false]);
        expect(pending()).toEqual(['local-1', 'local-3']);
    });

    test('says nothing when settling changes nothing', () => {
        outbox.settle('local-9');
        outbox.takeAll();
        expect(onChange).not.toHaveBeenCalled();
    });

    test('knows whether a confirmation comes in order', () => {
        [1, 2, 3].forEach(number => outbox.add(revision(number)));
        expect(outbox.startsWith([])).toBe(true);
        expect(outbox.startsWith(['local-1', 'local-2'])).toBe(true);
        expect(outbox.startsWith(['local-2'])).toBe(false);
        expect(outbox.startsWith(['local-1', 'local-3'])).toBe(false);
        expect(outbox.startsWith(['local-1', 'local-2', 'local-3', 'local-4'])).toBe(false);
    });

    test('hands everything over, and starts anew', () => {
        outbox.add(revision(1));
        outbox.add(revision(2));
        expect(outbox.takeAll().map(entry => entry.revision)).toEqual([revision(1), revision(2)]);
        expect([outbox.length, outbox.waiting]).toEqual([0, 0]);
        outbox.add(revision(3));
        expect(pending()).toEqual(['local-3']);
    });
});
