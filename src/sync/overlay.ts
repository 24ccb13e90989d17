import { canonicalStore, storeEntries, StoreMap, withFields, type RecordData } from '../protocol/index.ts';
import type { PendingRevision } from './Outbox.ts';

/** What pending revisions make of a record; `null`: they remove it. */
export type Overlay = StoreMap<{
    fields: RecordData;
    /** They add the record, so that it need not exist. */
    isWhole: boolean;
    /** They have removed what was there under its id before. */
    isAnew: boolean;
} | null>;

/**
 * Sums up pending revisions by record. Records of which only calculated values have changed are left out: those are
 * not what somebody wanted.
 */
export function overlayOf(pending: readonly PendingRevision[]): Overlay {
    const overlay: Overlay = new StoreMap();
    for (const { revision } of pending) {
        for (const [name, change] of storeEntries(revision.changes)) {
            const store = canonicalStore(name);
            const { added = [], updated = [], removed = [] } = change.$input ?? {};
            for (const { $PhantomId, ...record } of added) {
                const id = record.id ?? $PhantomId!;
                overlay.set(store, id, {
                    fields: { ...record, id },
                    isWhole: true,
                    isAnew: overlay.get(store, id) === null
                });
            }
            for (const { id, ...fields } of updated) {
                const known = overlay.get(store, id!);
                const calculated = change.updated?.find(record => record.id === id);
                overlay.set(store, id!, {
                    fields: { ...withFields(store, known?.fields, { ...calculated, ...fields }), id: id! },
                    isWhole: known?.isWhole ?? false,
                    isAnew: known?.isAnew ?? false
                });
            }
            removed.forEach(({ id }) => overlay.set(store, id!, null));
        }
    }
    return overlay;
}

/** A record as it is to be shown: what is pending laid over what is stored; `null` when there is to be none. */
export function laidOver(
    store: string,
    stored: RecordData | undefined,
    over: ReturnType<Overlay['get']>
): RecordData | null {
    const isThere = over !== null && (stored || over?.isWhole);
    return isThere ? withFields(store, over?.isAnew ? undefined : stored, over?.fields ?? {}) : null;
}
