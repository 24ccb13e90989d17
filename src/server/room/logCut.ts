import type { ProjectTables } from '../storage/ProjectTables.ts';

/** Most revisions that leave the log in one cut. */
const MAX_CUT = 2_000;

/** The log may grow over its tail by a tenth of it, and by no more than this. */
const MAX_MARGIN = 1_000;

/**
 * Revisions that it is remembered of at least what was accepted and who removed what: that many, or this many times
 * what the log itself holds.
 */
const MEMORY = { least: 100_000, times: 10 };

/** Revisions up to this number may be forgotten altogether. */
function forgettable(revision: number, tail: number): number {
    return Math.max(0, revision - Math.max(MEMORY.least, MEMORY.times * tail));
}

/**
 * How far to cut a log that is to keep `tail` revisions; `null` when it is not time yet.
 * @param staged revisions of the commit that is being prepared
 * @param cuts cuts it contains already: a log that is far too long is cut bit by bit, so that no commit takes long
 */
export function nextCut(
    { revision, logStart }: Pick<ProjectTables, 'revision' | 'logStart'>,
    tail: number,
    staged = 1,
    cuts = 0
): { logStart: number; forget: number } | null {
    const excess = revision - logStart - tail;
    const margin = Math.min(MAX_MARGIN, Math.max(1, Math.ceil(tail / 10)));
    return excess >= margin && cuts * margin <= staged
        ? { logStart: logStart + Math.min(excess, MAX_CUT), forget: forgettable(revision, tail) }
        : null;
}
