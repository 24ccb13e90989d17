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
    focusedCell?: { id: RecordId; columnId?: RecordId } | null;
    getCell?: (cell: object) => HTMLElement | null;
};

/**
 * Notes which rows a user sees, and which cell has the focus. The vendor's views keep the distance from the top and the
 * number of the row instead, and now and then go on showing rows that are gone.
 * @returns brings everything back to where it was, after others have added or removed rows above, or all was replaced
 */
export function keepInPlace(views: Views): () => void {
    const restores = views.shown.flatMap((view: Rows) => [keepRows(view), keepFocus(view)]);
    return () => restores.forEach(restore => restore?.());
}

function keepFocus(view: Rows): (() => void) | undefined {
    const { id, columnId } = view.focusedCell ?? {};
    const cell = { id, columnId };
    const hasFocus = id != null && columnId != null && view.getCell?.(cell) === document.activeElement;
    return hasFocus
        ? () => {
              const element = view.isDestroyed ? null : view.getCell!(cell);
              if (element !== document.activeElement) {
                  element?.focus({ preventScroll: true });
              }
          }
        : undefined;
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
