import { RawClient, textFrame } from './RawClient.ts';
import { moveMessage, movedMessage } from './schedule.ts';
import { pause, until } from './stats.ts';

/** How many of the subscribers edit. */
const MAX_AUTHORS = 10;

/** Revisions under way at most, so that neither side hoards. */
const WINDOW = 512;

/** Events the revisions move in turn. */
const EVENTS = 1_000;

/** Milliseconds of silence after which lists of users and the like have all arrived. */
const SILENCE = 1_500;

/** Milliseconds until a flood counts as stuck. */
const PATIENCE = 10 * 60_000;

/** Of the authors' revisions; the server makes some of its own, to keep versions. */
const LOCAL_REVISION = Buffer.from('"localRevision":"local-');

interface Arrival {
    time: number;
    bytes: number;
}

/**
 * Subscribers of one server, some of whom edit. All of them receive the same bytes, so that one of them reads, and the
 * others only count: what the reader has found at a byte, the others have when they are at that byte.
 */
export class Audience {
    readonly #clients: RawClient[];
    readonly #authors: RawClient[];
    readonly #reader: RawClient;
    /** What an author sends; a relay is sent what the server would deliver, so that both deliver the same. */
    readonly #message: typeof moveMessage;
    #sent = 0;
    #received = 0;
    /** Bytes received by the reader after each revision. */
    #offsets: number[] = [];

    private constructor(clients: RawClient[], message: typeof moveMessage) {
        this.#clients = clients;
        this.#authors = clients.slice(0, MAX_AUTHORS);
        this.#reader = clients.at(-1)!;
        this.#message = message;
    }

    /** Subscribers of the realtime server. */
    static async ofServer(port: number, size: number): Promise<Audience> {
        const clients: RawClient[] = [];
        for (let number = 1; number <= size; number++) {
            clients.push(await RawClient.join(port, `user ${number}`));
        }
        return Audience.#settle(new Audience(clients, moveMessage));
    }

    /** Clients of the bare relay. */
    static async ofRelay(port: number, size: number): Promise<Audience> {
        const clients: RawClient[] = [];
        for (let number = 1; number <= size; number++) {
            clients.push(await RawClient.connect(port));
        }
        return Audience.#settle(new Audience(clients, movedMessage));
    }

    static async #settle(audience: Audience): Promise<Audience> {
        let last = -1;
        for (let bytes = audience.#total(); bytes !== last; bytes = audience.#total()) {
            last = bytes;
            await pause(SILENCE);
        }
        audience.#clients.forEach(client => (client.bytes = 0));
        audience.#reader.onFrame = payload => audience.#read(payload);
        return audience;
    }

    #total(): number {
        return this.#clients.reduce((sum, { bytes }) => sum + bytes, 0);
    }

    #read(payload: Buffer): void {
        // Several revisions may come in one message.
        for (let at = payload.indexOf(LOCAL_REVISION); at >= 0; at = payload.indexOf(LOCAL_REVISION, at + 1)) {
            this.#received++;
            this.#offsets.push(this.#reader.bytes);
        }
    }

    /** Sends this many revisions at once, in one write per author. */
    #write(count: number): void {
        const writes = this.#authors.map((): Buffer[] => []);
        for (let index = 0; index < count; index++) {
            const number = ++this.#sent;
            const author = number % this.#authors.length;
            writes[author]!.push(textFrame(this.#message(number, EVENTS)));
        }
        writes.forEach((frames, author) => frames.length && this.#authors[author]!.send(Buffer.concat(frames)));
    }

    #haveAll(): boolean {
        const { bytes } = this.#reader;
        return this.#received === this.#sent && this.#clients.every(client => client.bytes === bytes);
    }

    #allReceived(): Promise<void> {
        return until(() => this.#haveAll(), 'everybody has received every revision');
    }

    /**
     * Sends as fast as the server takes it.
     * @returns revisions per second, until the last subscriber has the last one
     */
    async flood(milliseconds: number): Promise<number> {
        const [start, before] = [performance.now(), this.#sent];
        const end = start + milliseconds;
        await this.#pump(room => (performance.now() < end ? room : 0));
        return ((this.#sent - before) / (performance.now() - start)) * 1_000;
    }

    /** Sends so many revisions, as fast as the server takes them. */
    async send(count: number): Promise<void> {
        const end = this.#sent + count;
        await this.#pump(room => Math.min(room, end - this.#sent));
    }

    /** Sends as many as `choose` says, each time there is room for more, until it says none. */
    async #pump(choose: (room: number) => number): Promise<void> {
        let isDone = false;
        const pump = (): void => {
            const room = WINDOW - (this.#sent - this.#received);
            const count = room > 0 ? choose(room) : 0;
            isDone ||= room > 0 && count === 0;
            this.#write(count);
        };
        this.#reader.onChunk = pump;
        pump();
        await until(() => isDone, 'everything is sent', PATIENCE);
        this.#reader.onChunk = null;
        await this.#allReceived();
    }

    /**
     * Sends at a steady rate.
     * @returns the milliseconds every single delivery took
     */
    async drip(perSecond: number, milliseconds: number): Promise<number[]> {
        const first = this.#sent;
        const sentAt: number[] = [];
        const arrivals = this.#clients.map((): Arrival[] => []);
        this.#clients.forEach((client, index) => {
            client.onChunk = () => arrivals[index]!.push({ time: performance.now(), bytes: client.bytes });
        });
        const start = performance.now();
        for (let due = start; due < start + milliseconds; due += 1_000 / perSecond) {
            await pause(Math.max(0, due - performance.now()));
            sentAt.push(performance.now());
            this.#write(1);
        }
        await this.#allReceived();
        this.#clients.forEach(client => (client.onChunk = null));
        const offsets = this.#offsets.slice(first);
        return arrivals.flatMap(log => {
            let at = 0;
            return offsets.map((offset, index) => {
                while (log[at]!.bytes < offset) {
                    at++;
                }
                return log[at]!.time - sentAt[index]!;
            });
        });
    }

    close(): void {
        this.#clients.forEach(client => client.close());
    }
}
