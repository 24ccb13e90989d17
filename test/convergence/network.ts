import type { WebSocketConstructor } from '../../src/transport/WebSocketManager.ts';
import type { Random } from './random.ts';
import type { Server, ServerEnd } from './server.ts';

/** A way through a line. */
export type Direction = 'toServer' | 'toClient';

const FAST = 4;
/** How long the server takes to notice that nobody is at the other end of a dead line. */
const SERVER_PATIENCE = 400;

/** Lines between clients and one server: ordered per socket, delayed at random, breakable at any moment. */
export class Network {
    readonly random: Random;
    readonly #lines: Line[] = [];
    #server: Server | null;
    /** Frames on their way, signs of life not counted. */
    inFlight = 0;

    constructor(server: Server, random: Random) {
        this.#server = server;
        this.random = random;
    }

    get server(): Server | null {
        return this.#server;
    }

    /** The server dies (`null`) or another one takes its place: every socket breaks. */
    replaceServer(server: Server | null): void {
        this.#server = server;
        this.#lines.forEach(line => line.reset());
    }

    /** A new client's line. */
    line(): Line {
        const line = new Line(this);
        this.#lines.push(line);
        return line;
    }
}

/** One client's line to the server, and what is wrong with it. */
export class Line {
    readonly network: Network;
    readonly sockets = new Set<SimulatedSocket>();
    /** `cut`: nothing gets through and nobody is told; `down`: connecting fails. */
    state: 'up' | 'cut' | 'down' = 'up';
    /** Longest delay of a frame, in milliseconds. */
    latency = FAST;
    /** The next frame this way is lost, with all that follow on its socket. */
    readonly losing = { toServer: false, toClient: false };
    /** How many messages with revisions arrive twice. */
    readonly duplicating = { toServer: 0, toClient: 0 };
    /** How many messages with revisions vanish by themselves. */
    dropping = 0;
    readonly webSocketImplementation: WebSocketConstructor;

    constructor(network: Network) {
        this.network = network;
        const getLine = (): Line => this;
        this.webSocketImplementation = class extends SimulatedSocket {
            constructor() {
                super(getLine());
            }
        };
    }

    /** Ends the open socket, as a router that restarts does; both ends notice. */
    reset(): void {
        this.sockets.forEach(socket => socket.end(1006));
    }

    /** Nothing gets through any more, and no open socket will ever work again. */
    cut(): void {
        this.state = 'cut';
        this.sockets.forEach(socket => socket.goDeaf());
    }

    /** Repairs everything; who has a dead socket is told at last. */
    mend(): void {
        this.sockets.forEach(socket => socket.isDeaf && socket.end(1006));
        this.state = 'up';
        this.latency = FAST / 2;
        this.dropping = 0;
        Object.assign(this.losing, { toServer: false, toClient: false });
        Object.assign(this.duplicating, { toServer: 0, toClient: 0 });
    }

    /** The client is gone without a word: nothing it still says arrives. */
    abandon(): void {
        this.sockets.forEach(socket => {
            socket.goDeaf();
            socket.hangUp();
        });
        this.sockets.clear();
    }
}

type Listener = (event: any) => void;

const isSignOfLife = (text: string): boolean => /^\{"command":"p[io]ng"/.test(text);
const hasRevisions = (text: string): boolean => text.includes('"command":"project_change"');
const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

/** A WebSocket whose frames travel through a {@link Network}. */
class SimulatedSocket {
    readyState = 0;
    readonly #listeners = new Map<string, Set<Listener>>();
    readonly #line: Line;
    readonly #deaf = { toServer: false, toClient: false };
    readonly #queue: Record<Direction, Promise<void>> = { toServer: Promise.resolve(), toClient: Promise.resolve() };
    #server: ServerEnd | null = null;

    constructor(line: Line) {
        this.#line = line;
        line.sockets.add(this);
        setTimeout(() => this.#open(), this.#delay());
    }

    #delay(): number {
        return this.#line.network.random.next() * this.#line.latency;
    }

    #open(): void {
        const line = this.#line;
        if (this.readyState !== 0) {
            return;
        }
        if (line.state === 'cut') {
            setTimeout(() => this.#open(), 20);
            return;
        }
        if (!line.network.server || line.state === 'down') {
            this.#fire('error', {});
            this.end(1006);
            return;
        }
        this.#server = line.network.server.connect({
            send: text => this.#transfer('toClient', text, () => this.#fire('message', { data: text })),
            close: code => this.#travel('toClient', false, () => this.end(code)),
            bufferedAmount: () => 0
        });
        this.readyState = 1;
        this.#fire('open', {});
    }

    send(text: string): void {
        this.#transfer('toServer', text, () => this.#server?.receive(text));
    }

    #transfer(direction: Direction, text: string, arrive: () => void): void {
        const line = this.#line;
        if (line.losing[direction]) {
            line.losing[direction] = false;
            this.#deaf[direction] = true;
        }
        if (hasRevisions(text)) {
            if (direction === 'toClient' && line.dropping > 0) {
                line.dropping--;
                return;
            }
            if (line.duplicating[direction] > 0) {
                line.duplicating[direction]--;
                this.#travel(direction, true, arrive);
            }
        }
        this.#travel(direction, !isSignOfLife(text), arrive);
    }

    #travel(direction: Direction, counts: boolean, arrive: () => void): void {
        const { network } = this.#line;
        network.inFlight += counts ? 1 : 0;
        this.#queue[direction] = this.#queue[direction].then(async () => {
            await pause(this.#delay());
            network.inFlight -= counts ? 1 : 0;
            if (this.readyState === 1 && !this.#deaf[direction]) {
                arrive();
            }
        });
    }

    close(): void {
        this.end(1000);
    }

    /** Whether something said on it does not arrive. */
    get isDeaf(): boolean {
        return this.#deaf.toServer || this.#deaf.toClient;
    }

    /** Nothing gets through any more, and nobody is told. */
    goDeaf(): void {
        Object.assign(this.#deaf, { toServer: true, toClient: true });
    }

    /** The server learns that the client is gone. */
    hangUp(): void {
        this.#server?.closed();
    }

    /** The socket is closed; over a dead line the server notices later. */
    end(code: number): void {
        if (this.readyState < 3) {
            this.readyState = 3;
            setTimeout(() => this.hangUp(), this.#deaf.toServer ? SERVER_PATIENCE : 0);
            this.#line.sockets.delete(this);
            this.#fire('close', { code });
        }
    }

    addEventListener(type: string, listener: Listener): void {
        this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
    }

    removeEventListener(type: string, listener: Listener): void {
        this.#listeners.get(type)?.delete(listener);
    }

    #fire(type: string, event: object): void {
        [...(this.#listeners.get(type) ?? [])].forEach(listener => listener(event));
    }
}
