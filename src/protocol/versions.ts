import type { RecordData, RecordId } from './changes.ts';

/** The store of the saved versions of a project. They are records like any others; what they hold is loaded by itself. */
export const VERSIONS = 'versions';

/** The field that holds a version's content. */
export const VERSION_CONTENT = 'content';

/** Stores that copy the project or tell of it: no two clients need to agree on them, and no version holds them. */
export const COPIES: readonly string[] = [VERSIONS, 'changelogs'];

/** A version as it stands in its store, without its content. Everything but the name is the server's word. */
export interface VersionRecord extends RecordData {
    id: RecordId;
    /** `null`: nobody has given it one. */
    name: string | null;
    /** Made by itself: it goes when there are too many of them. Giving it a name keeps it. */
    isAutosave: boolean;
    /** When its content was taken, in ISO form. */
    savedAt: string;
    /** Who saved it; `null`: the server. */
    userId: string | null;
    userName: string | null;
    /** Whose edits an automatic version is the first to hold. */
    authors?: string[];
    /** The last revision its content has: `server-N`, or `base`. */
    revision: string;
    /** The hash of its content, see `StateHash`. */
    hash: string;
}
