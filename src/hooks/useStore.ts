import { useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';

/**
 * Reads a part of a store's state; the component renders again only when that part changes.
 * @param selector must return the same reference for the same state
 */
export function useStore<State, Part>(
    store: Pick<StoreApi<State>, 'subscribe' | 'getState' | 'getInitialState'>,
    selector: (state: State) => Part
): Part {
    return useSyncExternalStore(
        store.subscribe,
        () => selector(store.getState()),
        () => selector(store.getInitialState())
    );
}
