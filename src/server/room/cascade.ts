import type { Draft } from './Draft.ts';
import { LINKING_STORES, linkedRecords } from './references.ts';

/**
 * Removes what cannot outlive the removed records: their children, and the dependencies and assignments of removed
 * events and resources. Every client's engine does the same by itself, so nobody has to be told.
 */
export function removeDependants(draft: Draft): void {
    for (const [store, keys] of draft.removedKeys()) {
        if (keys.size) {
            removeChildren(draft, store, keys);
        }
    }
    const removed = draft.removedKeys();
    if (!removed.get('events')?.size && !removed.get('resources')?.size) {
        return;
    }
    for (const store of LINKING_STORES) {
        for (const record of draft.records(store)) {
            if (linkedRecords(record).some(link => removed.get(link.store)?.has(String(link.id)))) {
                draft.remove(store, record.id);
            }
        }
    }
}

function removeChildren(draft: Draft, store: string, removed: Set<string>): void {
    let parents = removed;
    while (parents.size) {
        const children = [...draft.records(store)].filter(
            ({ parentId }) =>
                (typeof parentId === 'string' || typeof parentId === 'number') && parents.has(String(parentId))
        );
        for (const child of children) {
            draft.remove(store, child.id);
        }
        parents = new Set(children.map(child => String(child.id)));
    }
}
