import type { Hub } from '../../src/server/core.ts';
import type { WebSocketConstructor } from '../../src/transport/WebSocketManager.ts';
import type { Random } from './random.ts';

/** How one client's line to the server behaves right now. */
export interface Line {
    /** `cut`: nothing gets through and nobody is told; `down`: connecting fails. */
    state: 'up' | 'cut' | 'down';
    /** Longest delay of a frame, in milliseconds. */
    latency: number;
    /** Ends the open socket, as a router that restarts does. */
    reset(): void;
    readonly webSocketImplementation: WebSocketConstructor;
}

type Listener = (event: any) => void;

/** Lines between clients and one server: ordered per socket, delayed at random, breakable at any moment. */
export class Network {
    readonly #random: Random;
    readonly #sockets = new Set<SimulatedSocket>();
    #hub: Hub | null;
    /** Frames on their way. */
    inFlight = 0;

    constructor(hub: Hub, random: Random) {
        this.#hub = hub;
        this.#random = random;
    }

    get hub(): Hub | null {
        return this.#hub;
    }

    /** The server dies (`null`) or another one takes its place: every socket breaks. */
    replaceServer(hub: Hub | null): void {
        this.#hub = hub;
        this.#sockets.forEach(socket => socket.break());
    }

    /** A new client's line. */
    line(): Line {
        const remember = (socket: SimulatedSocket): (() => void) => {
            sockets.add(socket);
            this.#sockets.add(socket);
            return () => {
                sockets.delete(socket);
                this.#sockets.delete(socket);
            };
        };
        const connect = (socket: SimulatedSocket): [Network, Line, () => void] => [this, line, remember(socket)];
        const sockets = new Set<SimulatedSocket>();
        const line: Line = {
            state: 'up',
            latency: 4,
            reset: () => sockets.forEach(socket => socket.break()),
            webSocketImplementation: class extends SimulatedSocket {
                constructor() {
                    super(connect);
                }
            }
        };
        return line;
    }

    delay(line: Line): number {
        return this.#random.next() * line.latency;
    }
}

/** A WebSocket whose frames travel through a {@link Network}. */
class SimulatedSocket {
    readyState = 0;
    readonly #listeners = new Map<string, Set<Listener>>();
    readonly #network: Network;
    readonly #line: Line;
    readonly #onEnd: () => void;
    #server: ReturnType<Hub['connect']> | null = null;
    #toServer = Promise.resolve();
    #toClient = Promise.resolve();

    constructor(connect: (socket: SimulatedSocket) => [Network, Line, () => void]) {
        [this.#network, this.#line, this.#onEnd] = connect(this);
        setTimeout(() => this.#open(), this.#network.delay(this.#line));
    }

    #open(): void {
        const { hub } = this.#network;
        if (this.readyState !== 0) {
            return;
        }
        if (!hub || this.#line.state !== 'up') {
            this.#fire('error', {});
            this.break();
            return;
        }
        this.#server = hub.connect({
            send: text => this.#travel('toClient', () => this.#fire('message', { data: text })),
            close: code => this.#travel('toClient', () => this.#end(code)),
            bufferedAmount: () => 0
        });
        this.readyState = 1;
        this.#fire('open', {});
    }

    #travel(direction: 'toServer' | 'toClient', arrive: () => void): void {
        const network = this.#network;
        network.inFlight++;
        const step = async (): Promise<void> => {
            await new Promise(resolve => setTimeout(resolve, network.delay(this.#line)));
            network.inFlight--;
            if (this.readyState === 1 && this.#line.state === 'up') {
                arrive();
            }
        };
        if (direction === 'toServer') {
            this.#toServer = this.#toServer.then(step);
        } else {
            this.#toClient = this.#toClient.then(step);
        }
    }

    send(text: string): void {
        this.#travel('toServer', () => this.#server?.receive(text));
    }

    close(): void {
        this.#end(1000);
    }

    /** The line breaks: both ends notice at once. */
    break(): void {
        this.#end(1006);
    }

    #end(code: number): void {
        if (this.readyState < 3) {
            this.readyState = 3;
            this.#server?.closed();
            this.#onEnd();
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
