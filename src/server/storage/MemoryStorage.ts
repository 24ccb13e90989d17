import { StoreMap, type Person, type ProjectId, type RecordId } from '../../protocol/index.ts';
import { ProjectTables } from './ProjectTables.ts';
import {
    MAX_AUTHORS,
    type KnownRevision,
    type Phantom,
    type ProjectContent,
    type ProjectState,
    type ProjectWrite,
    type Storage,
    type StoredActivity,
    type StoredRevision,
    type StoredSession,
    type Write
} from './Storage.ts';
import { forget, valuesOf } from './storeMaps.ts';

type Phantoms = StoreMap<Phantom>;

interface MemoryProject {
    initial: ProjectContent;
    tables: ProjectTables;
    log: StoredRevision[];
    /** Revisions by client and local revision. */
    byAuthor: StoreMap<KnownRevision>;
    phantoms: Map<string, Phantoms>;
    /** What versions hold, by their ids as strings. */
    versionContents: Map<string, string>;
    activity: StoredActivity[];
    authors: Map<string, Person>;
}

/** Keeps everything in memory, for pages and tests; it is gone with the process. */
export class MemoryStorage implements Storage {
    readonly #projects = new Map<string, MemoryProject>();
    readonly #sessions = new Map<string, StoredSession>();

    projects(): { id: ProjectId; name: string }[] {
        return [...this.#projects.values()].map(({ tables: { id, name } }) => ({ id, name }));
    }

    load(project: ProjectId): ProjectState | null {
        return this.#projects.get(String(project))?.tables.state() ?? null;
    }

    initialContent(project: ProjectId): ProjectContent {
        return this.#project(project).initial;
    }

    phantoms(project: ProjectId, client: string): Phantom[] {
        const phantoms = this.#projects.get(String(project))?.phantoms.get(client);
        return phantoms ? valuesOf(phantoms) : [];
    }

    revisionsAfter(project: ProjectId, number: number, limit: number, length = Infinity): StoredRevision[] {
        const log = this.#projects.get(String(project))?.log ?? [];
        const start = log.findLastIndex(revision => revision.number <= number) + 1;
        const revisions: StoredRevision[] = [];
        let rest = length;
        for (const revision of log.slice(start, start + limit)) {
            if (rest <= 0) {
                break;
            }
            revisions.push(revision);
            rest -= revision.changes.length;
        }
        return revisions;
    }

    *activity(project: ProjectId, before: number, userId: string | null): Iterable<StoredActivity> {
        const { activity = [] } = this.#projects.get(String(project)) ?? {};
        for (let index = activity.length - 1; index >= 0; index--) {
            const entry = activity[index]!;
            if (entry.number < before && (userId === null || entry.userId === userId)) {
                yield entry;
            }
        }
    }

    authors(project: ProjectId): Person[] {
        const { activity = [], authors } = this.#projects.get(String(project)) ?? {};
        const active = [...new Set(activity.map(({ userId }) => userId))];
        return active.slice(0, MAX_AUTHORS).map(userId => authors!.get(userId)!);
    }

    findRevision(project: ProjectId, client: string, localRevision: string): KnownRevision | null {
        return this.#projects.get(String(project))?.byAuthor.get(client, localRevision) ?? null;
    }

    isAccepted(project: ProjectId, client: string, localRevision: string): boolean {
        return this.findRevision(project, client, localRevision) !== null;
    }

    findSession(secret: string): StoredSession | null {
        return this.#sessions.get(secret) ?? null;
    }

    versionContent(project: ProjectId, id: RecordId): string | null {
        return this.#projects.get(String(project))?.versionContents.get(String(id)) ?? null;
    }

    commit(writes: readonly Write[]): void {
        this.#check(writes);
        for (const write of writes) {
            if (write.type === 'createProject') {
                this.#create(write.project);
            } else if (write.type === 'putSession') {
                this.#sessions.set(write.secret, write.session);
            } else if (write.type === 'pruneSessions') {
                this.#pruneSessions(write);
            } else {
                this.#apply(this.#project(write.project), write);
            }
        }
    }

    close(): void {}

    /** Finds what cannot be applied before anything is changed. */
    #check(writes: readonly Write[]): void {
        const projects = new Set(this.#projects.keys());
        const revisions = new Set<string>();
        for (const write of writes) {
            if (write.type === 'createProject') {
                const key = String(write.project.id);
                if (projects.has(key)) {
                    throw new Error(`There is a project with the id '${key}' already`);
                }
                projects.add(key);
            } else if (write.type === 'addRevision') {
                const { client, localRevision } = write.revision;
                const key = JSON.stringify([String(write.project), client, localRevision]);
                if (revisions.has(key) || this.findRevision(write.project, client, localRevision)) {
                    throw new Error(`The revision '${localRevision}' of the client '${client}' is stored already`);
                }
                revisions.add(key);
            }
            if ('project' in write && write.type !== 'createProject' && !projects.has(String(write.project))) {
                throw new Error(`There is no project with the id '${write.project}'`);
            }
        }
    }

    #project(id: ProjectId): MemoryProject {
        const project = this.#projects.get(String(id));
        if (!project) {
            throw new Error(`There is no project with the id '${id}'`);
        }
        return project;
    }

    #create({ id, name, content }: { id: ProjectId; name: string; content: ProjectContent }): void {
        const state = { id, name, revision: 0, logStart: 0, content, tombstones: [], additions: [] };
        this.#projects.set(String(id), {
            initial: content,
            tables: new ProjectTables(state, () => content),
            log: [],
            byAuthor: new StoreMap(),
            phantoms: new Map(),
            versionContents: new Map(),
            activity: [],
            authors: new Map()
        });
    }

    #pruneSessions({ usedBefore, connected, now }: Extract<Write, { type: 'pruneSessions' }>): void {
        const kept = new Set(connected);
        for (const [secret, session] of this.#sessions) {
            if (kept.has(session.client)) {
                this.#sessions.set(secret, { ...session, usedAt: now });
            } else if (session.usedAt < usedBefore) {
                this.#sessions.delete(secret);
            }
        }
        for (const { client } of this.#sessions.values()) {
            kept.add(client);
        }
        for (const { phantoms, byAuthor, tables } of this.#projects.values()) {
            phantoms.forEach((_, client) => kept.has(client) || phantoms.delete(client));
            for (const [client, revisions] of byAuthor.stores) {
                if (!kept.has(client)) {
                    revisions.forEach(({ number }, id) => number <= tables.logStart && revisions.delete(id));
                }
            }
        }
    }

    #apply(project: MemoryProject, write: ProjectWrite): void {
        project.tables.apply(write);
        switch (write.type) {
            case 'addRevision':
                project.log.push(write.revision);
                project.byAuthor.set(write.revision.client, write.revision.localRevision, write.revision);
                break;
            case 'addActivity': {
                const kept = project.activity.findIndex(({ number }) => number > write.forget);
                project.activity.splice(0, kept < 0 ? project.activity.length : kept);
                project.activity.push(write.entry);
                project.authors.set(write.author.userId, write.author);
                break;
            }
            case 'putPhantom': {
                const { client, phantom } = write;
                const phantoms: Phantoms = project.phantoms.get(client) ?? new StoreMap();
                phantoms.set(phantom.store, phantom.phantom, phantom);
                project.phantoms.set(client, phantoms);
                break;
            }
            case 'putVersionContent':
                project.versionContents.set(String(write.id), write.content);
                break;
            case 'removeVersionContent':
                project.versionContents.delete(String(write.id));
                break;
            case 'reset':
                project.phantoms.clear();
                cut(project, write.revision);
                break;
            case 'cutLog':
                cut(project, write.logStart);
                forget(project.byAuthor, ({ number }) => number <= write.forget);
                project.phantoms.forEach(phantoms => forget(phantoms, ({ revision }) => revision <= write.forget));
                break;
        }
    }
}

function cut(project: MemoryProject, logStart: number): void {
    const kept = project.log.findIndex(({ number }) => number > logStart);
    const gone = project.log.splice(0, kept < 0 ? project.log.length : kept);
    for (const { number, client, localRevision } of gone) {
        project.byAuthor.set(client, localRevision, { number, client, localRevision, changes: '{}' });
    }
}
