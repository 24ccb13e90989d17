import { RealtimeError } from '../transport/RealtimeError.ts';
import type { Notifier } from './Notifier.ts';
import { ReadOnlyViews } from './ReadOnlyViews.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import type { Views } from './Views.ts';

/** Decides whether anything may be changed here: by the host's word, or else by the role of who logged in last. */
export class Permission {
    readonly #project: RealtimeProject;
    readonly #notifier: Notifier;
    readonly #views: ReadOnlyViews;

    constructor(project: RealtimeProject, notifier: Notifier, views: Views) {
        this.#project = project;
        this.#notifier = notifier;
        this.#views = new ReadOnlyViews(views, this);
    }

    get isReadOnly(): boolean {
        return this.#notifier.state.readOnly;
    }

    /** Somebody has logged in, or the host has said something else. */
    update(): void {
        const { session } = this.#notifier.state;
        const readOnly = this.#project.wsReadOnly ?? (session ? session.role === 'viewer' : this.isReadOnly);
        if (readOnly !== this.isReadOnly) {
            this.#notifier.set({ readOnly });
            this.#views.update();
        }
    }

    /** What is said of an edit that may not be made. */
    error(): RealtimeError {
        return new RealtimeError(
            'read-only',
            'You may look at this project, but not change it. Ask somebody who manages it for the permission'
        );
    }

    /**
     * For what is asked for, instead of being found afterwards.
     * @throws RealtimeError `read-only`
     */
    require(): void {
        if (this.isReadOnly) {
            throw this.error();
        }
    }
}
