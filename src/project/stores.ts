import { DateHelper, type Model, type ProjectModel, type Store } from '@bryntum/schedulerpro';
import {
    CALCULATED_PROJECT_FIELDS,
    canonicalJson,
    canonicalStore,
    COPIES,
    SYNONYMS,
    type Dataset,
    type RecordData
} from '../protocol/index.ts';

/** Dates without a time zone: with one, two clients in different zones move an event back and forth for ever. */
const LOCAL_DATE_FORMAT = 'YYYY-MM-DDTHH:mm:ss';

/** Until when or from when an event is. */
export const CONSTRAINT = ['constraintType', 'constraintDate'];

/** What the engine calculates of an event. */
export const CALCULATED_FIELDS = ['startDate', 'endDate', 'duration', ...CONSTRAINT, 'effort'];

/** What the engine calculates of a record, by store. */
const CALCULATED: Record<string, readonly string[]> = { events: CALCULATED_FIELDS, assignments: ['cost'] };

/** Whether a field is one that the engine calculates. */
export function isCalculatedField(store: string, field: string): boolean {
    return CALCULATED[store]?.includes(field) ?? false;
}

export { CALCULATED_PROJECT_FIELDS };

/** Where a record stands among others, which is a matter of the view, and what its assignments say already. */
const IGNORED = /^(id|parentIndex|orderedParentIndex|expanded|children|resourceIds?|\$.*)$/;

/** Stores in the order in which records can be added: what a record refers to comes before it. */
const ORDER = ['calendars', 'resources', 'events'];
const LINKS = ['dependencies', 'assignments'];

const rank = (name: string): number => (LINKS.includes(name) ? 9 : (ORDER.indexOf(name) + 9) % 9);

/** The stores of a project that are kept the same everywhere, by the names the server has for them. */
export function syncedStores(project: ProjectModel): Map<string, Store> {
    const entries = (project.crudStores as unknown as { storeId: string; store: Store }[])
        .map(({ storeId, store }): [string, Store] => [canonicalStore(storeId), store])
        .filter(([name]) => !COPIES.includes(name));
    return new Map(entries.sort(([a], [b]) => rank(a) - rank(b)));
}

/** Whether a field of a store says nothing of its own. */
export function isIgnoredField(store: string, field: string): boolean {
    return store === 'calendars' && field === 'version'
        ? // The engine counts changes of its own there.
          true
        : IGNORED.test(field) && !(store === 'assignments' && field === 'resourceId');
}

function isIgnored(record: Model, field: string): boolean {
    const { isAssignment, isCalendarModel } = record as { isAssignment?: boolean; isCalendarModel?: boolean };
    return isIgnoredField(isAssignment ? 'assignments' : isCalendarModel ? 'calendars' : '', field);
}

/** What a record would persist, as it travels: plain JSON, dates without a time zone, references as ids. */
export function snapshot(record: Model): RecordData {
    const data: RecordData = {};
    const { persistableData } = record as unknown as Persistent;
    const dates = dateFields(record);
    for (const [field, value] of Object.entries(persistableData)) {
        if (!isIgnored(record, field)) {
            data[field] = toPlain(value, dates.has(field));
        }
    }
    return data;
}

/** The fields of a project itself, without what is calculated. */
export function projectFields(project: ProjectModel): RecordData {
    const fields = snapshot(project as unknown as Model);
    CALCULATED_PROJECT_FIELDS.forEach(field => delete fields[field]);
    return fields;
}

/** One field of a {@link snapshot}: a whole one of an event takes long. */
function shownField(record: Model, definition: FieldDefinition): unknown {
    const { isDateDataField = false } = definition;
    return toPlain((record as unknown as Persistent).getFieldPersistentValue(definition), isDateDataField);
}

/** The names in stored records of a model's fields that are dates, by model. */
const datesOf = new WeakMap<object, ReadonlySet<string>>();

function dateFields({ constructor }: Model): ReadonlySet<string> {
    let names = datesOf.get(constructor);
    if (!names) {
        const { fieldMap } = constructor as unknown as { fieldMap: Record<string, FieldDefinition> };
        const dates = Object.entries(fieldMap).filter(([, { isDateDataField }]) => isDateDataField);
        names = new Set(dates.map(([name, { dataSource = name }]) => dataSource));
        datesOf.set(constructor, names);
    }
    return names;
}

/** How most of the vendor's models write a date. */
const WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/;

/** Where a record has parts of its own (the segments of an event, the intervals of a calendar), these are their dates. */
const PART_DATES = ['startDate', 'endDate'];

function toLocal(date: unknown): unknown {
    return typeof date === 'string' && WITH_ZONE.test(date)
        ? DateHelper.format(new Date(date), LOCAL_DATE_FORMAT)
        : date;
}

function toPlain(value: unknown, isDate: boolean): unknown {
    if (typeof value !== 'object' || value === null) {
        return isDate ? toLocal(value) : value;
    }
    return (value as Partial<Model>).isModel
        ? (value as Model).id
        : JSON.parse(JSON.stringify(value), (field, part) => (PART_DATES.includes(field) ? toLocal(part) : part));
}

/** Names of the fields in which two snapshots differ; empty values and absent ones are alike. */
export function changedFields(before: RecordData, after: RecordData): string[] {
    return Object.keys({ ...before, ...after }).filter(
        field => before[field] !== after[field] && canonicalJson(before[field]) !== canonicalJson(after[field])
    );
}

/** Whether two stored values are the same to people, however they are written. */
export function isSameValue(one: unknown, other: unknown): boolean {
    return canonicalJson(one) === canonicalJson(other) || (isPlain(one) && isPlain(other) && isShown(one, other));
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** An empty list says as much as none. */
const orNothing = (value: unknown): unknown => (Array.isArray(value) && !value.length ? null : (value ?? null));

const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);

/** Whether the engine shows what is stored; what is no plain value it rewrites as it likes. */
export function isShown(shown: unknown, stored: unknown): boolean {
    if (!isPlain(shown) || !isPlain(stored) || String(shown ?? '') === String(stored ?? '')) {
        return true;
    }
    return isDate(shown) && isDate(stored) && +DateHelper.parse(shown) === +DateHelper.parse(stored);
}

/** Fields that are names of one reference. */
const NAMES = [...SYNONYMS.values()].flat();

/** What the vendor's types leave out. */
type FieldDefinition = { persist?: boolean; defaultValue?: unknown; dataSource?: string; isDateDataField?: boolean };
type Persistent = { persistableData: RecordData; getFieldPersistentValue(field: FieldDefinition): unknown };

/** What a field is called in stored records; a host may have named it. */
function wireName(record: Model, field: string): string {
    return (record.getFieldDefinition(field) as FieldDefinition | null)?.dataSource ?? field;
}

/**
 * The fields of a stored record that the engine has and shows otherwise. Of a field that the stored record does not
 * mention the engine may show what it likes if it has a value of its own for it.
 * @param fields only these, which may be other than plain values; `null`: all plain ones
 */
export function differingFields(
    store: string,
    record: Model,
    stored: RecordData,
    fields: ReadonlySet<string> | null = null
): string[] {
    const all = fields ? null : snapshot(record);
    return [...(fields ?? Object.keys({ ...all, ...stored }))].filter(field => {
        const definition = isIgnored(record, field)
            ? null
            : (record.getFieldDefinition(field) as FieldDefinition | null);
        if (!definition || definition.persist === false) {
            return false;
        }
        const shown = all ? all[field] : shownField(record, definition);
        if (fields && !(isPlain(stored[field]) && isPlain(shown))) {
            return canonicalJson(orNothing(shown)) !== canonicalJson(orNothing(stored[field]));
        }
        const isUnmentioned = !(field in stored);
        const isStored = (name: string): boolean => name in stored || wireName(record, name) in stored;
        if (isUnmentioned && NAMES.some(names => names.includes(field) && names.some(isStored))) {
            return false;
        }
        const isOpen = isUnmentioned && !fields && !isConstraint(store, field);
        const isOwn = isOpen && (definition.defaultValue !== undefined || isCalculatedField(store, field));
        return !isOwn && !isShown(shown, stored[field]);
    });
}

/** An event says nothing of a constraint it does not have. */
function isConstraint(store: string, field: string): boolean {
    return store === 'events' && (field === 'constraintType' || field === 'constraintDate');
}

/** `eventsData` and `tasksData` → `events`: what `loadInlineData` of Bryntum 7 wants without a warning. */
export function toInlineData(dataset: Dataset): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(dataset).map(([key, value]) => {
            const store = canonicalStore(key.replace(/Data$/, ''));
            return [store, store === 'events' && Array.isArray(value) ? value.map(withoutEnd) : value];
        })
    );
}

/** Two people may have set the start and the end of an event: the engine is given what everything else follows from. */
export function withoutEnd<T extends RecordData>({ endDate, ...event }: T): RecordData {
    const isEnough = event['startDate'] != null && event['duration'] != null;
    return isEnough || endDate === undefined ? event : { ...event, endDate };
}
