import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { Connection } from '../../src/transport/Connection.ts';
import { Clock } from './clock.ts';
import { makeFakeSockets, type FakeSocket } from './FakeSocket.ts';

const LOGIN = { client: 'c1', userName: 'Ada', protocol: 2, session: 'secret' };

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
        ['by itself', () => clock.advance(60_000)],
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
