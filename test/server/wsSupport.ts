import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Message } from './support.ts';

/** A real WebSocket client that keeps what it receives. */
export interface SocketClient {
    socket: WebSocket;
    received: Message[];
    send(command: string, data?: unknown): void;
    /** The next message with this command that nobody has waited for yet, also one that is here already. */
    next(command: string): Promise<Message>;
    /** The close code, once the socket is closed. */
    closed: Promise<number>;
}

/** How a test's socket connects; `autoPong: false` leaves ping frames unanswered. */
interface SocketOptions {
    origin?: string;
    autoPong?: boolean;
}

/** Connects; fails when the server does not take the connection. */
export async function connectSocket(address: string, options: SocketOptions = {}): Promise<SocketClient> {
    const socket = new WebSocket(address, { perMessageDeflate: false, ...options });
    const received: Message[] = [];
    let taken: Message[] = [];
    let check = () => {};
    socket.on('message', data => {
        received.push(JSON.parse(String(data)) as Message);
        check();
    });
    socket.on('error', () => {});
    const closed = new Promise<number>(resolve => socket.on('close', code => resolve(code)));
    await once(socket, 'open');
    return {
        socket,
        received,
        closed,
        send: (command, data) => socket.send(JSON.stringify({ command, data })),
        next: command =>
            new Promise(resolve => {
                check = () => {
                    const message = received.find(other => other.command === command && !taken.includes(other));
                    if (message) {
                        taken = [...taken, message];
                        check = () => {};
                        resolve(message);
                    }
                };
                check();
            })
    };
}

/** A client that is logged in and has loaded project 1. */
export async function joinSocket(
    address: string,
    login: string,
    data: object = {},
    options: SocketOptions = {}
): Promise<SocketClient> {
    const client = await connectSocket(address, options);
    client.send('login', { login, ...data });
    await client.next('login');
    client.send('dataset', { project: 1 });
    await client.next('dataset');
    return client;
}
