import { DateHelper, type Model, type ProjectModel } from '@bryntum/schedulerpro';
import type { Changes, RecordData, RecordId, StoreChanges } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import { LOCAL_DATE_FORMAT } from './storeNames.ts';

/** What the engine calculates, by store. */
const CALCULATED: Record<string, readonly string[]> = {
    events: ['startDate', 'endDate', 'duration', 'constraintType', 'constraintDate', 'effort'],
    dependencies: ['active']
};

/** Calculated fields of which a record on the server may say nothing: then they are empty. */
const EMPTY_BY_DEFAULT = ['constraintType', 'constraintDate'];

/** Where a record stands among others, which is a matter of the view. */
const POSITION = /^(parentIndex|orderedParentIndex|expanded)$/;

/** A record that the engine and the server do not hold alike. */
export interface Difference {
    store: string;
    id: RecordId;
    /** What the engine shows in the fields that differ; `null` when it has no such record. */
    shown: Record<string, unknown> | null;
    /** The whole record as the server stored it; `null` when it has none. */
    stored: RecordData | null;
}

/** What the vendor's types leave out. */
type FieldDefinition = { type?: string; persist?: boolean } | undefined;

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

function isSame(shown: unknown, stored: unknown, type: string | undefined): boolean {
    if (shown === stored || (shown ?? '') === (stored ?? '') || String(shown) === String(stored)) {
        return true;
    }
    if (type === 'date' && typeof stored === 'string' && shown) {
        return shown === DateHelper.format(DateHelper.parse(stored) as Date, LOCAL_DATE_FORMAT);
    }
    // What is no plain value is not compared: the engine rewrites it as it likes.
    return !isPlain(shown) || !isPlain(stored);
}

function differingFields(store: string, record: Model, stored: RecordData): Record<string, unknown> | null {
    const shown: Record<string, unknown> = {};
    const empty = CALCULATED[store] ? EMPTY_BY_DEFAULT.filter(field => store === 'events' && !(field in stored)) : [];
    for (const field of [...Object.keys(stored), ...empty]) {
        const definition =
            field === 'id' || POSITION.test(field) ? undefined : (record.getFieldDefinition(field) as FieldDefinition);
        if (definition && definition.persist !== false) {
            const value = (record as any).getFieldPersistentValue(field);
            if (!isSame(value, stored[field], definition.type)) {
                shown[field] = value ?? null;
            }
        }
    }
    return Object.keys(shown).length ? shown : null;
}

/** Finds what the engine shows otherwise than the server stored it. To be asked when nothing is pending. */
export function compare(project: ProjectModel, mirror: Mirror): Difference[] {
    const differences: Difference[] = [];
    for (const name of mirror.stores()) {
        const store = name === 'events' ? project.eventStore : project.getCrudStore(name);
        if (!store || name === 'versions' || name === 'changelogs') {
            continue;
        }
        const seen = new Set<string>();
        for (const stored of mirror.records(name)) {
            seen.add(String(stored.id));
            const record = store.getById(stored.id!) as Model | undefined;
            const shown = record ? differingFields(name, record, stored) : null;
            if (!record || shown) {
                differences.push({ store: name, id: stored.id!, shown, stored });
            }
        }
        for (const { id } of store.allRecords as Model[]) {
            if (!seen.has(String(id))) {
                differences.push({ store: name, id, shown: {}, stored: null });
            }
        }
    }
    return differences;
}

/** Whether a difference is one of calculated values only. */
function isCalculated({ store, shown, stored }: Difference): boolean {
    const fields = CALCULATED[store];
    return (
        fields !== undefined &&
        shown !== null &&
        stored !== null &&
        Object.keys(shown).every(field => fields.includes(field)) &&
        // The engine empties dates while it has not calculated.
        !['startDate', 'endDate'].some(field => field in shown && shown[field] === null)
    );
}

/** The changes that make the server store what the engine calculated; `null` when more than that differs. */
export function toCorrection(differences: readonly Difference[]): Changes | null {
    return differences.every(isCalculated)
        ? collect(differences, ({ id, shown }) => ['updated', { id, ...shown }])
        : null;
}

/** The changes that make the engine show what the server stored. */
export function toRepair(differences: readonly Difference[]): Changes {
    const changes = collect(differences, ({ store, id, shown, stored }) => {
        if (!stored) {
            return ['removed', { id }];
        }
        if (!shown) {
            return ['added', stored];
        }
        // Calculated fields depend on each other: the engine needs all of them to end where the server is.
        const fields = [...Object.keys(shown), ...(CALCULATED[store] ?? [])];
        const empty = EMPTY_BY_DEFAULT.filter(field => store === 'events' && !(field in stored));
        const values = fields.filter(field => field in stored).map(field => [field, stored[field]]);
        return ['updated', { ...Object.fromEntries([...empty.map(field => [field, null]), ...values]), id }];
    });
    for (const change of Object.values(changes) as StoreChanges[]) {
        change.$input = { ...change };
    }
    return changes;
}

function collect(
    differences: readonly Difference[],
    describe: (difference: Difference) => ['added' | 'updated' | 'removed', RecordData]
): Changes {
    const changes: Record<string, StoreChanges> = {};
    for (const difference of differences) {
        const [kind, record] = describe(difference);
        const change = (changes[difference.store] ??= {});
        (change[kind] ??= []).push(record);
    }
    return changes;
}
