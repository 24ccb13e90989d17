import { expect, test } from 'vitest';
import { demoAuthenticate, MemoryStorage } from '../../src/server/core.ts';
import type { Authenticate } from '../../src/server/hub/auth.ts';
import { converge, eventOf, isCalm, joinProject, joinTwo, record, startServer } from './support.ts';

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
    await expect.poll(() => [failures, ada.wsState.connection.status]).toEqual([0, 'live']);
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
    await expect.poll(() => ada.wsState.connection.status).not.toBe('live');
    eventOf(ada, 'a').name = 'Made meanwhile';
    await expect.poll(() => ada.wsState.queue.length).toBe(1);
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

/** A storage whose disk can be full. */
class FullStorage extends MemoryStorage {
    isFull = false;
    refused = 0;

    override commit(writes: Parameters<MemoryStorage['commit']>[0]) {
        if (this.isFull && writes.some(({ type }) => type === 'addRevision')) {
            this.refused++;
            throw new Error('the disk is full');
        }
        super.commit(writes);
    }
}

test('edits that the server cannot save are kept and sent again until it can', async () => {
    const storage = new FullStorage();
    const server = startServer({ ...unheard, storage });
    const { ada, ben } = await joinTwo({}, server);
    await isCalm(ada, ben);
    storage.isFull = true;
    const problems = record(ada, 'wsError');
    eventOf(ada, 'a').name = 'Kept';
    await expect.poll(() => storage.refused).toBeGreaterThan(2);
    expect(problems[0]?.error.code).toBe('unavailable');
    await ada.wsEdit(() => void (eventOf(ada, 'b').name = 'Kept, too'));
    expect(ada.wsState.queue.length).toBe(2);
    expect([eventOf(ben, 'a').name, eventOf(ben, 'b').name]).toEqual(['A', 'B']);
    storage.isFull = false;
    await converge(
        [ada, ben],
        project => eventOf(project, 'a').name === 'Kept' && eventOf(project, 'b').name === 'Kept, too'
    );
    expect(ada.wsState.rejections).toEqual([]);
});
