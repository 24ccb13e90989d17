import { useEffect, useMemo } from 'react';
import { watchAuthors } from '../store/editConflicts.ts';
import type { EditConflict } from '../sync/editConflicts.ts';
import { useRealtime } from './RealtimeProvider.tsx';
import { useRealtimeState } from './useRealtimeState.ts';

/** What {@link useEditConflicts} returns. */
export interface EditConflicts {
    /** The oldest first. */
    items: readonly EditConflict[];
    /**
     * Leaves a field as it is, and forgets the conflict; what they have removed is brought back, if it is known (`lost`).
     * @throws RealtimeError `read-only`
     */
    keepMine: (key: string) => Promise<void>;
    /**
     * Sets again what the others had set, by an edit that can be undone.
     * @throws RealtimeError `read-only`
     */
    takeTheirs: (key: string) => Promise<void>;
    /** {@link EditConflicts.keepMine} for all of them, or for some. */
    keepAllMine: (keys?: readonly string[]) => Promise<void>;
    /** {@link EditConflicts.takeTheirs} for all of them, or for some; one edit, one undo step. */
    takeAllTheirs: (keys?: readonly string[]) => Promise<void>;
}

/**
 * Where one's own edits have overwritten what others had set meanwhile: while one was offline, or while an editor stood
 * open. They are remembered until they are decided, over a reload too. Must be used within `<RealtimeProvider>`.
 */
export function useEditConflicts(): EditConflicts {
    const { project, resolveEditConflicts: resolve } = useRealtime();
    const items = useRealtimeState(state => state.editConflicts);
    useEffect(() => watchAuthors(project), [project]);
    return useMemo(
        () => ({
            items,
            keepMine: key => resolve('mine', [key]),
            takeTheirs: key => resolve('theirs', [key]),
            keepAllMine: keys => resolve('mine', keys),
            takeAllTheirs: keys => resolve('theirs', keys)
        }),
        [items, resolve]
    );
}
