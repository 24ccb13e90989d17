import { listen } from './engine.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import type { View } from './views.ts';

/** What the host wants of each view that shows a realtime project, whatever the role of the user is. */
const wishes = new WeakMap<View, boolean>();

/** Keeps every view of a project read-only as long as the project is, and otherwise as its host wants it. */
export class ReadOnlyViews {
    readonly #project: RealtimeProject;
    readonly #permission: { readonly isReadOnly: boolean };
    readonly #views = new Set<View>();
    #isWriting = false;

    constructor(project: RealtimeProject, permission: { readonly isReadOnly: boolean }) {
        this.#project = project;
        this.#permission = permission;
    }

    /** Takes care of a view that shows the project. */
    add(view: View): void {
        if ('readOnly' in view) {
            this.#views.add(view);
            if (!wishes.has(view)) {
                wishes.set(view, view.readOnly === true);
            }
            listen(view, {
                readOnly: ({ readOnly }: { readOnly: boolean }) => {
                    if (!this.#isWriting && this.#shows(view)) {
                        wishes.set(view, readOnly);
                        this.update();
                    }
                },
                // The only feature that does not respect `readOnly`.
                beforePaste: () => !(this.#permission.isReadOnly && this.#shows(view)),
                destroy: () => this.#views.delete(view)
            });
            this.update();
        }
    }

    #shows({ project }: View): boolean {
        return project === this.#project;
    }

    /** The project has become read-only, or no longer is. */
    update(): void {
        this.#isWriting = true;
        for (const view of this.#views) {
            if (this.#shows(view)) {
                view.readOnly = this.#permission.isReadOnly || wishes.get(view)!;
            }
        }
        this.#isWriting = false;
    }
}
