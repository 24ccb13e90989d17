import type { ReactNode } from 'react';

function icon(path: string): ReactNode {
    return (
        <svg
            className="sprt-icon"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.75"
            strokeLinecap="round"
            strokeLinejoin="round"
            aria-hidden="true"
        >
            <path d={path} />
        </svg>
    );
}

/** Everything is done. */
export const CHECK_ICON = icon('m3.5 8.5 3 3 6-7');
/** Something waits. */
export const PENDING_ICON = icon('M2.5 8a5.5 5.5 0 1 0 11 0 5.5 5.5 0 1 0-11 0M8 5v3l2 1.5');
/** To look at only. */
export const EYE_ICON = icon(
    'M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8M6.2 8a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0'
);
/** Something is wrong. */
export const WARNING_ICON = icon('M8 2.2 14.2 13H1.8ZM8 6.5v3M8 11.4v.1');
/** Undo. */
export const UNDO_ICON = icon('M5.5 3 2.5 6l3 3M2.8 6H9a4 4 0 0 1 0 8H6');
/** Redo. */
export const REDO_ICON = icon('m10.5 3 3 3-3 3m2.7-3H7a4 4 0 0 0 0 8h3');
/** What was done, in order. */
export const HISTORY_ICON = icon('M3 4.5h10M3 8h10M3 11.5h6');
/** Opens what is below; turned, it closes it. */
export const CHEVRON_ICON = icon('m4 6.2 4 4 4-4');
/** Two that have become one. */
export const MERGE_ICON = icon('M4 2.5V5c0 2.6 4 2.8 4 5.5v3M12 2.5V5c0 2.6-4 2.8-4 5.5');
/** Close. */
export const CLOSE_ICON = icon('m4 4 8 8m0-8-8 8');
