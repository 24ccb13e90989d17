/**
 * Every command name that crosses the wire, in both directions. This is the only place in the code base
 * where these literals stand; PROTOCOL.md describes what each one carries.
 */
export const Command = {
    login: 'login',
    logout: 'logout',
    join: 'join',
    users: 'users',
    projects: 'projects',
    dataset: 'dataset',
    projectChange: 'project_change',
    reset: 'reset',
    requestVersionAutosave: 'request_version_autosave',
    versionAutoSaveOK: 'versionAutoSaveOK',
    /** The question; the vendor's demo server also answers with this name. */
    loadVersionContent: 'load_version_content',
    /** The answer the document's mixin waits for. */
    versionContent: 'loadVersionContent',
    version: 'version',
    update: 'update',
    revisionRejected: 'revision_rejected',
    /** Who did what: the log of a project's edits, page by page. */
    activity: 'activity',
    /** A client tells the hash of what it holds. */
    state: 'state',
    /** A client is told that it holds something else than the server. */
    resync: 'resync',
    ping: 'ping',
    pong: 'pong',
    error: 'error'
} as const;

/** A command name of the protocol. */
export type Command = (typeof Command)[keyof typeof Command];

/** The highest dialect this package speaks. A peer that does not say otherwise speaks dialect 1. */
export const PROTOCOL_VERSION = 2;
