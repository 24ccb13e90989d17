import {
    canonicalJson,
    canonicalStore,
    storeEntries,
    StoreMap,
    type Changes,
    type RecordData,
    type RecordId
} from '../protocol/index.ts';
import { idOf, type PendingRevision } from './Outbox.ts';

/** Somebody else has changed what was edited here, before either knew of the other. The own edit counts meanwhile. */
export interface EditConflict {
    /** Unique among the conflicts of a project. */
    key: string;
    /** The store's name on the server: `events`, `resources`, `assignments`, … */
    store: string;
    id: RecordId;
    /** What people call the record. */
    name: string;
    /** `removed`: they have removed the record, so that the own edit has nowhere to go. */
    kind: 'updated' | 'removed';
    /** The field; `null` for `removed`. A start goes with its constraint, as `startDate`. */
    field: string | null;
    /** Values of the field, and of what goes with it, that both sides began with; for `removed` of all edited fields. */
    before: RecordData;
    /** The own values of the same fields. */
    mine: RecordData;
    /** Theirs; empty for `removed`. Dates as they travel, `YYYY-MM-DDTHH:mm:ss`. */
    theirs: RecordData;
    /** For `removed`: the record as it was and what went with it, by store, where that is known; then it can be brought back. */
    lost?: Record<string, RecordData[]> | undefined;
    /** Who it was; `null` when nobody has said so. */
    userName: string | null;
    /** When, epoch milliseconds by the server's clock; `null` when nobody has said so. */
    at: number | null;
    /** The own edit among those that wait, by its `PendingEdit.id`; it may be confirmed long since. */
    edit: string;
    /** The last revision of the server that the own edit knew of; theirs came later. */
    base: string | null;
    /** Theirs came with this revision of the server, or before it. */
    until: string | null;
}

/** What one's own edits set of a field, or of fields that belong together. */
export interface OwnValues {
    /** What was there before; `null` when nobody knows any more. */
    before: RecordData | null;
    mine: RecordData;
    edit: string;
    base: string | null;
}

/** What one's own edits that are not confirmed do to a record that was there before. */
export interface OwnRecord {
    id: RecordId;
    name: string;
    /** By the field that those are decided with. */
    fields: Map<string, OwnValues>;
}

/** What becomes of a conflict by itself: the user is asked, or one side counts and nobody is. */
export type EditConflictPolicy = 'ask' | 'mine' | 'theirs' | ((conflict: EditConflict) => 'ask' | 'mine' | 'theirs');

/** Fields that say the same as another one, or are set along with it. */
const LEADS = new Map([
    ['constraintType', 'startDate'],
    ['constraintDate', 'startDate'],
    ['eventId', 'event'],
    ['resourceId', 'resource'],
    ['from', 'fromEvent'],
    ['to', 'toEvent']
]);

const leadOf = (field: string): string => LEADS.get(field) ?? field;

/** The fields that are decided along with these, and these. */
export function withRelatives(fields: readonly string[]): string[] {
    const leads = new Set(fields.map(leadOf));
    return [...leads, ...[...LEADS].filter(([, lead]) => leads.has(lead)).map(([field]) => field)];
}

/** Splits the fields of a record into those that are decided together, by the one they go by. */
export function byLead(record: RecordData): Map<string, RecordData> {
    const groups = new Map<string, RecordData>();
    for (const [field, value] of Object.entries(record).filter(([name]) => name !== 'id' && !name.startsWith('$'))) {
        const lead = leadOf(field);
        groups.set(lead, { ...groups.get(lead), [field]: value });
    }
    return groups;
}

/** Picks fields of a record. */
export function pick(record: RecordData, fields: readonly string[]): RecordData {
    return Object.fromEntries(fields.filter(field => field in record).map(field => [field, record[field]]));
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Dates without a time are midnight. */
const toText = (value: unknown): string => String(value ?? '').replace(/^(\d{4}-\d\d-\d\d)T00:00(:00)?(\.0+)?$/, '$1');

/** Whether two stored values are the same to people. */
function isSame(one: unknown, other: unknown): boolean {
    return isPlain(one) && isPlain(other) ? toText(one) === toText(other) : canonicalJson(one) === canonicalJson(other);
}

/** Whether every field of the first that the second has is the same there. */
export function isSameIn(one: RecordData, other: RecordData): boolean {
    return Object.keys(one).every(field => !(field in other) || isSame(one[field], other[field]));
}

/** Whether what they have made of something is neither what it was nor what was made of it here. */
export function isConflict(before: RecordData, mine: RecordData, theirs: RecordData): boolean {
    return !isSameIn(theirs, before) && !isSameIn(theirs, { ...before, ...mine });
}

/**
 * Whether somebody has set the values that a dataset has, which tells only what they are. What the engine calculates
 * leaves a constraint alone; without one it moves only what follows something, unless it keeps its hands off it.
 * @param stored the record of the dataset
 * @param isFollowing whether the record depends on another one
 */
export function isSetByHand(lead: string, before: RecordData, stored: RecordData, isFollowing: boolean): boolean {
    if (lead !== 'startDate') {
        return !isSameIn(before, stored);
    }
    const { startDate, ...constraint } = before;
    const isMoved = !isSameIn({ startDate }, stored);
    if (!('constraintType' in stored)) {
        // Nobody has set it so far, and the engine gives it one of its own where it follows nothing.
        return isMoved && !isFollowing;
    }
    const isFree = before['constraintType'] == null && !isFollowing;
    return (isMoved && (isFree || stored['manuallyScheduled'] === true)) || !isSameIn(constraint, stored);
}

/** Sums up by record what unconfirmed edits set of what was there before, the first value and the last. */
export function ownRecords(pending: readonly PendingRevision[]): StoreMap<OwnRecord> {
    const records = new StoreMap<OwnRecord>();
    const added = new StoreMap<true>();
    for (const { revision, client, before, summary } of pending) {
        const edit = idOf({ client, revision });
        for (const [name, { $input = {} }] of storeEntries(revision.changes)) {
            const store = canonicalStore(name);
            $input.added?.forEach(({ id, $PhantomId }) => added.set(store, id ?? $PhantomId!, true));
            const known = new Map(before?.[store]?.map(record => [record.id, record]));
            for (const record of ($input.updated ?? []).filter(({ id }) => !added.has(store, id!))) {
                const was = known.get(record.id);
                const title = summary.changes.find(each => each.store === store && each.id === record.id)?.name;
                const own = records.get(store, record.id!) ?? {
                    id: record.id!,
                    name: title ?? String(record.id),
                    fields: new Map<string, OwnValues>()
                };
                records.set(store, record.id!, own);
                for (const [lead, mine] of byLead(record)) {
                    const first = own.fields.get(lead);
                    own.fields.set(lead, {
                        before: first ? first.before : was ? pick(was, withRelatives([lead])) : null,
                        mine: { ...first?.mine, ...mine },
                        edit,
                        base: first ? first.base : (revision.base ?? null)
                    });
                }
            }
            $input.removed?.forEach(({ id }) => records.delete(store, id!));
        }
    }
    return records;
}

/** Calls back for every record of a revision that somebody has set something of, that is gone, or that is new. */
export function eachRecord(
    changes: Changes,
    updated: (store: string, record: RecordData) => void,
    comeOrGone: (store: string, id: RecordId, isGone: boolean) => void
): void {
    for (const [name, { $input = {}, removed }] of storeEntries(changes)) {
        const store = canonicalStore(name);
        $input.updated?.forEach(record => updated(store, record));
        const gone = [...($input.removed ?? []), ...(removed ?? [])].map(({ id }) => id!);
        new Set(gone).forEach(id => comeOrGone(store, id, true));
        $input.added?.forEach(({ id, $PhantomId }) => comeOrGone(store, id ?? $PhantomId!, false));
    }
}
