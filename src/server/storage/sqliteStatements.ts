import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { VERSIONS } from '../../protocol/index.ts';
import { MAX_AUTHORS, type StoredActivity, type StoredRevision } from './Storage.ts';

const REVISION_COLUMNS =
    'number, client, local_revision, user_id, user_name, changes, conflict_resolution_for, created_at';

const ACTIVITY = 'SELECT number, user_id, created_at, digest FROM activity WHERE project = ?';

/** Most rows of each kind, by revision, that are forgotten in one commit. */
const MAX_FORGOTTEN = 2_000;

/** Every statement of the SQLite storage, prepared once. */
export function prepareStatements(database: DatabaseSync) {
    const prepare = (sql: string) => database.prepare(sql);
    const forget = (table: string, column: string) =>
        prepare(
            `DELETE FROM ${table} WHERE project = ?1 AND ${column} <=
                min(?2, (SELECT min(${column}) FROM ${table} WHERE project = ?1) + ${MAX_FORGOTTEN})`
        );
    return {
        projects: prepare('SELECT id, name FROM projects ORDER BY position'),
        project: prepare(
            `SELECT id, name, log_start, fields,
                max(log_start, ifnull((SELECT max(number) FROM revisions WHERE project = key), 0)) AS revision
             FROM projects WHERE key = ?`
        ),
        initial: prepare('SELECT content FROM initials WHERE project = ?'),
        createProject: prepare('INSERT INTO projects (key, id, name, fields) VALUES (?, ?, ?, ?)'),
        putInitial: prepare('INSERT INTO initials (project, content) VALUES (?, ?)'),
        setFields: prepare('UPDATE projects SET fields = ? WHERE key = ?'),
        resetProject: prepare('UPDATE projects SET log_start = ?, fields = ? WHERE key = ?'),

        records: prepare('SELECT store, data FROM records WHERE project = ? ORDER BY position'),
        putRecord: prepare(
            `INSERT INTO records (project, store, id, data) VALUES (?, ?, ?, ?)
             ON CONFLICT (project, store, id) DO UPDATE SET data = excluded.data`
        ),
        removeRecord: prepare('DELETE FROM records WHERE project = ? AND store = ? AND id = ?'),

        tombstones: prepare('SELECT data FROM tombstones WHERE project = ?'),
        putTombstone: prepare(
            'INSERT OR REPLACE INTO tombstones (project, store, id, data, revision) VALUES (?, ?, ?, ?, ?)'
        ),
        removeTombstone: prepare('DELETE FROM tombstones WHERE project = ? AND store = ? AND id = ?'),

        additions: prepare('SELECT store, id, revision FROM additions WHERE project = ?'),
        putAddition: prepare('INSERT OR REPLACE INTO additions (project, store, id, revision) VALUES (?, ?, ?, ?)'),

        revisionsAfter: prepare(
            `SELECT ${REVISION_COLUMNS} FROM revisions WHERE project = ? AND number > ? ORDER BY number LIMIT ?`
        ),
        findRevision: prepare(
            `SELECT ${REVISION_COLUMNS} FROM revisions WHERE project = ? AND client = ? AND local_revision = ?`
        ),
        hasRevision: prepare('SELECT 1 FROM revisions WHERE project = ? AND client = ? AND local_revision = ?'),
        findIdentity: prepare('SELECT number FROM identities WHERE project = ? AND client = ? AND local_revision = ?'),
        addRevision: prepare(`INSERT INTO revisions (project, ${REVISION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),

        activity: prepare(`${ACTIVITY} AND number < ? ORDER BY number DESC`),
        activityOf: prepare(`${ACTIVITY} AND number < ? AND user_id = ? ORDER BY number DESC`),
        addActivity: prepare(
            'INSERT INTO activity (project, number, user_id, created_at, digest) VALUES (?, ?, ?, ?, ?)'
        ),
        forgetActivity: prepare('DELETE FROM activity WHERE project = ? AND number <= ?'),
        authors: prepare(
            `SELECT data FROM authors WHERE project = ?
                AND EXISTS (SELECT 1 FROM activity a WHERE a.project = authors.project AND a.user_id = authors.user_id)
             LIMIT ${MAX_AUTHORS}`
        ),
        putAuthor: prepare(
            `INSERT INTO authors (project, user_id, data) VALUES (?, ?, ?)
             ON CONFLICT (project, user_id) DO UPDATE SET data = excluded.data WHERE data <> excluded.data`
        ),

        phantoms: prepare('SELECT store, phantom, id, revision FROM phantoms WHERE project = ? AND client = ?'),
        putPhantom: prepare(
            'INSERT OR REPLACE INTO phantoms (project, client, store, phantom, id, revision) VALUES (?, ?, ?, ?, ?, ?)'
        ),

        versionContent: prepare('SELECT content FROM version_contents WHERE project = ? AND id = ?'),
        putVersionContent: prepare('INSERT OR REPLACE INTO version_contents (project, id, content) VALUES (?, ?, ?)'),
        removeVersionContent: prepare('DELETE FROM version_contents WHERE project = ? AND id = ?'),

        findSession: prepare('SELECT client, user_id, used_at FROM sessions WHERE hash = ?'),
        putSession: prepare('INSERT OR REPLACE INTO sessions (hash, client, user_id, used_at) VALUES (?, ?, ?, ?)'),
        /** The clients come as a JSON list. */
        touchSessions: prepare('UPDATE sessions SET used_at = ? WHERE client IN (SELECT value FROM json_each(?))'),
        pruneSessions: prepare('DELETE FROM sessions WHERE used_at < ?'),
        /** What is kept for clients that can never log in again, given those that are connected as a JSON list. */
        pruneClients: ['phantoms', 'identities'].map(table =>
            prepare(
                `DELETE FROM ${table}
                 WHERE client NOT IN (SELECT client FROM sessions) AND client NOT IN (SELECT value FROM json_each(?))`
            )
        ),

        /** What takes revisions up to a number out of the log, one project key and number each. */
        cut: [
            prepare(
                `INSERT INTO identities (project, client, local_revision, number)
                 SELECT project, client, local_revision, number FROM revisions WHERE project = ? AND number <= ?`
            ),
            prepare('DELETE FROM revisions WHERE project = ? AND number <= ?')
        ],
        setLogStart: prepare('UPDATE projects SET log_start = ? WHERE key = ?'),
        /** What forgets the traces of revisions up to a number, one project key and number each. */
        forget: [
            forget('identities', 'number'),
            ...['tombstones', 'additions', 'phantoms'].map(table => forget(table, 'revision'))
        ],

        /** What a reset wipes, one project key each. */
        clear: [
            prepare(`DELETE FROM records WHERE project = ? AND store <> '${VERSIONS}'`),
            ...['tombstones', 'additions', 'phantoms'].map(table => prepare(`DELETE FROM ${table} WHERE project = ?`))
        ]
    };
}

/** The prepared statements by name. */
export type Statements = ReturnType<typeof prepareStatements>;

/** A row of the table `activity` as an entry. */
export function readActivity(row: Record<string, SQLOutputValue>): StoredActivity {
    return {
        number: row['number'] as number,
        userId: row['user_id'] as string,
        createdAt: row['created_at'] as number,
        digest: row['digest'] as string
    };
}

/** A row of the table `revisions` as a revision. */
export function readRevision(row: Record<string, SQLOutputValue>): StoredRevision {
    const conflictResolutionFor = row['conflict_resolution_for'] as string | null;
    return {
        number: row['number'] as number,
        client: row['client'] as string,
        localRevision: row['local_revision'] as string,
        userId: row['user_id'] as string,
        userName: row['user_name'] as string,
        changes: row['changes'] as string,
        ...(conflictResolutionFor !== null && { conflictResolutionFor }),
        createdAt: row['created_at'] as number
    };
}
