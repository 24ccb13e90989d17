import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import { storeEntries, type Changes, type ChangeSet, type RecordData, type StoreChanges } from '../protocol/index.ts';

/** The engine's own bookkeeping of a record: an entry per field that it calculates with. */
type EngineRecord = Model & { $?: Record<string, unknown> };

function isKnown(records: readonly RecordData[] | undefined, record: RecordData): boolean {
    const id = record.$PhantomId ?? record.id;
    return records?.some(known => (known.$PhantomId ?? known.id) === id) ?? false;
}

function promoteRecords(kind: 'added' | 'removed', change: StoreChanges, input: ChangeSet): void {
    const missing = change[kind]?.filter(record => !isKnown(input[kind], record)) ?? [];
    if (missing.length) {
        input[kind] = [...(input[kind] ?? []), ...missing];
    }
}

function promoteFields(record: RecordData, calculated: Record<string, unknown>, input: ChangeSet): void {
    const updated = input.updated ?? [];
    const known = updated.find(({ id }) => id === record.id) ?? { id: record.id };
    const plain = Object.entries(record).filter(([field]) => !(field in calculated) && !(field in known));
    if (plain.length) {
        Object.assign(known, Object.fromEntries(plain));
        input.updated = [...updated.filter(other => other !== known), known];
    }
}

/**
 * Puts into `$input` what only a person can have changed. Receivers apply `$input` alone, and the engine leaves
 * out what changed after its last commit of a transaction or while it applied somebody's revision. New and removed
 * records and fields that the engine does not calculate with cannot be results of a calculation, so they belong there.
 * Changes `changes` in place.
 */
export function promoteToInput(project: ProjectModel, changes: Changes): void {
    for (const [name, change] of storeEntries(changes)) {
        const input: ChangeSet = change.$input ?? {};
        const store = project.getCrudStore(name);
        promoteRecords('added', change, input);
        promoteRecords('removed', change, input);
        for (const record of change.updated ?? []) {
            const { $ } = (store?.getById(record.id!) ?? {}) as EngineRecord;
            if ($) {
                promoteFields(record, $, input);
            }
        }
        if (Object.keys(input).length) {
            change.$input = input;
        }
    }
}
