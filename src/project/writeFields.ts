import type { ProjectModel } from '@bryntum/schedulerpro';
import { StoreMap, type RecordData, type RecordId } from '../protocol/index.ts';
import type { EditConflict } from '../sync/editConflicts.ts';
import type { EngineBridge } from './EngineBridge.ts';
import { writeEdit, type Patch } from './patch.ts';
import { snapshot } from './stores.ts';

/** Sets fields of records that are still there, as they travel. To be called by an edit. */
export async function writeFields(
    project: ProjectModel,
    { recorder }: EngineBridge,
    values: readonly { store: string; id: RecordId; fields: RecordData }[]
): Promise<void> {
    const patch: Patch = new StoreMap();
    const wanted = new StoreMap<RecordData>();
    for (const { store, id, fields } of values) {
        const record = recorder.find(store, id);
        if (record) {
            const known = patch.get(store, id)?.fields ?? [];
            patch.set(store, id, { id, fields: new Set([...known, ...Object.keys(fields)]) });
            wanted.set(store, id, { ...(wanted.get(store, id) ?? snapshot(record)), ...fields });
        }
    }
    await writeEdit(project, recorder, patch, (store, id) => wanted.get(store, id) ?? null);
}

/** Brings back records that others have removed, with what linked them and with one's own values. To be called by an edit. */
export async function writeLost(
    project: ProjectModel,
    { recorder }: EngineBridge,
    conflicts: readonly Pick<EditConflict, 'store' | 'id' | 'mine' | 'lost'>[]
): Promise<void> {
    const patch: Patch = new StoreMap();
    const wanted = new StoreMap<RecordData>();
    for (const { store, id, mine, lost = {} } of conflicts) {
        for (const [name, records] of Object.entries(lost)) {
            for (const record of records) {
                const isMine = name === store && String(record.id) === String(id);
                patch.set(name, record.id!, { id: record.id!, fields: null });
                wanted.set(name, record.id!, isMine ? { ...record, ...mine } : record);
            }
        }
    }
    await writeEdit(project, recorder, patch, (store, id) => wanted.get(store, id) ?? null);
}
