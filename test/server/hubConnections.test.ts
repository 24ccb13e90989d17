import { describe, expect, it, vi } from 'vitest';
import { CloseCode, ERRORS } from '../../src/protocol/index.ts';
import type { Identity } from '../../src/server/core.ts';
import { change, createTestHub, rename, smallStorage } from './support.ts';

describe('ending', () => {
    it('ignores whatever comes after a logout or a close', () => {
        const { join, endTurn, endDelays, storage } = createTestHub();
        const [ann, bob] = [join('ann', {}, 1), join('bob', {}, 1)];
        endDelays();
        bob.send('logout');
        bob.send('project_change', change('local-1', rename(1, 'too late')));
        bob.send('login', { login: 'bob' });
        bob.connection.receive('{');
        bob.connection.receiveBinary();
        endTurn();
        const count = bob.received.length;
        bob.send('dataset', { project: 1 });
        bob.connection.closed();
        bob.send('projects');
        endDelays();
        expect(bob.received).toHaveLength(count);
        expect(bob.last('logout').data).toEqual({});
        expect(storage.load(1)!.revision).toBe(0);
        expect(ann.all('logout')).toHaveLength(1);
    });

    it('closes after 50 malformed messages in a row, and not earlier', () => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann');
        const spoil = (times: number) => {
            for (let i = 0; i < times; i++) {
                ann.connection.receive('{');
            }
            endTurn();
        };
        spoil(49);
        ann.send('ping');
        spoil(49);
        expect(ann.closedWith).toBeNull();
        spoil(1);
        expect(ann.closedWith?.code).toBe(CloseCode.tooManyErrors);
        expect(ann.all('error')).toHaveLength(99);
    });

    it('drops a client that reads too slowly, and the others go on', () => {
        const { join, endTurn, endDelays } = createTestHub({ maxBuffered: 1_000 });
        const [ann, slow] = [join('ann', {}, 1), join('slow', {}, 1)];
        endDelays();
        slow.buffered = 1_000;
        ann.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        expect(slow.all('project_change')).toHaveLength(1);
        slow.buffered = 1_000_000;
        ann.send('project_change', change('local-2', rename(1, 'y')));
        endTurn();
        expect(slow.all('project_change')).toHaveLength(1);
        expect(slow.closedWith?.code).toBe(CloseCode.slowReader);
        expect(ann.all('project_change')).toHaveLength(2);
        endDelays();
        expect(ann.last('logout').data).toEqual({ userName: 'slow' });
    });

    it('F7: drops nobody for how much others send at once', () => {
        const { join, endTurn } = createTestHub({ maxBuffered: 1_000 });
        const [ann, bob] = [join('ann', {}, 1), join('bob', {}, 1)];
        for (let i = 1; i <= 10; i++) {
            ann.send('project_change', change(`local-${i}`, rename(1, 'x'.repeat(500))));
        }
        endTurn();
        expect(bob.all('project_change')).toHaveLength(10);
        expect(bob.closedWith).toBeNull();
    });

    it('F7: drops a client that asks for more at once than it can read, before the work is done', () => {
        const { join, endTurn } = createTestHub({ maxBuffered: 10_000 });
        const greedy = join('greedy', { protocol: 2 });
        for (let i = 0; i < 1_000; i++) {
            greedy.send('dataset', { project: 1 });
        }
        endTurn();
        expect(greedy.all('dataset').length).toBeLessThan(50);
        expect(greedy.closedWith?.code).toBe(CloseCode.slowReader);
    });

    it('F7: sends what was accepted before back once, however often it comes', () => {
        const { join, endTurn } = createTestHub({ maxBuffered: 100_000 });
        const ann = join('ann', { protocol: 2 }, 1);
        const revision = { revision: 'local-1', changes: rename(1, 'x'.repeat(10_000)) };
        ann.send('project_change', { project: 1, revisions: [revision] });
        endTurn();
        ann.received = [];
        for (let message = 0; message < 100; message++) {
            ann.send('project_change', { project: 1, revisions: Array.from({ length: 100 }, () => revision) });
        }
        endTurn();
        expect(JSON.stringify(ann.received).length).toBeLessThan(200_000);
        expect(ann.closedWith?.code).toBe(CloseCode.slowReader);
    });

    it('O6: sends the dataset when the missed revisions are longer than that may be', () => {
        const { join, endTurn } = createTestHub({ maxCatchUpLength: 2_000 });
        const bob = join('bob', { protocol: 2 }, 1);
        for (let i = 1; i <= 10; i++) {
            bob.send('project_change', change(`local-${i}`, rename(1, 'x'.repeat(500))));
        }
        endTurn();
        const ann = join('ann', { protocol: 2 });
        ann.send('update', { project: 1, fromRevision: 'base' });
        ann.send('update', { project: 1, fromRevision: 'server-9' });
        endTurn();
        expect(ann.all('dataset')).toHaveLength(1);
        expect(ann.all('update')).toHaveLength(1);
    });

    it('says goodbye to everybody when it shuts down, after what was under way', () => {
        const { hub, join, storage } = createTestHub();
        const ann = join('ann', {}, 1);
        ann.send('project_change', change('local-1', rename(1, 'x')));
        hub.shutDown();
        expect(ann.all('project_change')).toHaveLength(1);
        expect(ann.closedWith?.code).toBe(CloseCode.goingAway);
        expect(storage.load(1)!.revision).toBe(1);
    });

    it('refuses a large message before login without reading it', () => {
        const { connect, join, endTurn } = createTestHub({ maxAnonymousPayload: 1_000 });
        const client = connect();
        client.connection.receive(`{"command":"ping","data":"${'x'.repeat(1_000)}"}`);
        const ann = join('ann');
        ann.connection.receive(`{"command":"ping","data":"${'x'.repeat(1_000)}"}`);
        endTurn();
        expect(client.received).toMatchObject([{ command: 'error', data: { code: 'too-large' } }]);
        expect(client.closedWith?.code).toBe(CloseCode.tooLarge);
        expect(ann.received.at(-1)!.command).toBe('pong');
    });
});

describe('who comes and goes', () => {
    it('L4: a storm of logins is told once at the beginning and once at the end', () => {
        const { connect, join, endTurn, endDelays } = createTestHub();
        const first = join('first');
        expect(first.all('users')).toHaveLength(1);
        for (let turn = 0; turn < 9; turn++) {
            for (let i = 0; i < 10; i++) {
                connect().send('login', { login: `user ${turn}-${i}` });
            }
            endTurn();
        }
        expect(first.all('join')).toHaveLength(0);
        expect(first.all('users')).toHaveLength(1);
        endDelays();
        expect(first.all('join')).toHaveLength(90);
        expect(first.all('users')).toHaveLength(2);
        expect(first.last('users').data.users).toHaveLength(91);
        endDelays();
        expect(first.all('users')).toHaveLength(2);
    });

    it('L4: who has gone again before anybody was told is not mentioned', () => {
        const { connect, join, endTurn, endDelays } = createTestHub();
        const first = join('first');
        const guest = connect();
        guest.send('login', { login: 'guest' });
        endTurn();
        guest.connection.closed();
        endDelays();
        expect(first.received.filter(({ command }) => command === 'join' || command === 'logout')).toEqual([]);
        expect(first.all('users')).toHaveLength(1);
    });

    it('L4: who leaves and comes back is told in this order', () => {
        const { join, endTurn, endDelays } = createTestHub();
        const first = join('first');
        const guest = join('guest');
        endDelays();
        guest.send('login', { login: 'renamed' });
        guest.send('login', { login: 'renamed again' });
        endTurn();
        endDelays();
        const told = first.received.filter(({ command }) => command === 'join' || command === 'logout');
        expect(told.map(({ command, data }) => [command, data.userName as string])).toEqual([
            ['join', 'guest'],
            ['logout', 'guest'],
            ['join', 'renamed again']
        ]);
    });
});

describe('authenticating takes a while', () => {
    function createSlowHub() {
        const open: { resolve(identity: Identity | null): void; reject(error: unknown): void }[] = [];
        const hub = createTestHub({
            authenticate: () => new Promise<Identity | null>((resolve, reject) => open.push({ resolve, reject }))
        });
        return {
            ...hub,
            open,
            async settle(how: () => void) {
                how();
                await Promise.resolve();
                await Promise.resolve();
                hub.endTurn();
            }
        };
    }
    const identity: Identity = { userId: 'ann', userName: 'Ann', projects: '*' };

    it('messages wait in order until it is decided', async () => {
        const { connect, open, settle } = createSlowHub();
        const ann = connect();
        ann.send('login', { login: 'ann', protocol: 2 });
        ann.send('dataset', { project: 1 });
        ann.send('project_change', change('local-1', rename(1, 'x')));
        expect(ann.received).toEqual([]);
        await settle(() => open[0]!.resolve(identity));
        expect(ann.received.map(({ command }) => command)).toEqual(['login', 'dataset', 'project_change', 'users']);
    });

    it('messages behind a refused login are refused', async () => {
        const { connect, open, settle } = createSlowHub();
        const ann = connect();
        ann.send('login', { login: 'ann' });
        ann.send('projects');
        await settle(() => open[0]!.resolve(null));
        expect(ann.received).toMatchObject([
            { command: 'login', data: { code: 'wrong-credentials' } },
            { command: 'projects', error: 'Authentication required' }
        ]);
    });

    it('a failure is no refusal: the client may try again', async () => {
        const { connect, open, settle, errors } = createSlowHub();
        const ann = connect();
        ann.send('login', { login: 'ann' });
        await settle(() => open[0]!.reject(new Error('the directory is down')));
        expect(ann.received).toEqual([
            {
                command: 'login',
                error: ERRORS['server-error'].message,
                data: { code: 'server-error', message: ERRORS['server-error'].message }
            }
        ]);
        expect(errors).toHaveLength(1);
        ann.send('login', { login: 'ann' });
        await settle(() => open[1]!.resolve(identity));
        expect(ann.last('login').data.userName).toBe('Ann');
    });

    it('who has gone meanwhile is not let in', async () => {
        const { connect, open, settle, hub } = createSlowHub();
        const ann = connect();
        ann.send('login', { login: 'ann' });
        ann.connection.closed();
        await settle(() => open[0]!.resolve(identity));
        expect(ann.received).toEqual([]);
        expect([...hub.presence.connections]).toEqual([]);
    });

    it.each([
        [1_001, 10],
        [20, 60_000]
    ])('%i waiting messages of %i characters end the connection', (count, length) => {
        const { connect, endTurn } = createSlowHub();
        const ann = connect();
        ann.send('login', { login: 'ann' });
        for (let i = 0; i < count; i++) {
            ann.send('ping', 'x'.repeat(length));
        }
        endTurn();
        expect(ann.closedWith?.code).toBe(CloseCode.tooManyErrors);
    });
});

describe('logging in again on the same connection', () => {
    it('logs the first person out and ends the subscription', () => {
        const { join, endDelays } = createTestHub();
        const watcher = join('watcher', {}, 1);
        const client = join('ann', {}, 1);
        endDelays();
        client.send('login', { login: 'bob' });
        watcher.send('project_change', change('local-1', rename(1, 'x')));
        endDelays();
        expect(watcher.last('logout').data).toEqual({ userName: 'ann' });
        expect(watcher.last('join').data).toEqual({ userName: 'bob' });
        expect(client.all('project_change')).toEqual([]);
    });
});

describe('a project that nobody has loaded', () => {
    const opened = (storage: ReturnType<typeof smallStorage>): (() => number) => {
        const read = vi.spyOn(storage, 'load');
        return () => read.mock.calls.length;
    };

    it('is read again by the next one, after a while, with all that was edited', () => {
        const storage = smallStorage();
        const count = opened(storage);
        const { join, endTurn, endDelays } = createTestHub({ storage, autosaveInterval: 0 });
        const ann = join('ann', { protocol: 2 }, 1);
        const before = count();
        ann.send('project_change', change('local-1', rename(1, 'Repaint')));
        endTurn();
        ann.connection.closed();
        endDelays(10 * 60_000);
        const bob = join('bob', { protocol: 2 }, 1);
        expect(count()).toBe(before + 1);
        expect(bob.last('dataset').data).toMatchObject({ revision: 'server-1' });
        expect(bob.last('dataset').data.dataset.eventsData[0].name).toBe('Repaint');
    });

    it('stays in memory while somebody has it, and until its version is made', () => {
        const storage = smallStorage();
        const count = opened(storage);
        const { join, endTurn, endDelays } = createTestHub({ storage });
        const ann = join('ann', { protocol: 2 }, 1);
        const bob = join('bob', { protocol: 2 }, 1);
        bob.connection.closed();
        endDelays(10 * 60_000);
        ann.send('project_change', change('local-1', rename(1, 'Repaint')));
        endTurn();
        ann.connection.closed();
        endDelays(10 * 60_000);
        const before = count();
        const cleo = join('cleo', { protocol: 2 }, 1);
        expect(count(), 'a version is due').toBe(before);
        cleo.connection.closed();
        endDelays(60 * 60_000);
        endDelays(10 * 60_000);
        join('dora', { protocol: 2 }, 1);
        expect(count()).toBe(before + 1);
    });
});
