import type { HubConnection } from '../../src/server/core.ts';

/** What takes the place of the network: whoever answers at an address. */
export interface InPageNetwork {
    /** Takes a client; `null` when nobody answers. */
    connect(socket: InPageWebSocket): HubConnection | null;
}

const NORMAL_CLOSURE = 1000;
const NO_STATUS = 1005;
const ABNORMAL_CLOSURE = 1006;

function checkClose(code: number | undefined, reason: string): void {
    if (code !== undefined && code !== NORMAL_CLOSURE && !(code >= 3000 && code <= 4999)) {
        throw new DOMException(
            `The close code must be 1000, or 3000 to 4999; ${code} is neither`,
            'InvalidAccessError'
        );
    }
    if (new TextEncoder().encode(reason).length > 123) {
        throw new DOMException('The close reason is longer than 123 bytes', 'SyntaxError');
    }
}

/**
 * Behaves like the browser's WebSocket towards whoever uses it, and talks to a server in the same page. Nothing
 * happens within a call: what is sent arrives in a later task, in order.
 */
export class InPageWebSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;

    readonly url: string;
    readyState: number = InPageWebSocket.CONNECTING;
    #connection: HubConnection | null = null;
    readonly #tasks = new MessageChannel();
    readonly #waiting: (() => void)[] = [];

    constructor(address: string, network: InPageNetwork) {
        super();
        const { protocol, href } = new URL(address);
        if (protocol !== 'ws:' && protocol !== 'wss:') {
            throw new DOMException(`A WebSocket address starts with ws: or wss:, not ${protocol}`, 'SyntaxError');
        }
        this.url = href;
        this.#tasks.port1.onmessage = () => this.#waiting.shift()?.();
        this.#later(() => {
            if (this.readyState !== InPageWebSocket.CONNECTING) {
                return;
            }
            this.#connection = network.connect(this);
            if (this.#connection) {
                this.readyState = InPageWebSocket.OPEN;
                this.dispatchEvent(new Event('open'));
            } else {
                this.#fail();
            }
        });
    }

    /** Tasks, unlike timers, are not slowed down in pages nobody looks at. */
    #later(task: () => void): void {
        this.#waiting.push(task);
        this.#tasks.port2.postMessage(null);
    }

    #fail(): void {
        this.dispatchEvent(new Event('error'));
        this.#end(ABNORMAL_CLOSURE, '', false);
    }

    #end(code: number, reason: string, wasClean: boolean): void {
        if (this.readyState === InPageWebSocket.CLOSED) {
            return;
        }
        this.readyState = InPageWebSocket.CLOSED;
        this.#connection?.closed();
        this.#connection = null;
        this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
        this.#tasks.port1.close();
    }

    send(data: string): void {
        if (this.readyState === InPageWebSocket.CONNECTING) {
            throw new DOMException('The WebSocket is still connecting', 'InvalidStateError');
        }
        if (this.readyState === InPageWebSocket.OPEN) {
            this.#later(() => this.#connection?.receive(data));
        }
    }

    close(code?: number, reason = ''): void {
        checkClose(code, reason);
        if (this.readyState === InPageWebSocket.CONNECTING) {
            this.readyState = InPageWebSocket.CLOSING;
            this.#later(() => this.#fail());
        } else if (this.readyState === InPageWebSocket.OPEN) {
            this.readyState = InPageWebSocket.CLOSING;
            this.#later(() => this.#end(code ?? NO_STATUS, reason, true));
        }
    }

    /** A frame from the server. */
    deliver(data: string): void {
        this.#later(() => {
            if (this.readyState === InPageWebSocket.OPEN) {
                this.dispatchEvent(new MessageEvent('message', { data, origin: this.url }));
            }
        });
    }

    /** The server closes after what it sent. */
    deliverClose(code: number, reason: string): void {
        this.#later(() => this.#end(code, reason, true));
    }

    /** The line breaks: nothing that is under way arrives, in either direction. */
    break(): void {
        this.#waiting.length = 0;
        this.#later(() => this.#end(ABNORMAL_CLOSURE, '', false));
    }
}
