import type { ProjectModel } from '@bryntum/schedulerpro';
import { StoreMap, type ServerRevision } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import { Editors } from './Editors.ts';
import { besideTransaction, listen } from './engine.ts';
import { Held } from './Held.ts';
import { keepEdited, type IsKept } from './keepEdited.ts';
import type { Patch } from './patch.ts';
import { recordOnlyOwn } from './recording.ts';
import type { Recorder } from './Recorder.ts';
import type { Views } from './Views.ts';

/** No records. */
const NONE = new StoreMap<true>();

/** Applies what others have done beside an open editor, without disturbing that. */
export class Beside {
    readonly #project: ProjectModel;
    readonly #recorder: Recorder;
    readonly #mirror: Mirror;
    readonly #editors: Editors;
    readonly #detach: () => void;
    readonly #held = new Held();
    /** What must stay as it is while something is being applied. */
    #kept: { drafts: StoreMap<true>; isKept: IsKept } | null = null;
    /** Something was applied beside the editor that is or was open, and its cancelling does not know of that. */
    #state: 'applied' | 'cancelled' | null = null;

    constructor(project: ProjectModel, views: Views, recorder: Recorder, mirror: Mirror) {
        this.#project = project;
        this.#recorder = recorder;
        this.#mirror = mirror;
        this.#editors = new Editors(project, views);
        this.#detach = listen(project.stm, {
            recordingStop: ({ reason }: { reason?: { rejected?: boolean } }) => {
                this.#state &&= reason?.rejected ? 'cancelled' : this.#state;
            }
        });
    }

    /** Whether something is being applied beside an editor right now. */
    get isApplying(): boolean {
        return this.#kept !== null;
    }

    /** Whether {@link Beside.release} is due when the editor is closed. */
    get isDue(): boolean {
        return this.#state !== null;
    }

    /** Number of the last revision of which nothing waits; `null` when nothing waits at all. */
    get since(): number | null {
        return this.#held.since;
    }

    /** What has been edited and not been captured, while something is being applied. */
    get drafts(): StoreMap<true> {
        return this.#kept?.drafts ?? NONE;
    }

    /**
     * Runs `alone` when nothing else changes the project; where only an open editor is in the way, `beside` at once.
     * @param begun called when something was applied beside an editor for the first time
     */
    async run(alone: () => Promise<void>, beside: () => Promise<void>, begun: () => void): Promise<void> {
        await this.#editors.run(async isBeside => {
            if (!isBeside) {
                return alone();
            }
            const isFirst = !this.#state;
            this.#state = 'applied';
            const drafts = this.#recorder.drafts();
            this.#kept = { drafts, isKept: keepEdited(this.#recorder, this.#mirror, drafts, this.#editors.records) };
            const typeAgain = this.#editors.keepTyped();
            try {
                await besideTransaction(this.#project, beside);
            } finally {
                this.#kept = null;
                typeAgain();
                if (isFirst) {
                    begun();
                }
            }
        });
    }

    /** Keeps others' edits out of the undo history: beside an editor the engine already knows that. */
    async recordOnlyOwn(work: () => Promise<void>): Promise<void> {
        await (this.isApplying ? work() : recordOnlyOwn(this.#project, work));
    }

    /** Takes out of a patch what has to wait. */
    holdBack(patch: Patch): void {
        if (this.#kept) {
            this.#held.takeFrom(patch, this.#kept.isKept);
        }
    }

    /** Takes out of somebody's revision what has to wait, see {@link Held.split}. */
    split(revision: ServerRevision, last: number): ServerRevision | null {
        return this.#kept ? this.#held.split(revision, this.#kept.isKept, last) : revision;
    }

    /** Hands over all that has waited. */
    release(): ReturnType<Held['release']> & { isCancelled: boolean } {
        const isCancelled = this.#state === 'cancelled';
        this.#state = null;
        return { ...this.#held.release(), isCancelled };
    }

    /** Stops watching. */
    destroy(): void {
        this.#detach();
        this.#editors.destroy();
    }
}
