import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import { isEditing } from './edit.ts';
import { isCalculated, listen, runUndisturbed } from './engine.ts';
import type { View, Views } from './Views.ts';

/**
 * The editors that are open in the views of a project. The engine keeps everything else waiting for as long as one is;
 * here that is the user's record alone.
 */
export class Editors {
    readonly #project: ProjectModel;
    readonly #views: Views;
    readonly #waiting = new Set<() => void>();
    readonly #detach: (() => void)[];

    constructor(project: ProjectModel, views: Views) {
        this.#project = project;
        this.#views = views;
        // Not at once: the editor is still being opened, or a commit finished.
        const opened = (): void => void (this.#waiting.size && setTimeout(() => this.#waiting.forEach(look => look())));
        const watched = new WeakSet<View>();
        this.#detach = [
            views.each(view => {
                if (!watched.has(view)) {
                    watched.add(view);
                    listen(view, { beforeTaskEditShow: opened, startCellEdit: opened });
                }
            }),
            listen(project, { dataReady: opened })
        ];
    }

    get #features() {
        return this.#views.shown.flatMap(({ features }) =>
            Object.values(features ?? {}).filter(({ isEditing: isOpen }) => isOpen)
        );
    }

    /** The records that are being edited. */
    get records(): Model[] {
        return this.#features.flatMap(({ record, activeRecord }) =>
            [record, activeRecord].filter((each): each is Model => (each as Partial<Model> | null)?.isModel === true)
        );
    }

    /** Whether all that is under way is that an editor stands open. */
    get isIdle(): boolean {
        const { stm, isDestroyed } = this.#project;
        return (
            !isDestroyed &&
            stm.isRecording &&
            !stm.isRestoring &&
            !isEditing(this.#project) &&
            isCalculated(this.#project) &&
            this.#features.length > 0
        );
    }

    /**
     * Notes what is being typed. The editor fills its fields anew when its record follows something.
     * @returns types it again
     */
    keepTyped(): () => void {
        const input = document.activeElement as HTMLInputElement | null;
        const isTyped =
            this.#features.some(({ editor }) => editor?.element?.contains(input)) && input && 'value' in input;
        const { value, selectionStart, selectionEnd } = isTyped ? input : ({} as HTMLInputElement);
        return () => {
            if (isTyped && input.value !== value) {
                input.value = value;
                input.setSelectionRange(selectionStart, selectionEnd);
                input.dispatchEvent(new InputEvent('input', { bubbles: true }));
            }
        };
    }

    /**
     * Runs `work` when nothing else changes the project, or, as soon as an editor is all that stands in the way, beside it.
     * The engine's commits being one instant, no user can do anything in the middle of it.
     */
    run(work: (isBeside: boolean) => Promise<void>): Promise<void> {
        return new Promise((resolve, reject) => {
            let turn: 'waiting' | 'queue' | 'beside' = 'waiting';
            const begin = (as: 'queue' | 'beside'): Promise<void> => {
                turn = as;
                this.#waiting.delete(look);
                return work(as === 'beside');
            };
            const look = (): void => {
                if (turn === 'waiting' && this.isIdle) {
                    begin('beside').then(resolve, reject);
                }
            };
            this.#waiting.add(look);
            look();
            if (turn === 'waiting') {
                runUndisturbed(this.#project, async () => (turn === 'waiting' ? begin('queue') : undefined)).then(
                    () => turn === 'queue' && resolve(),
                    reject
                );
            }
        });
    }

    /** Stops watching. */
    destroy(): void {
        this.#detach.forEach(detach => detach());
        this.#waiting.clear();
    }
}
