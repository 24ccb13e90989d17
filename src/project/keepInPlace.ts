import type { RecordId } from '../protocol/index.ts';
import type { View, Views } from './Views.ts';

/** What the vendor's types leave out or know of grids only. */
type Rows = View & {
    isPainted?: boolean;
    preserveScrollOnDatasetChange?: boolean;
    store?: { indexOf(id: RecordId): number };
    scrollable?: { y: number };
    rowManager?: { rows: { id: RecordId; top: number; height: number }[]; calculateTop(index: number): number };
    renderRows?: () => void;
};

/**
 * Notes which rows a user sees. The vendor's views keep the distance from the top instead, and now and then go on
 * showing rows that are gone.
 * @returns brings them back to where they were, after others have added or removed rows above, or everything was replaced
 */
export function keepInPlace(views: Views): () => void {
    const restores = views.shown.map(view => keepRows(view as Rows));
    return () => restores.forEach(restore => restore?.());
}

function keepRows(view: Rows): (() => void) | undefined {
    const { isPainted, rowManager, scrollable, store } = view;
    const y = scrollable?.y ?? 0;
    // Whoever is at the very top wants to see what comes there.
    if (!isPainted || !rowManager || !store || y <= 0) {
        return undefined;
    }
    const seen = rowManager.rows
        .filter(({ top, height }) => top + height > y)
        .map(({ id, top }) => ({ id, top, index: store.indexOf(id) }));
    const { preserveScrollOnDatasetChange } = view;
    view.preserveScrollOnDatasetChange = true;
    return () => {
        if (view.isDestroyed) {
            return;
        }
        view.preserveScrollOnDatasetChange = preserveScrollOnDatasetChange;
        const row = seen.find(({ id }) => store.indexOf(id) >= 0);
        const index = row ? store.indexOf(row.id) : -1;
        if (row && (index !== row.index || rowManager.calculateTop(index) !== row.top)) {
            scrollable!.y = rowManager.calculateTop(index) + y - row.top;
            view.renderRows?.();
        }
    };
}
