import { connect, type Socket } from 'node:net';

const UPGRADE = [
    'GET / HTTP/1.1',
    'Host: 127.0.0.1',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n'
].join('\r\n');

const MASK_BIT = 0x80;
const TEXT_FRAME = 0x81;

/** A text frame as clients send it; the mask is zero, so that masking costs nothing here. */
export function textFrame(text: string): Buffer {
    const length = Buffer.byteLength(text);
    const headerLength = length < 126 ? 6 : length < 65_536 ? 8 : 14;
    const frame = Buffer.alloc(headerLength + length);
    frame[0] = TEXT_FRAME;
    if (headerLength === 6) {
        frame[1] = MASK_BIT | length;
    } else if (headerLength === 8) {
        frame[1] = MASK_BIT | 126;
        frame.writeUInt16BE(length, 2);
    } else {
        frame[1] = MASK_BIT | 127;
        frame.writeBigUInt64BE(BigInt(length), 2);
    }
    frame.write(text, headerLength);
    return frame;
}

/** Where a server's frame at `offset` has its payload; `null` while its header is incomplete. */
function payloadAt(bytes: Buffer, offset: number): { start: number; end: number } | null {
    const short = bytes[offset + 1];
    if (short === undefined) {
        return null;
    }
    const headerLength = short < 126 ? 2 : short === 126 ? 4 : 10;
    const start = offset + headerLength;
    if (bytes.length < start) {
        return null;
    }
    const length =
        short < 126
            ? short
            : short === 126
              ? bytes.readUInt16BE(offset + 2)
              : Number(bytes.readBigUInt64BE(offset + 2));
    return { start, end: start + length };
}

/**
 * A WebSocket that costs its process next to nothing: it counts bytes, and looks into the frames only while somebody
 * wants to see them. With two cores a receiver that parses would be what is measured.
 */
export class RawClient {
    /** Bytes received since the upgrade. */
    bytes = 0;
    isClosed = false;
    /** Sees every chunk after it was counted. */
    onChunk: (() => void) | null = null;
    /** Sees the payload of every frame; without it frames are not told apart. Set it between frames only. */
    onFrame: ((payload: Buffer) => void) | null = null;
    readonly #socket: Socket;
    #rest: Buffer[] = [];
    #restLength = 0;
    /** Bytes needed before it is worth looking again. */
    #needed = 2;

    private constructor(socket: Socket) {
        this.#socket = socket;
    }

    /** Connects and upgrades. */
    static connect(port: number): Promise<RawClient> {
        return new Promise((resolve, reject) => {
            const socket = connect({ port, host: '127.0.0.1', noDelay: true });
            const client = new RawClient(socket);
            let answer = Buffer.alloc(0);
            const upgrade = (chunk: Buffer): void => {
                answer = Buffer.concat([answer, chunk]);
                const end = answer.indexOf('\r\n\r\n');
                if (end >= 0) {
                    socket.off('data', upgrade);
                    socket.on('data', data => client.#receive(data));
                    if (answer.length > end + 4) {
                        client.#receive(answer.subarray(end + 4));
                    }
                    resolve(client);
                }
            };
            socket.on('data', upgrade);
            socket.on('close', () => (client.isClosed = true));
            socket.on('error', error => {
                client.isClosed = true;
                reject(error);
            });
            socket.write(UPGRADE);
        });
    }

    /** Logs in and loads the project; frames are counted only from then on. */
    static async join(port: number, login: string, project = 1): Promise<RawClient> {
        const client = await RawClient.connect(port);
        await client.request('login', { login, protocol: 2 });
        await client.request('dataset', { project });
        return client;
    }

    /** Sends a message and resolves with the payload of the next message of the same command. */
    request(command: string, data: object): Promise<Buffer> {
        const head = Buffer.from(`{"command":"${command}"`);
        return new Promise(resolve => {
            this.onFrame = payload => {
                if (payload.subarray(0, head.length).equals(head)) {
                    this.onFrame = null;
                    resolve(payload);
                }
            };
            this.send(JSON.stringify({ command, data }));
        });
    }

    send(message: string | Buffer): void {
        this.#socket.write(typeof message === 'string' ? textFrame(message) : message);
    }

    /** Stops reading, as a tab that hangs does. */
    stall(): void {
        this.#socket.pause();
    }

    close(): void {
        this.#socket.destroy();
    }

    #receive(chunk: Buffer): void {
        this.bytes += chunk.length;
        if (this.onFrame || this.#restLength) {
            this.#rest.push(chunk);
            this.#restLength += chunk.length;
            if (this.#restLength >= this.#needed) {
                this.#readFrames();
            }
        }
        this.onChunk?.();
    }

    #readFrames(): void {
        const bytes = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest);
        let offset = 0;
        let payload = payloadAt(bytes, offset);
        while (payload && payload.end <= bytes.length) {
            this.onFrame?.(bytes.subarray(payload.start, payload.end));
            offset = payload.end;
            payload = payloadAt(bytes, offset);
        }
        this.#rest = offset < bytes.length ? [bytes.subarray(offset)] : [];
        this.#restLength = bytes.length - offset;
        this.#needed = payload ? payload.end - offset : this.#restLength + 1;
    }
}
