import type { Storage } from '../storage/Storage.ts';
import type { Authenticate } from './auth.ts';

/** Every number of the server core in one place. Durations are milliseconds. */
export const HUB_DEFAULTS = {
    /** How often dialect 2 clients are to give a sign of life. */
    heartbeat: 15_000,
    /** Least time between two lists of users; grows with the number of connections. */
    usersDelay: 100,
    /**
     * How long after a change a version is made, and how often one client of a project is asked to save one; 0: never.
     */
    autosaveInterval: 60 * 60_000,
    /** Revisions after which a version is made; 0: never. */
    autosaveRevisions: 1_000,
    /** Automatic versions of a project that are kept. */
    autosaveKeep: 50,
    /** Versions of a project that people may save. */
    maxVersions: 500,
    /** Longest message before login, in characters. */
    maxAnonymousPayload: 64 * 1024,
    /** Unsent bytes, beyond what a client asked for itself, at which it counts as too slow. */
    maxBuffered: 16 * 1024 * 1024,
    /** Malformed messages in a row that end a connection. */
    maxBadMessages: 50,
    /** Messages that wait while a login is being decided; more end the connection. */
    maxWaiting: 1_000,
    /** Missed revisions that are still sent one by one; a client that missed more gets the dataset. */
    maxCatchUp: 10_000,
    /** Characters of missed changes that are still sent one by one. */
    maxCatchUpLength: 16 * 1024 * 1024,
    /** Revisions of a project that stay in the log; a client that missed more gets the dataset. */
    logTail: 10_000,
    /** How long a project stays in memory that nobody has loaded. */
    projectIdle: 10 * 60_000,
    /** How long a session is kept that nobody uses. */
    sessionAge: 30 * 24 * 60 * 60_000
} as const;

/** How a {@link Hub} is set up. The numbers are those of {@link HUB_DEFAULTS}, with their meanings. */
export interface HubOptions {
    storage: Storage;
    authenticate: Authenticate;
    heartbeat?: number;
    usersDelay?: number;
    autosaveInterval?: number;
    autosaveRevisions?: number;
    autosaveKeep?: number;
    maxVersions?: number;
    maxAnonymousPayload?: number;
    maxBuffered?: number;
    maxBadMessages?: number;
    maxWaiting?: number;
    maxCatchUp?: number;
    maxCatchUpLength?: number;
    logTail?: number;
    projectIdle?: number;
    sessionAge?: number;
    /** What the command `version` answers. Default: `unknown`. */
    version?: string;
    /** Runs a function at the end of the current turn of the event loop. Default: `setImmediate`, else a timer. */
    schedule?: (run: () => void) => void;
    /** Runs a function later; returns a function that calls it off. Default: `setTimeout`. */
    delay?: (run: () => void, milliseconds: number) => () => void;
    /** Epoch milliseconds. Default: `Date.now`. */
    now?: () => number;
    /** A new unique id, also used for session secrets. Default: `crypto.randomUUID`. */
    mintId?: () => string;
    /** Hears of failures that clients only learn about as `server-error`. Default: `console.error`. */
    onError?: (error: unknown) => void;
}

/** Options with nothing left open. */
export type ResolvedHubOptions = Required<HubOptions>;

function defaultSchedule(run: () => void): void {
    if (typeof globalThis.setImmediate === 'function') {
        globalThis.setImmediate(run);
    } else {
        globalThis.setTimeout(run, 0);
    }
}

function defaultDelay(run: () => void, milliseconds: number): () => void {
    const timer = globalThis.setTimeout(run, milliseconds);
    return () => globalThis.clearTimeout(timer);
}

/** Fills in the defaults; an option that is `undefined` counts as not given. */
export function resolveHubOptions(options: HubOptions): ResolvedHubOptions {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as HubOptions;
    return {
        ...HUB_DEFAULTS,
        version: 'unknown',
        schedule: defaultSchedule,
        delay: defaultDelay,
        now: Date.now,
        mintId: () => globalThis.crypto.randomUUID(),
        onError: error => console.error(error),
        ...given
    };
}
