import type { ReportProgress } from '../project/bulk.ts';
import type { Side } from '../project/ConflictList.ts';
import { listen } from '../project/engine.ts';
import type { ReviewDecision } from '../project/Outgoing.ts';
import type { RealtimeProjectConfig } from '../project/RealtimeProject.ts';
import type { RealtimeState } from '../project/state.ts';
import type { ProjectId } from '../protocol/index.ts';
import type { SchedulingIssuePolicy } from '../project/schedulingIssues.ts';
import { WebSocketProjectModel } from '../project/WebSocketProjectModel.ts';
import { createRealtimeStore, type RealtimeStore } from './realtimeStore.ts';

/** Options of {@link Realtime.edit}. */
export interface EditOptions {
    /** Shown in the undo list. Default: made from the changes. */
    title?: string;
}

/** What somebody logs in with. */
export interface LoginRequest {
    /** The server, `ws://…` or `wss://…`. Default: the address the project already has. */
    address?: string;
    userName: string;
    /** Kept in memory, for logging in again after the connection was lost. */
    password?: string;
    /**
     * Instead of a password. A function is asked at every login, also when logging in again after a lost connection, so
     * that an expired token never ends the retries.
     */
    token?: string | (() => string | Promise<string>);
}

/**
 * One realtime project: the engine's project, its state, and what can be done with it. Its identity never
 * changes, so it can be passed around and listed as a hook dependency freely.
 */
export interface Realtime {
    /** Hand this to `<BryntumSchedulerPro project={…}>`. */
    readonly project: WebSocketProjectModel;
    /** Connection, user, users, queue, last error. */
    readonly store: RealtimeStore;
    /**
     * Connects and logs in; the project's data follows by itself (see the connection state).
     * @throws RealtimeError `no-address`, `unreachable`, `timeout`, `closed`, `replaced`, `token` (`getToken` failed), or the
     * server's refusal
     */
    login(request: LoginRequest): Promise<void>;
    /** Chooses the server; does nothing when it is the one already chosen. */
    setAddress(address: string | null): void;
    /** Chooses the project, and loads it if somebody is logged in; does nothing when it is open already. */
    openProject(projectId: ProjectId | null): void;
    /** Says whether nothing may be changed here, whatever the user's role; `null`: viewers may not. */
    setReadOnly(readOnly: boolean | null): void;
    /** Says what to do about edits that the engine cannot schedule, from the next one on. */
    setSchedulingIssues(policy: SchedulingIssuePolicy): void;
    /** Logs out and closes the connection. Unconfirmed edits stay in the queue. */
    logout(): Promise<void>;
    /** Connects again at once instead of waiting for the next try, or for one that has hung for a second. */
    retryNow(): void;
    /** Switches auto-sync; switching it on sends what waits. */
    setAutoSync(on: boolean): void;
    /** Sends what waits now, and leaves auto-sync as it is. */
    sync(): void;
    /**
     * Asks the server to restore the project's initial data, for everybody.
     * @throws RealtimeError `closed`, `timeout`, or the server's refusal
     */
    reset(): Promise<void>;
    /**
     * Runs a function that changes records as one transaction: one undo step, one revision, on its way as soon as the
     * function is done. Waits until a drag or an open editor is finished. Plain edits outside of it travel too. What is
     * edited while the function waits for something joins in; if an `edit` that joined in throws, all of it is taken back.
     * @returns what the function returns
     * @throws RealtimeError `read-only`; `taken-back` if it cannot be scheduled and was taken back therefore; or what the
     * function throws, and then everything it changed is taken back, too
     *
     * @example
     * await realtime.edit(() => { event.name = 'Paint'; event.duration = 3; }, { title : 'Plan painting' });
     */
    edit<R>(change: () => R | Promise<R>, options?: EditOptions): Promise<R>;
    /**
     * Like {@link Realtime.edit}, for changes of many records: views are drawn once, when it is done, and the state says
     * how far it is (`useBulkProgress`, `BulkProgress`). A function that awaits `report` lets the page answer meanwhile;
     * what is edited in the meantime joins in.
     *
     * @example
     * await realtime.bulk(async report => {
     *     for (const [index, event] of events.entries()) {
     *         event.duration = 5;
     *         await report(index + 1, events.length);
     *     }
     * }, { title : 'A week for everything' });
     */
    bulk<R>(change: (report: ReportProgress) => R | Promise<R>, options?: EditOptions): Promise<R>;
    /**
     * Decides editing conflicts, see `useEditConflicts`.
     * @param keys which. Default: all
     * @throws RealtimeError `read-only`, where an edit is necessary
     */
    resolveEditConflicts(side: Side, keys?: readonly string[]): Promise<void>;
    /**
     * Decides about edits that wait to be reviewed, see `useReview`.
     * @param ids which. Default: all
     */
    review(decision: ReviewDecision, ids?: readonly string[]): Promise<void>;
    /** Clears the list of refused edits, and the last error if it says the same. */
    dismissRejections(): void;
    /** Clears the last error. */
    dismissError(): void;
    /** Closes the connection; the project and its unconfirmed edits stay, and a login goes on with them. */
    disconnect(): void;
}

/** Makes a realtime project. Nothing is connected before {@link Realtime.login}. */
export function createRealtime(config: RealtimeProjectConfig = {}): Realtime {
    const project = new WebSocketProjectModel(config);
    const store = createRealtimeStore(project.wsState);
    listen(project, {
        wsStateChange: ({ changes }: { changes: Partial<RealtimeState> }) => store.setState(changes)
    });
    function setAddress(address: string | null): void {
        if (address !== project.wsAddress) {
            project.wsAddress = address;
        }
    }
    return {
        project,
        store,
        async login({ address, userName, password, token }) {
            setAddress(address ?? project.wsAddress);
            project.wsUserName = userName;
            await project.wsLogin({
                login: userName,
                password: password || undefined,
                ...(typeof token === 'function' ? { getToken: token } : { token: token || undefined })
            });
        },
        setAddress,
        openProject(projectId) {
            if (projectId !== project.wsProjectId) {
                project.wsProjectId = projectId;
            }
        },
        setReadOnly(readOnly) {
            project.wsReadOnly = readOnly;
        },
        setSchedulingIssues(policy) {
            project.wsSchedulingIssues = policy;
        },
        async logout() {
            project.wsLogout();
        },
        retryNow: () => project.wsRetryNow(),
        setAutoSync(on) {
            project.wsAutoSync = on;
        },
        sync: () => void project.wsFlush(),
        reset: () => project.wsReset(),
        edit: (change, { title } = {}) => project.wsEdit(change, title),
        bulk: (change, { title } = {}) => project.wsBulk(change, title),
        resolveEditConflicts: (side, keys) => project.wsResolveEditConflicts(side, keys),
        review: (decision, ids) => project.wsReview(decision, ids),
        dismissRejections() {
            const { lastError, rejections } = store.getState();
            if (rejections.some(({ message }) => message === lastError?.message)) {
                project.wsDismissError();
            }
            project.wsDismissRejections();
        },
        dismissError: () => project.wsDismissError(),
        disconnect: () => project.wsClose()
    };
}
