import type { Model, ProjectModel, Store } from '@bryntum/schedulerpro';
import { listen } from './engine.ts';

/** What a store tells of a removal. */
interface Removal {
    records: Model[];
    isMove?: boolean;
}

/** The records of a store that refer to what is being removed by one of these fields. */
function referring(store: Store, fields: readonly string[], { records, isMove }: Removal): Model[] {
    const removed = new Set<unknown>(isMove ? [] : records.map(({ id }) => id));
    const isRemoved = (given: unknown): boolean => removed.has((given as Model | null)?.id ?? given);
    return (store.records as Model[]).filter(record =>
        fields.some(field => isRemoved((record as unknown as Record<string, unknown>)[field]))
    );
}

/** Whether the engine has not calculated with a record yet. */
function isUnseen(record: Model & { graph?: unknown }): boolean {
    return !record.graph;
}

/** Removes what is still in its store. */
function removeFrom(store: Store, records: readonly Model[]): void {
    const present = records.filter(record => store.includes(record));
    if (present.length) {
        store.remove(present);
    }
}

/**
 * Removes the dependencies and assignments of what is removed. The engine does so itself, but not rightly to those that it
 * has not calculated yet: the next calculation throws, or they stay.
 */
export function removeReferencesToRemoved(project: ProjectModel): () => void {
    const { eventStore, resourceStore, assignmentStore, dependencyStore } = project;
    const detachers = [
        { store: eventStore as Store, field: 'event', links: ['fromEvent', 'toEvent'] },
        { store: resourceStore as Store, field: 'resource', links: [] }
    ].map(({ store, field, links }) => {
        let assignments: Model[] = [];
        let isTold = false;
        const begin = (removal: Removal): void => {
            isTold = true;
            if (project.stm.isRestoring) {
                // What is taken back takes its references back itself, and of some the engine knows nothing any more.
                return;
            }
            removeFrom(dependencyStore, referring(dependencyStore, links, removal));
            // The engine removes the others, in an order in which they can be brought back.
            assignments = referring(assignmentStore, [field], removal).filter(isUnseen);
        };
        const end = (): void => {
            // Not before: an event that loses its last assignment may be removed for that.
            removeFrom(assignmentStore, assignments);
            assignments = [];
        };
        const detach = listen(store, {
            beforeRemove: begin,
            remove: end,
            // A host's listener may forbid it.
            prio: -10_000
        } as never);
        const remove = store.remove.bind(store);
        store.remove = (...args) => {
            isTold = false;
            const records = remove(...args) as Model[];
            if (!isTold && records.length) {
                begin({ records });
                end();
            }
            return records;
        };
        return () => {
            detach();
            store.remove = remove;
        };
    });
    return () => detachers.forEach(detach => detach());
}
