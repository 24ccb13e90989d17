import type { ProjectId, User } from '../protocol/index.ts';
import { IDLE, type ConnectionState } from '../transport/connectionState.ts';

/** Who is logged in on this connection. */
export interface Session {
    userId: string;
    userName: string;
    /** The id under which the server knows this client's revisions. */
    clientId: string;
    /** What the user may do; `null` when the server does not say (dialect 1). */
    role: string | null;
    /** The dialect both ends agreed on. */
    protocol: number;
}

/** A project the user may open. */
export interface ProjectInfo {
    id: ProjectId;
    name: string;
}

/** The last thing that went wrong, for showing to the user. */
export interface RealtimeProblem {
    code: string;
    /** What happened, to what, and what to do. */
    message: string;
    /** Epoch milliseconds. */
    at: number;
}

/** Local revisions that the server has not confirmed yet. */
export interface RevisionQueue {
    /** All revisions without confirmation, sent or not. */
    length: number;
    /** Those of them that were not sent: auto-sync is off or the connection is down. */
    waiting: number;
}

/** Everything about a realtime project that a user interface may want to show. */
export interface RealtimeState {
    connection: ConnectionState;
    /** Whether the connection was live at least once since the login. */
    hasEverConnected: boolean;
    /** `null` while logged out. */
    session: Session | null;
    /** Everybody who is logged in on the server, oneself included. Empty while disconnected. */
    users: readonly User[];
    projects: readonly ProjectInfo[];
    queue: RevisionQueue;
    /** The user's switch, `wsAutoSync`; features of the view suspend for themselves without touching it. */
    autoSync: boolean;
    lastError: RealtimeProblem | null;
}

/** The state of a project nobody has connected. */
export const INITIAL_STATE: RealtimeState = {
    connection: IDLE,
    hasEverConnected: false,
    session: null,
    users: [],
    projects: [],
    queue: { length: 0, waiting: 0 },
    autoSync: true,
    lastError: null
};
