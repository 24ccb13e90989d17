import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { CloseCode } from '../protocol/index.ts';
import type { Hub } from './Hub.ts';

/** Milliseconds. */
export interface SocketLimits {
    loginTimeout: number;
    closeTimeout: number;
    heartbeat: number;
}

/** A WebSocket that is tied to the hub. */
export interface Binding {
    /** Sends a ping frame, and drops a client that has been silent for two heartbeats. */
    checkLife(): void;
}

/** Ties a WebSocket to the hub, until either side ends. */
export function bindSocket(hub: Hub, socket: WebSocket, stream: Socket, limits: SocketLimits): Binding {
    const { loginTimeout, closeTimeout, heartbeat } = limits;
    let lastSign = performance.now();
    const connection = hub.connect({
        send(text) {
            if (socket.readyState === socket.OPEN) {
                stream.write(encode(text));
            }
        },
        close(code, reason) {
            socket.close(code, reason);
            // A client that does not read will never answer the close frame.
            const cut = setTimeout(() => socket.terminate(), closeTimeout);
            socket.once('close', () => clearTimeout(cut));
        },
        bufferedAmount: () => socket.bufferedAmount,
        batch(send) {
            stream.cork();
            try {
                send();
            } finally {
                stream.uncork();
            }
        }
    });
    const loginTimer = setTimeout(() => {
        if (!connection.loggedIn) {
            connection.close(CloseCode.loginTimeout, 'Nobody logged in in time');
        }
    }, loginTimeout);
    socket.on('message', (data, isBinary) => {
        lastSign = performance.now();
        if (isBinary) {
            connection.receiveBinary();
        } else {
            connection.receive(data.toString());
        }
    });
    socket.on('pong', () => {
        lastSign = performance.now();
    });
    // What breaks a socket (an oversized or broken frame, a reset) ends it; `close` follows.
    socket.on('error', () => connection.closed());
    socket.on('close', () => {
        clearTimeout(loginTimer);
        connection.closed();
    });
    return {
        checkLife() {
            // Pong frames count too: browsers slow the timers of hidden tabs down, but go on answering pings.
            if (lastSign < performance.now() - 2 * heartbeat) {
                connection.close(CloseCode.heartbeatTimeout, 'Nothing was heard for two heartbeats');
            } else {
                socket.ping();
            }
        }
    };
}

const TEXT_FRAME = 0x81;
const encoded = new Map<string, Buffer>();

/** A whole frame; it is made once for all sockets that get the same text in one turn. */
function encode(text: string): Buffer {
    let frame = encoded.get(text);
    if (!frame) {
        if (!encoded.size) {
            setImmediate(() => encoded.clear());
        }
        frame = textFrame(text);
        encoded.set(text, frame);
    }
    return frame;
}

function textFrame(text: string): Buffer {
    const length = Buffer.byteLength(text);
    const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    const frame = Buffer.allocUnsafe(headerLength + length);
    frame[0] = TEXT_FRAME;
    if (headerLength === 2) {
        frame[1] = length;
    } else if (headerLength === 4) {
        frame[1] = 126;
        frame.writeUInt16BE(length, 2);
    } else {
        frame[1] = 127;
        frame.writeBigUInt64BE(BigInt(length), 2);
    }
    frame.write(text, headerLength);
    return frame;
}
