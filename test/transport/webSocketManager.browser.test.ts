import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketManager, type WebSocketManagerConfig } from '../../src/transport/WebSocketManager.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { makeFakeSockets, type FakeSocket } from './FakeSocket.ts';

let sockets: FakeSocket[];
let config: WebSocketManagerConfig;
let fired: { type: string; [key: string]: any }[];

beforeEach(() => {
    const fake = makeFakeSockets();
    sockets = fake.sockets;
    fired = [];
    const note =
        (type: string) =>
        (event: object): void =>
            void fired.push({ ...event, type });
    config = {
        address: 'ws://server.example/',
        autoConnect: false,
        webSocketImplementation: fake.webSocketImplementation,
        listeners: { open: note('open'), close: note('close'), error: note('error'), message: note('message') }
    };
});

const types = (): string[] => fired.map(({ type }) => type);

describe('opening', () => {
    test('is shared by calls at the same time, and done once', async () => {
        const manager = new WebSocketManager(config);
        const calls = [manager.open(), manager.open(), manager.open()];
        expect([manager.isConnecting, manager.isOpened, manager.isClosed]).toEqual([true, false, false]);
        sockets[0]!.opens();
        expect(await Promise.all(calls)).toEqual([true, true, true]);
        expect(await manager.open()).toBe(true);
        expect([manager.isConnecting, manager.isOpened, manager.isClosed]).toEqual([false, true, false]);
        expect(sockets).toHaveLength(1);
        expect(types()).toEqual(['open']);
    });

    test('that fails resolves to false, and can be tried again', async () => {
        const manager = new WebSocketManager(config);
        const first = manager.open();
        sockets[0]!.fails();
        expect(await first).toBe(false);
        expect(types()).toEqual(['error', 'close']);
        const second = manager.open();
        sockets[1]!.opens();
        expect(await second).toBe(true);
    });

    test('right after closing a socket that was opening opens another one', async () => {
        const manager = new WebSocketManager(config);
        const first = manager.open();
        manager.close();
        const second = manager.open();
        expect(sockets).toHaveLength(2);
        sockets[1]!.opens();
        expect([await first, await second]).toEqual([false, true]);
    });

    test('at an address that is none fires error and close', async () => {
        const manager = new WebSocketManager({ ...config, address: 'localhost:8080', webSocketImplementation: null });
        expect(await manager.open()).toBe(false);
        expect(types()).toEqual(['error', 'close']);
        expect(manager.isClosed).toBe(true);
    });

    test('without an address or a WebSocket rejects with what to do', async () => {
        await expect(new WebSocketManager({ ...config, address: '' }).open()).rejects.toThrow(/set `address`/);
        const implementation = WebSocketManager.webSocketImplementation;
        WebSocketManager.webSocketImplementation = null;
        const manager = new WebSocketManager({ ...config, webSocketImplementation: null });
        await expect(manager.open()).rejects.toThrow(/no WebSocket/);
        WebSocketManager.webSocketImplementation = implementation;
    });

    test('happens on creation unless autoConnect is off', () => {
        const manager = new WebSocketManager({ ...config, autoConnect: true });
        expect(sockets).toHaveLength(1);
        manager.destroy();
    });
});

describe('the WebSocket class', () => {
    const implementation = WebSocketManager.webSocketImplementation;
    afterEach(() => {
        WebSocketManager.webSocketImplementation = implementation;
    });

    test("is the browser's by default", () => {
        expect(implementation).toBe(WebSocket);
    });

    test('can be given for all managers', () => {
        const other = makeFakeSockets();
        WebSocketManager.webSocketImplementation = other.webSocketImplementation;
        void new WebSocketManager({ ...config, webSocketImplementation: null }).open();
        expect([other.sockets.length, sockets.length]).toEqual([1, 0]);
    });

    test('can be given for one', () => {
        const other = makeFakeSockets();
        WebSocketManager.webSocketImplementation = other.webSocketImplementation;
        void new WebSocketManager(config).open();
        expect([other.sockets.length, sockets.length]).toEqual([0, 1]);
    });
});

describe('messages', () => {
    test('are JSON in both directions', async () => {
        const manager = new WebSocketManager(config);
        const opening = manager.open();
        sockets[0]!.opens();
        await opening;
        expect(manager.send('projects')).toBe(true);
        expect(manager.send('dataset', { project: 1 })).toBe(true);
        expect(sockets[0]!.sent).toEqual([
            { command: 'projects', data: {} },
            { command: 'dataset', data: { project: 1 } }
        ]);
        sockets[0]!.says('users', { users: ['Ada'] });
        expect(fired.at(-1)).toMatchObject({ type: 'message', data: { command: 'users', data: { users: ['Ada'] } } });
    });

    test('that are not JSON fire error and nothing else', async () => {
        const manager = new WebSocketManager(config);
        void manager.open();
        sockets[0]!.opens();
        fired.length = 0;
        sockets[0]!.saysText('not JSON');
        expect(types()).toEqual(['error']);
        expect(fired[0]!.error).toBeInstanceOf(SyntaxError);
        expect(manager.isOpened).toBe(true);
    });

    test('on a closed socket are not sent, and send says so', () => {
        const manager = new WebSocketManager(config);
        expect(manager.send('projects')).toBe(false);
        void manager.open();
        expect(manager.send('projects')).toBe(false);
        sockets[0]!.opens();
        manager.close();
        expect(manager.send('projects')).toBe(false);
        expect(sockets[0]!.sent).toEqual([]);
    });
});

describe('closing', () => {
    test('fires close once, however often it is asked for', () => {
        const manager = new WebSocketManager(config);
        manager.close();
        void manager.open();
        sockets[0]!.opens();
        manager.close();
        manager.close();
        expect(types()).toEqual(['open', 'close']);
        expect(sockets[0]!.closes).toBe(1);
    });

    test('by the server fires close with the code', () => {
        const manager = new WebSocketManager(config);
        void manager.open();
        sockets[0]!.opens();
        sockets[0]!.closesFromServer(4005);
        expect(fired.at(-1)).toMatchObject({ type: 'close', event: { code: 4005 } });
        expect(manager.isClosed).toBe(true);
    });

    test('leaves an old socket without influence', async () => {
        const manager = new WebSocketManager(config);
        void manager.open();
        sockets[0]!.opens();
        manager.close();
        const opening = manager.open();
        sockets[1]!.opens();
        await opening;
        fired.length = 0;
        sockets[0]!.says('users', { users: [] });
        sockets[0]!.closesFromServer();
        expect(fired).toEqual([]);
        expect(manager.isOpened).toBe(true);
    });

    test('for good: a destroyed manager closes its socket and fires nothing', () => {
        const manager = new WebSocketManager(config);
        void manager.open();
        sockets[0]!.opens();
        fired.length = 0;
        manager.destroy();
        expect(sockets[0]!.closes).toBe(1);
        expect(fired).toEqual([]);
    });
});

test('speaks to the server of this package', async () => {
    const server = createInPageServer();
    const { address, webSocketImplementation } = server;
    const manager = new WebSocketManager({ ...config, address, webSocketImplementation });
    await manager.open();
    manager.send('login', { login: 'Ada' });
    await expect.poll(types).toContain('message');
    expect(fired.at(-1)!.data).toMatchObject({ command: expect.stringMatching(/login|users/) });
    server.stop();
    await expect.poll(types).toContain('close');
});
