import { createStore, type StoreApi } from 'zustand/vanilla';
import { INITIAL_STATE, type RealtimeState } from '../project/state.ts';

export type { ProjectInfo, RealtimeProblem, RealtimeState, RevisionQueue, Session } from '../project/state.ts';

/** A vanilla zustand store: readable and observable without React. */
export type RealtimeStore = StoreApi<RealtimeState>;

/** Makes an empty store; a realtime project fills it. */
export function createRealtimeStore(): RealtimeStore {
    return createStore<RealtimeState>(() => INITIAL_STATE);
}
