import { MAX_FRAME, MAX_REVISIONS, type LocalRevision } from '../protocol/index.ts';

/** Bytes that are left for what a message says beside its revisions. */
const ENVELOPE = 4_096;

/** Bytes after which a message takes no further revision: small enough for servers to work on it at one go. */
const ENOUGH = MAX_FRAME / 4;

const encoder = new TextEncoder();

/** The next revisions to send. */
export interface Portion {
    revisions: LocalRevision[];
    /** It is a single one that does not fit into any message. */
    isTooLarge: boolean;
}

/**
 * Takes as many of the first revisions as one message may hold, one at least.
 * @param waiting at least one
 */
export function nextPortion(waiting: readonly LocalRevision[]): Portion {
    let size = ENVELOPE;
    let count = 0;
    for (const revision of waiting.slice(0, MAX_REVISIONS)) {
        const added = encoder.encode(JSON.stringify(revision)).length + 1;
        if (count && size + added > ENOUGH) {
            break;
        }
        size += added;
        count++;
    }
    return { revisions: waiting.slice(0, count), isTooLarge: size > MAX_FRAME };
}
