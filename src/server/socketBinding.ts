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
    const write = (texts: readonly string[]): void => {
        if (socket.readyState === socket.OPEN) {
            stream.write(encode(texts));
        }
    };
    const connection = hub.connect({
        send: text => write([text]),
        sendAll: write,
        close(code, reason) {
            socket.close(code, reason);
            // A client that does not read will never answer the close frame.
            const cut = setTimeout(() => socket.terminate(), closeTimeout);
            socket.once('close', () => clearTimeout(cut));
        },
        bufferedAmount: () => socket.bufferedAmount
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
const encoded = new WeakMap<readonly string[], Buffer>();

/** Whole frames, one behind the other; they are made once for all sockets that get the same ones. */
function encode(texts: readonly string[]): Buffer {
    let frames = encoded.get(texts);
    if (!frames) {
        const lengths = texts.map(text => Buffer.byteLength(text));
        frames = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headerLength(length) + length, 0));
        let offset = 0;
        texts.forEach((text, index) => {
            const length = lengths[index]!;
            writeHeader(frames!, offset, length);
            offset += headerLength(length);
            offset += frames!.write(text, offset);
        });
        encoded.set(texts, frames);
    }
    return frames;
}

function headerLength(length: number): 2 | 4 | 10 {
    return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}

function writeHeader(frames: Buffer, offset: number, length: number): void {
    frames[offset] = TEXT_FRAME;
    switch (headerLength(length)) {
        case 2:
            frames[offset + 1] = length;
            break;
        case 4:
            frames[offset + 1] = 126;
            frames.writeUInt16BE(length, offset + 2);
            break;
        case 10:
            frames[offset + 1] = 127;
            frames.writeBigUInt64BE(BigInt(length), offset + 2);
    }
}
