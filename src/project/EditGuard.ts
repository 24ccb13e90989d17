import type { ProjectModel } from '@bryntum/schedulerpro';
import { skipCommitPauses } from './commitPause.ts';
import { commitTransaction, listen, runQueued } from './engine.ts';
import { keepFieldsUndoable } from './undoableFields.ts';

/** How often one transaction may be committed again because edits fell into its commit. */
const MAX_ROUNDS = 5;

/**
 * Turns whatever changes the project outside of the engine's queue into a proper revision.
 *
 * A field the engine does not calculate with, changed by plain code (`event.name = 'x'`), makes a revision that
 * other clients ignore, unless the engine commits before the transaction stops. So every transaction that starts
 * recording is committed and stopped from inside the queue, right after the code that made the change. A feature
 * of the view that records (a drag, an open editor) holds the queue itself and is left alone until it is done.
 */
export class EditGuard {
    readonly #project: ProjectModel;
    readonly #detach: () => void;
    #scheduled = false;

    /** @param isEdited whether there is anything to edit already */
    constructor(project: ProjectModel, isEdited: () => boolean) {
        this.#project = project;
        const detach = [
            listen(project.stm, { recordingStart: () => this.#schedule() }),
            skipCommitPauses(project, isEdited),
            keepFieldsUndoable(project)
        ];
        this.#detach = () => detach.forEach(stop => stop());
    }

    #schedule(): void {
        if (!this.#scheduled) {
            this.#scheduled = true;
            // Not earlier: inside `recordingStart` the engine cannot commit yet, and from a microtask the
            // transaction would end before the code that made the change has made its next one.
            setTimeout(() => {
                this.#scheduled = false;
                void this.settle();
            }, 0);
        }
    }

    /** Resolves once nothing that was recorded so far is still open. */
    async settle(): Promise<void> {
        const project = this.#project;
        if (!project.isDestroyed) {
            await runQueued(project, () => this.settleInQueue());
        }
    }

    /** Like {@link EditGuard.settle}, for code that already runs inside the project's queue. */
    async settleInQueue(): Promise<void> {
        const { stm } = this.#project;
        for (let round = 0; stm.isRecording && round < MAX_ROUNDS; round++) {
            await commitTransaction(this.#project);
        }
    }

    /** Stops watching. */
    destroy(): void {
        this.#detach();
    }
}
