import type { Widget } from '@bryntum/schedulerpro';
import { listen } from './engine.ts';

/** A feature of a view, as far as it is used here; the vendor's types leave some of it out. */
export interface ViewFeature {
    isEditing?: boolean;
    record?: unknown;
    activeRecord?: unknown;
}

/** A widget that may show a project. */
export type View = Widget & { project?: unknown; features?: Record<string, ViewFeature> };

/** Knows the views that show a project: schedulers, and whatever else of the vendor's. */
export class Views {
    readonly #project: object;
    readonly #views = new Set<View>();
    readonly #listeners = new Set<(view: View) => void>();

    constructor(project: object) {
        this.#project = project;
    }

    /** Something begins to listen to the project, as every view does when it is made to show it. */
    notice(listener: unknown): void {
        const view = listener as View | undefined;
        if (view?.isWidget && !this.#views.has(view)) {
            // It is still being put together.
            queueMicrotask(() => this.#add(view));
        }
    }

    #add(view: View): void {
        if (!view.isDestroyed && view.project === this.#project && !this.#views.has(view)) {
            this.#views.add(view);
            listen(view, { destroy: () => this.#views.delete(view) });
            this.#listeners.forEach(tell => tell(view));
        }
    }

    /** The views that show the project now. */
    get shown(): View[] {
        return [...this.#views].filter(({ project }) => project === this.#project);
    }

    /**
     * Calls `tell` with every view that shows the project, and those that come to.
     * @returns stops that
     */
    each(tell: (view: View) => void): () => void {
        this.#listeners.add(tell);
        this.shown.forEach(tell);
        return () => this.#listeners.delete(tell);
    }
}
