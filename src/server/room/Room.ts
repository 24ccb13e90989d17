import {
    CALCULATED_PREFIX,
    revisionId,
    revisionNumber,
    StoreMap,
    VERSIONS,
    type AssignedId,
    type Changes,
    type LocalRevision,
    type Person,
    type ProjectId,
    type RecordId
} from '../../protocol/index.ts';
import { ProjectTables } from '../storage/ProjectTables.ts';
import type { KnownRevision, ProjectWrite, Storage, StoredRevision } from '../storage/Storage.ts';
import { activityOf, readActivity, readAuthors, type ActivityPage, type ActivityQuery } from './activity.ts';
import { assignedIds, hasInput } from './contents.ts';
import { DatasetSerializer } from './dataset.ts';
import { nextCut } from './logCut.ts';
import { ClientPhantoms } from './PhantomIds.ts';
import { planRevision } from './planRevision.ts';
import type { UnknownToAuthor } from './outdated.ts';
import { LOOK_BACK, RecentInputs } from './RecentInputs.ts';
import { Refusal } from './Refusal.ts';
import { Storm } from './Storm.ts';
import { lastVersion, SERVER_AUTHOR, versionNumber, type VersionAuthor, type VersionLimits } from './versions.ts';

/** Clients whose temporary ids are kept in memory; they are read from the storage again when needed. */
const MAX_CACHED_CLIENTS = 1_000;

/** Characters of changes that are read at most to find out what others have set lately. */
const MAX_LOOK_BACK_LENGTH = 32 * 1024 * 1024;

/** Who sends a revision. */
export interface Author extends VersionAuthor {
    client: string;
}

/** What became of a revision. A repeated one had been accepted before; an idle one corrects what is correct already. */
export type Outcome =
    | { type: 'accepted'; revision: StoredRevision }
    | { type: 'repeated'; revision: KnownRevision }
    | { type: 'idle' }
    | { type: 'refused'; refusal: Refusal };

/** What a room needs besides its project. */
export interface RoomOptions extends Partial<VersionLimits> {
    storage: Storage;
    /** A new unique record id. */
    mintId: () => string;
    /** Epoch milliseconds. */
    now: () => number;
    /** Revisions that stay in the log; default: all. */
    logTail?: number;
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
    /** Number of the revision with which old activity was last forgotten. */
    #forgottenAt = 0;
    #loaded: ProjectTables | null;
    #pending: ProjectWrite[] = [];
    /** The uncommitted revisions by client and local id. */
    #staged = new StoreMap<StoredRevision>();
    #stagedCount = 0;
    /** Uncommitted cuts of the log. */
    #cuts = 0;
    /** The storage still has the temporary ids that an uncommitted reset has wiped. */
    #wiped = false;
    /** Read when the first revision comes whose author did not know all others. */
    #recentInputs: RecentInputs | null = null;
    readonly #storm = new Storm();

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

    /** What a client's copy of the records is compared by. */
    get hash(): string {
        return this.#tables.hash;
    }

    /** The project's data as JSON text. */
    datasetJson(): string {
        return this.#serializer.serialize(this.#tables);
    }

    /** What a version holds, as JSON text; `null` when the project has no version with this id, or one without content. */
    versionContent(versionId: RecordId): string | null {
        if (!this.#tables.records.has(VERSIONS, versionId)) {
            return null;
        }
        const staged = this.#pending.findLast(
            (write): write is Extract<ProjectWrite, { type: 'putVersionContent' }> =>
                write.type === 'putVersionContent' && String(write.id) === String(versionId)
        );
        return staged?.content ?? this.#options.storage.versionContent(this.id, versionId);
    }

    /** How many revisions there were since the last version was saved, or ever. */
    get revisionsSinceVersion(): number {
        const last = lastVersion(this.#tables);
        // Saving it was a revision too.
        return this.#tables.revision - (last ? versionNumber(last) + 1 : 0);
    }

    /** Makes an automatic version, unless the project is as it was in the last one, or as it was created. */
    saveVersion(): Outcome {
        const tables = this.#tables;
        const last = lastVersion(tables);
        if (last ? last.hash === tables.hash : tables.revision === 0) {
            return { type: 'idle' };
        }
        const { mintId } = this.#options;
        const version = { id: mintId(), isAutosave: true, authors: this.#authorsSince(last ? versionNumber(last) : 0) };
        const changes: Changes = { [VERSIONS]: { $input: { added: [version] }, added: [version] } };
        return this.accept({ revision: `version-${mintId()}`, changes }, SERVER_AUTHOR);
    }

    /** The names of those who have edited the project since a revision, as far as the log is read. */
    #authorsSince(number: number): string[] {
        const from = Math.max(number, this.#tables.logStart, this.#tables.revision - LOOK_BACK);
        const revisions = this.revisionsAfter(from, LOOK_BACK, MAX_LOOK_BACK_LENGTH) ?? [];
        const edits = revisions.filter(
            ({ client, localRevision }) =>
                client !== SERVER_AUTHOR.client && !localRevision.startsWith(CALCULATED_PREFIX)
        );
        return [...new Set(edits.map(({ userName }) => userName))];
    }

    /** Accepts a revision, recognises it as accepted before, or refuses it and stays as it was. */
    accept(local: LocalRevision, author: Author): Outcome {
        const known = this.#find(author.client, local.revision);
        if (known) {
            return { type: 'repeated', revision: known };
        }
        try {
            const revision = this.#accept(local, author);
            return revision ? { type: 'accepted', revision } : { type: 'idle' };
        } catch (error) {
            if (error instanceof Refusal) {
                return { type: 'refused', refusal: error };
            }
            throw error;
        }
    }

    /** Those of a client's local revisions that were accepted. */
    acceptedOf(client: string, localRevisions: readonly string[]): string[] {
        return [...new Set(localRevisions)].filter(
            localRevision =>
                this.#staged.has(client, localRevision) ||
                this.#options.storage.isAccepted(this.id, client, localRevision)
        );
    }

    /**
     * The ids of the records that accepted revisions have added, as far as the log tells.
     * @param length how much of the log may be read, in characters
     */
    idsOf(client: string, localRevisions: readonly string[], length: number): AssignedId[] {
        let rest = length;
        return localRevisions.flatMap(localRevision => {
            const revision = rest > 0 ? this.#find(client, localRevision) : null;
            rest -= revision?.changes.length ?? 0;
            return revision ? assignedIds(JSON.parse(revision.changes) as Changes) : [];
        });
    }

    /** The clients that cause the current storm and have not been named yet. */
    takeStormParties(): string[] {
        return this.#storm.takeParties();
    }

    /**
     * All revisions after a number, uncommitted ones included; `null` when the log does not reach back that far,
     * the number is not one of this project's, there are more than `limit`, or their changes are longer than `length`.
     */
    revisionsAfter(number: number, limit: number, length: number): StoredRevision[] | null {
        const { revision, logStart } = this.#tables;
        if (number < logStart || number > revision || revision - number > limit) {
            return null;
        }
        const staged = this.#pending.flatMap(write => (write.type === 'addRevision' ? [write.revision] : []));
        const revisions = [
            ...this.#options.storage.revisionsAfter(this.id, number, limit, length),
            ...staged.filter(pending => pending.number > number)
        ];
        return revisions.length === revision - number ? revisions : null;
    }

    /** Who did what, the newest first, uncommitted revisions included. */
    activity(query: ActivityQuery): ActivityPage {
        return readActivity(this.#tables, this.#options.storage, this.#pending, query);
    }

    /** Those who did something, as far as the activity log goes back. */
    authors(): Person[] {
        return readAuthors(this.#tables, this.#options.storage, this.#pending);
    }

    /** Restores the initial data. It takes a revision number, and catching up from before it is not possible. */
    reset(author: Person): void {
        const revision = this.#tables.revision + 1;
        const activity = this.#activityOf(null, author, this.#options.now());
        this.#apply([...activity, { type: 'reset', project: this.id, revision }]);
        this.#phantoms.clear();
        this.#recentInputs = null;
        this.#storm.calm();
        this.#wiped = true;
    }

    /** The pending writes are durable. */
    committed(): void {
        const isCut = this.#cuts > 0;
        this.#settle();
        if (isCut || this.#phantoms.size > MAX_CACHED_CLIENTS) {
            this.#phantoms.clear();
        }
    }

    /** The pending writes are lost: goes back to what the storage has, reading it when it is needed next. */
    rollback(): void {
        this.#settle();
        this.#loaded = null;
        this.#phantoms.clear();
        this.#recentInputs = null;
        this.#storm.calm();
        this.#serializer.changed();
    }

    get #tables(): ProjectTables {
        this.#loaded ??= loadTables(this.id, this.#options.storage);
        if (!this.#loaded) {
            throw new Error(`The project '${this.id}' is gone from the storage`);
        }
        return this.#loaded;
    }

    /** `null` when there is nothing to do. */
    #accept(local: LocalRevision, author: Author): StoredRevision | null {
        if (!local.revision.isWellFormed() || local.revision.includes('\0')) {
            throw new Refusal('bad-revision', 'The id of the revision is not valid Unicode text');
        }
        const tables = this.#tables;
        const phantoms = this.#phantomsOf(author.client);
        const { changes, conflictResolutionFor } = local;
        const isInput = hasInput(changes);
        const isCorrection = !isInput && local.revision.startsWith(CALCULATED_PREFIX);
        if (isCorrection && (revisionNumber(local.base) ?? Infinity) < tables.revision) {
            // Corrections are of one state: two that were calculated from different ones must not mix.
            return null;
        }
        const plan = planRevision(changes, {
            maxVersions: Infinity,
            autosaveKeep: Infinity,
            ...this.#options,
            contentJson: () => this.#serializer.serializeContent(tables),
            tables,
            phantoms,
            author,
            isCorrection,
            base: revisionNumber(local.base),
            unknownToAuthor: this.#unknownTo(author, local.base)
        });
        if (plan.isIdle) {
            return null;
        }
        if (isInput) {
            if (author !== SERVER_AUTHOR) {
                this.#storm.calm();
            }
        } else if (!conflictResolutionFor) {
            this.#refuseStorm(author, plan.changes);
        }
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
        const activity = this.#activityOf(plan.changes, author, revision.createdAt);
        this.#apply([...plan.writes, { type: 'addRevision', project: this.id, revision }, ...activity]);
        this.#staged.set(author.client, local.revision, revision);
        this.#stagedCount++;
        this.#recentInputs?.add(revision.number, author.client, plan.changes);
        for (const phantom of plan.phantoms) {
            phantoms.add(phantom);
        }
        this.#cutLog();
        return revision;
    }

    #activityOf(changes: Changes | null, author: Person, createdAt: number): ProjectWrite[] {
        const { logTail = Infinity } = this.#options;
        const context = { tables: this.#tables, author, createdAt, logTail, forgottenAt: this.#forgottenAt };
        const writes = activityOf(changes, context);
        const isForgetting = writes.some(write => write.type === 'addActivity' && write.forget);
        this.#forgottenAt = isForgetting ? this.#tables.revision + 1 : this.#forgottenAt;
        return writes;
    }

    #refuseStorm({ client }: Author, changes: Changes): void {
        if (!this.#storm.admit(client, changes, (store, id) => this.#tables.records.get(store, id))) {
            throw new Refusal('storm');
        }
    }

    /** What others have set since the revision that an author had; `null` when there is nothing since. */
    #unknownTo({ client }: Author, base: string | undefined): UnknownToAuthor | null {
        const known = revisionNumber(base);
        const { revision, logStart } = this.#tables;
        if (known === null || known >= revision) {
            return null;
        }
        this.#recentInputs ??= RecentInputs.of(
            this.revisionsAfter(Math.max(logStart, revision - LOOK_BACK), LOOK_BACK, MAX_LOOK_BACK_LENGTH)
        );
        return this.#recentInputs.unknownTo(client, known);
    }

    #cutLog(): void {
        const { logTail = Infinity } = this.#options;
        const cut = nextCut(this.#tables, logTail, this.#stagedCount, this.#cuts);
        if (cut) {
            this.#cuts++;
            this.#apply([{ type: 'cutLog', project: this.id, ...cut }]);
        }
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
        this.#stagedCount = 0;
        this.#cuts = 0;
        this.#wiped = false;
    }

    #find(client: string, localRevision: string): KnownRevision | null {
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
