import type { DatabaseSync } from 'node:sqlite';

/** The version of the tables this package reads and writes. */
export const SCHEMA_VERSION = 1;

const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE projects (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0,
    log_start INTEGER NOT NULL DEFAULT 0,
    fields TEXT NOT NULL,
    initial TEXT NOT NULL
) STRICT;
CREATE TABLE records (
    position INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES projects (key),
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (project, store, id)
) STRICT;
CREATE TABLE tombstones (
    project TEXT NOT NULL REFERENCES projects (key),
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (project, store, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE revisions (
    project TEXT NOT NULL REFERENCES projects (key),
    number INTEGER NOT NULL,
    client TEXT NOT NULL,
    local_revision TEXT NOT NULL,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    changes TEXT NOT NULL,
    conflict_resolution_for TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (project, number),
    UNIQUE (project, client, local_revision)
) STRICT;
CREATE TABLE phantoms (
    project TEXT NOT NULL REFERENCES projects (key),
    client TEXT NOT NULL,
    store TEXT NOT NULL,
    phantom TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (project, client, store, phantom)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    client TEXT NOT NULL,
    user_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

/**
 * Creates the tables in an empty database, and checks those of an existing one.
 * @throws Error when the database was written by a newer version of this package, or by something else
 */
export function prepareSchema(database: DatabaseSync): void {
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    if (!tables.length) {
        database.exec(`BEGIN; ${TABLES} INSERT INTO meta VALUES ('schema', '${SCHEMA_VERSION}'); COMMIT`);
        return;
    }
    if (!tables.some(table => table['name'] === 'meta')) {
        throw new Error('The database holds tables of another program; name a file of its own for this server');
    }
    const version = Number(database.prepare(`SELECT value FROM meta WHERE key = 'schema'`).get()?.['value']);
    if (version !== SCHEMA_VERSION) {
        throw new Error(
            `The database has schema version ${version}, this server knows ${SCHEMA_VERSION}; ` +
                'start the server version that wrote it, or a newer one'
        );
    }
}
