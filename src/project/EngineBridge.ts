import type { ProjectModel } from '@bryntum/schedulerpro';
import {
    revisionNumber,
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
import { skipCommitPauses } from './commitPause.ts';
import { keepWritesInCommits } from './commitWindow.ts';
import type { CaptureOptions, ChangeSource, EngineHandlers, LoadedData } from './engineState.ts';
import { ForeignEdits } from './ForeignEdits.ts';
import { Beside } from './Beside.ts';
import { calculate, commitTransaction, isCalculated, runUndisturbed } from './engine.ts';
import { keepInPlace } from './keepInPlace.ts';
import { learnIds } from './learnIds.ts';
import type { Views } from './Views.ts';
import {
    acceptPatch,
    collectInput,
    removeRecords,
    writeConstraints,
    writePatch,
    writeRecords,
    type Patch
} from './patch.ts';
import { ProjectFields } from './ProjectFields.ts';
import { Recorder } from './Recorder.ts';
import { removeReferencesToRemoved } from './removeReferences.ts';
import { replaceData } from './replaceData.ts';
import { replaceMirror } from './replaceMirror.ts';
import { Suspects } from './Suspects.ts';

/** How often one transaction may be committed again because edits fell into its commit. */
const MAX_ROUNDS = 5;

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
    /** Where what is being changed right now comes from. */
    source: ChangeSource = 'local';
    /** What the server has stored, as far as this client was told. */
    readonly mirror = new Mirror();
    readonly suspects = new Suspects();
    readonly recorder: Recorder;
    /** What others have done since one's own undo steps. */
    readonly foreign: ForeignEdits;
    readonly #project: ProjectModel;
    readonly #views: Views;
    readonly #handlers: EngineHandlers;
    readonly #beside: Beside;
    readonly #fields: ProjectFields;
    readonly #detach: (() => void)[];
    #outbox: Outbox | null = null;
    #isScheduled = false;

    constructor(project: ProjectModel, views: Views, handlers: EngineHandlers) {
        this.#project = project;
        this.#views = views;
        this.#handlers = handlers;
        this.recorder = new Recorder(project);
        this.#beside = new Beside(project, views, this.recorder, this.mirror);
        this.#fields = new ProjectFields(project, this.recorder, this.mirror);
        this.recorder.onTouch = () => this.#schedule();
        this.foreign = new ForeignEdits(project, () => this.recorder.stores);
        this.#detach = [
            this.foreign.watch(),
            skipCommitPauses(project, () => this.loaded !== null),
            () => this.#beside.destroy(),
            removeReferencesToRemoved(project)
        ];
    }

    /** Revisions or a dataset are being applied right now. */
    get isApplying(): boolean {
        return this.source !== 'local';
    }

    /** Whether anything may have been edited that is no revision yet. */
    get isEdited(): boolean {
        return this.recorder.isTouched || this.#project.stm.isRecording || !isCalculated(this.#project);
    }

    /** Number of the last revision that the user could see all of. */
    get known(): number {
        return this.#beside.since ?? this.loaded!.revision;
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
        if (!this.loaded || this.#project.isDestroyed) {
            return;
        }
        if (error) {
            this.#handlers.broken(error);
        }
        await runUndisturbed(this.#project, async () => {
            this.recorder.touchAll();
            this.capture({ isForced: true });
            await this.#replace(this.mirror.toDataset(), this.loaded!, 'replay');
        });
    }

    /** Like {@link EngineBridge.settle}, for code that already runs inside the project's queue. */
    async settleInQueue(): Promise<void> {
        const project = this.#project;
        this.#watchGraph();
        for (let round = 0; round === 0 || (round < MAX_ROUNDS && project.stm.isRecording); round++) {
            await commitTransaction(project);
        }
        if (this.#beside.isDue && isCalculated(project)) {
            await this.#release();
        } else {
            this.capture();
        }
    }

    /**
     * The editor beside which others' changes were applied is closed: what waited is shown. Where it was cancelled, the
     * engine has taken back all that followed from it, over what others have changed since.
     */
    async #release(): Promise<void> {
        const { patch, revisions, isCancelled } = this.#beside.release();
        if (isCancelled) {
            this.recorder.forgetEdited();
        }
        this.capture({
            calculated: (store, id) => void (isCancelled && patch.set(store, id, { id, fields: null }))
        });
        revisions.forEach(each => this.foreign.note(each));
        await this.#patch(patch);
        this.#handlers.shown(revisions);
    }

    /** Runs `work`, which applies something: when nothing else changes the project, or beside an open editor. */
    async #inTurn(work: () => Promise<void>): Promise<void> {
        await this.#beside.run(
            () => this.settled(work),
            work,
            () => void this.settle()
        );
    }

    /** Makes a revision of what was edited. */
    capture({ isNew, isForced, calculated }: CaptureOptions = {}): void {
        if (!isForced && !isCalculated(this.#project)) {
            this.#schedule(true);
            return;
        }
        const note = (store: string, id: RecordId): void => {
            this.suspects.note(store, id);
            calculated?.(store, id);
        };
        const edited = this.loaded && this.recorder.capture(note, isNew);
        if (edited) {
            this.#handlers.edit(edited);
        }
    }

    /**
     * Takes over a dataset. The first one replaces the project's data; later ones change what differs, so that nothing
     * on the screen jumps. Unconfirmed edits are laid over it.
     * @param isReset whether it has nothing to do with what there was
     */
    async load(dataset: Dataset, target: LoadedData, outbox: Outbox, isReset = false): Promise<void> {
        const isKnown = !isReset && this.holds(target.project, target.address);
        this.#outbox = outbox;
        if (isKnown) {
            await this.#inTurn(async () => {
                this.#fields.concern(this.mirror.fields, dataset['project']);
                const patch = replaceMirror(this.recorder, this.mirror, dataset);
                this.loaded = target;
                await this.#patch(patch);
                this.suspects.noteAll(this.recorder, this.mirror);
            });
            return;
        }
        await runUndisturbed(this.#project, async () => {
            const replace = (): Promise<void> => {
                this.mirror.load(dataset);
                return this.#replace(dataset, target, 'remote');
            };
            await (this.loaded ? this.settled(replace) : replace());
        });
    }

    async #replace(dataset: Dataset, target: LoadedData, source: ChangeSource): Promise<void> {
        const putBack = this.holds(target.project, target.address) ? keepInPlace(this.#views) : () => {};
        this.source = source;
        this.#beside.release();
        if (this.loaded) {
            this.recorder.pause();
        }
        try {
            await this.#fields.replacing(() => replaceData(this.#project, dataset, this.loaded !== null));
            this.#watchGraph();
            this.loaded = target;
            this.recorder.start();
        } finally {
            this.source = 'local';
            putBack();
        }
        const patch: Patch = new StoreMap();
        this.#outbox!.pending.forEach(({ revision }) => collectInput(revision.changes, patch));
        await this.#patch(patch, 'replay');
        this.suspects.noteAll(this.recorder, this.mirror);
    }

    /** Applies revisions in their order, with one calculation. Own ones are confirmed by it. */
    async apply(revisions: readonly ServerRevision[], outbox: Outbox): Promise<void> {
        const loaded = this.loaded!;
        await this.#inTurn(async () => {
            const patch: Patch = new StoreMap();
            const shown: ServerRevision[] = [];
            for (const each of revisions) {
                const { revision, localRevision, client, changes } = each;
                const isOwn = client === loaded.clientId && outbox.settle(localRevision, client) !== undefined;
                const before = loaded.revision;
                this.foreign.onArrive(each);
                this.mirror.apply(changes);
                const visible = isOwn ? each : this.#beside.split(each, before);
                loaded.revision = revisionNumber(revision) ?? loaded.revision;
                if (client === loaded.clientId) {
                    learnIds(changes, this.recorder, this.mirror, outbox);
                }
                if (!isOwn) {
                    if (visible) {
                        this.foreign.note(visible);
                        shown.push(visible);
                    }
                    collectInput(changes, patch);
                }
                this.#fields.concern(changes.project);
                this.suspects.noteChanges(changes);
            }
            await this.#patch(patch);
            this.#handlers.shown(shown);
        });
    }

    /** Brings the records of refused changes in line with what the server has stored and what is pending here. */
    async restore(refused: readonly Changes[]): Promise<void> {
        await this.#inTurn(async () => {
            const patch: Patch = new StoreMap();
            refused.forEach(changes => collectInput(changes, patch));
            this.#fields.concern(...refused.map(({ project }) => project));
            await this.#patch(patch);
        });
    }

    /** Makes the engine show records as they are stored, calculated values included. */
    async repair(keys: readonly { store: string; id: RecordId }[]): Promise<void> {
        const patch: Patch = new StoreMap();
        keys.forEach(({ store, id }) => patch.set(store, id, { id, fields: null }));
        await runUndisturbed(this.#project, () => this.settled(() => this.#patch(patch)));
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

    #watchGraph(): void {
        keepWritesInCommits(this.#project, write => this.recorder.written(write));
    }

    async #patch(patch: Patch, source: ChangeSource = 'remote'): Promise<void> {
        await this.#whenCaptured(
            () => this.settleInQueue(),
            () => this.#write(patch, source)
        );
    }

    async #write(patch: Patch, source: ChangeSource): Promise<void> {
        this.#beside.holdBack(patch);
        let overlay = overlayOf(this.#outbox!.standing);
        const added = new StoreMap<true>();
        const putBack = keepInPlace(this.#views);
        this.source = source;
        try {
            await this.#beside.recordOnlyOwn(async () => {
                const wanted = (store: string, id: RecordId): RecordData | null =>
                    laidOver(store, this.mirror.get(store, id), overlay.get(store, id));
                const [isSet, isRemoved, isWritten] = writePatch(this.recorder, patch, this.#beside.drafts, () => {
                    const isAnySet = this.#fields.write(this.#outbox!.standing);
                    const isAnyRemoved = removeRecords(this.recorder, patch, wanted);
                    this.#beside.holdBack(patch);
                    return [isAnySet, isAnyRemoved, writeRecords(this.recorder, patch, wanted, added)];
                });
                if (isSet || isRemoved || isWritten) {
                    await this.#calculate(patch, added);
                }
                const look = async (): Promise<void> => {
                    await commitTransaction(this.#project);
                    this.capture({ isNew: (store, id) => added.has(store, id) });
                };
                await this.#whenCaptured(look, async () => {
                    overlay = overlayOf(this.#outbox!.standing);
                    const write = (): boolean => isWritten && writeConstraints(this.recorder, patch, wanted);
                    if (writePatch(this.recorder, patch, this.#beside.drafts, write)) {
                        await this.#calculate(patch, added);
                    }
                });
            });
        } finally {
            this.source = 'local';
            putBack();
            // What was edited since the last look has not asked for one.
            this.#schedule(this.recorder.isTouched);
        }
    }

    /** Everything up to here came from the server, and calendars, which take it in late; what else is found then did not. */
    async #calculate(patch: Patch, added: StoreMap<true>): Promise<void> {
        acceptPatch(this.recorder, patch, this.#beside.drafts);
        await calculate(this.#project);
        this.#fields.calculated();
        patch.stores.get('calendars')?.forEach(({ id }) => this.recorder.take('calendars', id));
        if (this.#beside.isApplying) {
            // The engine has completed them; what is in the editor is not to be captured yet.
            added.stores.forEach((ids, store) => ids.forEach((_, id) => this.recorder.take(store, id)));
        } else {
            this.capture({ isNew: (store, id) => added.has(store, id) });
        }
    }

    /** Like {@link settleInQueue}, and calls `work` in the instant in which it is so: right after more may be edited. */
    async settled(work: () => Promise<void>): Promise<void> {
        await this.settleInQueue();
        await this.#whenCaptured(() => this.settleInQueue(), work);
    }

    /** Calls `work` in an instant in which everything edited is a revision, so that it can take the rest for the server's. */
    async #whenCaptured(look: () => Promise<void>, work: () => Promise<void>): Promise<void> {
        for (let round = 0; round < MAX_ROUNDS && !this.#beside.isApplying && this.isEdited; round++) {
            await look();
        }
        await work();
    }

    /** Stops watching for edits. */
    destroy(): void {
        this.recorder.stop();
        this.#detach.forEach(detach => detach());
    }
}
