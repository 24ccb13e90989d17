import { expect, test } from 'vitest';
import { Inbox, type IncomingItem } from '../../src/project/Inbox.ts';
import type { ServerRevision } from '../../src/protocol/index.ts';

const revisions = (...ids: string[]): IncomingItem => ({
    kind: 'revisions',
    project: 1,
    revisions: ids.map(revision => ({ revision }) as ServerRevision)
});

const CAUGHT_UP: IncomingItem = { kind: 'caughtUp', data: { project: 1, revision: 'server-9' } };

const describeItem = (item: IncomingItem): string =>
    item.kind === 'revisions' ? item.revisions.map(({ revision }) => revision).join() : item.kind;

/** An inbox, and what it has handed over. */
function open(handle: (item: IncomingItem) => void = () => {}): {
    inbox: Inbox;
    handled: string[];
    line: { isCatchingUp: boolean };
} {
    const handled: string[] = [];
    const line = { isCatchingUp: false };
    const inbox = new Inbox(
        item => {
            handled.push(describeItem(item));
            handle(item);
        },
        async () => {},
        () => line.isCatchingUp
    );
    return { inbox, handled, line };
}

/** Messages that the browser delivers one by one. */
const inTurns = (deliveries: (() => void)[]): void => deliveries.forEach(deliver => void setImmediate(deliver));

test('what has arrived by the time it is handled is handed over together', async () => {
    const { inbox, handled } = open();
    inTurns(['1', '2', '3'].map(id => () => inbox.push(revisions(id))));
    await expect.poll(() => inbox.isEmpty && handled.length).toBe(1);
    expect(handled).toEqual(['1,2,3']);
});

test('what arrives while something is handled comes next, together', async () => {
    const { inbox, handled } = open(item => {
        if (describeItem(item) === '1') {
            inTurns(['2', '3'].map(id => () => inbox.push(revisions(id))));
        }
    });
    inbox.push(revisions('1'));
    await expect.poll(() => inbox.isEmpty && handled.length).toBe(2);
    expect(handled).toEqual(['1', '2,3']);
});

test('what was missed is handed over together, however long it takes to arrive', async () => {
    const { inbox, handled, line } = open();
    line.isCatchingUp = true;
    inbox.push(revisions('1', '2'));
    await new Promise(resolve => setTimeout(resolve, 20));
    inbox.push(revisions('3'));
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(handled).toEqual([]);
    expect(inbox.isEmpty).toBe(false);
    line.isCatchingUp = false;
    inbox.push(CAUGHT_UP);
    await expect.poll(() => inbox.isEmpty).toBe(true);
    expect(handled).toEqual(['1,2,3', 'caughtUp']);
});

test('of what waits for long only a part is kept, but all of what was missed', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => String(index));
    for (const isCatchingUp of [false, true]) {
        const { inbox, handled, line } = open();
        line.isCatchingUp = isCatchingUp;
        ids.forEach(id => inbox.push(revisions(id)));
        line.isCatchingUp = false;
        inbox.push(CAUGHT_UP);
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await expect.poll(() => inbox.isEmpty).toBe(true);
        expect(handled).toEqual([ids.slice(0, isCatchingUp ? 1_200 : 1_000).join(), 'caughtUp']);
    }
});

test('a dataset that comes instead of what was missed is not waited with', async () => {
    const { inbox, handled, line } = open();
    line.isCatchingUp = true;
    inbox.push(revisions('1'));
    inbox.push({ kind: 'dataset', data: { project: 1, dataset: {} } });
    await expect.poll(() => inbox.isEmpty).toBe(true);
    expect(handled).toEqual(['1', 'dataset']);
});

test('what was not handled when the line broke is forgotten', async () => {
    const { inbox, handled } = open();
    inbox.push(revisions('1'));
    inbox.clear();
    inbox.push(revisions('2'));
    await expect.poll(() => inbox.isEmpty).toBe(true);
    expect(handled).toEqual(['2']);
});

test('what is to be taken back outlives the connection that has brought it, and nothing else does', async () => {
    const { inbox, handled } = open();
    inbox.push(revisions('1'));
    inbox.push({ kind: 'refusal', project: 1, changes: [], isWanted: false });
    inbox.push(CAUGHT_UP);
    inbox.clear();
    await expect.poll(() => inbox.isEmpty).toBe(true);
    expect(handled).toEqual(['refusal']);
});
