import { Base, Events } from '@bryntum/schedulerpro';

/** What a {@link WebSocketManager} needs of a WebSocket; browsers, `ws` and simulated sockets all have it. */
export interface WebSocketLike {
    readonly readyState: number;
    send(data: string): void;
    close(code?: number, reason?: string): void;
    addEventListener(type: string, listener: (event: any) => void): void;
    removeEventListener(type: string, listener: (event: any) => void): void;
}

/** Makes a {@link WebSocketLike}. */
export interface WebSocketConstructor {
    new (address: string): WebSocketLike;
}

/** The `readyState` values of the WebSocket standard. */
const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3];

/** Configuration of a {@link WebSocketManager}. */
export interface WebSocketManagerConfig {
    /** `ws://…` or `wss://…`. */
    address?: string;
    userName?: string;
    /** Whether to connect on creation. Default: `true`. */
    autoConnect?: boolean;
    /** Overrides {@link WebSocketManager.webSocketImplementation} for this instance. */
    webSocketImplementation?: WebSocketConstructor | null;
    /** Listeners for `open {event}`, `close {event}`, `error {error}` and `message {data}`. */
    listeners?: object;
}

// The vendor's types call the base class abstract; mixing into it is its documented use.
const EventedBase = Events(Base as unknown as new (...args: any[]) => Base);

/**
 * One WebSocket that speaks JSON.
 *
 * Fires `open { event }`, `close { event }` (once per opened or failed socket, with `event` undefined when this
 * side closed it), `error { error }`, and `message { data }` with the parsed JSON. A frame that is not JSON fires
 * `error` and nothing else.
 */
export class WebSocketManager extends EventedBase {
    static $name = 'WebSocketManager';

    /** The WebSocket class of all managers without one of their own. Default: the browser's. */
    static webSocketImplementation: WebSocketConstructor | null =
        typeof WebSocket === 'undefined' ? null : (WebSocket as WebSocketConstructor);

    static configurable = {
        address: '',
        userName: 'User',
        autoConnect: true,
        webSocketImplementation: null
    };

    declare address: string;
    declare userName: string;
    declare autoConnect: boolean;
    declare webSocketImplementation: WebSocketConstructor | null;
    declare connector: WebSocketLike | null;

    declare _opening: Promise<boolean> | null;
    declare _settleOpening: ((isOpen: boolean) => void) | null;

    constructor(config: WebSocketManagerConfig = {}) {
        super(config);
        if (this.autoConnect && this.address) {
            void this.open();
        }
    }

    /** A socket is being opened. */
    get isConnecting(): boolean {
        return this.connector?.readyState === CONNECTING;
    }

    /** Messages can be sent. */
    get isOpened(): boolean {
        return this.connector?.readyState === OPEN;
    }

    /** The socket is closing. */
    get isClosing(): boolean {
        return this.connector?.readyState === CLOSING;
    }

    /** There is no socket, or it is closed. */
    get isClosed(): boolean {
        return !this.connector || this.connector.readyState === CLOSED;
    }

    /**
     * Opens the socket; calls while it is opening share one attempt.
     * @returns `true` once it is open, `false` when it could not be opened or was closed meanwhile
     * @throws Error when there is no address or no WebSocket implementation
     */
    open(): Promise<boolean> {
        if (this.isOpened) {
            return Promise.resolve(true);
        }
        if (this._opening) {
            return this._opening;
        }
        const opening = this.#connect().finally(() => {
            // A later attempt may have taken its place.
            if (this._opening === opening) {
                this._opening = null;
            }
        });
        // One that has failed at once is over.
        if (this.connector) {
            this._opening ??= opening;
        }
        return opening;
    }

    async #connect(): Promise<boolean> {
        const Implementation = this.webSocketImplementation ?? WebSocketManager.webSocketImplementation;
        if (!this.address) {
            throw new Error('There is no server to connect to; set `address` first');
        }
        if (!Implementation) {
            throw new Error('There is no WebSocket; set WebSocketManager.webSocketImplementation first');
        }
        this.#discard();
        let socket: WebSocketLike;
        try {
            socket = new Implementation(this.address);
        } catch (error) {
            void this.trigger('error', { error });
            this.#lost();
            return false;
        }
        this.connector = socket;
        return new Promise(resolve => this.#attach(socket, resolve));
    }

    #attach(socket: WebSocketLike, opened: (value: boolean) => void): void {
        const listen = (type: string, handler: (event: any) => void): void =>
            socket.addEventListener(type, event => {
                // A socket that was given up has nothing more to say.
                if (this.connector === socket) {
                    handler(event);
                }
            });
        this._settleOpening = opened;
        listen('open', event => {
            opened(true);
            void this.trigger('open', { event });
        });
        listen('close', event => this.#lost(event));
        listen('error', error => void this.trigger('error', { error }));
        listen('message', event => this.#read(event.data));
    }

    #read(text: unknown): void {
        let data: unknown;
        try {
            data = JSON.parse(String(text));
        } catch (error) {
            void this.trigger('error', { error });
            return;
        }
        void this.trigger('message', { data });
    }

    #lost(event?: unknown): void {
        this.#discard();
        void this.trigger('close', { event });
    }

    #discard(): void {
        const { connector } = this;
        this.connector = null;
        this._settleOpening?.(false);
        this._settleOpening = null;
        this._opening = null;
        if (connector && connector.readyState <= OPEN) {
            connector.close();
        }
    }

    /** Closes the socket and fires `close`; does nothing when there is none. */
    close(): void {
        if (this.connector) {
            this.#lost();
        }
    }

    /**
     * Sends one message.
     * @returns whether it was handed to an open socket; `false` means that nothing was sent
     */
    send(command: string, data: unknown = {}): boolean {
        if (!this.isOpened) {
            return false;
        }
        this.connector!.send(JSON.stringify({ command, data }));
        return true;
    }

    override doDestroy(): void {
        this.#discard();
        super.doDestroy();
    }
}
