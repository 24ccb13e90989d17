import { useMemo } from 'react';
import { undoHistoryOf, type UndoHistory, type UndoState } from '../store/undoHistory.ts';
import { useRealtime } from './RealtimeProvider.tsx';
import { useStore } from './useStore.ts';

const everything = (state: UndoState): UndoState => state;

/**
 * One's own undo history: what can be undone and redone, and doing so. Others' edits are never part of it; where they
 * have changed the same since, `conflict` says so and `resolve` or `dismiss` answers. Must be used within
 * `<RealtimeProvider>`.
 */
export function useUndoRedo(): UndoState & Omit<UndoHistory, 'store'> {
    const { project } = useRealtime();
    const { store, ...actions } = useMemo(() => undoHistoryOf(project), [project]);
    const state = useStore(store, everything);
    return { ...state, ...actions };
}
