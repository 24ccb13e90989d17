import { activityLogOf, type ActivityState } from '../store/ActivityLog.ts';
import { useRealtime } from './RealtimeProvider.tsx';
import { useStore } from './useStore.ts';

/** What {@link useActivity} returns. */
export interface Activity extends ActivityState {
    /** Loads older entries, or tries again what has failed. Does nothing while loading, at the end, or without connection. */
    loadMore: () => void;
}

/**
 * Who did what in the project, the newest first; goes on with every edit. `activityWords` makes sentences of the
 * entries. Must be used within `<RealtimeProvider>`.
 * @param options.userId only what this person did; default: everybody
 */
export function useActivity({ userId = null }: { userId?: string | null } = {}): Activity {
    const log = activityLogOf(useRealtime().project, userId);
    return { ...useStore(log, state => state), loadMore: log.loadMore };
}
