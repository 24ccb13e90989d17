import type { Model, ProjectModel, Store } from '@bryntum/schedulerpro';
import {
    storeEntries,
    type Changes,
    type ChangeSet,
    type Dataset,
    type RecordData,
    type RecordId
} from '../protocol/index.ts';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { commitTransaction, runQueued } from './engine.ts';

/** Real ids by the temporary id their author gave them. */
export type PhantomIds = Map<RecordId, RecordId>;

/** Remembers which real ids the server gave, from a revision or a dataset it sent. */
export function notePhantomIds(phantoms: PhantomIds, records: unknown): void {
    if (Array.isArray(records)) {
        for (const { id, $PhantomId } of records as RecordData[]) {
            if (id != null && $PhantomId != null && id !== $PhantomId) {
                phantoms.set($PhantomId, id);
            }
        }
    }
}

/** The real ids that a whole dataset tells. */
export function notePhantomIdsOf(phantoms: PhantomIds, dataset: Dataset): void {
    Object.values(dataset).forEach(records => notePhantomIds(phantoms, records));
}

function resolve(phantoms: PhantomIds, record: RecordData): Record<string, unknown> {
    const { $PhantomId: _, $PhantomParentId: parent, ...fields } = record;
    if (parent !== undefined) {
        fields.parentId = parent;
    }
    return Object.fromEntries(
        Object.entries(fields).map(([field, value]) => [field, phantoms.get(value as RecordId) ?? value])
    );
}

/** @returns how many of the records to change are gone */
function applyToStore(store: Store, phantoms: PhantomIds, changes: ChangeSet): number {
    const { added = [], updated = [], removed = [] } = changes;
    const find = (record: RecordData): Model | null => store.getById(resolve(phantoms, record).id as RecordId);
    for (const record of added) {
        const fields = resolve(phantoms, { ...record, id: record.$PhantomId ?? record.id });
        const existing = store.getById(fields.id as RecordId);
        if (existing) {
            existing.set(fields);
        } else {
            store.add(fields);
        }
    }
    let missing = 0;
    for (const record of updated) {
        const found = find(record);
        found?.set(resolve(phantoms, record));
        missing += found ? 0 : 1;
    }
    store.remove(removed.map(find).filter(record => record !== null));
    return missing;
}

/**
 * Makes a revision's edits again, as one local transaction on top of the data the project has now; the engine
 * records a new revision from it. Edits of records that no longer exist are left out, and so is what stands outside of
 * `$input`: the engine calculates it anew.
 * @throws RealtimeError `record-gone`, after the rest was done, when records to change no longer exist
 */
export async function replay(project: ProjectModel, changes: Changes, phantoms: PhantomIds): Promise<void> {
    await runQueued(project, async () => {
        const { stm } = project;
        if (stm.isRecording) {
            await commitTransaction(project);
        }
        stm.startTransaction();
        let missing = 0;
        for (const [name, change] of storeEntries(changes)) {
            const store = project.getCrudStore(name) ?? (name === 'tasks' ? project.eventStore : null);
            if (store && change.$input) {
                missing += applyToStore(store as unknown as Store, phantoms, change.$input);
            }
        }
        await commitTransaction(project);
        if (missing) {
            throw new RealtimeError('record-gone', 'What it changes was removed by somebody else meanwhile');
        }
    });
}
