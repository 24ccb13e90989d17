import type { Hub } from '../Hub.ts';
import type { Room } from '../room/Room.ts';
import type { Connection } from './Connection.ts';

/** A room and those who have loaded its project. */
export interface Channel {
    readonly room: Room;
    readonly subscribers: Set<Connection>;
    /** When a client was last asked to save a version, epoch milliseconds. */
    autosavedAt: number | null;
    /** Calls off the automatic version that is due some time; `null` when none is. */
    cancelAutosave: (() => void) | null;
    /** Calls off looking whether anybody still needs the room; `null` when that is not due. */
    cancelRest: (() => void) | null;
}

/** Somebody does not follow a project any more. */
export function unsubscribe(hub: Hub, connection: Connection, channel: Channel | null): void {
    if (channel?.subscribers.delete(connection)) {
        hub.rest(channel);
    }
}
