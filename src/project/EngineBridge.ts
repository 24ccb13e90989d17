import type { ProjectModel } from '@bryntum/schedulerpro';
import {
    canonicalJson,
    canonicalStore,
    CHANGE_KINDS,
    revisionNumber,
    storeEntries,
    StoreMap,
    type Changes,
    type Dataset,
    type ProjectId,
    type RecordData,
    type RecordId,
    type ServerRevision
} from '../protocol/index.ts';
import { Mirror } from '../sync/Mirror.ts';
import type { Outbox } from '../sync/Outbox.ts';
import { laidOver, overlayOf } from '../sync/overlay.ts';
import { skipCommitPauses, skipNextPause } from './commitPause.ts';
import { keepWritesInCommits } from './commitWindow.ts';
import { unnoted } from './edited.ts';
import { ForeignEdits } from './ForeignEdits.ts';
import { calculate, commitTransaction, isCalculated, runUndisturbed, unrecorded } from './engine.ts';
import { collectInput, removeRecords, writeConstraints, writeRecords, type Patch } from './patch.ts';
import { Recorder } from './Recorder.ts';
import { CALCULATED_PROJECT_FIELDS, toInlineData } from './stores.ts';

/** Stores that a dataset empties when it says nothing about them. */
const EMPTY_DATASET = { calendars: [], resources: [], events: [], dependencies: [], assignments: [] };

/** How often one transaction may be committed again because edits fell into its commit. */
const MAX_ROUNDS = 5;

/** How to look for edits. */
interface CaptureOptions {
    /** Whether a record has only just come from the server, so that the engine still completes it. */
    isNew?: (store: string, id: RecordId) => boolean;
    /** Even while the engine has not calculated. */
    isForced?: boolean;
    /** Called with every record of which only calculated values have changed. */
    calculated?: (store: string, id: RecordId) => void;
}

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

/**
 * The engine's side of the synchronisation.
 *
 * Three things are known: what the server has stored (`mirror`), what was edited here and is not confirmed yet (the
 * outbox), and what the engine shows. The screen is to show the second laid over the first; whenever one of the two
 * changes, the records concerned are patched, all at once and with one calculation. What the engine shows beyond that
 * is a new edit, found by the {@link Recorder}.
 */
export class EngineBridge {
    /** `null` until a dataset was loaded. */
    loaded: LoadedData | null = null;
    /** Revisions or a dataset are being applied right now. */
    isApplying = false;
    /** What the server has stored, as far as this client was told. */
    readonly mirror = new Mirror();
    /** Records that may be shown otherwise than they are stored, because of what the engine has calculated. */
    readonly suspects = new StoreMap<RecordId>();
    readonly recorder: Recorder;
    /** What others have done since one's own undo steps. */
    readonly foreign: ForeignEdits;
    readonly #project: ProjectModel;
    readonly #onEdit: (changes: Changes) => void;
    readonly #onBroken: (error: unknown) => void;
    readonly #detach: (() => void)[];
    #outbox: Outbox | null = null;
    #isScheduled = false;

    /**
     * @param onEdit called with every edit, as the changes of a revision
     * @param onBroken called with what the engine throws when it cannot calculate; it is made anew then
     */
    constructor(project: ProjectModel, onEdit: (changes: Changes) => void, onBroken: (error: unknown) => void) {
        this.#project = project;
        this.#onEdit = onEdit;
        this.#onBroken = onBroken;
        this.recorder = new Recorder(project);
        this.recorder.onTouch = () => this.#schedule();
        this.foreign = new ForeignEdits(project, () => this.recorder.stores);
        this.#detach = [this.foreign.watch(), skipCommitPauses(project, () => this.loaded !== null)];
    }

    /** Whether this project of this server is loaded. */
    holds(project: ProjectId | null, address: string | null): boolean {
        return this.loaded?.address === address && String(this.loaded.project) === String(project);
    }

    #schedule(isDue = !this.isApplying): void {
        if (isDue && !this.#isScheduled) {
            this.#isScheduled = true;
            // Not earlier: the code that made the change may make its next one right after.
            setTimeout(() => {
                this.#isScheduled = false;
                void this.settle();
            }, 0);
        }
    }

    /** Resolves once everything edited so far is a revision. A drag or an open editor is waited for. */
    async settle(): Promise<void> {
        try {
            await runUndisturbed(this.#project, () => this.settleInQueue());
        } catch (error) {
            await this.rebuild(error);
        }
    }

    /**
     * Makes the engine from new, of what is stored and what is pending, because it cannot be brought in line
     * otherwise. Everything that can still be read of what was edited meanwhile is kept.
     */
    async rebuild(error?: unknown): Promise<void> {
        const { loaded } = this;
        if (!loaded || this.#project.isDestroyed) {
            return;
        }
        if (error) {
            this.#onBroken(error);
        }
        await runUndisturbed(this.#project, async () => {
            this.recorder.touchAll();
            this.capture({ isForced: true });
            await this.#replace(this.mirror.toDataset(), loaded);
            this.#suspectAll();
        });
    }

    /** Like {@link EngineBridge.settle}, for code that already runs inside the project's queue. */
    async settleInQueue(): Promise<void> {
        const project = this.#project;
        this.#watchGraph();
        for (let round = 0; round === 0 || (round < MAX_ROUNDS && project.stm.isRecording); round++) {
            await commitTransaction(project);
        }
        this.capture();
    }

    /** Makes a revision of what was edited. */
    capture({ isNew, isForced, calculated }: CaptureOptions = {}): void {
        if (!isForced && !isCalculated(this.#project)) {
            this.#schedule(true);
            return;
        }
        const note = (store: string, id: RecordId): void => {
            this.#suspect(store, id);
            calculated?.(store, id);
        };
        const changes = this.loaded && this.recorder.capture(note, isNew);
        if (changes) {
            this.#onEdit(changes);
        }
    }

    #suspect(store: string, id: RecordId): void {
        this.suspects.set(store, id, id);
    }

    /**
     * Takes over a dataset. The first one replaces the project's data; later ones change what differs, so that nothing
     * on the screen jumps. Unconfirmed edits are laid over it.
     * @param isReset whether it has nothing to do with what there was
     */
    async load(dataset: Dataset, target: LoadedData, outbox: Outbox, isReset = false): Promise<void> {
        const project = this.#project;
        const isKnown = !isReset && this.holds(target.project, target.address);
        this.#outbox = outbox;
        await runUndisturbed(project, async () => {
            if (this.loaded) {
                await this.settleInQueue();
            }
            if (isKnown) {
                const patch = this.#replaceMirror(dataset);
                this.loaded = target;
                await this.#patch(patch);
            } else {
                this.mirror.load(dataset);
                await this.#replace(dataset, target);
            }
            this.#suspectAll();
        });
    }

    async #replace(dataset: Dataset, target: LoadedData): Promise<void> {
        const project = this.#project;
        const { stm } = project;
        this.isApplying = true;
        if (this.loaded) {
            this.recorder.pause();
        }
        try {
            await unrecorded(project, async () => {
                stm.resetQueue();
                if (this.loaded) {
                    skipNextPause();
                }
                // A copy: the engine writes into the records it is given.
                await project.loadInlineData({ ...EMPTY_DATASET, ...toInlineData(structuredClone(dataset)) });
                await calculate(project);
            });
            stm.enable();
            this.#watchGraph();
            this.loaded = target;
            this.recorder.start();
        } finally {
            this.isApplying = false;
        }
        const patch: Patch = new StoreMap();
        this.#outbox!.pending.forEach(({ revision }) => collectInput(revision.changes, patch));
        await this.#patch(patch);
        this.#schedule();
    }

    /** Everything that the engine has or the new data has; what is no plain value only where the new data differs. */
    #replaceMirror(dataset: Dataset): Patch {
        const before = new Map(
            [...this.mirror.stores()].map(name => [
                name,
                new Map([...this.mirror.records(name)].map(r => [String(r.id), r]))
            ])
        );
        this.mirror.load(dataset);
        const patch: Patch = new StoreMap();
        for (const [name, store] of this.recorder.stores) {
            store.allRecords.forEach(({ id }) => patch.set(name, id, { id, fields: null }));
            for (const record of this.mirror.records(name)) {
                const old = before.get(name)?.get(String(record.id)) ?? {};
                const fields = Object.keys({ ...old, ...record }).filter(
                    field =>
                        typeof record[field] !== 'object' ||
                        canonicalJson(record[field]) !== canonicalJson((old as RecordData)[field])
                );
                patch.set(name, record.id!, { id: record.id!, fields: new Set(fields) });
            }
        }
        return patch;
    }

    #suspectAll(): void {
        for (const [name, store] of this.recorder.stores) {
            store.allRecords.forEach(({ id }) => this.#suspect(name, id));
            for (const { id } of this.mirror.records(name)) {
                this.#suspect(name, id!);
            }
        }
    }

    /** Applies revisions in their order, with one calculation. Own ones are confirmed by it. */
    async apply(revisions: readonly ServerRevision[], outbox: Outbox): Promise<void> {
        const loaded = this.loaded!;
        await runUndisturbed(this.#project, async () => {
            await this.settleInQueue();
            const patch: Patch = new StoreMap();
            let fields: Record<string, unknown> = {};
            for (const each of revisions) {
                const { revision, localRevision, client, changes } = each;
                const isOwn = client === loaded.clientId && outbox.settle(localRevision, client) !== undefined;
                this.mirror.apply(changes);
                loaded.revision = revisionNumber(revision) ?? loaded.revision;
                this.#learnIds(changes, outbox);
                if (!isOwn) {
                    this.foreign.note(each);
                    collectInput(changes, patch);
                    fields = { ...fields, ...changes.project };
                }
                for (const [store, change] of storeEntries(changes)) {
                    for (const kind of CHANGE_KINDS) {
                        change[kind]?.forEach(({ id }) => this.#suspect(canonicalStore(store), id!));
                    }
                }
            }
            await this.#patch(patch, fields);
        });
    }

    /** Brings the records of refused changes in line with what the server has stored and what is pending here. */
    async restore(refused: readonly Changes[]): Promise<void> {
        await runUndisturbed(this.#project, async () => {
            await this.settleInQueue();
            const patch: Patch = new StoreMap();
            refused.forEach(changes => collectInput(changes, patch));
            await this.#patch(patch);
        });
    }

    /** Makes the engine show records as they are stored, calculated values included. */
    async repair(keys: readonly { store: string; id: RecordId }[]): Promise<void> {
        const patch: Patch = new StoreMap();
        keys.forEach(({ store, id }) => patch.set(store, id, { id, fields: null }));
        await runUndisturbed(this.#project, async () => {
            await this.settleInQueue();
            await this.#patch(patch);
        });
    }

    /**
     * Takes back what the current transaction has changed, for code that already runs inside the queue. What others
     * have edited since is kept.
     */
    async takeBack(): Promise<void> {
        const project = this.#project;
        if (project.stm.isRecording) {
            project.stm.rejectTransaction();
        }
        this.recorder.forgetEdited();
        await commitTransaction(project);
        // Dates are no part of the transaction before they are calculated.
        const patch: Patch = new StoreMap();
        this.capture({ calculated: (store, id) => patch.set(store, id, { id, fields: null }) });
        await (this.loaded ? this.#patch(patch) : undefined);
    }

    /** New records of this client may have got other ids from the server. */
    #learnIds(changes: Changes, outbox: Outbox): void {
        for (const [name, { added, $input }] of storeEntries(changes)) {
            for (const { id, $PhantomId } of [...(added ?? []), ...($input?.added ?? [])]) {
                if (id != null && $PhantomId != null && id !== $PhantomId) {
                    this.#learnId(canonicalStore(name), $PhantomId, id, outbox);
                }
            }
        }
    }

    #learnId(store: string, phantom: RecordId, id: RecordId, outbox: Outbox): void {
        if (this.recorder.find(store, phantom) && !this.recorder.find(store, id) && !this.mirror.get(store, phantom)) {
            this.recorder.rename(store, phantom, id);
        }
        outbox.renameRecord(phantom, id);
    }

    #watchGraph(): void {
        const project = this.#project;
        keepWritesInCommits(project, write => this.recorder.written(write));
    }

    async #patch(patch: Patch, fields: Record<string, unknown> = {}): Promise<void> {
        const project = this.#project;
        const own = Object.entries(fields).filter(([field]) => !CALCULATED_PROJECT_FIELDS.includes(field));
        const overlay = overlayOf(this.#outbox!.pending);
        const added = new StoreMap<true>();
        this.isApplying = true;
        try {
            await unrecorded(project, async () => {
                const wanted = (store: string, id: RecordId): RecordData | null =>
                    laidOver(this.mirror.get(store, id), overlay.get(store, id));
                const [isRemoved, isWritten] = unnoted(project, () => {
                    if (own.length) {
                        project.set(Object.fromEntries(own));
                    }
                    return [
                        removeRecords(this.recorder, patch, wanted),
                        writeRecords(this.recorder, patch, wanted, added)
                    ];
                });
                if (own.length || isRemoved || isWritten) {
                    await this.#calculate(patch, added);
                }
                if (isWritten && unnoted(project, () => writeConstraints(this.recorder, patch, wanted))) {
                    await this.#calculate(patch, added);
                }
            });
        } finally {
            this.isApplying = false;
        }
    }

    /** Everything up to here came from the server, and calendars, which take it in late; what else is found then did not. */
    async #calculate(patch: Patch, added: StoreMap<true>): Promise<void> {
        this.recorder.accept((store, id) => patch.has(store, id));
        await calculate(this.#project);
        patch.stores.get('calendars')?.forEach(({ id }) => this.recorder.take('calendars', id));
        this.capture({ isNew: (store, id) => added.has(store, id) });
    }

    /** Stops watching for edits. */
    destroy(): void {
        this.recorder.stop();
        this.#detach.forEach(detach => detach());
    }
}
