import { canonicalStore, storeEntries, type Changes, type RecordData, type RecordId } from './changes.ts';
import { SYNONYMS } from './references.ts';

/** Stored records, by canonical store name. */
export interface RecordTable {
    get(store: string, id: RecordId): RecordData | undefined;
    set(store: string, id: RecordId, record: RecordData & { id: RecordId }): void;
    delete(store: string, id: RecordId): void;
}

/** A record with fields set anew; whoever sets one name of a reference sets the other ones that the record has, too. */
export function withFields(store: string, record: RecordData | undefined, fields: RecordData): RecordData {
    const result = { ...record, ...fields };
    for (const names of SYNONYMS.get(store) ?? []) {
        const given = names.find(name => name in fields);
        for (const name of given === undefined ? [] : names) {
            if (name in result && !(name in fields)) {
                result[name] = fields[given!];
            }
        }
    }
    return result;
}

/**
 * Does to stored records what a revision does, as the server relays it: the exact rule by which the records of a
 * dataset follow from the ones before. First everything that either list calls removed goes. Then, store by store,
 * the lists of `$input` are written and over them the outer ones, which hold the calculated values: what is added is
 * merged into the record of this id, if there is one; what is updated is merged too, but creates no record. Names of one
 * reference are set together, see {@link withFields}.
 * The project's own fields are the caller's.
 */
export function applyChanges(changes: Changes, table: RecordTable): void {
    applyRemovals(changes, table);
    applyValues(changes, table);
}

/** The first half of {@link applyChanges}. */
export function applyRemovals(changes: Changes, table: RecordTable): void {
    for (const [name, change] of storeEntries(changes)) {
        const store = canonicalStore(name);
        for (const { id } of [...(change.$input?.removed ?? []), ...(change.removed ?? [])]) {
            if (table.get(store, id!)) {
                table.delete(store, id!);
            }
        }
    }
}

/** The second half of {@link applyChanges}. */
export function applyValues(changes: Changes, table: RecordTable): void {
    for (const [name, change] of storeEntries(changes)) {
        const store = canonicalStore(name);
        for (const list of [change.$input, change]) {
            list?.added?.forEach(record => put(store, record, table));
            for (const record of list?.updated ?? []) {
                if (table.get(store, record.id!)) {
                    put(store, record, table);
                }
            }
        }
    }
}

function put(store: string, record: RecordData, table: RecordTable): void {
    // Children are records of their own; each one names its parent.
    const { $PhantomId: _phantom, $PhantomParentId: _parent, children: _children, ...fields } = record;
    const existing = table.get(store, record.id!);
    table.set(store, record.id!, { ...withFields(store, existing, fields), id: existing?.id ?? record.id! });
}
