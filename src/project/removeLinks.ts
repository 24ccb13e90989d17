import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import { listen } from './engine.ts';

type Link = Model & { fromEvent: unknown; toEvent: unknown };

/**
 * Removes the dependencies of events that are being removed. The engine does so itself, but not rightly to those that it
 * has not calculated yet: the next calculation throws.
 */
export function removeLinksOfRemoved(project: ProjectModel): () => void {
    return listen(project.eventStore, {
        beforeRemove({ records, isMove }: { records: Model[]; isMove?: boolean }) {
            const { dependencyStore } = project;
            const removed = new Set<unknown>(isMove ? [] : records.map(({ id }) => id));
            const isRemoved = (event: unknown): boolean => removed.has((event as Model | null)?.id ?? event);
            const links = (dependencyStore.records as Link[]).filter(
                ({ fromEvent, toEvent }) => isRemoved(fromEvent) || isRemoved(toEvent)
            );
            if (links.length) {
                dependencyStore.remove(links);
            }
        },
        // A host's listener may forbid it.
        prio: -10_000
    } as never);
}
