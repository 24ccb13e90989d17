import { useMemo } from 'react';
import type { User } from '../protocol/index.ts';
import type {
    BulkState,
    ProjectInfo,
    RealtimeProblem,
    RealtimeState,
    RejectedEdit,
    RevisionQueue,
    Session
} from '../store/realtimeStore.ts';
import type { ConnectionState } from '../transport/connectionState.ts';
import { useRealtime } from './RealtimeProvider.tsx';
import { useSecondsUntil } from './useSeconds.ts';
import { useStore } from './useStore.ts';

/**
 * Reads a part of the state; the component renders again only when that part changes.
 * @param selector must return the same reference for the same state (wrap in `useShallow` if it builds an object)
 */
export function useRealtimeState<T>(selector: (state: RealtimeState) => T): T {
    return useStore(useRealtime().store, selector);
}

/** What {@link useConnection} returns: the tagged union of the connection's states, and what belongs to all of them. */
export type ConnectionInfo = ConnectionState & {
    /** Whether the connection was live at least once since the login. */
    readonly hasEverConnected: boolean;
    /** Connects at once instead of waiting for the next try, or for one that hangs. */
    readonly tryNow: () => void;
};

/** Where the connection stands. The seconds until the next try come from {@link useSecondsToNextTry}. */
export function useConnection(): ConnectionInfo {
    const { retryNow: tryNow } = useRealtime();
    const connection = useRealtimeState(state => state.connection);
    const hasEverConnected = useRealtimeState(state => state.hasEverConnected);
    return useMemo(() => ({ ...connection, hasEverConnected, tryNow }), [connection, hasEverConnected, tryNow]);
}

/**
 * Whole seconds until a lost connection is tried again, `null` in any other state. Renders the component every second
 * meanwhile, so use it in a small one.
 */
export function useSecondsToNextTry(): number | null {
    return useSecondsUntil(
        useRealtimeState(({ connection }) => (connection.status === 'reconnecting' ? connection.nextTryAt : null))
    );
}

/** Who is logged in here, or `null`. */
export function useSession(): Session | null {
    return useRealtimeState(state => state.session);
}

/**
 * Whether nothing may be changed here: the user is a viewer, or the host says so. Schedulers that show the project are
 * read-only by themselves then; this is for controls of your own.
 */
export function useReadOnly(): boolean {
    return useRealtimeState(state => state.readOnly);
}

/** Everybody who is logged in on the server. */
export function useOnlineUsers(): readonly User[] {
    return useRealtimeState(state => state.users);
}

/** The projects the user may open. */
export function useProjects(): readonly ProjectInfo[] {
    return useRealtimeState(state => state.projects);
}

/**
 * One's own edits that the server has not confirmed yet; `allSaved` when there are none. For the age of the oldest one:
 * `useSecondsSince(useRevisionQueue().oldestAt)`.
 */
export function useRevisionQueue(): RevisionQueue & { allSaved: boolean } {
    const queue = useRealtimeState(state => state.queue);
    return { ...queue, allSaved: queue.length === 0 };
}

/** One's own edits that were refused, oldest first, and what clears the list. */
export function useRejections(): { items: readonly RejectedEdit[]; dismiss: () => void } {
    const { dismissRejections: dismiss } = useRealtime();
    return { items: useRealtimeState(state => state.rejections), dismiss };
}

/** Whether own edits are sent by themselves. */
export function useAutoSync(): boolean {
    return useRealtimeState(state => state.autoSync);
}

/** How far the `bulk()` is that runs right now; `null` when none does. */
export function useBulkProgress(): BulkState | null {
    return useRealtimeState(state => state.bulk);
}

/** The last thing that went wrong, or `null`. */
export function useLastError(): RealtimeProblem | null {
    return useRealtimeState(state => state.lastError);
}
