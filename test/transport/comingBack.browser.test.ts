import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { Connection } from '../../src/transport/Connection.ts';
import { Clock } from './clock.ts';
import { makeFakeSockets, type FakeSocket } from './FakeSocket.ts';

const LOGIN = { client: 'c1', userName: 'Ada', protocol: 2, session: 'secret' };
const SERVER_ERROR = { code: 'server-error', message: 'The disk is busy' };

let clock: Clock;
let sockets: FakeSocket[];
let connection: Connection;
/** How many sockets in a row cannot even be made. */
let unmakeable: number;

beforeEach(() => {
    const fake = makeFakeSockets();
    [clock, sockets, unmakeable] = [new Clock(), fake.sockets, 0];
    class Socket extends fake.webSocketImplementation {
        constructor(address: string) {
            if (unmakeable) {
                unmakeable--;
                throw new DOMException('Insufficient resources');
            }
            super(address);
        }
    }
    connection = new Connection({
        address: 'ws://server.example/',
        timeout: 60_000,
        environment: clock,
        webSocketImplementation: Socket,
        handlers: {
            stateChange: () => {},
            opened: () => {},
            closed: () => {},
            error: () => {},
            raw: () => {},
            session: () => {},
            message: () => {}
        }
    });
});

afterEach(() => connection.destroy());

const status = (): string => connection.state.status;
const last = (): FakeSocket => sockets.at(-1)!;

/** The newest socket opens, and the login that follows is answered. */
async function answerLogin(data: object = LOGIN, more: object = {}): Promise<void> {
    last().opens();
    await expect.poll(() => last().commands).toContain(Command.login);
    last().says(Command.login, data, more);
}

async function logIn(): Promise<void> {
    const login = connection.login({ login: 'Ada' });
    await answerLogin();
    await login;
}

describe('a socket that cannot be made once', () => {
    test.each([
        ['by itself', () => clock.advance(1_000)],
        ['on demand, in the same instant', () => connection.retryNow()]
    ])('is tried again %s', async (_, tryAgain) => {
        await logIn();
        unmakeable = 1;
        last().closesFromServer();
        connection.retryNow();
        expect(status()).toBe('reconnecting');
        tryAgain();
        await answerLogin();
        expect(status()).toBe('loading');
    });
});

describe('a server that fails for a moment', () => {
    test('to decide about a login on the way back is asked again later, under the same session', async () => {
        await logIn();
        last().closesFromServer();
        clock.wake();
        await answerLogin(SERVER_ERROR, { error: 'No' });
        expect(connection.state).toMatchObject({ status: 'reconnecting', attempt: 2, reason: SERVER_ERROR });
        clock.advance(60_000);
        await answerLogin();
        expect(last().sent[0].data).toMatchObject({ login: 'Ada', session: 'secret' });
        expect(status()).toBe('loading');
    });

    test('to decide about a first login says so at once', async () => {
        const login = connection.login({ login: 'Ada' });
        const outcome = login.catch((error: unknown) => error);
        await answerLogin(SERVER_ERROR, { error: 'No' });
        expect(await outcome).toMatchObject({ code: 'server-error' });
        expect(status()).toBe('needs-auth');
    });

    test('to give what is asked for is asked again, less and less often until it does', async () => {
        const waits = async (): Promise<number> => {
            connection.refused({ ...SERVER_ERROR, fatal: false });
            const { nextTryAt } = connection.state as { nextTryAt: number };
            const wait = nextTryAt - clock.now();
            clock.advance(wait);
            await answerLogin();
            return wait;
        };
        await logIn();
        expect([await waits(), await waits(), await waits()]).toEqual([250, 500, 1_000]);
        // What it gave is no proof that it does what comes next.
        connection.loaded(false);
        expect(await waits()).toBe(2_000);
        clock.advance(60_001);
        expect(await waits()).toBe(250);
    });
});

test.each([
    ['that is fatal', { code: 'authorization-required', message: 'No', fatal: true }],
    ['without a code, by a dialect 1 server', { code: 'refused', message: 'No', fatal: false }]
])('a refusal %s is not asked about again', async (_, problem) => {
    await logIn();
    connection.refused(problem);
    expect(connection.state).toMatchObject({ status: 'failed', reason: problem });
    clock.advance(3_600_000);
    expect(sockets).toHaveLength(1);
});

test('a login on the way back that a dialect 1 server refuses, which names no code, is not tried again', async () => {
    await logIn();
    last().closesFromServer();
    clock.wake();
    last().opens();
    await expect.poll(() => last().commands).toContain(Command.login);
    last().saysText(JSON.stringify({ command: Command.login, error: 'Wrong username/password' }));
    expect(status()).toBe('needs-auth');
});

describe('a try to reconnect', () => {
    test('over a line that swallows everything is given up after 5 s, then 10 s, 20 s and so on', async () => {
        await logIn();
        last().closesFromServer();
        for (const [attempt, patience] of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000].entries()) {
            connection.retryNow();
            expect(sockets).toHaveLength(attempt + 2);
            clock.advance(patience - 1);
            expect(status()).toBe('connecting');
            clock.advance(1);
            expect(connection.state).toMatchObject({ status: 'reconnecting', attempt: attempt + 2 });
            expect(connection.state).toMatchObject({ reason: { code: 'unreachable' } });
        }
        clock.wake();
        await answerLogin();
        expect(status()).toBe('loading');
    });

    test.each([
        ['on demand', () => connection.retryNow()],
        ['when the network or the page comes back', () => clock.wake()]
    ])('that hangs is replaced by another one %s', async (_, again) => {
        await logIn();
        last().closesFromServer();
        clock.wake();
        const hanging = last();
        clock.advance(999);
        again();
        expect(last()).toBe(hanging);
        clock.advance(1);
        again();
        expect(last()).not.toBe(hanging);
        expect(hanging.closes).toBe(1);
        expect(connection.state).toEqual({ status: 'connecting', attempt: 1 });

        await answerLogin();
        clock.advance(1_000);
        again();
        expect(sockets).toHaveLength(3);
    });
});
