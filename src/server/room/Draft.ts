import { canonicalJson, StoreMap, type ProjectId, type RecordId, type RecordTable } from '../../protocol/index.ts';
import type { ProjectTables } from '../storage/ProjectTables.ts';
import type { ProjectWrite, StoredRecord, Tombstone } from '../storage/Storage.ts';

/** A record by its place. */
export interface RecordName {
    store: string;
    id: RecordId;
}

/** What one revision would change, laid over the project without touching it. */
export class Draft implements RecordTable {
    readonly #tables: ProjectTables;
    readonly #changed = new StoreMap<StoredRecord | null>();

    constructor(tables: ProjectTables) {
        this.#tables = tables;
    }

    get(store: string, id: RecordId): StoredRecord | undefined {
        const changed = this.#changed.get(store, id);
        return changed === undefined ? this.stored(store, id) : (changed ?? undefined);
    }

    /** The record as it was before this revision. */
    stored(store: string, id: RecordId): StoredRecord | undefined {
        return this.#tables.records.get(store, id);
    }

    has(store: string, id: RecordId): boolean {
        return this.get(store, id) !== undefined;
    }

    /** Whether this revision removes the record. */
    removes(store: string, id: RecordId): boolean {
        return this.#changed.get(store, id) === null;
    }

    /** The trace of a record removed by an earlier revision. */
    tombstone(store: string, id: RecordId): Tombstone | undefined {
        return this.#tables.tombstones.get(store, id);
    }

    /** The number of the revision that first added a record with this id; 0 when there was always one, or for long. */
    addedIn(store: string, id: RecordId): number {
        return this.#tables.additions.get(store, id)?.revision ?? 0;
    }

    set(store: string, id: RecordId, record: StoredRecord): void {
        this.#changed.set(store, id, record);
    }

    delete(store: string, id: RecordId): void {
        this.#changed.set(store, id, null);
    }

    /** The records of a store as they would be. */
    *records(store: string): Iterable<StoredRecord> {
        const changed = this.#changed.stores.get(store);
        for (const [key, record] of this.#tables.records.stores.get(store) ?? []) {
            if (!changed?.has(key)) {
                yield record;
            }
        }
        for (const record of changed?.values() ?? []) {
            if (record) {
                yield record;
            }
        }
    }

    /** The records this revision adds or changes. */
    *changedRecords(): Iterable<[store: string, record: StoredRecord]> {
        for (const [store, records] of this.#changed.stores) {
            for (const record of records.values()) {
                if (record) {
                    yield [store, record];
                }
            }
        }
    }

    /** Whether everything would stay as it is, an empty value and none being the same. */
    isUnchanged(): boolean {
        return [...this.#changed.stores].every(([store, records]) =>
            [...records].every(
                ([key, record]) => canonicalJson(record) === canonicalJson(this.stored(store, key) ?? null)
            )
        );
    }

    /** Ids, as strings, of the records this revision removes, by store. */
    removedKeys(): Map<string, Set<string>> {
        return new Map(
            [...this.#changed.stores].map(([store, records]) => [
                store,
                new Set([...records].flatMap(([key, record]) => (record ? [] : [key])))
            ])
        );
    }

    /** The writes that carry the draft out, in order. */
    writes(project: ProjectId, revision: number, userName: string): ProjectWrite[] {
        const writes: ProjectWrite[] = [];
        for (const [store, records] of this.#changed.stores) {
            for (const [key, record] of records) {
                const before = this.stored(store, key);
                if (record) {
                    // What comes back was there before.
                    if (!before && !this.tombstone(store, key)) {
                        writes.push({ type: 'putAddition', project, addition: { store, id: key, revision } });
                    }
                    writes.push({ type: 'putRecord', project, store, record });
                } else if (before) {
                    const named = typeof before['name'] === 'string' && { recordName: before['name'] };
                    const tombstone = { store, id: before.id, revision, userName, ...named };
                    writes.push({ type: 'removeRecord', project, tombstone });
                }
            }
        }
        return writes;
    }
}
