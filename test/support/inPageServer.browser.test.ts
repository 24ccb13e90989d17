import { describe, expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { InPageWebSocket } from './InPageWebSocket.ts';
import { createInPageServer, type InPageServer } from './inPageServer.ts';

const EVENTS = ['open', 'message', 'error', 'close'] as const;

/** A socket, everything that happened to it in order, and a promise of the next event of a kind. */
function connect(server: InPageServer, address = server.address) {
    const socket = new server.webSocketImplementation(address) as InPageWebSocket;
    const seen: string[] = [];
    for (const type of EVENTS) {
        socket.addEventListener(type, () => seen.push(type));
    }
    const next = <T extends Event>(type: (typeof EVENTS)[number]): Promise<T> =>
        new Promise(resolve => socket.addEventListener(type, event => resolve(event as T), { once: true }));
    return { socket, seen, next };
}

const login = (name: string): string => JSON.stringify({ command: Command.login, data: { login: name } });

describe('a socket in the page', () => {
    test('opens later, like any socket, and not within the constructor', async () => {
        const { socket, seen, next } = connect(createInPageServer());
        expect(socket.readyState).toBe(WebSocket.CONNECTING);
        expect(() => socket.send('too early')).toThrow(/still connecting/);
        await next('open');
        expect(socket.readyState).toBe(WebSocket.OPEN);
        expect(seen).toEqual(['open']);
    });

    test('carries messages in both directions, in order and never within the call', async () => {
        const { socket, seen, next } = connect(createInPageServer());
        await next('open');
        socket.send(login('Ada'));
        socket.send(JSON.stringify({ command: Command.dataset, data: { project: 1 } }));
        expect(seen).toEqual(['open']);
        const { data } = await next<MessageEvent<string>>('message');
        expect(JSON.parse(data)).toMatchObject({ command: Command.login, data: { userName: 'Ada' } });
        const commands: string[] = [];
        socket.addEventListener('message', event => {
            commands.push(JSON.parse((event as MessageEvent<string>).data).command);
        });
        await expect.poll(() => commands).toContain(Command.dataset);
    });

    test('fails with error and close 1006 where nobody answers', async () => {
        const server = createInPageServer();
        const { socket, seen, next } = connect(server, 'ws://elsewhere.example');
        const { code, wasClean } = await next<CloseEvent>('close');
        expect([code, wasClean, socket.readyState]).toEqual([1006, false, WebSocket.CLOSED]);
        expect(seen).toEqual(['error', 'close']);
    });

    test('refuses addresses, close codes and reasons a browser refuses', async () => {
        const server = createInPageServer();
        expect(() => connect(server, 'http://example')).toThrow(/ws: or wss:/);
        const { socket } = connect(server);
        expect(() => socket.close(1006)).toThrow(/1000, or 3000 to 4999/);
        expect(() => socket.close(4000, 'x'.repeat(124))).toThrow(/123 bytes/);
    });

    test('closes with the code it was given, and takes no more messages', async () => {
        const { socket, next } = connect(createInPageServer());
        await next('open');
        socket.close(4000, 'done');
        expect(socket.readyState).toBe(WebSocket.CLOSING);
        socket.send(login('Ada'));
        expect(await next<CloseEvent>('close')).toMatchObject({ code: 4000, reason: 'done', wasClean: true });
        expect(socket.readyState).toBe(WebSocket.CLOSED);
    });

    test('closed while it opens, it fails', async () => {
        const { socket, seen, next } = connect(createInPageServer());
        socket.close();
        expect(await next<CloseEvent>('close')).toMatchObject({ code: 1006 });
        expect(seen).toEqual(['error', 'close']);
        expect(socket.readyState).toBe(WebSocket.CLOSED);
    });

    test('is cut off without a goodbye when the server stops, and nobody answers until it starts', async () => {
        const server = createInPageServer();
        const first = connect(server);
        await first.next('open');
        first.socket.send(login('Ada'));
        server.stop();
        expect(await first.next<CloseEvent>('close')).toMatchObject({ code: 1006, wasClean: false });
        expect(first.seen).toEqual(['open', 'close']);
        const second = connect(server);
        await second.next('close');
        expect(second.seen).toEqual(['error', 'close']);
        server.start();
        await connect(server).next('open');
    });
});
