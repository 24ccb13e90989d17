import type { ProjectModel } from '@bryntum/schedulerpro';
import {
    CALCULATED_PREFIX,
    revisionId,
    revisionNumber,
    storeEntries,
    type Changes,
    type Dataset,
    type LocalRevision,
    type ProjectId,
    type ServerRevision
} from '../protocol/index.ts';
import { Mirror } from '../sync/Mirror.ts';
import type { Outbox, PendingRevision } from '../sync/Outbox.ts';
import { squash } from '../sync/squash.ts';
import { skipNextPause } from './commitPause.ts';
import { EditGuard } from './EditGuard.ts';
import { runQueued } from './engine.ts';
import { notePhantomIds, notePhantomIdsOf, replay, type PhantomIds } from './replay.ts';
import { toInlineData, toLocalNames } from './storeNames.ts';

/** Stores that a dataset empties when it says nothing about them. */
const EMPTY_DATASET = { calendars: [], resources: [], events: [], dependencies: [], assignments: [] };

/** Whose changes a repair are, to the engine. */
const REPAIR = 'repair';

/** What the engine holds: whose data, under which client id, up to which revision. */
export interface LoadedData {
    /** The server it came from. */
    address: string | null;
    project: ProjectId;
    clientId: string;
    /** Id of the user it was loaded for. */
    user: string;
    /** Number of the last server revision contained. */
    revision: number;
    /** Whether revisions and datasets are numbered: dialect 2. */
    isNumbered: boolean;
}

/** The engine's side of the synchronisation: loads datasets, applies revisions, makes edits again. */
export class EngineBridge {
    /** `null` until a dataset was loaded. */
    loaded: LoadedData | null = null;
    /** What the server has stored, as far as this client was told. */
    readonly mirror = new Mirror();
    readonly guard: EditGuard;
    readonly #project: ProjectModel;
    readonly #phantoms: PhantomIds = new Map();

    constructor(project: ProjectModel) {
        this.#project = project;
        this.guard = new EditGuard(project, () => this.loaded !== null);
    }

    /** Whether this project of this server is loaded. */
    holds(project: ProjectId | null, address: string | null): boolean {
        return this.loaded?.address === address && String(this.loaded.project) === String(project);
    }

    /**
     * Replaces the project's data and makes the edits in the outbox again on top of it, as new local revisions.
     * Edits that cannot be made again, wholly or in part, are handed to `lost`.
     */
    async load(
        dataset: Dataset,
        target: LoadedData,
        outbox: Outbox,
        lost: (entry: PendingRevision, error: unknown) => void
    ): Promise<void> {
        const project = this.#project;
        await runQueued(project, async () => {
            const { stm } = project;
            await this.guard.settleInQueue();
            stm.disable();
            stm.resetQueue();
            this.mirror.load(dataset);
            if (this.loaded) {
                skipNextPause();
            }
            try {
                // A copy: the engine writes into the records it is given.
                await project.loadInlineData({ ...EMPTY_DATASET, ...toInlineData(structuredClone(dataset)) });
            } finally {
                stm.enable();
            }
            project.initRevisions(target.clientId, revisionId(target.revision));
            outbox.takeCorrections();
            this.loaded = target;
        });
        await project.commitAsync();
        notePhantomIdsOf(this.#phantoms, dataset);
        const pending = outbox.pending;
        for (const entry of pending) {
            await replay(project, entry.revision.changes, this.#phantoms).catch(error => lost(entry, error));
        }
        outbox.forget(pending);
    }

    /**
     * Applies revisions in their order. An own one confirms the local revision of the same id if it is still pending;
     * after a reload it is not, and is taken like anybody else's: handing the engine an unknown local revision would
     * make it throw and lose the revisions behind. Revisions of calculated values are for the server alone.
     */
    async apply(revisions: readonly ServerRevision[], outbox: Outbox): Promise<void> {
        const loaded = this.loaded!;
        const isOwn = ({ client, localRevision }: ServerRevision): boolean =>
            client === loaded.clientId && outbox.has(localRevision, client);
        const edits = squash(
            revisions.filter(({ localRevision }) => !localRevision.startsWith(CALCULATED_PREFIX)),
            isOwn
        );
        const batch = this.#confirmCorrections(outbox);
        for (const edit of edits) {
            const { revision, localRevision, client, changes, conflictResolutionFor } = edit;
            const isConfirmation = isOwn(edit);
            batch.push({
                revisionId: revision,
                localRevisionId: localRevision,
                clientId: isConfirmation || client !== loaded.clientId ? client : `${client}/reloaded`,
                changes,
                conflictResolutionFor: conflictResolutionFor ?? undefined
            });
            if (isConfirmation) {
                outbox.settle(localRevision, client);
                batch.push(...this.#confirmCorrections(outbox));
            }
        }
        await this.#apply(batch);
        for (const { revision, changes } of revisions) {
            loaded.revision = revisionNumber(revision) ?? loaded.revision;
            storeEntries(changes).forEach(([, change]) => notePhantomIds(this.#phantoms, change.added));
            this.mirror.apply(changes);
        }
    }

    /** Makes the engine take over changes that are no revision of the server. */
    async repair(changes: Changes): Promise<void> {
        const localRevisionId = `${REPAIR}-${Math.random()}`;
        const revision = `${revisionId(this.loaded!.revision)}/${localRevisionId}`;
        await this.#apply([{ revisionId: revision, localRevisionId, clientId: REPAIR, changes }]);
    }

    async #apply(batch: EngineRevision[]): Promise<void> {
        const project = this.#project;
        if (batch.length) {
            batch.forEach(revision => (revision.changes = toLocalNames(project, revision.changes)));
            // Queued together: nothing may start recording between the two.
            await Promise.all([this.guard.settle(), project.applyRevisions(batch as never)]);
        }
    }

    #confirmCorrections(outbox: Outbox): EngineRevision[] {
        const { clientId, revision } = this.loaded!;
        return outbox.takeCorrections().map(({ revision: localRevisionId, changes }: LocalRevision) => ({
            revisionId: `${revisionId(revision)}/${localRevisionId}`,
            localRevisionId,
            clientId,
            changes
        }));
    }

    /** Stops watching for edits. */
    destroy(): void {
        this.guard.destroy();
    }
}

/** A revision as the engine's `applyRevisions` takes it. */
interface EngineRevision {
    revisionId: string;
    localRevisionId: string;
    clientId: string;
    changes: Changes;
    conflictResolutionFor?: string | undefined;
}
