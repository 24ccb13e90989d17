/** Identifies a project on its server. */
export type ProjectId = string | number;

/** Identifies a record inside a store. */
export type RecordId = string | number;

/** A record as it crosses the wire: plain fields, an id, and for new records the author's temporary id. */
export interface RecordData {
    id?: RecordId;
    /** The id its author gave the record before the server gave it the real one. */
    $PhantomId?: RecordId;
    [field: string]: unknown;
}

/** Added, updated and removed records of one store. */
export interface ChangeSet {
    added?: RecordData[];
    updated?: RecordData[];
    removed?: RecordData[];
}

/** The three parts of a {@link ChangeSet}. */
export const CHANGE_KINDS = ['added', 'updated', 'removed'] as const satisfies readonly (keyof ChangeSet)[];

/**
 * Changes of one store in a revision. The engine of a receiver applies `$input` only and calculates the rest;
 * the server stores the outer lists, which contain the calculated values too.
 */
export interface StoreChanges extends ChangeSet {
    $input?: ChangeSet;
}

/**
 * The changes of one revision by store id. The key `project` is not a store: it holds changed fields of the
 * project itself. Use {@link storeEntries} to walk the stores.
 */
export interface Changes {
    project?: Record<string, unknown>;
    [store: string]: StoreChanges | Record<string, unknown> | undefined;
}

/** What the engine calculates of the project itself. */
export const CALCULATED_PROJECT_FIELDS: readonly string[] = ['id', 'startDate', 'endDate', 'duration', 'percentDone'];

/** Begins the local id of a pure correction: a revision of calculated values only, which no engine has recorded. */
export const CALCULATED_PREFIX = 'calculated-';

/** A revision as its author sends it. */
export interface LocalRevision {
    /** `local-N`, unique per client. */
    revision: string;
    clientId?: string;
    /** The last revision of the server its author had when making it: `server-N`, or `base`. */
    base?: string;
    changes: Changes;
    /** The revision whose conflict this one resolves. */
    conflictResolutionFor?: string;
}

/** A revision as the server numbers it and sends it to every subscriber, its author included. */
export interface ServerRevision {
    /** `server-N`; see {@link revisionNumber}. */
    revision: string;
    /** The author's own id of it. */
    localRevision: string;
    /** The author's client id. */
    client: string;
    /** Who made it, and when (epoch milliseconds, by the server's clock); a server of another kind may not say. */
    userId?: string | undefined;
    userName?: string | undefined;
    at?: number | undefined;
    changes: Changes;
    conflictResolutionFor?: string;
}

/** The id that a new record was given in the place of its author's temporary one. */
export interface AssignedId {
    store: string;
    phantom: RecordId;
    id: RecordId;
}

/** A project's data by store: `eventsData`, `resourcesData`, …, and the project's own fields under `project`. */
export type Dataset = Record<string, unknown>;

/** The revision id of a dataset nobody has changed yet. */
export const BASE_REVISION = 'base';

const SERVER_PREFIX = 'server-';

/** `5` → `'server-5'`, `0` → `'base'`. */
export function revisionId(number: number): string {
    return number > 0 ? SERVER_PREFIX + number : BASE_REVISION;
}

/** `'server-5'` → `5`, `'base'` → `0`; `null` for anything else. */
export function revisionNumber(id: unknown): number | null {
    if (id === BASE_REVISION) {
        return 0;
    }
    const match = typeof id === 'string' ? /^server-([1-9]\d{0,14})$/.exec(id) : null;
    return match ? Number(match[1]) : null;
}

/** The stores of a revision with their changes, without the `project` entry. */
export function storeEntries(changes: Changes): [store: string, changes: StoreChanges][] {
    return Object.entries(changes).filter(([store, value]) => store !== 'project' && value) as [string, StoreChanges][];
}

/** The name under which the server keeps a store; `tasks`, the vendor's Gantt's name, is another name of `events`. */
export function canonicalStore(store: string): string {
    return store === 'tasks' ? 'events' : store;
}
