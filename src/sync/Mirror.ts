import {
    applyChanges,
    canonicalStore,
    StateHash,
    StoreMap,
    type Changes,
    type Dataset,
    type RecordData,
    type RecordId
} from '../protocol/index.ts';

/** A copy of what the server has stored of a project: its last dataset, and every revision since. */
export class Mirror {
    /** The project's own fields. */
    fields: Record<string, unknown> = {};
    /**
     * Own edits that the server has confirmed without telling what others have done before and after them. They are shown
     * and stored, but not in here before the next dataset is.
     */
    confirmed: Changes[] = [];
    #records = new StoreMap<RecordData>();
    #hash = new StateHash();

    /** Forgets everything and takes over a dataset; trees become flat, each child naming its parent. */
    load({ project, ...stores }: Dataset): void {
        this.fields = { ...(project as object | undefined) };
        this.confirmed = [];
        this.#records = new StoreMap();
        this.#hash = new StateHash();
        for (const [key, records] of Object.entries(stores)) {
            if (Array.isArray(records)) {
                const store = canonicalStore(key.replace(/Data$/, ''));
                this.#records.stores.set(store, new Map());
                this.#add(store, records as RecordData[]);
            }
        }
    }

    /** Does what a revision does that the server has relayed. */
    apply(changes: Changes): void {
        this.fields = { ...this.fields, ...changes.project };
        applyChanges(changes, {
            get: (store, id) => this.get(store, id),
            set: (store, id, record) => this.#replace(store, id, record),
            delete: (store, id) => this.#replace(store, id, undefined)
        });
    }

    get(store: string, id: RecordId): RecordData | undefined {
        return this.#records.get(store, id);
    }

    /** The records of a store, in no particular order. */
    records(store: string): Iterable<RecordData> {
        return this.#records.stores.get(store)?.values() ?? [];
    }

    /** The ids of the events that follow another one. */
    get followers(): Set<string> {
        const ids = new Set<string>();
        for (const dependency of this.records('dependencies')) {
            ids.add(String(dependency['toEvent'] ?? dependency['to']));
        }
        return ids;
    }

    /** Names of the stores as the server keeps them: `events`, never `tasks`. */
    stores(): Iterable<string> {
        return this.#records.stores.keys();
    }

    /** Everything, in the form in which a server sends it: children in their parents. */
    toDataset(): Dataset {
        const stores = [...this.#records.stores].map(([store, records]) => [store, toTree(records)]);
        return { ...Object.fromEntries(stores), project: this.fields };
    }

    /** Equal to the server's at the same revision, unless one of the two has gone astray. */
    get hash(): string {
        return String(this.#hash);
    }

    #add(store: string, records: readonly RecordData[], parentId?: RecordId): void {
        for (const { children, ...record } of records) {
            if (record.id != null) {
                const parent = record['parentId'] ?? parentId;
                this.#replace(store, record.id, parent == null ? record : { ...record, parentId: parent });
                this.#add(store, Array.isArray(children) ? (children as RecordData[]) : [], record.id);
            }
        }
    }

    #replace(store: string, id: RecordId, record: RecordData | undefined): void {
        const before = this.get(store, id);
        if (before) {
            this.#hash.remove(store, before);
        }
        if (record) {
            this.#hash.add(store, record);
            this.#records.set(store, id, record);
        } else {
            this.#records.delete(store, id);
        }
    }
}

function toTree(records: ReadonlyMap<string, RecordData>): RecordData[] {
    const isRoot = ({ parentId }: RecordData): boolean => parentId == null || !records.has(String(parentId));
    const children = Map.groupBy(records.values(), record => (isRoot(record) ? '' : String(record['parentId'])));
    const withChildren = (record: RecordData): RecordData => {
        const below = children.get(String(record.id));
        return below ? { ...record, children: below.map(withChildren) } : record;
    };
    return (children.get('') ?? []).map(withChildren);
}
