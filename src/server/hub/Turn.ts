import type { Room } from '../room/Room.ts';
import type { Write } from '../storage/Storage.ts';
import type { CloseCodeValue, Connection } from './Connection.ts';
import type { Request } from './messages.ts';

/** What one turn of the event loop has gathered: what to write, and what to say once it is written. */
export class Turn {
    /** Writes that belong to no room. */
    readonly writes: Write[] = [];
    /** Rooms that may have something to write. */
    readonly rooms = new Set<Room>();
    readonly outputs = new Map<Connection, string[]>();
    readonly closing = new Map<Connection, { code: CloseCodeValue; reason: string }>();
    readonly requests: { connection: Connection; request: Request }[] = [];
    /** Takes back, when nothing could be written, what only holds if it was. */
    readonly undo: (() => void)[] = [];
    /** Dataset messages that were built in this turn, by what they contain. */
    readonly datasets = new Map<string, string>();
    readonly #answered = new Map<Connection, number>();

    /** Queues a frame. */
    send(connection: Connection, text: string): void {
        const frames = this.outputs.get(connection);
        if (frames) {
            frames.push(text);
        } else {
            this.outputs.set(connection, [text]);
        }
    }

    /** Queues a frame that its receiver has asked for. */
    answer(connection: Connection, text: string): void {
        this.#answered.set(connection, this.answered(connection) + text.length);
        this.send(connection, text);
    }

    /** Characters that are queued because this client has asked for them. */
    answered(connection: Connection): number {
        return this.#answered.get(connection) ?? 0;
    }

    /** Everything to write, in order within each room. */
    allWrites(): Write[] {
        return [...this.writes, ...[...this.rooms].flatMap(room => room.pending)];
    }
}
