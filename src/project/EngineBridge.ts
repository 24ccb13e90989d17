import type { ProjectModel } from '@bryntum/schedulerpro';
import {
    revisionId,
    revisionNumber,
    storeEntries,
    type Dataset,
    type LocalRevision,
    type ProjectId,
    type ServerRevision
} from '../protocol/index.ts';
import type { Outbox } from '../sync/Outbox.ts';
import { CalculatedValues } from './CalculatedValues.ts';
import { EditGuard } from './EditGuard.ts';
import { runQueued } from './engine.ts';
import { notePhantomIds, notePhantomIdsOf, replay, type PhantomIds } from './replay.ts';
import { toInlineData, toLocalNames } from './storeNames.ts';

/** Stores that a dataset empties when it says nothing about them. */
const EMPTY_DATASET = { calendars: [], resources: [], events: [], dependencies: [], assignments: [] };

/** Begins the local id of a revision that holds calculated values only; no engine has recorded it. */
const CALCULATED = 'calculated-';

/** What the engine holds: whose data, under which client id, up to which revision. */
export interface LoadedData {
    /** The server it came from. */
    address: string | null;
    project: ProjectId;
    clientId: string;
    /** Number of the last server revision contained. */
    revision: number;
}

/** The engine's side of the synchronisation: loads datasets, applies revisions, makes edits again. */
export class EngineBridge {
    /** `null` until a dataset was loaded. */
    loaded: LoadedData | null = null;
    readonly #project: ProjectModel;
    readonly #guard: EditGuard;
    readonly #phantoms: PhantomIds = new Map();
    readonly #calculated: CalculatedValues;
    /** Somebody's revision got its number before one that was calculated here without it. */
    #isRebased = false;

    constructor(project: ProjectModel) {
        this.#project = project;
        this.#guard = new EditGuard(project);
        this.#calculated = new CalculatedValues(project);
    }

    /** Whether this project of this server is loaded. */
    holds(project: ProjectId | null, address: string | null): boolean {
        return this.loaded?.address === address && String(this.loaded.project) === String(project);
    }

    /**
     * Replaces the project's data and makes the edits in the outbox again on top of it, as new local revisions.
     * Edits that the engine refuses to make again are handed to `lost`.
     */
    async load(dataset: Dataset, target: LoadedData, outbox: Outbox, lost: (error: unknown) => void): Promise<void> {
        const project = this.#project;
        await runQueued(project, async () => {
            const { stm } = project;
            await this.#guard.settleInQueue();
            stm.disable();
            stm.resetQueue();
            try {
                await project.loadInlineData({ ...EMPTY_DATASET, ...toInlineData(dataset) });
            } finally {
                stm.enable();
            }
            project.initRevisions(target.clientId, revisionId(target.revision));
            this.loaded = target;
        });
        await project.commitAsync();
        this.#calculated.loaded();
        notePhantomIdsOf(this.#phantoms, dataset);
        for (const { revision } of outbox.takeAll()) {
            await replay(project, revision.changes, this.#phantoms).catch(lost);
        }
    }

    /**
     * Applies revisions in their order. An own one confirms the local revision of the same id if the engine still
     * has it (`isPending`); after a reload it does not, and takes its own revision like anybody else's: handing
     * it an unknown local revision would make it throw and lose the revisions behind. Revisions of calculated values
     * are for the server alone.
     * @param hasPending whether local revisions wait for their confirmation
     */
    async apply(
        revisions: readonly ServerRevision[],
        isPending: (localRevision: string) => boolean,
        hasPending: boolean
    ): Promise<void> {
        const { loaded } = this;
        const project = this.#project;
        if (!loaded) {
            return;
        }
        const edits = revisions.filter(({ localRevision }) => !localRevision.startsWith(CALCULATED));
        this.#isRebased ||= hasPending && edits.some(({ client }) => client !== loaded.clientId);
        // Queued together: nothing may start recording between the two.
        const settled = this.#guard.settle();
        const applied = project.applyRevisions(
            edits.map(({ revision, localRevision, client, changes, conflictResolutionFor }) => {
                const isKnown = client !== loaded.clientId || isPending(localRevision);
                return {
                    revisionId: revision,
                    localRevisionId: localRevision,
                    clientId: isKnown ? client : `${client}/reloaded`,
                    changes: toLocalNames(project, changes),
                    conflictResolutionFor: conflictResolutionFor ?? undefined
                };
            }) as never
        );
        await Promise.all([settled, applied]);
        for (const { revision, changes } of revisions) {
            loaded.revision = revisionNumber(revision) ?? loaded.revision;
            storeEntries(changes).forEach(([, change]) => notePhantomIds(this.#phantoms, change.added));
            this.#calculated.stored(changes);
        }
    }

    /**
     * What the server has to store anew of what it was told before, because a revision of this client was calculated
     * without somebody else's before it. To be asked when nothing is pending; `null` when there is nothing.
     */
    takeCorrection(): LocalRevision | null {
        const changes = this.#isRebased ? this.#calculated.difference() : null;
        this.#isRebased = false;
        return changes && { revision: `${CALCULATED}${this.loaded!.revision}`, changes };
    }

    /** Stops watching for edits. */
    destroy(): void {
        this.#guard.destroy();
    }
}
