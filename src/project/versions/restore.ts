import type { Model } from '@bryntum/schedulerpro';
import { StoreMap, type RecordData } from '../../protocol/index.ts';
import type { Mirror } from '../../sync/Mirror.ts';
import type { EngineBridge } from '../EngineBridge.ts';
import { calculate } from '../engine.ts';
import { removeRecords, writeConstraints, writeRecords, type Patch, type Wanted } from '../patch.ts';
import type { RealtimeProject } from '../RealtimeProject.ts';
import { CALCULATED_PROJECT_FIELDS, isSameValue, snapshot } from '../stores.ts';
import type { Difference } from './difference.ts';

/**
 * Makes a project what it was in a version. To be called by an edit, of which it is all that is undone at once: what
 * differs is written like an edit by hand.
 */
export async function restore(
    project: RealtimeProject,
    engine: EngineBridge,
    version: Mirror,
    differences: readonly Difference[]
): Promise<void> {
    const { recorder } = engine;
    const patch: Patch = new StoreMap();
    const records = new StoreMap<RecordData | null>();
    const follows = new Set([...version.records('dependencies')].map(({ to, toEvent = to }) => String(toEvent)));
    for (const { store, id, then, fields } of differences) {
        patch.set(store, id, { id, fields: new Set(fields) });
        records.set(store, id, then && store === 'events' ? withConstraint(then, follows.has(String(id))) : then);
    }
    const wanted: Wanted = (store, id) => records.get(store, id) ?? null;
    const fields = fieldsThen(project, engine, version);
    if (Object.keys(fields).length) {
        project.set(fields);
    }
    removeRecords(recorder, patch, wanted);
    writeRecords(recorder, patch, wanted, new StoreMap());
    await calculate(project);
    if (writeConstraints(recorder, patch, wanted)) {
        await calculate(project);
    }
}

/**
 * A version that was saved before anything was calculated does not say that the engine holds an event where it starts,
 * as it does with whatever follows nothing.
 */
function withConstraint(event: RecordData, isFollowing: boolean): RecordData {
    return isFollowing || event['constraintType'] !== undefined || !event['startDate'] || event['manuallyScheduled']
        ? event
        : { ...event, constraintType: 'startnoearlierthan', constraintDate: event['startDate'] };
}

/** The fields of the project itself that are to be set. */
function fieldsThen(project: RealtimeProject, { mirror }: EngineBridge, version: Mirror): RecordData {
    const record = project as unknown as Model;
    const now = snapshot(record);
    const then = Object.keys({ ...mirror.fields, ...version.fields })
        .filter(field => !CALCULATED_PROJECT_FIELDS.includes(field) && field in now)
        .map((field): [string, unknown] => {
            const { defaultValue = null } = (record.getFieldDefinition(field) ?? {}) as { defaultValue?: unknown };
            return [field, version.fields[field] ?? defaultValue];
        });
    return Object.fromEntries(then.filter(([field, value]) => !isSameValue(now[field], value)));
}
