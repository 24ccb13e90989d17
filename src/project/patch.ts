import type { Model, ProjectModel, Store } from '@bryntum/schedulerpro';
import {
    canonicalStore,
    CHANGE_KINDS,
    storeEntries,
    StoreMap,
    type Changes,
    type RecordData,
    type RecordId
} from '../protocol/index.ts';
import { calculate } from './engine.ts';
import { keepsEffort } from './inputFields.ts';
import type { Recorder } from './Recorder.ts';
import { CALCULATED_FIELDS, CONSTRAINT, differingFields, withoutEnd } from './stores.ts';

/** Records to bring in line, each with the fields in question; `null`: all that are plain values. */
export type Patch = StoreMap<{ id: RecordId; fields: Set<string> | null }>;

/** What a record is to be; `null` when there is to be none. */
export type Wanted = (store: string, id: RecordId) => RecordData | null;

/** Fields of an event that the engine calculates from each other: it is given all of them, or none. */
const SCHEDULE = ['startDate', 'duration'];

/** What an assignment or a dependency needs to be there. */
const REFERENCES: Record<string, string> = {
    event: 'events',
    fromEvent: 'events',
    toEvent: 'events',
    resource: 'resources'
};

/** Adds what somebody has edited in a revision to a patch. */
export function collectInput(changes: Changes, patch: Patch): void {
    for (const [name, { $input = {} }] of storeEntries(changes)) {
        const store = canonicalStore(name);
        for (const record of CHANGE_KINDS.flatMap(kind => $input[kind] ?? [])) {
            const id = record.id ?? record.$PhantomId!;
            const known = patch.get(store, id);
            const fields = known?.fields === null ? null : new Set([...(known?.fields ?? []), ...Object.keys(record)]);
            patch.set(store, id, { id, fields });
        }
    }
}

/** Takes the records of a patch as they are now: that is nobody's edit. */
export function acceptPatch(recorder: Recorder, patch: Patch, drafts: StoreMap<unknown>): void {
    recorder.accept((store, id) => patch.has(store, id), drafts);
}

/**
 * Runs what writes a patch. Where a host's listener throws, it stays half done, and what was done of it is nobody's edit
 * either.
 */
export function writePatch<T>(recorder: Recorder, patch: Patch, drafts: StoreMap<unknown>, work: () => T): T {
    try {
        return recorder.write(work);
    } catch (error) {
        patch.stores.forEach((entries, store) => entries.forEach(({ id }) => recorder.touch(store, id)));
        acceptPatch(recorder, patch, drafts);
        throw error;
    }
}

/**
 * Removes the records of a patch that are not wanted; returns whether there were any. What the engine removes along with
 * them although it is wanted, such as what was below them or an event that is assigned to something else from now on,
 * is added to the patch.
 */
export function removeRecords(recorder: Recorder, patch: Patch, wanted: Wanted): boolean {
    let isChanged = false;
    for (const [name, store] of recorder.stores) {
        const gone = [...(patch.stores.get(name)?.values() ?? [])].flatMap(({ id }) => {
            const record = recorder.find(name, id);
            return record && !wanted(name, id) ? [record] : [];
        });
        if (gone.length) {
            recorder.writes.aimRemoval(name, gone);
            store.remove(gone);
            gone.forEach(({ id }) => recorder.touch(name, id));
            isChanged = true;
        }
    }
    for (const [store, id] of isChanged ? recorder.gone() : []) {
        if (wanted(store, id)) {
            patch.set(store, id, { id, fields: null });
        }
    }
    return isChanged;
}

/**
 * Adds and changes the records of a patch. The recorder is told of each one, because a store tells of it only when the
 * engine has calculated.
 * @param added takes note of the records that were added
 * @returns whether there were any
 */
export function writeRecords(recorder: Recorder, patch: Patch, wanted: Wanted, added: StoreMap<true>): boolean {
    let isChanged = false;
    for (const [name, store] of recorder.stores) {
        const present: [Model, RecordData, Set<string> | null][] = [];
        let missing: RecordData[] = [];
        for (const { id, fields } of patch.stores.get(name)?.values() ?? []) {
            const want = wanted(name, id);
            const record = recorder.find(name, id);
            if (want && record) {
                present.push([record, want, fields]);
            } else if (want) {
                missing.push(want);
            }
        }
        missing = missing.filter(record =>
            Object.entries(REFERENCES).every(
                ([field, target]) => record[field] == null || recorder.find(target, record[field] as RecordId)
            )
        );
        // First, because what is there may be moved below what is new.
        recorder.writes.aim(
            name,
            missing.map(({ id }) => id!)
        );
        isChanged = addRecords(store, name === 'events' ? missing.map(withoutEnd) : missing) || isChanged;
        for (const { id } of missing) {
            added.set(name, id!, true);
            recorder.touch(name, id!);
        }
        for (const [record, want, fields] of present) {
            if (setFields(recorder, name, record, want, fields)) {
                isChanged = true;
                recorder.touch(name, record.id);
            }
        }
    }
    return isChanged;
}

function setFields(
    recorder: Recorder,
    store: string,
    record: Model,
    want: RecordData,
    fields: Set<string> | null
): boolean {
    let differing = differingFields(store, record, want, fields);
    if (store === 'events' && differing.some(field => CALCULATED_FIELDS.includes(field))) {
        differing = [
            ...differing.filter(field => !CALCULATED_FIELDS.includes(field)),
            ...(isMove(fields)
                ? SCHEDULE.filter(field => field in want)
                : differing.filter(field => field === 'duration')),
            ...differing.filter(
                field => field === 'effort' && field in want && keepsEffort(record, want['schedulingMode'])
            ),
            ...givenConstraint(want, fields)
        ];
    }
    return set(recorder, store, record, want, differing);
}

/** Whether more is asked than how long an event is: the stored start of one that is only resized may be out of date. */
function isMove(fields: Set<string> | null): boolean {
    return !fields || ['startDate', 'endDate', ...CONSTRAINT].some(field => fields.has(field));
}

/** A record that says nothing of a constraint has none, if that is asked. */
function givenConstraint(want: RecordData, fields: Set<string> | null): string[] {
    return isMove(fields) ? CONSTRAINT.filter(field => field in want || !fields || fields.has(field)) : [];
}

function set(recorder: Recorder, store: string, record: Model, want: RecordData, fields: readonly string[]): boolean {
    if (fields.length) {
        const values = Object.fromEntries(fields.map(field => [field, want[field] ?? null]));
        recorder.writes.aim(store, [record.id], values);
        record.set(values);
        if (fields.includes('startDate') && fields.includes('duration')) {
            // Said once more even if it is what it was: else the engine may keep the end and stretch the event.
            (record as Model & { duration: unknown }).duration = want['duration'];
        }
    }
    return fields.length > 0;
}

/** Setting a date adds a constraint, even one that is not wanted; to be called when the engine has calculated. */
export function writeConstraints(recorder: Recorder, patch: Patch, wanted: Wanted): boolean {
    let isChanged = false;
    for (const { id, fields } of patch.stores.get('events')?.values() ?? []) {
        const want = wanted('events', id);
        const record = recorder.find('events', id);
        const given = want ? givenConstraint(want, fields) : [];
        const differing = want && record ? differingFields('events', record, want, new Set(given)) : [];
        if (differing.length && set(recorder, 'events', record!, want!, given)) {
            isChanged = true;
            recorder.touch('events', id);
        }
    }
    return isChanged;
}

/** Parents first: whatever has no parent here yet waits for the next round. */
function addRecords(store: Store, records: readonly RecordData[]): boolean {
    let rest = records;
    while (rest.length) {
        const hasParent = ({ parentId }: RecordData): boolean =>
            parentId == null || !!store.getById(parentId as RecordId) || !rest.some(({ id }) => id === parentId);
        const next = rest.filter(hasParent);
        store.add((next.length ? next : rest).map(record => structuredClone(record)));
        rest = next.length ? rest.filter(record => !next.includes(record)) : [];
    }
    return records.length > 0;
}

/** Brings records in line as if somebody did it by hand. To be called by an edit, which is undone as a whole. */
export async function writeEdit(
    project: ProjectModel,
    recorder: Recorder,
    patch: Patch,
    wanted: Wanted
): Promise<void> {
    removeRecords(recorder, patch, wanted);
    writeRecords(recorder, patch, wanted, new StoreMap());
    await calculate(project);
    if (writeConstraints(recorder, patch, wanted)) {
        await calculate(project);
    }
}
