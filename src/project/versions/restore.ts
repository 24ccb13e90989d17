import type { Model } from '@bryntum/schedulerpro';
import { StoreMap, type RecordData } from '../../protocol/index.ts';
import type { Mirror } from '../../sync/Mirror.ts';
import type { EngineBridge } from '../EngineBridge.ts';
import { writeEdit, type Patch, type Wanted } from '../patch.ts';
import type { RealtimeProject } from '../RealtimeProject.ts';
import { CALCULATED_PROJECT_FIELDS, CONSTRAINT, isSameValue, snapshot } from '../stores.ts';
import type { Difference } from './difference.ts';

/** Of the names of a reference the engine is given one: undoing both would end with none. */
const SECOND_NAMES = ['eventId', 'resourceId', 'from', 'to'];

const DATES = ['startDate', 'duration'];

/** What makes a project what it was in a version. */
export interface Restoration {
    version: Mirror;
    differences: readonly Difference[];
    /** The fields of the project itself that are to be set. */
    fields: RecordData;
}

/**
 * Carries it out. To be called by an edit, which is undone as a whole: what differs is written as if it were edited by
 * hand.
 */
export async function restore(
    project: RealtimeProject,
    { recorder }: EngineBridge,
    { version, differences, fields }: Restoration
): Promise<void> {
    const patch: Patch = new StoreMap();
    const records = new StoreMap<RecordData | null>();
    for (const { store, id, before, now, fields: differing } of differences) {
        const named = differing.filter(field => !SECOND_NAMES.includes(field));
        // Setting a date adds a constraint.
        const isDated = store === 'events' && DATES.some(field => differing.includes(field));
        patch.set(store, id, { id, fields: now && new Set([...named, ...(isDated ? CONSTRAINT : [])]) });
        records.set(store, id, before);
    }
    // What is taken along with something else is to stay as it is in the version.
    const wanted: Wanted = (store, id) => (records.has(store, id) ? records : version).get(store, id) ?? null;
    if (Object.keys(fields).length) {
        setProject(project, fields);
    }
    await writeEdit(project, recorder, patch, wanted);
}

/** Sets fields of the project. The undo history does not watch these, so it is told what to do. */
function setProject(project: RealtimeProject, fields: RecordData): void {
    const now = snapshot(project as unknown as Model);
    const before = Object.fromEntries(Object.keys(fields).map(field => [field, now[field] ?? null]));
    // The vendor's types leave it out.
    const { transaction } = project.stm as unknown as { transaction: { addAction(action: object): void } };
    project.set(fields);
    transaction.addAction({
        type: 'UpdateAction',
        undo: () => project.set(before),
        redo: () => project.set(fields)
    });
}

/** The fields of the project itself that are not what they were. */
export function fieldsFrom(project: RealtimeProject, { mirror }: EngineBridge, version: Mirror): RecordData {
    const record = project as unknown as Model;
    const now = snapshot(record);
    const before = Object.keys({ ...mirror.fields, ...version.fields })
        .filter(field => !CALCULATED_PROJECT_FIELDS.includes(field) && field in now)
        .map((field): [string, unknown] => {
            const { defaultValue = null } = (record.getFieldDefinition(field) ?? {}) as { defaultValue?: unknown };
            return [field, version.fields[field] ?? defaultValue];
        });
    return Object.fromEntries(before.filter(([field, value]) => !isSameValue(now[field], value)));
}
