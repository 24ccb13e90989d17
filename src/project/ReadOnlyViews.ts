import { listen } from './engine.ts';
import type { View, Views } from './Views.ts';

type Lockable = View & { readOnly?: boolean };

/** What the host wants of each view that shows a realtime project, whatever the role of the user is. */
const wishes = new WeakMap<View, boolean>();

/** Keeps every view of a project read-only as long as the project is, and otherwise as its host wants it. */
export class ReadOnlyViews {
    readonly #views: Views;
    readonly #permission: { readonly isReadOnly: boolean };
    #isWriting = false;

    constructor(views: Views, permission: { readonly isReadOnly: boolean }) {
        this.#views = views;
        this.#permission = permission;
        views.each(view => this.#watch(view));
    }

    #watch(view: Lockable): void {
        if ('readOnly' in view) {
            if (!wishes.has(view)) {
                wishes.set(view, view.readOnly === true);
            }
            const isShown = (): boolean => this.#views.shown.includes(view);
            listen(view, {
                readOnly: ({ readOnly }: { readOnly: boolean }) => {
                    if (!this.#isWriting && isShown()) {
                        wishes.set(view, readOnly);
                        this.update();
                    }
                },
                // The only feature that does not respect `readOnly`.
                beforePaste: () => !(this.#permission.isReadOnly && isShown())
            });
            this.update();
        }
    }

    /** The project has become read-only, or no longer is. */
    update(): void {
        this.#isWriting = true;
        for (const view of this.#views.shown as Lockable[]) {
            if (wishes.has(view)) {
                view.readOnly = this.#permission.isReadOnly || wishes.get(view)!;
            }
        }
        this.#isWriting = false;
    }
}
