import { canonicalStore, COPIES, type Dataset, type RecordId } from '../../protocol/index.ts';
import type { ProjectTables } from '../storage/ProjectTables.ts';
import type { ProjectContent, StoredRecord } from '../storage/Storage.ts';
import { byStoreOrder, STORE_ORDER } from './storeNames.ts';

/** Deepest tree of initial data, and deepest nesting that is sent. */
const MAX_TREE_DEPTH = 100;

/**
 * Reads initial data as a host writes it: stores as `events` or `eventsData`, trees with `children`, records with
 * or without ids, the project's own fields under `project`.
 * @throws Error when a store is not an array of records, or an id repeats within its store
 */
export function readDataset(dataset: Dataset, mintId: () => string): ProjectContent {
    const { project, ...stores } = dataset;
    const content: ProjectContent = { fields: { ...(project as object | undefined) }, stores: [] };
    for (const [key, records] of Object.entries(stores)) {
        const store = canonicalStore(key.replace(/Data$/, ''));
        if (!Array.isArray(records) || !/^[A-Za-z]\w*$/.test(store)) {
            throw new Error(`The dataset's '${key}' is not an array of records`);
        }
        if (content.stores.some(([name]) => name === store)) {
            throw new Error(`The dataset names the store '${store}' twice`);
        }
        content.stores.push([store, flatten(store, records, mintId)]);
    }
    content.stores.sort(([a], [b]) => byStoreOrder(a, b));
    return content;
}

/** Trees are kept flat: a change names a record by its id, wherever it stands. */
function flatten(store: string, roots: unknown[], mintId: () => string): StoredRecord[] {
    const flat = new Map<string, StoredRecord>();
    const add = (record: unknown, parent: { parentId?: RecordId }, depth: number): void => {
        if (typeof record !== 'object' || record === null || depth > MAX_TREE_DEPTH) {
            throw new Error(`The dataset's '${store}' contains something that is not a record, or is nested too deep`);
        }
        const { children, ...fields } = record as Partial<StoredRecord>;
        const id = fields.id ?? mintId();
        if (flat.has(String(id))) {
            throw new Error(`The dataset's '${store}' contains the id '${id}' twice`);
        }
        flat.set(String(id), { ...fields, ...parent, id });
        for (const child of Array.isArray(children) ? children : []) {
            add(child, { parentId: id }, depth + 1);
        }
    };
    for (const root of roots) {
        add(root, {}, 0);
    }
    return [...flat.values()];
}

/** Serialises a project as clients load it, and keeps the text until it is told of a change. */
export class DatasetSerializer {
    #text: string | null = null;
    /** Records never change, they are replaced: after an edit only the new ones have to be serialised. */
    readonly #records = new WeakMap<StoredRecord, string>();

    /** Forgets the text. */
    changed(): void {
        this.#text = null;
    }

    /** The dataset as JSON text, built once however many ask for it. */
    serialize(tables: ProjectTables): string {
        this.#text ??= this.#build(tables);
        return this.#text;
    }

    /** What a version of the project holds: its stores under the names of `loadInlineData`, without the copies. */
    serializeContent(tables: ProjectTables): string {
        return this.#write(
            tables,
            storeNames(tables).filter(store => !COPIES.includes(store)),
            store => store
        );
    }

    #build(tables: ProjectTables): string {
        return this.#write(tables, storeNames(tables), store => `${store}Data`);
    }

    #write(tables: ProjectTables, names: readonly string[], key: (store: string) => string): string {
        const stores = names.map(store => {
            const records = [...(tables.records.stores.get(store)?.values() ?? [])];
            return `${JSON.stringify(key(store))}:${joinTree(records, record => this.#record(record))}`;
        });
        const fields = Object.keys(tables.fields).length ? [`"project":${JSON.stringify(tables.fields)}`] : [];
        return `{${[...fields, ...stores].join(',')}}`;
    }

    #record(record: StoredRecord): string {
        let json = this.#records.get(record);
        if (json === undefined) {
            json = JSON.stringify(record);
            this.#records.set(record, json);
        }
        return json;
    }
}

/** A store whose last record was removed is written empty: whoever loads the project again must hear of it. */
function storeNames({ records, tombstones }: ProjectTables): string[] {
    return [...new Set([...STORE_ORDER, ...records.stores.keys(), ...tombstones.stores.keys()])].sort(byStoreOrder);
}

/** Joins records; those that name a parent go into its `children`, as the engine loads trees. */
function joinTree(records: StoredRecord[], json: (record: StoredRecord) => string): string {
    const ids = new Set(records.map(({ id }) => String(id)));
    const children = Map.groupBy(records, ({ parentId }) => {
        const key = parentId === undefined || parentId === null ? null : String(parentId);
        return key !== null && ids.has(key) ? key : null;
    });
    const roots = children.get(null) ?? [];
    const write = (record: StoredRecord, depth: number): string => {
        const below = children.get(String(record.id));
        if (!below) {
            return json(record);
        }
        if (depth >= MAX_TREE_DEPTH) {
            roots.push(...below);
            return json(record);
        }
        return `${json(record).slice(0, -1)},"children":[${below.map(child => write(child, depth + 1)).join(',')}]}`;
    };
    const texts: string[] = [];
    for (const root of roots) {
        texts.push(write(root, 0));
    }
    return `[${texts.join(',')}]`;
}
