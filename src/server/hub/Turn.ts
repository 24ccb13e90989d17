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

    /** Queues a frame. */
    send(connection: Connection, text: string): void {
        const frames = this.outputs.get(connection);
        if (frames) {
            frames.push(text);
        } else {
            this.outputs.set(connection, [text]);
        }
    }

    /** Everything to write, in order within each room. */
    allWrites(): Write[] {
        return [...this.writes, ...[...this.rooms].flatMap(room => room.pending)];
    }
}
