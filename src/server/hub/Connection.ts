import type { CloseCode } from '../../protocol/index.ts';
import type { Identity } from './auth.ts';
import type { Channel } from './Channel.ts';

/** One client's line, as the hub sees it: a WebSocket, or something that stands in for one. */
export interface Transport {
    /** Sends a text frame. Called from the end of a turn only. */
    send(text: string): void;
    /** Closes after what was sent. */
    close(code: CloseCodeValue, reason: string): void;
    /** Bytes that were sent but have not left yet. */
    bufferedAmount(): number;
    /** Sends several text frames, in one write where it can. All who get the same frames get the same array. */
    sendAll?(texts: readonly string[]): void;
}

/** A code of the table `CloseCode`. */
export type CloseCodeValue = (typeof CloseCode)[keyof typeof CloseCode];

/** A client that is logged in. */
export interface ActiveState {
    readonly status: 'active';
    readonly identity: Identity;
    /** Unique id of the client, kept over reconnects in dialect 2. */
    readonly client: string;
    readonly dialect: 1 | 2;
    /** The project it has loaded. */
    readonly channel: Channel | null;
}

/** Where a connection stands. */
export type ConnectionState =
    | { readonly status: 'anonymous' }
    /** A login is being decided; what arrives meanwhile waits. */
    | { readonly status: 'authenticating'; readonly waiting: string[]; length: number }
    | ActiveState
    | { readonly status: 'closed' };

/** One client of the hub. */
export class Connection {
    readonly transport: Transport;
    state: ConnectionState = { status: 'anonymous' };
    /** Calls events tasks. */
    usesTasks = false;
    /** Malformed messages since the last good one. */
    badMessages = 0;
    /** Characters of the largest answer it asked for, which may be on its way. */
    allowance = 0;

    constructor(transport: Transport) {
        this.transport = transport;
    }
}
