import { useMemo } from 'react';
import type { ReviewedEdit } from '../store/realtimeStore.ts';
import type { EditConflict } from '../sync/editConflicts.ts';
import { useRealtime } from './RealtimeProvider.tsx';
import { useEditConflicts } from './useEditConflicts.ts';
import { useRealtimeState } from './useRealtimeState.ts';

/** An edit that waits to be reviewed. */
export interface ReviewItem extends ReviewedEdit {
    /** What others have set meanwhile that it would overwrite. */
    conflicts: readonly EditConflict[];
}

/** What {@link useReview} returns. */
export interface Review {
    /** The oldest first; empty when nothing is to be reviewed. */
    items: readonly ReviewItem[];
    /** Lets an edit go. They are sent in order, so it waits for those before it. */
    accept: (id: string) => Promise<void>;
    /** Takes an edit back, and its `dependents` along with it. */
    discard: (id: string) => Promise<void>;
    /** Lets all of them go. */
    acceptAll: () => Promise<void>;
    /** Takes all of them back. */
    discardAll: () => Promise<void>;
}

/**
 * One's own edits that are not sent before they are reviewed, because there are more than `reviewAbove` after a long
 * absence. What others do keeps arriving meanwhile, and new edits wait behind them. Must be used within
 * `<RealtimeProvider>`.
 */
export function useReview(): Review {
    const { review } = useRealtime();
    const held = useRealtimeState(state => state.review);
    const { items: conflicts } = useEditConflicts();
    return useMemo(() => {
        const byEdit = Map.groupBy(conflicts, ({ edit }) => edit);
        return {
            items: (held ?? []).map(item => ({ ...item, conflicts: byEdit.get(item.id) ?? [] })),
            accept: id => review('accept', [id]),
            discard: id => review('discard', [id]),
            acceptAll: () => review('accept'),
            discardAll: () => review('discard')
        };
    }, [held, conflicts, review]);
}
