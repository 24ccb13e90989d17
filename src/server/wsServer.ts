import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { CloseCode, ERRORS, MAX_FRAME } from '../protocol/index.ts';
import { Hub } from './Hub.ts';
import type { HubOptions } from './hub/options.ts';
import { HUB_DEFAULTS } from './hub/options.ts';
import { packageVersion } from './packageVersion.ts';
import { bindSocket, type Binding } from './socketBinding.ts';

/** Every number of the WebSocket binding in one place. */
export const SERVER_DEFAULTS = {
    port: 8080,
    host: '127.0.0.1',
    /** Longest message, in bytes. Clients count on this much: with less they lose their connection by larger edits. */
    maxPayload: MAX_FRAME,
    /** Milliseconds a client has to log in. */
    loginTimeout: 30_000,
    /** Milliseconds a socket has to close by itself before it is cut. */
    closeTimeout: 1_000
} as const;

/** How a server is set up: the numbers are those of {@link SERVER_DEFAULTS} and {@link HUB_DEFAULTS}. */
export interface RealtimeServerOptions extends HubOptions {
    /** 0 chooses a free one. */
    port?: number;
    /** The interface to listen on; the default is reachable from this machine only. */
    host?: string;
    maxPayload?: number;
    loginTimeout?: number;
    closeTimeout?: number;
    /** Web pages that may connect, as `https://example.com`. Default: any. Clients that are no browsers name none. */
    origins?: readonly string[];
}

/** A server that listens. */
export interface RealtimeServer {
    readonly port: number;
    /** Where clients connect: `ws://host:port`. */
    readonly address: string;
    /** Says goodbye to all clients, commits what has arrived, and closes the storage. Idempotent. */
    close(): Promise<void>;
}

/**
 * Starts a server.
 * @throws Error (rejects) when the port cannot be opened; the storage stays open then
 */
export async function createRealtimeServer(options: RealtimeServerOptions): Promise<RealtimeServer> {
    const {
        port = SERVER_DEFAULTS.port,
        host = SERVER_DEFAULTS.host,
        maxPayload = SERVER_DEFAULTS.maxPayload
    } = options;
    const listener = await listen(port, host, maxPayload);
    const hub = new Hub({ ...options, version: options.version ?? packageVersion() });
    listener.on('error', hub.options.onError);
    const bindings = new Set<Binding>();
    const limits = {
        loginTimeout: options.loginTimeout ?? SERVER_DEFAULTS.loginTimeout,
        closeTimeout: options.closeTimeout ?? SERVER_DEFAULTS.closeTimeout,
        heartbeat: options.heartbeat ?? HUB_DEFAULTS.heartbeat
    };
    listener.on('connection', (socket, request) => {
        if (!isAllowed(request, options.origins)) {
            refuse(socket);
            return;
        }
        const binding = bindSocket(hub, socket, request.socket, limits);
        bindings.add(binding);
        socket.on('close', () => bindings.delete(binding));
    });
    const pulse = setInterval(() => bindings.forEach(binding => binding.checkLife()), limits.heartbeat / 2);
    const { address, port: openedPort } = listener.address() as AddressInfo;
    let closing: Promise<void> | null = null;
    return {
        port: openedPort,
        address: `ws://${address.includes(':') ? `[${address}]` : address}:${openedPort}`,
        close: () => (closing ??= shutDown())
    };

    async function shutDown(): Promise<void> {
        clearInterval(pulse);
        const closed = new Promise(resolve => listener.close(resolve));
        hub.shutDown();
        const cut = setTimeout(() => listener.clients.forEach(socket => socket.terminate()), limits.closeTimeout);
        await closed;
        clearTimeout(cut);
        options.storage.close();
    }
}

function listen(port: number, host: string, maxPayload: number): Promise<WebSocketServer> {
    return new Promise((resolve, reject) => {
        const server = new WebSocketServer({ port, host, maxPayload, perMessageDeflate: false });
        server.once('error', (error: NodeJS.ErrnoException) =>
            reject(
                error.code === 'EADDRINUSE'
                    ? new Error(`Port ${port} on ${host} is taken by another program; choose another port`)
                    : new Error(`Cannot listen on ${host}:${port}: ${error.message}`)
            )
        );
        server.once('listening', () => {
            server.removeAllListeners('error');
            resolve(server);
        });
    });
}

function isAllowed({ headers: { origin } }: IncomingMessage, origins: readonly string[] | undefined): boolean {
    return !origins || origin === undefined || origins.includes(origin);
}

function refuse(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    socket.close(CloseCode.policyViolation, ERRORS['authorization-required'].message);
}
