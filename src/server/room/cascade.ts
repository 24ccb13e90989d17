import {
    storeEntries,
    type Changes,
    type ChangeSet,
    type RecordData,
    type StoreChanges,
    LINKING_STORES,
    linkedRecords
} from '../../protocol/index.ts';
import type { Draft, RecordName } from './Draft.ts';
import { byStoreOrder } from './storeNames.ts';

/**
 * Removes what cannot outlive the removed records: their children, and the dependencies and assignments of removed
 * events and resources.
 * @returns what was removed so
 */
export function removeDependants(draft: Draft): RecordName[] {
    const dependants: RecordName[] = [];
    const remove = (store: string, { id }: RecordName): void => {
        draft.delete(store, id);
        dependants.push({ store, id });
    };
    for (const [store, keys] of draft.removedKeys()) {
        let parents = keys;
        while (parents.size) {
            const children = [...draft.records(store)].filter(record => isChildOf(record, parents));
            children.forEach(({ id }) => remove(store, { store, id }));
            parents = new Set(children.map(({ id }) => String(id)));
        }
    }
    const removed = draft.removedKeys();
    if (removed.get('events')?.size || removed.get('resources')?.size) {
        for (const store of LINKING_STORES) {
            for (const record of draft.records(store)) {
                if (linkedRecords(record).some(link => removed.get(link.store)?.has(String(link.id)))) {
                    remove(store, { store, id: record.id });
                }
            }
        }
    }
    return dependants;
}

function isChildOf({ parentId }: RecordData, parents: Set<string>): boolean {
    return (typeof parentId === 'string' || typeof parentId === 'number') && parents.has(String(parentId));
}

/**
 * Lets the changes say what went along with what was removed: in the outer lists, because a receiver's engine removes
 * it by itself. What this revision would only just have added is left out of it.
 */
export function nameDependants(changes: Changes, dependants: readonly RecordName[], draft: Draft): Changes {
    if (!dependants.length) {
        return changes;
    }
    const byStore = Map.groupBy(dependants, ({ store }) => store);
    const stores = new Map(storeEntries(changes));
    for (const [store, gone] of byStore) {
        stores.set(store, withRemoved(stores.get(store) ?? {}, store, gone, draft));
    }
    const { project } = changes;
    return {
        ...(project && { project }),
        ...Object.fromEntries([...stores].sort(([a], [b]) => byStoreOrder(a, b)))
    };
}

function withRemoved(change: StoreChanges, store: string, gone: readonly RecordName[], draft: Draft): StoreChanges {
    const keys = new Set(gone.map(({ id }) => String(id)));
    const withoutGone = ({ added }: ChangeSet): ChangeSet =>
        added ? { added: added.filter(({ id }) => !keys.has(String(id))) } : {};
    const known = new Set(change.removed?.map(({ id }) => String(id)));
    const more = gone.filter(({ id }) => draft.stored(store, id) && !known.has(String(id))).map(({ id }) => ({ id }));
    return {
        ...change,
        ...(change.$input && { $input: { ...change.$input, ...withoutGone(change.$input) } }),
        ...withoutGone(change),
        removed: [...(change.removed ?? []), ...more]
    };
}
