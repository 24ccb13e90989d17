import type { ProjectId } from '../../protocol/index.ts';
import { ProjectTables, StoreMap } from './ProjectTables.ts';
import type {
    Phantom,
    ProjectContent,
    ProjectState,
    ProjectWrite,
    Storage,
    StoredRevision,
    StoredSession,
    Write
} from './Storage.ts';

interface MemoryProject {
    initial: ProjectContent;
    tables: ProjectTables;
    log: StoredRevision[];
    /** Revisions by client and local revision. */
    byAuthor: StoreMap<StoredRevision>;
    phantoms: Map<string, StoreMap<Phantom>>;
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
        return [...(phantoms?.stores.values() ?? [])].flatMap(store => [...store.values()]);
    }

    revisionsAfter(project: ProjectId, number: number, limit: number): StoredRevision[] {
        const log = this.#projects.get(String(project))?.log ?? [];
        const start = log.findLastIndex(revision => revision.number <= number) + 1;
        return log.slice(start, start + limit);
    }

    findRevision(project: ProjectId, client: string, localRevision: string): StoredRevision | null {
        return this.#projects.get(String(project))?.byAuthor.get(client, localRevision) ?? null;
    }

    findSession(secret: string): StoredSession | null {
        return this.#sessions.get(secret) ?? null;
    }

    commit(writes: readonly Write[]): void {
        this.#check(writes);
        for (const write of writes) {
            if (write.type === 'createProject') {
                this.#create(write.project);
            } else if (write.type === 'putSession') {
                this.#sessions.set(write.secret, write.session);
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
            if (write.type !== 'createProject' && write.type !== 'putSession' && !projects.has(String(write.project))) {
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
        const state = { id, name, revision: 0, logStart: 0, content, tombstones: [] };
        this.#projects.set(String(id), {
            initial: content,
            tables: new ProjectTables(state, () => content),
            log: [],
            byAuthor: new StoreMap(),
            phantoms: new Map()
        });
    }

    #apply(project: MemoryProject, write: ProjectWrite): void {
        project.tables.apply(write);
        if (write.type === 'addRevision') {
            project.log.push(write.revision);
            project.byAuthor.set(write.revision.client, write.revision.localRevision, write.revision);
        } else if (write.type === 'putPhantom') {
            const phantoms = project.phantoms.get(write.client) ?? new StoreMap<Phantom>();
            phantoms.set(write.phantom.store, write.phantom.phantom, write.phantom);
            project.phantoms.set(write.client, phantoms);
        } else if (write.type === 'reset') {
            project.phantoms.clear();
            project.log = project.log.map(revision => ({ ...revision, changes: '{}' }));
            for (const revision of project.log) {
                project.byAuthor.set(revision.client, revision.localRevision, revision);
            }
        }
    }
}
