import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CloseCode } from '../../src/protocol/index.ts';
import { createRealtimeServer, SqliteStorage, type RealtimeServerOptions } from '../../src/server/index.ts';
import { change, rename, smallStorage } from './support.ts';
import { connectSocket, joinSocket } from './wsSupport.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
        await cleanup();
    }
});

async function startServer(options: Partial<RealtimeServerOptions> = {}) {
    const server = await createRealtimeServer({
        port: 0,
        storage: smallStorage(),
        authenticate: ({ login }) => ({ userId: login, userName: login, projects: '*' }),
        ...options
    });
    cleanups.push(() => server.close());
    return server;
}

describe('serving', () => {
    it('takes an edit of one client to the other and back', async () => {
        const { address } = await startServer();
        const [ann, bob] = [await joinSocket(address, 'ann', { protocol: 2 }), await joinSocket(address, 'bob')];
        ann.send('project_change', change('local-1', rename(1, 'x')));
        const expected = { project: 1, revisions: [{ revision: 'server-1', localRevision: 'local-1' }] };
        expect((await ann.next('project_change')).data).toMatchObject(expected);
        expect((await bob.next('project_change')).data).toMatchObject(expected);
    });

    it('names its address, and its version', async () => {
        const server = await startServer();
        expect(server.address).toBe(`ws://127.0.0.1:${server.port}`);
        const client = await connectSocket(server.address);
        client.send('version');
        expect((await client.next('version')).data.version).toMatch(/^\d+\.\d+\.\d+/);
    });

    it('lets in the pages it is told to, and clients that are no pages', async () => {
        const { address } = await startServer({ origins: ['https://good.example'] });
        const bad = await connectSocket(address, { origin: 'https://bad.example' });
        expect(await bad.closed).toBe(CloseCode.policyViolation);
        for (const options of [{ origin: 'https://good.example' }, {}]) {
            const client = await connectSocket(address, options);
            client.send('ping');
            await client.next('pong');
        }
    });

    it('rejects when its port is taken, and leaves the storage open', async () => {
        const other = createServer().listen(0, '127.0.0.1');
        cleanups.push(() => other.close());
        await once(other, 'listening');
        const storage = new SqliteStorage(':memory:');
        const { port } = other.address() as AddressInfo;
        await expect(startServer({ port, storage })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
        expect(storage.projects()).toEqual([]);
        storage.close();
    });

    it('closes cleanly: what has arrived is stored, clients are told, and again is no error', async () => {
        const storage = smallStorage();
        let closedStorage = 0;
        storage.close = () => closedStorage++;
        const server = await startServer({ storage });
        const ann = await joinSocket(server.address, 'ann');
        ann.send('project_change', change('local-1', rename(1, 'x')));
        await ann.next('project_change');
        await Promise.all([server.close(), server.close()]);
        expect(await ann.closed).toBe(CloseCode.goingAway);
        expect(closedStorage).toBe(1);
        expect(storage.load(1)!.revision).toBe(1);
        await expect(connectSocket(server.address)).rejects.toThrow(/ECONNREFUSED/);
    });

    it('does not wait for clients that do not answer', async () => {
        const server = await startServer({ closeTimeout: 20 });
        const ann = await joinSocket(server.address, 'ann');
        ann.socket.pause();
        await server.close();
        ann.socket.resume();
        expect(await ann.closed).not.toBe(CloseCode.loggedOut);
    });
});

describe('signs of life', () => {
    it.each([1, 2])(
        'keeps a dialect %i client that answers ping frames, and cuts one that does not',
        async protocol => {
            const { address } = await startServer({ heartbeat: 60 });
            const quiet = await joinSocket(address, 'quiet', { protocol });
            const dead = await joinSocket(address, 'dead', { protocol });
            let pings = 0;
            quiet.socket.on('ping', () => pings++);
            dead.socket.pause();
            const logout = await quiet.next('logout');
            expect(logout.data.userName).toBe('dead');
            await once(quiet.socket, 'ping');
            expect(pings).toBeGreaterThan(2);
            quiet.send('projects');
            await quiet.next('projects');
            dead.socket.resume();
            expect(await dead.closed).toBe(CloseCode.heartbeatTimeout);
        }
    );

    it('keeps a client that answers no ping frames but sends pings of its own', async () => {
        const { address } = await startServer({ heartbeat: 60 });
        const silent = await joinSocket(address, 'silent', { protocol: 2 }, { autoPong: false });
        const alive = await joinSocket(address, 'alive', { protocol: 2 }, { autoPong: false });
        const timer = setInterval(() => alive.send('ping'), 20);
        cleanups.push(() => clearInterval(timer));
        expect(await silent.closed).toBe(CloseCode.heartbeatTimeout);
        alive.send('projects');
        await alive.next('projects');
    });

    it('closes when nobody logs in in time', async () => {
        const { address } = await startServer({ loginTimeout: 20 });
        const client = await connectSocket(address);
        expect(await client.closed).toBe(CloseCode.loginTimeout);
    });
});

describe('a client that does not read', () => {
    it('is dropped, and the others go on', async () => {
        const { address } = await startServer({ maxBuffered: 4 * 1024 * 1024, closeTimeout: 20 });
        const ann = await joinSocket(address, 'ann');
        const stalled = await joinSocket(address, 'stalled');
        stalled.socket.pause();
        const text = 'x'.repeat(512 * 1024);
        let left = false;
        const gone = ann.next('logout').then(message => {
            left = true;
            return message;
        });
        let sent = 0;
        while (!left && sent < 200) {
            ann.send('project_change', change(`local-${++sent}`, rename(1, text)));
            // Its own copy shows that the server has worked on it.
            await new Promise<void>(resolve => {
                const poll = () =>
                    ann.received.filter(({ command }) => command === 'project_change').length >= sent
                        ? resolve()
                        : ann.socket.once('message', () => setImmediate(poll));
                poll();
            });
        }
        expect((await gone).data.userName).toBe('stalled');
        expect(sent).toBeLessThan(200);
        ann.send('projects');
        await ann.next('projects');
        stalled.socket.terminate();
    });
});

describe('hostile input', () => {
    it.each<[string, string, string]>([
        ['broken JSON', '{"command":', 'bad-json'],
        ['no object', '42', 'bad-message'],
        ['null', 'null', 'bad-message'],
        ['an array', '[]', 'bad-message'],
        ['no command', '{"data":{}}', 'bad-message'],
        ['a command that is no text', '{"command":{"toString":1}}', 'bad-message'],
        ['an unknown command', '{"command":"drop_tables"}', 'unknown-command'],
        ['a command named like a method', '{"command":"constructor"}', 'unknown-command'],
        ['data that is no object', '{"command":"dataset","data":"1"}', 'bad-message'],
        ['a project that is an object', '{"command":"dataset","data":{"project":{}}}', 'bad-message'],
        [
            'a project named like a method',
            '{"command":"dataset","data":{"project":"constructor"}}',
            'authorization-required'
        ],
        ['a missing project', '{"command":"dataset"}', 'project-required'],
        ['an unknown project', '{"command":"dataset","data":{"project":404}}', 'authorization-required'],
        [
            'revisions that are no list',
            '{"command":"project_change","data":{"project":1,"revisions":{}}}',
            'bad-message'
        ],
        ['no revisions', '{"command":"project_change","data":{"project":1,"revisions":[]}}', 'bad-message'],
        [
            'a revision without changes',
            '{"command":"project_change","data":{"project":1,"revisions":[{"revision":"local-1"}]}}',
            'bad-message'
        ],
        [
            'records that are no objects',
            '{"command":"project_change","data":{"project":1,"revisions":[{"revision":"a","changes":{"events":{"added":[1]}}}]}}',
            'bad-message'
        ],
        [
            'a store with a strange name',
            '{"command":"project_change","data":{"project":1,"revisions":[{"revision":"a","changes":{"a b":{}}}]}}',
            'bad-message'
        ],
        [
            'the key __proto__',
            '{"command":"project_change","data":{"project":1,"revisions":[{"revision":"a","changes":{"events":{"added":[{"__proto__":{"polluted":1}}]}}}]}}',
            'bad-message'
        ],
        ['100,000 nested arrays', `{"command":"dataset","data":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'bad-message'],
        [
            '100,000 nested values in a record',
            `{"command":"project_change","data":{"project":1,"revisions":[{"revision":"a","changes":{"events":{"updated":[{"id":1,"name":${'['.repeat(1e5)}${']'.repeat(1e5)}}]}}}]}}`,
            'bad-revision'
        ]
    ])('%s: is answered with a code, and everything goes on', async (_, text, code) => {
        const { address } = await startServer();
        const ann = await joinSocket(address, 'ann', { protocol: 2 });
        const bob = await joinSocket(address, 'bob');
        ann.socket.send(text);
        const answer = await ann.next(code === 'bad-revision' ? 'revision_rejected' : 'error');
        expect(answer.data.code).toBe(code);
        expect(JSON.stringify(answer)).not.toMatch(/\.ts|node_modules|\n {4}at /);
        expect(({} as { polluted?: number }).polluted).toBeUndefined();
        ann.send('project_change', change('local-1', rename(1, 'still works')));
        expect((await bob.next('project_change')).data.revisions[0].revision).toBe('server-1');
    });

    it('a binary frame is refused', async () => {
        const { address } = await startServer();
        const ann = await joinSocket(address, 'ann', { protocol: 2 });
        ann.socket.send(Buffer.from('{"command":"ping"}'));
        expect((await ann.next('error')).data.code).toBe('bad-message');
        ann.send('ping');
        await ann.next('pong');
    });

    it('a frame of 20 MB closes its socket, and no other', async () => {
        const { address } = await startServer();
        const [ann, bob] = [await joinSocket(address, 'ann'), await joinSocket(address, 'bob')];
        ann.socket.send('x'.repeat(20 * 1024 * 1024));
        expect(await ann.closed).toBe(CloseCode.tooLarge);
        bob.send('ping');
        await bob.next('pong');
    });

    it('before login, a frame of 100 KB is enough for that', async () => {
        const { address } = await startServer();
        const client = await connectSocket(address);
        client.socket.send(`{"command":"login","data":{"login":"${'x'.repeat(100_000)}"}}`);
        expect((await client.next('error')).data.code).toBe('too-large');
        expect(await client.closed).toBe(CloseCode.tooLarge);
    });

    it('50 malformed messages in a row end the connection', async () => {
        const { address } = await startServer();
        const client = await connectSocket(address);
        for (let i = 0; i < 60; i++) {
            client.socket.send('{');
        }
        expect(await client.closed).toBe(CloseCode.tooManyErrors);
        expect(client.received).toHaveLength(50);
    });

    it.each(['constructor', '__proto__', 'hasOwnProperty'])('%s is just a name', async login => {
        const { address } = await startServer();
        const ann = await joinSocket(address, 'ann', { protocol: 2 });
        const odd = await joinSocket(address, login, { protocol: 2 });
        expect((await ann.next('join')).data).toEqual({ userName: login });
        odd.send('logout');
        expect(await odd.closed).toBe(CloseCode.loggedOut);
        expect((await ann.next('logout')).data).toEqual({ userName: login });
    });

    it('a message between logout and the close of the socket harms nobody', async () => {
        const { address } = await startServer();
        const [ann, bob] = [await joinSocket(address, 'ann'), await joinSocket(address, 'bob')];
        ann.send('logout');
        ann.send('project_change', change('local-1', rename(1, 'x')));
        ann.send('dataset', { project: 1 });
        expect(await ann.closed).toBe(CloseCode.loggedOut);
        bob.send('project_change', change('local-1', rename(1, 'y')));
        expect((await bob.next('project_change')).data.revisions[0].revision).toBe('server-1');
    });
});
