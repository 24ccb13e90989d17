import { hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Person, ProjectId, RecordId } from '../../protocol/index.ts';
import { withoutVersions } from './ProjectTables.ts';
import { prepareSchema } from './sqliteSchema.ts';
import { prepareStatements, readActivity, readRevision, type Statements } from './sqliteStatements.ts';
import type {
    KnownRevision,
    Phantom,
    ProjectContent,
    ProjectState,
    Storage,
    StoredActivity,
    StoredRecord,
    StoredRevision,
    StoredSession,
    Tombstone,
    Write
} from './Storage.ts';

/**
 * Pages of SQLite's write-ahead log after which they are copied into the file: between two turns of the server, or, if
 * nobody ever finds the time, by SQLite itself in the middle of a commit. Early, because a commit that overwrites what was
 * copied waits less for the disk than one that makes the log longer.
 */
const CHECKPOINT = { idle: 1_000, forced: 16_000 };

/** Pages one write dirties, about; the size of its content comes on top. */
const PAGES_PER_WRITE = 2;

/** Versions are written in the turns of a server that has others to answer: quickly rather than as small as can be. */
const COMPRESSION = { level: 1 };

function hashOf(secret: string): string {
    return hash('sha256', secret);
}

function open(path: string): DatabaseSync {
    if (path !== ':memory:') {
        mkdirSync(dirname(resolve(path)), { recursive: true });
    }
    const database = new DatabaseSync(path, { enableForeignKeyConstraints: true });
    try {
        database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
        database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT.forced}`);
        prepareSchema(database);
    } catch (error) {
        database.close();
        throw error;
    }
    return database;
}

/**
 * Keeps projects in an SQLite file (WAL, `synchronous=FULL`: a commit that returned survives a power cut; one of
 * sessions alone survives it with the next revision).
 * Missing folders are created; `:memory:` keeps everything in memory. The file reuses the space of what was deleted
 * and so stops growing once the logs are as long as they may be; it gets smaller only by `VACUUM`.
 */
export class SqliteStorage implements Storage {
    readonly #database: DatabaseSync;
    readonly #statements: Statements;
    /** What was written of authors, by project and user. */
    readonly #authors = new Map<string, string>();
    #isFull = true;
    /** Pages written since the last checkpoint, about. */
    #written = 0;

    /** @throws Error when the file cannot be opened or was written by a newer version of this package */
    constructor(path: string) {
        this.#database = open(path);
        this.#statements = prepareStatements(this.#database);
    }

    projects(): { id: ProjectId; name: string }[] {
        return this.#statements.projects
            .all()
            .map(row => ({ id: JSON.parse(row['id'] as string) as ProjectId, name: row['name'] as string }));
    }

    load(project: ProjectId): ProjectState | null {
        const key = String(project);
        const row = this.#statements.project.get(key);
        if (!row) {
            return null;
        }
        const stores = new Map<string, StoredRecord[]>();
        for (const { store, data } of this.#statements.records.iterate(key)) {
            const record = JSON.parse(data as string) as StoredRecord;
            const records = stores.get(store as string);
            if (records) {
                records.push(record);
            } else {
                stores.set(store as string, [record]);
            }
        }
        return {
            id: JSON.parse(row['id'] as string) as ProjectId,
            name: row['name'] as string,
            revision: row['revision'] as number,
            logStart: row['log_start'] as number,
            content: { fields: JSON.parse(row['fields'] as string) as ProjectContent['fields'], stores: [...stores] },
            tombstones: this.#statements.tombstones.all(key).map(({ data }) => JSON.parse(data as string) as Tombstone),
            additions: this.#statements.additions.all(key).map(row => ({
                store: row['store'] as string,
                id: row['id'] as string,
                revision: row['revision'] as number
            }))
        };
    }

    initialContent(project: ProjectId): ProjectContent {
        const row = this.#statements.initial.get(String(project));
        if (!row) {
            throw new Error(`There is no project with the id '${project}'`);
        }
        return JSON.parse(row['content'] as string) as ProjectContent;
    }

    phantoms(project: ProjectId, client: string): Phantom[] {
        return this.#statements.phantoms.all(String(project), client).map(row => ({
            store: row['store'] as string,
            phantom: row['phantom'] as string,
            id: JSON.parse(row['id'] as string) as RecordId,
            revision: row['revision'] as number
        }));
    }

    revisionsAfter(project: ProjectId, number: number, limit: number, length = Infinity): StoredRevision[] {
        const revisions: StoredRevision[] = [];
        let rest = length;
        for (const row of this.#statements.revisionsAfter.iterate(String(project), number, limit)) {
            if (rest <= 0) {
                break;
            }
            const revision = readRevision(row);
            revisions.push(revision);
            rest -= revision.changes.length;
        }
        return revisions;
    }

    *activity(project: ProjectId, before: number, userId: string | null): Iterable<StoredActivity> {
        const { activity, activityOf } = this.#statements;
        const place = [String(project), before] as const;
        for (const row of userId === null ? activity.iterate(...place) : activityOf.iterate(...place, userId)) {
            yield readActivity(row);
        }
    }

    authors(project: ProjectId): Person[] {
        return this.#statements.authors.all(String(project)).map(({ data }) => JSON.parse(data as string) as Person);
    }

    findRevision(project: ProjectId, client: string, localRevision: string): KnownRevision | null {
        const author = [String(project), client, localRevision] as const;
        const row = this.#statements.findRevision.get(...author);
        if (row) {
            return readRevision(row);
        }
        const identity = this.#statements.findIdentity.get(...author);
        return identity ? { number: identity['number'] as number, client, localRevision, changes: '{}' } : null;
    }

    isAccepted(project: ProjectId, client: string, localRevision: string): boolean {
        const author = [String(project), client, localRevision] as const;
        const { hasRevision, findIdentity } = this.#statements;
        return (hasRevision.get(...author) ?? findIdentity.get(...author)) !== undefined;
    }

    findSession(secret: string): StoredSession | null {
        const row = this.#statements.findSession.get(hashOf(secret));
        return row
            ? {
                  client: row['client'] as string,
                  userId: row['user_id'] as string,
                  usedAt: row['used_at'] as number
              }
            : null;
    }

    versionContent(project: ProjectId, id: RecordId): string | null {
        const content = this.#statements.versionContent.get(String(project), String(id))?.['content'];
        // Those of older versions of the tables are plain text.
        return content instanceof Uint8Array ? inflateSync(content).toString() : ((content as string) ?? null);
    }

    commit(writes: readonly Write[]): void {
        this.#synchronize(writes.some(write => 'project' in write));
        this.#database.exec('BEGIN IMMEDIATE');
        try {
            for (const write of writes) {
                this.#write(write);
            }
            this.#database.exec('COMMIT');
            this.#written += 1 + PAGES_PER_WRITE * writes.length;
        } catch (error) {
            this.#authors.clear();
            // A failed COMMIT may have rolled back by itself already.
            if (this.#database.isTransaction) {
                this.#database.exec('ROLLBACK');
            }
            throw error;
        }
    }

    /** Takes the copying of pages out of the commits, each of which somebody waits for. */
    tidy(): void {
        if (this.#written >= CHECKPOINT.idle && this.#database.isOpen) {
            this.#written = 0;
            this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
        }
    }

    close(): void {
        if (this.#database.isOpen) {
            this.#database.close();
        }
    }

    /**
     * Sessions are not worth the wait for the disk: they matter only with a revision that was accepted in them, and
     * its commit waits for everything before it.
     */
    #synchronize(isFull: boolean): void {
        if (this.#isFull !== isFull) {
            this.#database.exec(`PRAGMA synchronous = ${isFull ? 'FULL' : 'NORMAL'}`);
            this.#isFull = isFull;
        }
    }

    #write(write: Write): void {
        const statements = this.#statements;
        switch (write.type) {
            case 'createProject': {
                const { id, name, content } = write.project;
                statements.createProject.run(String(id), JSON.stringify(id), name, JSON.stringify(content.fields));
                statements.putInitial.run(String(id), JSON.stringify(content));
                this.#insertRecords(id, content);
                break;
            }
            case 'putSession': {
                const { client, userId, usedAt } = write.session;
                statements.putSession.run(hashOf(write.secret), client, userId, usedAt);
                break;
            }
            case 'pruneSessions': {
                const connected = JSON.stringify(write.connected);
                statements.touchSessions.run(write.now, connected);
                statements.pruneSessions.run(write.usedBefore);
                statements.pruneClients.forEach(prune => prune.run(connected));
                break;
            }
            case 'putRecord': {
                const { store, record } = write;
                statements.removeTombstone.run(String(write.project), store, String(record.id));
                statements.putRecord.run(String(write.project), store, String(record.id), JSON.stringify(record));
                break;
            }
            case 'removeRecord': {
                const { store, id, revision } = write.tombstone;
                const place = [String(write.project), store, String(id)] as const;
                statements.removeRecord.run(...place);
                statements.putTombstone.run(...place, JSON.stringify(write.tombstone), revision);
                break;
            }
            case 'putAddition': {
                const { store, id, revision } = write.addition;
                statements.putAddition.run(String(write.project), store, id, revision);
                break;
            }
            case 'setFields':
                statements.setFields.run(JSON.stringify(write.fields), String(write.project));
                break;
            case 'addRevision':
                this.#addRevision(String(write.project), write.revision);
                break;
            case 'addActivity': {
                const { number, userId, createdAt, digest } = write.entry;
                const key = String(write.project);
                statements.addActivity.run(key, number, userId, createdAt, digest);
                this.#putAuthor(key, write.author);
                if (write.forget) {
                    statements.forgetActivity.run(key, write.forget);
                }
                break;
            }
            case 'putPhantom': {
                const { project, client } = write;
                const { store, phantom, id, revision } = write.phantom;
                statements.putPhantom.run(String(project), client, store, phantom, JSON.stringify(id), revision);
                break;
            }
            case 'putVersionContent': {
                const content = deflateSync(write.content, COMPRESSION);
                statements.putVersionContent.run(String(write.project), String(write.id), content);
                break;
            }
            case 'removeVersionContent':
                statements.removeVersionContent.run(String(write.project), String(write.id));
                break;
            case 'reset':
                this.#reset(write.project, write.revision);
                break;
            case 'cutLog': {
                const key = String(write.project);
                statements.setLogStart.run(write.logStart, key);
                statements.cut.forEach(cut => cut.run(key, write.logStart));
                statements.forget.forEach(forget => forget.run(key, write.forget));
                break;
            }
        }
    }

    #putAuthor(project: string, author: Person): void {
        const key = JSON.stringify([project, author.userId]);
        const data = JSON.stringify(author);
        if (this.#authors.get(key) !== data) {
            this.#statements.putAuthor.run(project, author.userId, data);
            this.#authors.set(key, data);
        }
    }

    #insertRecords(project: ProjectId, content: ProjectContent): void {
        for (const [store, records] of content.stores) {
            for (const record of records) {
                this.#statements.putRecord.run(String(project), store, String(record.id), JSON.stringify(record));
            }
        }
    }

    #addRevision(project: string, revision: StoredRevision): void {
        const { client, localRevision } = revision;
        if (this.#statements.findIdentity.get(project, client, localRevision)) {
            throw new Error(`The revision '${localRevision}' of the client '${client}' is stored already`);
        }
        this.#statements.addRevision.run(
            project,
            revision.number,
            client,
            localRevision,
            revision.userId,
            revision.userName,
            revision.changes,
            revision.conflictResolutionFor ?? null,
            revision.createdAt
        );
    }

    #reset(project: ProjectId, revision: number): void {
        const key = String(project);
        const content = withoutVersions(this.initialContent(project));
        for (const clear of this.#statements.clear) {
            clear.run(key);
        }
        this.#statements.cut.forEach(cut => cut.run(key, revision));
        this.#statements.resetProject.run(revision, JSON.stringify(content.fields), key);
        this.#insertRecords(project, content);
    }
}
