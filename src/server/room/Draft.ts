import type { ProjectId, RecordData, RecordId } from '../../protocol/index.ts';
import { StoreMap, type ProjectTables } from '../storage/ProjectTables.ts';
import type { ProjectWrite, StoredRecord, Tombstone } from '../storage/Storage.ts';

/** What one revision would change, laid over the project without touching it. */
export class Draft {
    readonly #tables: ProjectTables;
    readonly #changed = new StoreMap<StoredRecord | null>();

    constructor(tables: ProjectTables) {
        this.#tables = tables;
    }

    get(store: string, id: RecordId): StoredRecord | undefined {
        const changed = this.#changed.get(store, id);
        return changed === undefined ? this.#tables.records.get(store, id) : (changed ?? undefined);
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

    /** Adds the record, or merges the fields into the one that is there. */
    merge(store: string, id: RecordId, fields: RecordData): void {
        const existing = this.get(store, id);
        this.#changed.set(store, id, { ...existing, ...fields, id: existing?.id ?? id });
    }

    remove(store: string, id: RecordId): void {
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
                const before = this.#tables.records.get(store, key);
                if (record) {
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
