import { VERSIONS, type RecordId } from '../../protocol/index.ts';
import type { Mirror } from '../../sync/Mirror.ts';

/** A saved version of a project; what it holds is loaded by itself. */
export interface SavedVersion {
    id: RecordId;
    /** `null`: nobody has given it one. */
    name: string | null;
    /** Made by itself: it goes when there are too many of them. Giving it a name keeps it. */
    isAutomatic: boolean;
    /** Epoch milliseconds; `null` when the server does not say. */
    savedAt: number | null;
    /** Who saved it; `null`: the server did, or does not say. */
    userId: string | null;
    userName: string | null;
    /** Whose edits an automatic version is the first to hold. */
    authors: readonly string[];
    /** The hash of what it holds, which says whether anything has changed since; `null` when the server does not say. */
    hash: string | null;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

/** The versions the server has told of, the newest first. */
export function listVersions(mirror: Mirror): SavedVersion[] {
    return [...mirror.records(VERSIONS)]
        .map(({ id, name, isAutosave, savedAt, userId, userName, authors, hash }) => ({
            id: id!,
            name: text(name),
            isAutomatic: isAutosave === true,
            savedAt: Date.parse(String(savedAt)) || null,
            userId: text(userId),
            userName: text(userName),
            authors: Array.isArray(authors) ? authors.map(String) : [],
            hash: text(hash)
        }))
        .sort((a, b) => (b.savedAt ?? 0) - (a.savedAt ?? 0));
}
