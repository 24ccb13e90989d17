import { canonicalJson, StoreMap, type Dataset, type RecordData } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import { collectInput, type Patch } from './patch.ts';
import type { Recorder } from './Recorder.ts';
import { CONSTRAINT, isCalculatedField } from './stores.ts';

/**
 * Everything that the engine has or the new data has; what is no plain value only where the new data differs, and what is
 * calculated of a record only where any of that differs: else the engine has made of the same what it makes of it, and
 * being given the old date it would pin the event to it. What was edited here and the new data confirms is compared with
 * the engine, too: the old data does not say what is shown of it.
 */
export function replaceMirror(recorder: Recorder, mirror: Mirror, dataset: Dataset): Patch {
    const before = new Map(
        [...mirror.stores()].map(name => [name, new Map([...mirror.records(name)].map(r => [String(r.id), r]))])
    );
    const { confirmed } = mirror;
    mirror.load(dataset);
    const { followers } = mirror;
    const patch: Patch = new StoreMap();
    for (const [name, store] of recorder.stores) {
        store.allRecords.forEach(({ id }) => patch.set(name, id, { id, fields: null }));
        for (const record of mirror.records(name)) {
            const old: RecordData = before.get(name)?.get(String(record.id)) ?? {};
            const names = Object.keys({ ...old, ...record });
            const differs = (field: string): boolean => canonicalJson(record[field]) !== canonicalJson(old[field]);
            const isCalculated = (field: string): boolean => isCalculatedField(name, field);
            const fields = new Set(
                names.filter(field => !isCalculated(field) && (typeof record[field] !== 'object' || differs(field)))
            );
            if (names.some(field => isCalculated(field) && differs(field))) {
                names.filter(isCalculated).forEach(field => fields.add(field));
                if (name === 'events' && record['constraintType'] == null) {
                    // What follows another event has none then; anything else is pinned to its date by the engine.
                    const isFollowing = followers.has(String(record.id));
                    CONSTRAINT.forEach(field => (isFollowing ? fields.add(field) : fields.delete(field)));
                }
            }
            patch.set(name, record.id!, { id: record.id!, fields });
        }
    }
    confirmed.forEach(changes => collectInput(changes, patch));
    return patch;
}
