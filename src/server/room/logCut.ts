import type { ProjectTables } from '../storage/ProjectTables.ts';

/** Most revisions that leave the log in one commit. */
const MAX_CUT = 2_000;

/** The log may grow over its tail by a tenth of it, and by no more than this. */
const MAX_MARGIN = 1_000;

/** How many times longer than the log itself it is remembered what was accepted and who removed what. */
const MEMORY = 10;

/** How far to cut a log that is to keep `tail` revisions; `null` when it is not time yet. */
export function nextCut(
    { revision, logStart }: Pick<ProjectTables, 'revision' | 'logStart'>,
    tail: number
): { logStart: number; forget: number } | null {
    const excess = revision - logStart - tail;
    return excess >= Math.min(MAX_MARGIN, Math.ceil(tail / 10))
        ? { logStart: logStart + Math.min(excess, MAX_CUT), forget: Math.max(0, revision - MEMORY * tail) }
        : null;
}
