import type { RecordId } from './changes.ts';

/** Values by store and record id; ids compare as strings. Creates its inner maps on demand. */
export class StoreMap<T> {
    readonly stores = new Map<string, Map<string, T>>();

    get(store: string, id: RecordId): T | undefined {
        return this.stores.get(store)?.get(String(id));
    }

    has(store: string, id: RecordId): boolean {
        return this.stores.get(store)?.has(String(id)) ?? false;
    }

    set(store: string, id: RecordId, value: T): void {
        let map = this.stores.get(store);
        if (!map) {
            this.stores.set(store, (map = new Map()));
        }
        map.set(String(id), value);
    }

    delete(store: string, id: RecordId): void {
        this.stores.get(store)?.delete(String(id));
    }
}
