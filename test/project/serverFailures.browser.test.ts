import { expect, test } from 'vitest';
import { demoAuthenticate, MemoryStorage } from '../../src/server/core.ts';
import type { Authenticate } from '../../src/server/hub/auth.ts';
import { converge, eventOf, joinProject, startServer } from './support.ts';

const SOON = { timeout: 10_000, interval: 20 };
const unheard = { onError: () => {} };

test('a login that the server fails to decide while a client comes back is tried again', async () => {
    let failures = 0;
    const authenticate: Authenticate = credentials => {
        if (failures) {
            failures--;
            throw new Error('the user database is restarting');
        }
        return demoAuthenticate(credentials);
    };
    const server = startServer({ ...unheard, authenticate });
    const { project: ada, line } = await joinProject(server, 'Ada');
    const { clientId } = ada.wsState.session!;
    failures = 2;
    line.cut();
    line.mend();
    await expect.poll(() => [failures, ada.wsState.connection.status], SOON).toEqual([0, 'live']);
    expect(ada.wsState.session?.clientId).toBe(clientId);
});

/** A storage that can be told to fail to read, that many times. */
class BusyStorage extends MemoryStorage {
    failures = 0;

    #fail(): void {
        if (this.failures) {
            this.failures--;
            throw new Error('the disk is busy');
        }
    }

    override load(...args: Parameters<MemoryStorage['load']>) {
        this.#fail();
        return super.load(...args);
    }

    override revisionsAfter(...args: Parameters<MemoryStorage['revisionsAfter']>) {
        this.#fail();
        return super.revisionsAfter(...args);
    }
}

test('a catch-up that the server fails to answer is asked for again, and edits made meanwhile arrive', async () => {
    const storage = new BusyStorage();
    const server = startServer({ ...unheard, storage });
    const [{ project: ada, line }, { project: ben }] = await Promise.all([
        joinProject(server, 'Ada'),
        joinProject(server, 'Ben')
    ]);
    line.cut();
    await expect.poll(() => ada.wsState.connection.status, SOON).not.toBe('live');
    eventOf(ada, 'a').name = 'Made meanwhile';
    await expect.poll(() => ada.wsState.queue.length, SOON).toBe(1);
    storage.failures = 2;
    line.mend();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Made meanwhile');
    expect(storage.failures).toBe(0);
});

test('a first load that the server fails to answer is asked for again', async () => {
    const storage = new BusyStorage();
    const server = startServer({ ...unheard, storage });
    storage.failures = 2;
    const { project: ada } = await joinProject(server, 'Ada');
    expect([storage.failures, eventOf(ada, 'a').name]).toEqual([0, 'A']);
});
