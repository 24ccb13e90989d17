import { createStore, type StoreApi } from 'zustand/vanilla';
import { INITIAL_STATE, type RealtimeState } from '../project/state.ts';

export type { SavedVersion } from '../project/versions/list.ts';
export type {
    BulkState,
    PendingEdit,
    ProjectInfo,
    RealtimeProblem,
    RealtimeState,
    RejectedEdit,
    ReviewedEdit,
    RevisionQueue,
    Session
} from '../project/state.ts';

/** A vanilla zustand store: readable and observable without React. */
export type RealtimeStore = StoreApi<RealtimeState>;

/** Makes a store; a realtime project keeps it up to date. */
export function createRealtimeStore(state: RealtimeState = INITIAL_STATE): RealtimeStore {
    return createStore<RealtimeState>(() => state);
}
