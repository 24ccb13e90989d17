import type { DatabaseSync } from 'node:sqlite';

/** The tables of the first version. */
export const VERSION_1 = `
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
 * What is left of revisions that the log no longer holds, and the age of everything that may be forgotten. The rows of
 * `projects` get small: they were written with every revision, with the initial content in them.
 */
const VERSION_2 = `
CREATE TABLE identities (
    project TEXT NOT NULL REFERENCES projects (key),
    client TEXT NOT NULL,
    local_revision TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (project, client, local_revision)
) STRICT, WITHOUT ROWID;
INSERT INTO identities
    SELECT project, client, local_revision, number FROM revisions JOIN projects ON key = project
    WHERE number <= log_start;
DELETE FROM revisions WHERE number <= (SELECT log_start FROM projects WHERE key = project);
CREATE INDEX identities_by_number ON identities (project, number);

ALTER TABLE tombstones ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
UPDATE tombstones SET revision = json_extract(data, '$.revision');
CREATE INDEX tombstones_by_revision ON tombstones (project, revision);

ALTER TABLE phantoms ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
UPDATE phantoms SET revision = (SELECT revision FROM projects WHERE key = project);
CREATE INDEX phantoms_by_revision ON phantoms (project, revision);

ALTER TABLE sessions ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET used_at = unixepoch() * 1000;
CREATE INDEX sessions_by_client ON sessions (client);

CREATE TABLE initials (
    project TEXT PRIMARY KEY REFERENCES projects (key),
    content TEXT NOT NULL
) STRICT;
INSERT INTO initials SELECT key, initial FROM projects;
ALTER TABLE projects DROP COLUMN initial;
ALTER TABLE projects DROP COLUMN revision;
`;

/** What versions hold moves out of their records: compressed, or, as it was before, plain text. */
const VERSION_3 = `
CREATE TABLE version_contents (
    project TEXT NOT NULL REFERENCES projects (key),
    id TEXT NOT NULL,
    content ANY NOT NULL,
    PRIMARY KEY (project, id)
) STRICT;
INSERT INTO version_contents
    SELECT project, id, data -> '$.content' FROM records
    WHERE store = 'versions' AND json_type(data, '$.content') IS NOT NULL;
UPDATE records SET data = json_remove(data, '$.content') WHERE store = 'versions';
`;

/**
 * Who did what, apart from the revisions: a page of it is read without their changes, and it outlives a reset. What is
 * older than this version was done by nobody.
 */
const VERSION_4 = `
CREATE TABLE activity (
    project TEXT NOT NULL REFERENCES projects (key),
    number INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (project, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_by_user ON activity (project, user_id, number);
CREATE TABLE authors (
    project TEXT NOT NULL REFERENCES projects (key),
    user_id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (project, user_id)
) STRICT, WITHOUT ROWID;
`;

/** Which ids are newer than the project, and since when. What older versions have added counts as always there. */
const VERSION_5 = `
CREATE TABLE additions (
    project TEXT NOT NULL REFERENCES projects (key),
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (project, store, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX additions_by_revision ON additions (project, revision);
`;

/** How the tables come from those of the version before; the first one starts from nothing. */
const VERSIONS = [VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5];

/** The version of the tables this package reads and writes. */
export const SCHEMA_VERSION = VERSIONS.length;

/**
 * Creates the tables in an empty database, and brings those of an older version up to date.
 * @throws Error when the database was written by a newer version of this package, or by something else
 */
export function prepareSchema(database: DatabaseSync): void {
    const version = readVersion(database);
    if (version === SCHEMA_VERSION) {
        return;
    }
    const steps = VERSIONS.slice(version).join('');
    database.exec(`BEGIN; ${steps} INSERT OR REPLACE INTO meta VALUES ('schema', '${SCHEMA_VERSION}'); COMMIT`);
}

function readVersion(database: DatabaseSync): number {
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    if (!tables.length) {
        return 0;
    }
    if (!tables.some(table => table['name'] === 'meta')) {
        throw new Error('The database holds tables of another program; name a file of its own for this server');
    }
    const version = Number(database.prepare(`SELECT value FROM meta WHERE key = 'schema'`).get()?.['value']);
    if (!(version >= 1 && version <= SCHEMA_VERSION)) {
        throw new Error(
            `The database has schema version ${version}, this server knows ${SCHEMA_VERSION}; ` +
                'start the server version that wrote it, or a newer one'
        );
    }
    return version;
}
