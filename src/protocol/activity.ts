import {
    CALCULATED_PROJECT_FIELDS,
    canonicalStore,
    CHANGE_KINDS,
    storeEntries,
    type Changes,
    type ChangeSet,
    type RecordData,
    type RecordId
} from './changes.ts';
import { REFERENCES, SYNONYMS } from './references.ts';
import { canonicalJson } from './stateHash.ts';
import { StoreMap } from './StoreMap.ts';
import { VERSIONS } from './versions.ts';

/** A value as the activity log keeps it: a long text is cut, and `{}` stands for what is no plain value. */
export type LoggedValue = string | number | boolean | object | null;

/** What became of one record, in a form that words can be made of even when the record is long gone. */
export interface LoggedRecord {
    /** The store's id: `events`, `resources`, `assignments`, …; `project` for the project's own fields. */
    store: string;
    kind: keyof ChangeSet;
    id: RecordId;
    /** What it was called before, or as what it was added; a link goes by the name of its (first) event. */
    name: string;
    /** Of a link: the name of its resource or second event, before. */
    other?: string;
    /** Of a link: the id of its (first) event. */
    event?: RecordId;
    /**
     * Values of the changed fields, references as names. Dates as they travel; a duration is in days unless
     * `durationUnit` says otherwise.
     */
    before?: Record<string, LoggedValue>;
    after?: Record<string, LoggedValue>;
}

/** Records that were changed: how many, by store and kind, and the first {@link MAX_LOGGED_RECORDS} of them. */
export interface LoggedPart {
    counts: Record<string, Partial<Record<keyof ChangeSet, number>>>;
    records: LoggedRecord[];
}

/** What one revision did. */
export interface EditDigest {
    /** What its author set. */
    cause: LoggedPart;
    /** What followed from it: events whose dates were calculated anew, and what went along with what was removed. */
    effect?: LoggedPart;
    /** The project got its initial data back; then there is nothing else to tell. */
    reset?: boolean;
}

/** An entry of a project's activity log. */
export interface ActivityEntry extends EditDigest {
    /** `server-N`. */
    revision: string;
    userId: string;
    /** Epoch milliseconds, by the server's clock. */
    at: number;
}

/** Most records an entry lists of each part. */
export const MAX_LOGGED_RECORDS = 20;

const MAX_FIELDS = 20;
const MAX_STORES = 20;
const MAX_TEXT = 200;

/** The fields of links that name what they link. */
const ENDS = new Map<string, readonly [string, string]>([
    ['assignments', ['event', 'resource']],
    ['dependencies', ['fromEvent', 'toEvent']]
]);

/** The usual names of references by the other ones. */
const USUAL = new Map(
    [...SYNONYMS.values()].flat().flatMap(([usual, ...others]) => others.map(other => [other, usual!] as const))
);

const DATES = ['startDate', 'endDate', 'duration'];

/** Fields that are told with another one, or that nobody reads. */
const UNTOLD = /^(id|children|parentIndex|orderedParentIndex|durationUnit|\$.*)$/;

type Find = (store: string, id: RecordId) => RecordData | undefined;

/**
 * The moment a date stands for, in milliseconds; `NaN` for what is no date. Without a time zone a date means the same
 * everywhere and is read as if it were UTC, so that no change of the clocks gets between two of them.
 */
export function momentOf(value: unknown): number {
    const text = typeof value === 'string' ? value : '';
    const [, day, time = ''] = /^(\d{4}-\d\d-\d\d)(?:T(.+))?$/.exec(text) ?? [];
    return day ? Date.parse(`${day}T${time || '00:00'}${/(Z|[+-]\d\d:?\d\d)$/.test(time) ? '' : 'Z'}`) : NaN;
}

function isId(value: unknown): value is RecordId {
    return typeof value === 'string' || typeof value === 'number';
}

function cut(text: string): string {
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** A record's name, or else its id; nothing else of what may stand there becomes a text without harm. */
function nameOf(record: RecordData | undefined, id: unknown): string {
    const { name } = record ?? {};
    return isId(name) ? cut(String(name)) : isId(id) ? cut(String(id)) : '?';
}

function referredName(field: string, id: unknown, find: Find): string {
    return nameOf(isId(id) ? find(REFERENCES.get(field)!, id) : undefined, id);
}

function toLogged(field: string, value: unknown, find: Find): LoggedValue {
    if (REFERENCES.has(field) && isId(value)) {
        return referredName(field, value, find);
    }
    if (typeof value === 'string') {
        return cut(value);
    }
    return typeof value === 'number' || typeof value === 'boolean' ? value : value == null ? null : {};
}

function isSame(one: unknown, other: unknown): boolean {
    return one === other || canonicalJson(one) === canonicalJson(other) || momentOf(one) === momentOf(other);
}

/** A link with one name for each reference; other records as they are. */
function withoutSynonyms(store: string, record: RecordData): RecordData {
    if (!ENDS.has(store)) {
        return record;
    }
    const result: RecordData = {};
    for (const [field, value] of Object.entries(record)) {
        const name = USUAL.get(field) ?? field;
        result[name] ??= value;
    }
    return result;
}

/** Whether a field goes without saying: dates follow from each other, and a date sets the constraint. */
function isUntold(field: string, given: RecordData): boolean {
    return (
        UNTOLD.test(field) ||
        field.length > MAX_TEXT ||
        (field === 'endDate' && ('startDate' in given || 'duration' in given)) ||
        (field.startsWith('constraint') && 'startDate' in given)
    );
}

/** The changed fields of a record, before and after. */
function compareFields(
    given: RecordData,
    stored: RecordData,
    find: Find
): Required<Pick<LoggedRecord, 'before' | 'after'>> {
    const before: Record<string, LoggedValue> = {};
    const after: Record<string, LoggedValue> = {};
    const changed = Object.keys(given)
        .filter(field => !isUntold(field, given) && !isSame(stored[field], given[field]))
        .slice(0, MAX_FIELDS);
    for (const field of changed) {
        before[field] = toLogged(field, stored[field], find);
        after[field] = toLogged(field, given[field], find);
    }
    if ('duration' in after) {
        const { durationUnit = 'day' } = stored;
        const unit = given['durationUnit'] ?? durationUnit;
        if (durationUnit !== 'day' || unit !== 'day') {
            before['durationUnit'] = toLogged('', durationUnit, find);
            after['durationUnit'] = toLogged('', unit, find);
        }
    }
    return { before, after };
}

/** Takes note of records, and lists the first of them. */
class Part implements LoggedPart {
    readonly counts: LoggedPart['counts'] = {};
    readonly records: LoggedRecord[] = [];
    readonly #stored: Find;
    readonly #find: Find;

    /**
     * @param stored finds records as they were
     * @param find finds records that are new, too
     */
    constructor(stored: Find, find: Find) {
        this.#stored = stored;
        this.#find = find;
    }

    add(store: string, kind: keyof ChangeSet, given: RecordData): void {
        const isKnown = Object.hasOwn(this.counts, store);
        if (!isKnown && Object.keys(this.counts).length >= MAX_STORES) {
            return;
        }
        const count = isKnown ? this.counts[store]! : (this.counts[store] = {});
        count[kind] = (count[kind] ?? 0) + 1;
        if (this.records.length < MAX_LOGGED_RECORDS) {
            this.records.push(this.#log(store, kind, withoutSynonyms(store, given)));
        }
    }

    #log(store: string, kind: keyof ChangeSet, given: RecordData): LoggedRecord {
        const find = this.#find;
        const { id = '' } = given;
        const stored = withoutSynonyms(store, this.#stored(store, id) ?? {});
        const record = kind === 'added' ? given : stored;
        const [from, to] = ENDS.get(store) ?? [];
        const event = from && record[from];
        const fields =
            kind === 'updated'
                ? compareFields(given, stored, find)
                : kind === 'added' && store === 'events'
                  ? { after: compareFields(pickDates(given), {}, find).after }
                  : {};
        return {
            store,
            kind,
            id,
            name: from ? referredName(from, event, find) : nameOf(record, id),
            ...(to && { other: referredName(to, record[to], find) }),
            ...(isId(event) && { event }),
            ...fields
        };
    }
}

function pickDates({ startDate, duration, durationUnit }: RecordData): RecordData {
    return { startDate, duration, durationUnit };
}

/** Nobody saves a version that is saved by itself, and changelogs are logs of their own. */
function isSilent(store: string, record: RecordData, stored: RecordData | undefined): boolean {
    const { isAutosave = stored?.['isAutosave'] } = record;
    return store === 'changelogs' || (store === VERSIONS && isAutosave === true);
}

/** Whether one of the records that a link links is among these. */
function isLinkTo(records: StoreMap<unknown>, store: string, link: RecordData = {}): boolean {
    const ends = withoutSynonyms(store, link);
    return !!ENDS.get(store)?.some(end => isId(ends[end]) && records.has(REFERENCES.get(end)!, ends[end]));
}

/** The dates of an event that are not what they were; what was not there before has only been completed. */
function changedDates(given: RecordData, stored: RecordData | undefined): string[] {
    return DATES.filter(
        field =>
            field in given &&
            (field === 'startDate' || stored?.[field] != null) &&
            !isSame(stored?.[field], given[field])
    );
}

/**
 * Says what a revision does: what its author set, apart from what followed from that. Both ends make the same of the
 * same revision.
 * @param changes as the server relays them, with real ids
 * @param stored finds a record as it was before the revision, by canonical store name
 * @returns `null` for a revision that sets nothing
 */
export function digestOf(changes: Changes, stored: Find): EditDigest | null {
    const added = new StoreMap<RecordData>();
    const gone = new StoreMap<true>();
    const entries = storeEntries(changes).map(([store, change]) => [canonicalStore(store), change] as const);
    for (const [store, { $input }] of entries) {
        $input?.added?.forEach(record => added.set(store, record.id ?? '', record));
        $input?.removed?.forEach(record => gone.set(store, record.id ?? '', true));
    }
    const find: Find = (store, id) => added.get(store, id) ?? stored(store, id);
    const cause = new Part(stored, find);
    const effect = new Part(stored, find);
    for (const [store, { $input, updated, removed }] of entries) {
        const own = new Set<string>();
        for (const kind of CHANGE_KINDS) {
            for (const record of $input?.[kind] ?? []) {
                own.add(String(record.id));
                const before = stored(store, record.id ?? '');
                if (!isSilent(store, record, before)) {
                    const goesAlong = kind === 'removed' && isLinkTo(gone, store, before);
                    (goesAlong ? effect : cause).add(store, kind, record);
                }
            }
        }
        const others = (list: RecordData[] = []) => list.filter(({ id }) => !own.has(String(id)));
        for (const record of others(removed)) {
            if (!isSilent(store, record, stored(store, record.id!))) {
                effect.add(store, 'removed', record);
            }
        }
        for (const record of store === 'events' ? others(updated) : []) {
            const dates = changedDates(record, stored(store, record.id!));
            if (dates.length) {
                effect.add(store, 'updated', Object.fromEntries(['id', ...dates].map(field => [field, record[field]])));
            }
        }
    }
    const fields = Object.entries(changes.project ?? {}).filter(
        ([field]) => !CALCULATED_PROJECT_FIELDS.includes(field)
    );
    if (fields.length) {
        cause.add('project', 'updated', Object.fromEntries(fields));
    }
    return cause.records.length ? { cause, ...(effect.records.length && { effect }) } : null;
}
