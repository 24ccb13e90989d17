import type { ProjectModel, ProjectModelConfig } from '@bryntum/schedulerpro';
import type { ProjectId } from '../protocol/index.ts';
import type { Credentials, LoginData } from '../transport/Connection.ts';
import type { ConnectionEnvironment } from '../transport/environment.ts';
import type { WebSocketConstructor, WebSocketManager } from '../transport/WebSocketManager.ts';
import type { LocalRevision } from '../protocol/index.ts';
import type { OutboxStorage } from '../sync/OutboxStorage.ts';
import type { ChangeSource } from './engineState.ts';
import type { EditConflictPolicy } from '../sync/editConflicts.ts';
import type { Side } from './ConflictList.ts';
import type { ForeignEdit } from './ForeignEdits.ts';
import type { ConflictPolicy, Direction } from './history.ts';
import type { ReportProgress } from './bulk.ts';
import type { LoggedMessage } from './Notifier.ts';
import type { ReviewDecision } from './Outgoing.ts';
import type { SchedulingIssuePolicy } from './schedulingIssues.ts';
import type { RealtimeState } from './state.ts';

/** Configs that `ProjectWebSocketHandlerMixin` adds to a project. */
export interface ProjectWebSocketHandlerConfig {
    /** The server, `ws://…` or `wss://…`. Setting it closes a connection to another one. Default: `null`. */
    wsAddress?: string | null;
    /** Name of the user, for display by widgets. Default: `''`. */
    wsUserName?: string;
    /** Whether the project's data is loaded by itself after a login and when `wsProjectId` changes. Default: `true`. */
    wsAutoLoad?: boolean;
    /**
     * The user's switch: `false` holds local revisions back until it is `true` again. Counts as one
     * `suspendAutoSync()`. Default: `true`.
     */
    wsAutoSync?: boolean;
    /**
     * Whether nothing may be changed here, whatever the user's role; `null`: viewers may not. Views of the project are
     * read-only then, and what code edits all the same is taken back. The server refuses viewers in any case. Default: `null`.
     */
    wsReadOnly?: boolean | null;
    /**
     * What becomes of editing conflicts: `ask` remembers them (`wsState.editConflicts`), `mine` forgets them at once,
     * `theirs` brings back what others have set, by an edit of its own. Default: `ask`.
     */
    wsEditConflicts?: EditConflictPolicy;
    /**
     * More unconfirmed edits than this are not sent when somebody comes back, after a lost connection or with what an
     * earlier page has left, until the user has reviewed them (`wsState.review`). `null` sends any number. Default: `null`.
     */
    wsReviewAbove?: number | null;
    /** What to do about edits that the engine cannot schedule. Default: `ask`. */
    wsSchedulingIssues?: SchedulingIssuePolicy;
    /** Milliseconds that connecting, a login or a load may take. Default: 60000. */
    wsConnectionTimeout?: number;
    /** The project on the server. Default: `null`. */
    wsProjectId?: ProjectId | null;
    /** Whether `wsMessageLog` keeps the last 1,000 messages. Default: `false`. */
    wsLogMessages?: boolean;
    /** WebSocket class of this project. Default: `WebSocketManager.webSocketImplementation`. */
    webSocketImplementation?: WebSocketConstructor | null;
    /**
     * Where unconfirmed edits are kept over a reload or crash of the page; `null` keeps them in memory only. Default:
     * IndexedDB.
     */
    wsOutboxStorage?: OutboxStorage | null;
    /** Clock, randomness and wake-up events of the connection. Default: the browser's. */
    wsEnvironment?: ConnectionEnvironment;
}

/**
 * What `ProjectWebSocketHandlerMixin` adds to a project. Events it fires, besides the engine's:
 *
 * | event | when |
 * | --- | --- |
 * | `wsOpen`, `wsClose` | a socket was opened; a socket or an attempt to open one is gone |
 * | `wsError { error }` | something went wrong; nothing is lost by it |
 * | `wsMessage { data }` | any message arrived |
 * | `wsSendMessage { command, data }` | a message was sent (not logins and heartbeats) |
 * | `wsSendChanges` | local revisions were sent |
 * | `wsBeforeReceiveChanges { revisions, stored }` | before revisions are applied; `stored(store, id)` is a record as the server had it before them |
 * | `wsReceiveChanges { revisions, source }` | after revisions are applied, one's own among them |
 * | `wsShowChanges { revisions, source }` | others' revisions, or parts of them, can be seen from now on: after they are applied, and for a record in an open editor when that is closed |
 * | `wsReceiveDataset { source }` | a dataset was loaded |
 * | `wsLoad` | the project is loaded, or has caught up after a reconnect |
 * | `revisionQueued { length }` | a local revision has to wait: auto-sync is off or the connection is down |
 * | `revisionQueueClear` | auto-sync was switched on and sends what waited |
 * | `wsVersionAutoSaveOK` | this client was chosen to save a version, which `versionsOf(project)` does |
 * | `loadVersionContent { versionId, project, content }` | a version's content arrived |
 * | `wsActivity { page }` | a part of the activity log arrived |
 * | `wsReject { rejection }` | an own edit was refused; see `wsState.rejections` |
 * | `wsDesync { reason, records }` | this screen differed from the server and is being brought in line |
 * | `wsStateChange { state, changes }` | `wsState` changed |
 */
export interface ProjectWebSocketHandler extends Required<ProjectWebSocketHandlerConfig> {
    /** This client's id on the server; `null` before the first login. */
    clientId: string | null;
    /** A snapshot of connection, user, users, queue, versions and last error. */
    readonly wsState: RealtimeState;
    /** The last messages, oldest first, without logins and heartbeats; empty unless `wsLogMessages`. */
    readonly wsMessageLog: readonly LoggedMessage[];
    /** Holds the socket; `null` without an address. */
    readonly websocketManager: WebSocketManager | null;
    /**
     * Where what is being changed right now comes from; for listeners of the stores (`project.eventStore.on('change')`),
     * which hear of everything. `local`: the user or code, undo and redo included. `remote`: the server, be it others'
     * revisions, also those missed while the connection was gone, a dataset, or a refused edit that is taken back. `replay`:
     * what had been there before is made again, one's own unconfirmed edits after a dataset has replaced everything, or
     * all of it when the engine has to be made anew.
     */
    readonly wsSource: ChangeSource;
    /** Whether `suspendAutoSync` was called more often than `resumeAutoSync`. */
    readonly isAutoSyncSuspended: boolean;

    /**
     * Logs in and keeps the credentials in memory for reconnecting. Opens the socket first where necessary.
     * @throws RealtimeError `no-address`, `unreachable`, `timeout`, `closed`, `replaced`, `token` (`getToken` failed), or the
     * server's refusal
     */
    wsLogin(credentials: Credentials): Promise<LoginData>;
    /** Logs out and closes the socket. Unconfirmed edits stay in the queue. */
    wsLogout(): void;
    /**
     * Sends any message, opening the socket first where necessary. A `login` goes through {@link wsLogin}.
     * @param silent do not fire `wsSendMessage`
     * @returns whether it was sent, of a `login` whether it was accepted
     */
    wsSend(command: string, data?: unknown, silent?: boolean): Promise<boolean>;
    /** Template method: called with every message that arrives, after `wsMessage`. */
    wsReceive(data: unknown): void;
    /** Opens the socket; resolves to whether it is open. */
    wsOpen(): Promise<boolean>;
    /**
     * Loads the project's data afresh; two loads at once are one. Unconfirmed edits are made again on top.
     * @throws RealtimeError `no-project`, `unreachable`, `not-signed-in`, `timeout`, `closed`, or the server's refusal
     */
    wsLoad(): Promise<void>;
    /** Closes the socket and stops reconnecting. Unconfirmed edits stay in the queue. */
    wsClose(): void;
    /** Tries to connect at once where a retry is pending or was given up. */
    wsRetryNow(): void;
    /**
     * Asks the server to restore the project's initial data, for everybody.
     * @throws RealtimeError `closed`, `timeout`, or the server's refusal
     */
    wsReset(): Promise<void>;
    /**
     * Puts revisions of the project that is loaded into the outbox and sends it; resolves to whether they were sent now.
     * @throws RealtimeError `read-only`, or `no-project` before a project is loaded: await `wsLoad()` first
     */
    sendRevisions(revisions: readonly LocalRevision[]): Promise<boolean>;
    /** Sends what waits, even while auto-sync is off; returns whether it could be sent. */
    wsFlush(): boolean;
    /** Forgets `wsState.lastError`. */
    wsDismissError(): void;
    /** Forgets `wsState.rejections`. */
    wsDismissRejections(): void;
    /**
     * Decides editing conflicts: `mine` leaves everything as it is, but brings back what they have removed; `theirs` sets
     * theirs again. One edit for all.
     * @param keys which, of `wsState.editConflicts`. Default: all
     * @throws RealtimeError `read-only`, where an edit is necessary
     */
    wsResolveEditConflicts(side: Side, keys?: readonly string[]): Promise<void>;
    /**
     * Decides about edits that wait for it: `accept` sends them, in order and behind those that are still undecided;
     * `discard` takes them back, and with them those that need what they add.
     * @param ids which, of `wsState.review`. Default: all
     */
    wsReview(decision: ReviewDecision, ids?: readonly string[]): Promise<void>;
    /**
     * Runs a function that changes records as one transaction: one undo step, one revision, on its way as soon as the
     * function is done. Waits until a drag or an open editor is finished.
     * @param title shown in the undo list. Default: made from the changes
     * @throws RealtimeError `read-only`; `taken-back` if it cannot be scheduled and was taken back therefore; or what the
     * function throws, and then everything it changed is taken back, too
     */
    wsEdit<R>(change: () => R | Promise<R>, title?: string): Promise<R>;
    /**
     * Undoes or redoes own steps, unless others have changed since what it would change back.
     * @param policy what to do then. `ask`: nothing; `rest`: leave theirs alone; `all`: overwrite it
     * @param steps how many. Default: 1
     * @returns what is in the way; for `ask`, an empty list means that it was done
     * @throws RealtimeError `nested` inside of a function given to {@link wsEdit}, or what the engine throws
     */
    wsGoThroughHistory(direction: Direction, policy: ConflictPolicy, steps?: number): Promise<ForeignEdit[]>;
    /**
     * Like {@link wsEdit}, for changes of many records: views are drawn once, when it is done, and `wsState.bulk` tells
     * how far it is.
     */
    wsBulk<R>(change: (report: ReportProgress) => R | Promise<R>, title?: string): Promise<R>;
    /** Holds local revisions back until as many calls of {@link resumeAutoSync}. */
    suspendAutoSync(): void;
    /** Undoes one {@link suspendAutoSync}; the last one sends what waited. */
    resumeAutoSync(doSync?: boolean): void;
}

/** A project with `ProjectWebSocketHandlerMixin`. */
export type RealtimeProject = ProjectModel & ProjectWebSocketHandler;

/** Configuration of a realtime project. */
export type RealtimeProjectConfig = Partial<ProjectModelConfig> & ProjectWebSocketHandlerConfig;
