import type { Widget } from '@bryntum/schedulerpro';
import type { RealtimeProject } from './RealtimeProject.ts';

/** A widget that may show a project. */
export type View = Widget & { project?: unknown; readOnly?: boolean };

/**
 * Finds the views of a project: a view listens to it, with itself as `thisObj`, while it is made to show it.
 * @param onView called once with each view, as soon as it has been put together
 * @returns to be told of everything that begins to listen to the project
 */
export function findViews(project: RealtimeProject, onView: (view: View) => void): (listener: unknown) => void {
    const known = new WeakSet<View>();
    return listener => {
        const view = listener as View | undefined;
        if (view?.isWidget && !known.has(view)) {
            queueMicrotask(() => {
                if (!view.isDestroyed && view.project === project && !known.has(view)) {
                    known.add(view);
                    onView(view);
                }
            });
        }
    };
}
