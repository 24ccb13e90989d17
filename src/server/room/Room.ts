import {
    revisionId,
    type Dataset,
    type LocalRevision,
    type ProjectId,
    type RecordId,
    type ServerRevision
} from '../../protocol/index.ts';
import { ProjectTables, StoreMap } from '../storage/ProjectTables.ts';
import type { ProjectWrite, Storage, StoredRevision } from '../storage/Storage.ts';
import { DatasetSerializer, readDataset, readVersionContent } from './dataset.ts';
import { ClientPhantoms } from './PhantomIds.ts';
import { planRevision } from './planRevision.ts';
import { Refusal } from './Refusal.ts';

/** Clients whose temporary ids are kept in memory; they are read from the storage again when needed. */
const MAX_CACHED_CLIENTS = 1_000;

/** Who sends a revision. */
export interface Author {
    client: string;
    userId: string;
    userName: string;
}

/** What became of a revision. A repeated one had been accepted before. */
export type Outcome =
    { type: 'accepted' | 'repeated'; revision: StoredRevision } | { type: 'refused'; refusal: Refusal };

/** What a room needs besides its project. */
export interface RoomOptions {
    storage: Storage;
    /** A new unique record id. */
    mintId: () => string;
    /** Epoch milliseconds. */
    now: () => number;
}

/**
 * One project: takes revisions, numbers them, and answers with its data. It changes its own memory at once and
 * hands out what is to be written; whoever owns it commits that and reports back with {@link Room.committed} or
 * {@link Room.rollback}.
 */
export class Room {
    readonly id: ProjectId;
    readonly #options: RoomOptions;
    readonly #serializer = new DatasetSerializer();
    readonly #phantoms = new Map<string, ClientPhantoms>();
    #loaded: ProjectTables | null;
    #pending: ProjectWrite[] = [];
    /** The uncommitted revisions by client and local id. */
    #staged = new StoreMap<StoredRevision>();
    /** The storage still has the temporary ids that an uncommitted reset has wiped. */
    #wiped = false;

    private constructor(tables: ProjectTables, options: RoomOptions) {
        this.id = tables.id;
        this.#loaded = tables;
        this.#options = options;
    }

    /** Opens a project of the storage; `null` when there is none with this id. */
    static open(project: ProjectId, options: RoomOptions): Room | null {
        const tables = loadTables(project, options.storage);
        return tables && new Room(tables, options);
    }

    /** Writes that are not committed yet, in order. */
    get pending(): readonly ProjectWrite[] {
        return this.#pending;
    }

    /** The id of the last revision: `server-N`, or `base`. */
    get revision(): string {
        return revisionId(this.#tables.revision);
    }

    /** The project's data as JSON text. */
    datasetJson(): string {
        return this.#serializer.serialize(this.#tables);
    }

    /** The saved content of a version; `undefined` when the project has no version with this id. */
    versionContent(versionId: RecordId): unknown {
        return readVersionContent(this.#tables, versionId);
    }

    /** Accepts a revision, recognises it as accepted before, or refuses it and stays as it was. */
    accept(local: LocalRevision, author: Author): Outcome {
        const known = this.#find(author.client, local.revision);
        if (known) {
            return { type: 'repeated', revision: known };
        }
        try {
            return { type: 'accepted', revision: this.#accept(local, author) };
        } catch (error) {
            if (error instanceof Refusal) {
                return { type: 'refused', refusal: error };
            }
            throw error;
        }
    }

    /**
     * All revisions after a number, uncommitted ones included; `null` when the log does not reach back that far,
     * the number is not one of this project's, or there are more than `limit`.
     */
    revisionsAfter(number: number, limit: number): StoredRevision[] | null {
        const { revision, logStart } = this.#tables;
        if (number < logStart || number > revision || revision - number > limit) {
            return null;
        }
        const staged = this.#pending.flatMap(write => (write.type === 'addRevision' ? [write.revision] : []));
        return [
            ...this.#options.storage.revisionsAfter(this.id, number, limit),
            ...staged.filter(pending => pending.number > number)
        ];
    }

    /** Restores the initial data. It takes a revision number, and catching up from before it is not possible. */
    reset(): void {
        this.#apply([{ type: 'reset', project: this.id, revision: this.#tables.revision + 1 }]);
        this.#phantoms.clear();
        this.#wiped = true;
    }

    /** The pending writes are durable. */
    committed(): void {
        this.#settle();
        if (this.#phantoms.size > MAX_CACHED_CLIENTS) {
            this.#phantoms.clear();
        }
    }

    /** The pending writes are lost: goes back to what the storage has, reading it when it is needed next. */
    rollback(): void {
        this.#settle();
        this.#loaded = null;
        this.#phantoms.clear();
        this.#serializer.changed();
    }

    get #tables(): ProjectTables {
        this.#loaded ??= loadTables(this.id, this.#options.storage);
        if (!this.#loaded) {
            throw new Error(`The project '${this.id}' is gone from the storage`);
        }
        return this.#loaded;
    }

    #accept(local: LocalRevision, author: Author): StoredRevision {
        if (!local.revision.isWellFormed() || local.revision.includes('\0')) {
            throw new Refusal('bad-revision', 'The id of the revision is not valid Unicode text');
        }
        const tables = this.#tables;
        const phantoms = this.#phantomsOf(author.client);
        const plan = planRevision(local.changes, { tables, phantoms, mintId: this.#options.mintId, author });
        const { conflictResolutionFor } = local;
        const revision: StoredRevision = {
            number: tables.revision + 1,
            client: author.client,
            localRevision: local.revision,
            userId: author.userId,
            userName: author.userName,
            changes: JSON.stringify(plan.changes),
            ...(conflictResolutionFor && { conflictResolutionFor }),
            createdAt: this.#options.now()
        };
        this.#apply([...plan.writes, { type: 'addRevision', project: this.id, revision }]);
        this.#staged.set(author.client, local.revision, revision);
        for (const phantom of plan.phantoms) {
            phantoms.add(phantom);
        }
        return revision;
    }

    #apply(writes: ProjectWrite[]): void {
        const tables = this.#tables;
        for (const write of writes) {
            tables.apply(write);
            this.#pending.push(write);
        }
        this.#serializer.changed();
    }

    #settle(): void {
        this.#pending = [];
        this.#staged = new StoreMap();
        this.#wiped = false;
    }

    #find(client: string, localRevision: string): StoredRevision | null {
        return (
            this.#staged.get(client, localRevision) ??
            this.#options.storage.findRevision(this.id, client, localRevision)
        );
    }

    #phantomsOf(client: string): ClientPhantoms {
        let phantoms = this.#phantoms.get(client);
        if (!phantoms) {
            phantoms = new ClientPhantoms(this.#wiped ? [] : this.#options.storage.phantoms(this.id, client));
            this.#phantoms.set(client, phantoms);
        }
        return phantoms;
    }
}

function loadTables(project: ProjectId, storage: Storage): ProjectTables | null {
    const state = storage.load(project);
    return state && new ProjectTables(state, () => storage.initialContent(project));
}

/** A revision of the log as JSON text of a {@link ServerRevision}, without parsing its changes. */
export function revisionJson(revision: StoredRevision, changes = revision.changes): string {
    const { number, localRevision, client, conflictResolutionFor } = revision;
    const head: Omit<ServerRevision, 'changes'> = {
        revision: revisionId(number),
        localRevision,
        client,
        ...(conflictResolutionFor && { conflictResolutionFor })
    };
    return `${JSON.stringify(head).slice(0, -1)},"changes":${changes}}`;
}

/**
 * Adds a project to a storage.
 * @param project its id, its name, and its initial data as a host writes it (`events` or `eventsData`, …)
 * @throws Error when there is a project with this id already, or the data is not a dataset
 */
export function createProject(
    storage: Storage,
    project: { id: ProjectId; name: string; dataset: Dataset },
    mintId: () => string = () => globalThis.crypto.randomUUID()
): void {
    const { id, name, dataset } = project;
    storage.commit([{ type: 'createProject', project: { id, name, content: readDataset(dataset, mintId) } }]);
}
