import type { ProjectId, User } from '../protocol/index.ts';
import type { EditConflict } from '../sync/editConflicts.ts';
import type { EditSummary } from '../sync/summary.ts';
import { IDLE, type ConnectionProblem, type ConnectionState } from '../transport/connectionState.ts';
import type { SavedVersion } from './versions/list.ts';

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
export interface RealtimeProblem extends ConnectionProblem {
    /** Epoch milliseconds. */
    at: number;
}

/** An edit that the server has not confirmed yet. */
export interface PendingEdit extends EditSummary {
    /** Unique among the edits of this page. */
    id: string;
    /** When it was made, epoch milliseconds. */
    at: number;
    /** Whether it is on its way; `false`: auto-sync is off, the connection is down, or it is to be reviewed. */
    sent: boolean;
}

/** An edit that is not sent before the user has said so. */
export interface ReviewedEdit extends PendingEdit {
    /** Edits of the same list that need what this one adds; they are discarded along with it. */
    dependents: readonly string[];
}

/** An edit that did not survive: the server refused it, or what it changes was removed meanwhile. */
export interface RejectedEdit extends EditSummary, RealtimeProblem {
    id: string;
}

/** Local revisions that the server has not confirmed yet. */
export interface RevisionQueue {
    /** All revisions without confirmation, sent or not. */
    length: number;
    /** Those of them that were not sent: auto-sync is off, the connection is down, or they are to be reviewed. */
    waiting: number;
    /** The edits themselves, oldest first. */
    items: readonly PendingEdit[];
    /** When the oldest of them was made, epoch milliseconds; `null` when there is none. */
    oldestAt: number | null;
}

/** How far a `bulk()` is. */
export interface BulkState {
    /** What the host calls it; `null` when it says nothing. */
    title: string | null;
    /** The host's function runs, or the engine calculates what follows from its changes. */
    phase: 'editing' | 'calculating';
    /** Of `total`: what the function has reported, or in the second phase the engine; `null` while nobody has. */
    done: number | null;
    total: number | null;
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
    /** Own edits that were refused and not dismissed yet, oldest first. */
    rejections: readonly RejectedEdit[];
    /** Where own edits have overwritten what others had set meanwhile, and nobody has decided yet; oldest first. */
    editConflicts: readonly EditConflict[];
    /** Own edits that are to be reviewed before they are sent, oldest first; `null` when there are none. */
    review: readonly ReviewedEdit[] | null;
    /** The `bulk()` that runs right now, if any. */
    bulk: BulkState | null;
    /** Saved versions of the project, the newest first. */
    versions: readonly SavedVersion[];
    /** How often this screen differed from the server and was brought in line. */
    desyncs: number;
    /**
     * Whether nothing may be changed here: the user is a viewer, or the host says so (`wsReadOnly`). A logout leaves it
     * as it was.
     */
    readOnly: boolean;
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
    queue: { length: 0, waiting: 0, items: [], oldestAt: null },
    rejections: [],
    editConflicts: [],
    review: null,
    bulk: null,
    versions: [],
    desyncs: 0,
    readOnly: false,
    autoSync: true,
    lastError: null
};
