import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CloseCode, Command } from '../../src/protocol/index.ts';
import { Connection, type ConnectionOptions } from '../../src/transport/Connection.ts';
import type { ConnectionState } from '../../src/transport/connectionState.ts';
import { RealtimeError } from '../../src/transport/RealtimeError.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { Clock } from './clock.ts';
import { makeFakeSockets, type FakeSocket } from './FakeSocket.ts';

const HEARTBEAT = 15_000;
const LOGIN = { client: 'c1', userName: 'Ada', protocol: 2, session: 'secret', heartbeat: HEARTBEAT };

let clock: Clock;
let sockets: FakeSocket[];
let connection: Connection;
let happened: string[];
let states: ConnectionState[];
let errors: unknown[];

function connect(more: Partial<ConnectionOptions> = {}): Connection {
    return new Connection({
        address: 'ws://server.example/',
        timeout: 60_000,
        environment: clock,
        webSocketImplementation: null,
        handlers: {
            stateChange: state => void states.push(state),
            opened: () => void happened.push('opened'),
            closed: () => void happened.push('closed'),
            error: error => void errors.push(error),
            raw: () => {},
            session: ({ client }) => void happened.push(`session ${client}`),
            message: ({ command }) => void happened.push(command)
        },
        ...more
    });
}

beforeEach(() => {
    const fake = makeFakeSockets();
    [clock, sockets, happened, states, errors] = [new Clock(), fake.sockets, [], [], []];
    connection = connect({ webSocketImplementation: fake.webSocketImplementation });
});

afterEach(() => connection.destroy());

const statuses = (): string[] => states.map(({ status }) => status);
const status = (): string => connection.state.status;
const last = (): FakeSocket => sockets.at(-1)!;

/** Logs in on the newest socket, with the answers a server gives. */
async function logIn(): Promise<void> {
    const login = connection.login({ login: 'Ada', password: 'p' });
    last().opens();
    await expect.poll(() => last().commands).toContain(Command.login);
    last().says(Command.login, LOGIN);
    await login;
}

/** The newest socket opens, and the login that follows by itself is answered. */
async function comesBack(login: object = LOGIN): Promise<void> {
    last().opens();
    await expect.poll(() => last().commands).toContain(Command.login);
    last().says(Command.login, login);
}

describe('a login', () => {
    test('opens the socket, sends the credentials and the dialect, and goes on to loading', async () => {
        await logIn();
        expect(last().sent).toEqual([{ command: 'login', data: { login: 'Ada', password: 'p', protocol: 2 } }]);
        expect(statuses()).toEqual(['connecting', 'authenticating', 'loading']);
        expect(happened).toEqual(['opened', 'session c1']);
        expect(connection.isAuthenticated).toBe(true);
    });

    test('uses a socket that is open already', async () => {
        const opening = connection.open();
        last().opens();
        expect(await opening).toBe(true);
        expect(connection.state).toEqual({ status: 'needs-auth', reason: null });
        const login = connection.login({ login: 'Ada' });
        last().says(Command.login, LOGIN);
        await login;
        expect(sockets).toHaveLength(1);
    });

    test('that is refused rejects with the code of the server and may be tried again on the same socket', async () => {
        const login = connection.login({ login: 'admin', password: 'wrong' });
        last().opens();
        await expect.poll(() => last().commands).toEqual([Command.login]);
        const data = { code: 'wrong-credentials', message: 'Wrong username/password', fatal: true };
        last().says(Command.login, data, { error: 'Wrong username/password' });
        await expect(login).rejects.toMatchObject({ name: 'RealtimeError', code: 'wrong-credentials' });
        expect(connection.state).toMatchObject({ status: 'needs-auth', reason: { code: 'wrong-credentials' } });
        const again = connection.login({ login: 'admin', password: 'right' });
        last().says(Command.login, LOGIN);
        await again;
        expect(sockets).toHaveLength(1);
    });

    test('without a server rejects as unreachable and does not try for ever', async () => {
        const login = connection.login({ login: 'Ada' });
        last().fails();
        await expect(login).rejects.toMatchObject({ code: 'unreachable', message: /ws:\/\/server\.example/ });
        expect(connection.state).toMatchObject({ status: 'failed', reason: { code: 'unreachable' } });
        clock.advance(3_600_000);
        expect(sockets).toHaveLength(1);
    });

    test('at an address that is none rejects as unreachable', async () => {
        connection.destroy();
        connection = connect({ address: 'localhost:8080' });
        await expect(connection.login({ login: 'Ada' })).rejects.toMatchObject({ code: 'unreachable' });
        expect(status()).toBe('failed');
        expect(errors).toHaveLength(1);
    });

    test('at a server that never answers the socket rejects in time', async () => {
        const login = connection.login({ login: 'Ada' });
        clock.advance(60_000);
        await expect(login).rejects.toMatchObject({ code: 'unreachable' });
        expect(status()).toBe('failed');
    });

    test('that nobody answers rejects in time', async () => {
        const login = connection.login({ login: 'Ada' });
        last().opens();
        await expect.poll(status).toBe('authenticating');
        clock.advance(60_000);
        await expect(login).rejects.toMatchObject({ code: 'timeout' });
    });

    test('replaces one that is under way', async () => {
        const first = connection.login({ login: 'Ada' });
        const second = connection.login({ login: 'Ben' });
        await expect(first).rejects.toMatchObject({ code: 'closed' });
        last().opens();
        await expect.poll(() => last().sent[0]?.data.login).toBe('Ben');
        last().says(Command.login, { ...LOGIN, userName: 'Ben' });
        expect((await second).userName).toBe('Ben');
    });

    test('of somebody else ends the session of the first', async () => {
        await logIn();
        const second = connection.login({ login: 'Ben' });
        expect(sockets[0]!.closes).toBe(1);
        last().opens();
        await expect.poll(() => last().sent).toEqual([{ command: 'login', data: { login: 'Ben', protocol: 2 } }]);
        last().says(Command.login, { ...LOGIN, userName: 'Ben', client: 'c2' });
        expect((await second).client).toBe('c2');
    });
});

describe('a lost connection', () => {
    test('H3: is tried again with backoff, and L2: logs in under the same session', async () => {
        await logIn();
        last().closesFromServer();
        expect(connection.state).toEqual({
            status: 'reconnecting',
            attempt: 1,
            nextTryAt: clock.now() + 250,
            reason: { code: 'closed', message: expect.stringContaining('was lost') }
        });
        for (const [attempt, wait] of [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
            expect(connection.state).toMatchObject({ attempt: attempt + 1, nextTryAt: clock.now() + wait });
            clock.advance(wait - 1);
            expect(sockets).toHaveLength(attempt + 1);
            clock.advance(1);
            expect(sockets).toHaveLength(attempt + 2);
            last().fails();
        }
        clock.wake();
        await comesBack();
        expect(last().sent[0].data).toMatchObject({ login: 'Ada', password: 'p', session: 'secret' });
        expect(status()).toBe('loading');
        last().closesFromServer();
        expect(connection.state).toMatchObject({ attempt: 1 });
    });

    test('H3: is tried at once when the network or the page comes back', async () => {
        await logIn();
        last().closesFromServer();
        clock.wake();
        expect(sockets).toHaveLength(2);
        clock.wake();
        expect(sockets).toHaveLength(2);
    });

    test('is tried at once on demand', async () => {
        await logIn();
        last().closesFromServer();
        connection.retryNow();
        connection.retryNow();
        expect(sockets).toHaveLength(2);
        await comesBack();
        connection.retryNow();
        expect(sockets).toHaveLength(2);
    });

    test.each([1001, 1009, 4000, 4002, 4003])('that the server closed with %i is tried again', async code => {
        await logIn();
        last().closesFromServer(code);
        expect(status()).toBe('reconnecting');
    });

    test('L3: because another socket took over is not (4005)', async () => {
        await logIn();
        last().closesFromServer(CloseCode.replaced);
        expect(connection.state).toMatchObject({ status: 'failed', reason: { code: 'replaced' } });
        clock.wake();
        clock.advance(3_600_000);
        expect(sockets).toHaveLength(1);
    });

    test('because of a logout elsewhere is not (4004)', async () => {
        await logIn();
        last().closesFromServer(CloseCode.loggedOut);
        expect(status()).toBe('idle');
        clock.advance(3_600_000);
        expect(sockets).toHaveLength(1);
    });

    test('H3: whose login is refused is not tried again', async () => {
        await logIn();
        last().closesFromServer();
        clock.wake();
        last().opens();
        await expect.poll(() => last().commands).toContain(Command.login);
        last().says(
            Command.login,
            { code: 'wrong-credentials', message: 'Changed', fatal: true },
            { error: 'Changed' }
        );
        expect(connection.state).toMatchObject({ status: 'needs-auth', reason: { code: 'wrong-credentials' } });
        expect(connection.session).toBeNull();
        last().closesFromServer(CloseCode.loginTimeout);
        expect(status()).toBe('idle');
        clock.advance(3_600_000);
        expect(sockets).toHaveLength(2);
    });

    test('is tried again when the login is not answered', async () => {
        await logIn();
        last().closesFromServer();
        clock.wake();
        last().opens();
        await expect.poll(status).toBe('authenticating');
        clock.advance(60_000);
        expect(connection.state).toMatchObject({ status: 'reconnecting', reason: { code: 'timeout' } });
    });
});

describe('H1: the heartbeat', () => {
    test('pings, and takes any answer for life', async () => {
        await logIn();
        for (let beat = 0; beat < 4; beat++) {
            clock.advance(HEARTBEAT);
            last().says(Command.pong);
        }
        expect(last().commands.filter(command => command === Command.ping)).toHaveLength(4);
        expect(status()).toBe('loading');
    });

    test('reconnects when the server is silent', async () => {
        await logIn();
        clock.advance(HEARTBEAT * 2);
        expect(connection.state).toMatchObject({ status: 'reconnecting', reason: { code: 'heartbeat' } });
        expect(sockets[0]!.closes).toBe(1);
        clock.wake();
        await comesBack();
        expect(status()).toBe('loading');
    });

    test('is off where the server gives none (dialect 1)', async () => {
        const login = connection.login({ login: 'Ada' });
        last().opens();
        await expect.poll(() => last().commands).toContain(Command.login);
        last().says(Command.login, { client: 7, userName: 'Ada' });
        expect(await login).toMatchObject({ client: '7', protocol: 1 });
        clock.advance(3_600_000);
        expect(last().commands).toEqual([Command.login]);
    });

    test("answers the server's ping", async () => {
        await logIn();
        last().says(Command.ping);
        expect(last().commands).toEqual([Command.login, Command.pong]);
    });
});

describe('messages', () => {
    test('of other commands are passed on, F5: unknown ones are ignored, unreadable ones are errors', async () => {
        await logIn();
        happened.length = 0;
        last().says(Command.users, { users: ['Ada'] });
        last().says('from-the-future', { any: 'thing' });
        last().says(Command.users, { users: 'no list' });
        expect(happened).toEqual([Command.users]);
        expect(errors).toHaveLength(1);
        expect(errors[0]).toBeInstanceOf(RealtimeError);
    });

    test('send says whether there was a socket', async () => {
        expect(connection.send(Command.projects)).toBe(false);
        await logIn();
        expect(connection.send(Command.projects)).toBe(true);
        connection.close();
        expect(connection.send(Command.projects)).toBe(false);
    });
});

describe('loading', () => {
    test('may be said twice, like being loaded and failing', async () => {
        await logIn();
        connection.loaded(false);
        connection.loaded(false);
        expect(status()).toBe('live');
        connection.loading();
        connection.loading();
        connection.loaded(true);
        expect(status()).toBe('suspended');
        const reason = { code: 'authorization-required', message: 'No' };
        connection.fail(reason);
        connection.fail(reason);
        expect(connection.state).toEqual({ status: 'failed', reason });
        expect(statuses().slice(3)).toEqual(['live', 'loading', 'suspended', 'failed']);
    });

    test('is nothing without a login', () => {
        connection.loading();
        connection.loaded(false);
        connection.fail({ code: 'x', message: 'y' });
        expect(states).toEqual([]);
    });
});

describe('the end', () => {
    test('close is idempotent and forgets who was logged in', async () => {
        await logIn();
        connection.close();
        connection.close();
        expect(happened.filter(what => what === 'closed')).toHaveLength(1);
        expect([status(), connection.session, clock.pending]).toEqual(['idle', null, 0]);
        clock.wake();
        expect(sockets).toHaveLength(1);
    });

    test('L2: the next login of the same person goes on under the same client id, that of another one does not', async () => {
        await logIn();
        connection.close();
        await logIn();
        expect(last().sent[0].data).toMatchObject({ login: 'Ada', session: 'secret' });
        connection.close();
        void connection.login({ login: 'Ben' });
        last().opens();
        await expect.poll(() => last().sent[0]?.data).toEqual({ login: 'Ben', protocol: 2 });
        last().says(Command.login, { ...LOGIN, userName: 'Ben' });
    });

    test('close while it opens rejects the login', async () => {
        const login = connection.login({ login: 'Ada' });
        connection.close();
        await expect(login).rejects.toMatchObject({ code: 'closed' });
        expect([status(), clock.pending]).toEqual(['idle', 0]);
    });

    test('close while it waits for the next try cancels it', async () => {
        await logIn();
        last().closesFromServer();
        connection.close();
        clock.advance(3_600_000);
        expect([sockets.length, status()]).toEqual([1, 'idle']);
    });

    test('destroy leaves no timer and no listener', async () => {
        await logIn();
        connection.destroy();
        connection.destroy();
        expect([clock.pending, clock.listeners, sockets[0]!.closes]).toEqual([0, 0, 1]);
    });
});

test('logs in, is refused and resumes its session at the server of this package', async () => {
    connection.destroy();
    const server = createInPageServer();
    connection = connect({ address: server.address, webSocketImplementation: server.webSocketImplementation });
    await expect(connection.login({ login: 'admin', password: 'wrong' })).rejects.toMatchObject({
        code: 'wrong-credentials'
    });
    expect(status()).toBe('needs-auth');
    const { client, protocol } = await connection.login({ login: 'admin', password: 'admin' });
    expect(protocol).toBe(2);
    server.stop();
    await expect.poll(status).toBe('reconnecting');
    server.start();
    clock.wake();
    await expect.poll(status).toBe('loading');
    expect(connection.session?.client).toBe(client);
});
