import { useStore } from './useStore.ts';
import type { User } from '../protocol/index.ts';
import type { ProjectInfo, RealtimeProblem, RealtimeState, RevisionQueue, Session } from '../store/realtimeStore.ts';
import type { ConnectionState } from '../transport/connectionState.ts';
import { useRealtime } from './RealtimeProvider.tsx';

/**
 * Reads a part of the state; the component renders again only when that part changes.
 * @param selector must return the same reference for the same state (wrap in `useShallow` if it builds an object)
 */
export function useRealtimeState<T>(selector: (state: RealtimeState) => T): T {
    return useStore(useRealtime().store, selector);
}

/** Where the connection stands, as a tagged union. */
export function useConnection(): ConnectionState {
    return useRealtimeState(state => state.connection);
}

/** Who is logged in here, or `null`. */
export function useSession(): Session | null {
    return useRealtimeState(state => state.session);
}

/** Everybody who is logged in on the server. */
export function useOnlineUsers(): readonly User[] {
    return useRealtimeState(state => state.users);
}

/** The projects the user may open. */
export function useProjects(): readonly ProjectInfo[] {
    return useRealtimeState(state => state.projects);
}

/** How many of one's own edits the server has not confirmed yet; `allSaved` when none. */
export function useRevisionQueue(): RevisionQueue & { allSaved: boolean } {
    const queue = useRealtimeState(state => state.queue);
    return { ...queue, allSaved: queue.length === 0 };
}

/** Whether own edits are sent by themselves. */
export function useAutoSync(): boolean {
    return useRealtimeState(state => state.autoSync);
}

/** The last thing that went wrong, or `null`. */
export function useLastError(): RealtimeProblem | null {
    return useRealtimeState(state => state.lastError);
}
