import type { Person, ProjectId, RecordData, RecordId } from '../../protocol/index.ts';

/** Most people of an activity log that are named. */
export const MAX_AUTHORS = 1_000;

/** A record that is stored: it always has an id. */
export type StoredRecord = RecordData & { id: RecordId };

/** A project's whole content: its own fields, and its records in order by store. */
export interface ProjectContent {
    fields: Record<string, unknown>;
    stores: [store: string, records: StoredRecord[]][];
}

/** A record that was removed, and by whom, so that a late change to it can be refused by name. */
export interface Tombstone {
    store: string;
    id: RecordId;
    /** The number of the revision that removed it. */
    revision: number;
    /** Who removed it. */
    userName: string;
    /** The record's last `name`, if it had one. */
    recordName?: string;
}

/** An id that was not there before a revision, so that whoever knew the record is told from who chose the same id. */
export interface Addition {
    store: string;
    /** As a string. */
    id: string;
    /** The number of the revision that added it first. */
    revision: number;
}

/** A numbered revision as it stands in the log. */
export interface StoredRevision {
    number: number;
    client: string;
    localRevision: string;
    userId: string;
    userName: string;
    /** The changes as JSON text. */
    changes: string;
    conflictResolutionFor?: string;
    /** Epoch milliseconds. */
    createdAt: number;
}

/**
 * What tells that a revision was accepted. When the log does not reach back to it any more, its changes are `{}` and
 * who made it when is not known.
 */
export type KnownRevision = Omit<StoredRevision, 'userId' | 'userName' | 'createdAt'> &
    Partial<Pick<StoredRevision, 'userId' | 'userName' | 'createdAt'>>;

/** An entry of the activity log: what one revision, or a reset, did. */
export interface StoredActivity {
    /** The number of the revision. */
    number: number;
    userId: string;
    /** Epoch milliseconds. */
    createdAt: number;
    /** The `EditDigest` as JSON text. */
    digest: string;
}

/** The real id behind the temporary id one client gave to a new record. */
export interface Phantom {
    store: string;
    phantom: string;
    id: RecordId;
    /** Number of the last revision that brought it as new. */
    revision: number;
}

/** Everything a room needs to start. */
export interface ProjectState {
    id: ProjectId;
    name: string;
    /** The last number given out. */
    revision: number;
    /** The log can answer for revisions after this number only; raised by a reset and when the log is cut. */
    logStart: number;
    content: ProjectContent;
    tombstones: Tombstone[];
    /** Of records that are there, and of those that were removed; what is not among them was there from the start, or for long. */
    additions: Addition[];
}

/** A client id that survives reconnects, kept under a secret. */
export interface StoredSession {
    client: string;
    userId: string;
    /** When somebody logged in with it, give or take a day; epoch milliseconds. */
    usedAt: number;
}

/** One change to a project. Within a commit they are applied in order. */
export type ProjectWrite =
    /** Inserts at the end or replaces in place; ends the record's tombstone. */
    | { type: 'putRecord'; project: ProjectId; store: string; record: StoredRecord }
    | { type: 'removeRecord'; project: ProjectId; tombstone: Tombstone }
    | { type: 'putAddition'; project: ProjectId; addition: Addition }
    /** Replaces all fields of the project itself. */
    | { type: 'setFields'; project: ProjectId; fields: Record<string, unknown> }
    /** Appends to the log and sets the project's last number. */
    | { type: 'addRevision'; project: ProjectId; revision: StoredRevision }
    /**
     * Appends to the activity log, and keeps what is known of the author. Entries of revisions up to `forget` go. A reset
     * and a cut of the log leave the activity as it is.
     */
    | { type: 'addActivity'; project: ProjectId; entry: StoredActivity; author: Person; forget: number }
    | { type: 'putPhantom'; project: ProjectId; client: string; phantom: Phantom }
    /** The content of the version with this id, as JSON text; replaces what there was. */
    | { type: 'putVersionContent'; project: ProjectId; id: RecordId; content: string }
    | { type: 'removeVersionContent'; project: ProjectId; id: RecordId }
    /**
     * Restores the initial content under a new number, without tombstones, additions and phantoms; versions stay as they are.
     * Revisions up to it leave the log but stay recognisable, so that a late resend is not taken for a new edit.
     */
    | { type: 'reset'; project: ProjectId; revision: number }
    /**
     * Takes the revisions up to `logStart` out of the log; they stay recognisable. What revisions up to `forget` have
     * left behind may go altogether: that they were accepted, their temporary ids, and the tombstones and additions of
     * what they removed and added. A storage may spread that over several cuts.
     */
    | { type: 'cutLog'; project: ProjectId; logStart: number; forget: number };

/** Any change. */
export type Write =
    | ProjectWrite
    | { type: 'createProject'; project: { id: ProjectId; name: string; content: ProjectContent } }
    | { type: 'putSession'; secret: string; session: StoredSession }
    /**
     * Forgets the sessions last used before a time, and what is kept for clients that have none: their temporary ids,
     * and which of their revisions were accepted that have left the log. Connected clients lose nothing, and their
     * sessions count as used now. Times are epoch milliseconds.
     */
    | { type: 'pruneSessions'; usedBefore: number; connected: readonly string[]; now: number };

/**
 * Where projects live. Small and synchronous: a server reads rarely and commits once per turn of the event loop.
 * Project and record ids compare as strings and come back as they were stored. What is returned, and what is
 * passed to {@link Storage.commit}, is treated as immutable by both sides.
 */
export interface Storage {
    /** All projects in the order of their creation. */
    projects(): { id: ProjectId; name: string }[];
    /** The current state of a project, `null` when there is none with this id. */
    load(project: ProjectId): ProjectState | null;
    /** The content the project was created with. */
    initialContent(project: ProjectId): ProjectContent;
    /** All temporary ids of one client. */
    phantoms(project: ProjectId, client: string): Phantom[];
    /**
     * Revisions numbered after `number`, in order: at most `limit`, and none after their changes have come to
     * `length` characters (default: any number).
     */
    revisionsAfter(project: ProjectId, number: number, limit: number, length?: number): StoredRevision[];
    /**
     * The entries of revisions before `before`, the newest first; to be read without anything else in between.
     * @param userId only those of this person; `null`: everybody's
     */
    activity(project: ProjectId, before: number, userId: string | null): Iterable<StoredActivity>;
    /** Those who have entries in the activity log, as they were last known; at most {@link MAX_AUTHORS}. */
    authors(project: ProjectId): Person[];
    /** The revision this client sent under this local id, if it was accepted. */
    findRevision(project: ProjectId, client: string, localRevision: string): KnownRevision | null;
    /** Whether {@link Storage.findRevision} finds it; what it holds is not read. */
    isAccepted(project: ProjectId, client: string, localRevision: string): boolean;
    findSession(secret: string): StoredSession | null;
    /** What a version holds, as JSON text; `null` when nothing is kept under this id. */
    versionContent(project: ProjectId, id: RecordId): string | null;
    /**
     * Applies all writes or none; once it returns they are durable, sessions at the latest with the next project. A
     * durable storage keeps hashes of session secrets, never the secrets.
     * @throws Error when the writes cannot be applied, for one when a project id or a (client, local revision) repeats
     */
    commit(writes: readonly Write[]): void;
    /** Housekeeping that need not be part of a commit; called once those who wait for the commit have their answers. */
    tidy?(): void;
    /** Idempotent. */
    close(): void;
}
