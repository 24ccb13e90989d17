import { canonicalJson, StoreMap, type Dataset, type RecordData } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import type { Patch } from './patch.ts';
import type { Recorder } from './Recorder.ts';

/** Everything that the engine has or the new data has; what is no plain value only where the new data differs. */
export function replaceMirror(recorder: Recorder, mirror: Mirror, dataset: Dataset): Patch {
    const before = new Map(
        [...mirror.stores()].map(name => [name, new Map([...mirror.records(name)].map(r => [String(r.id), r]))])
    );
    mirror.load(dataset);
    const patch: Patch = new StoreMap();
    for (const [name, store] of recorder.stores) {
        store.allRecords.forEach(({ id }) => patch.set(name, id, { id, fields: null }));
        for (const record of mirror.records(name)) {
            const old = before.get(name)?.get(String(record.id)) ?? {};
            const fields = Object.keys({ ...old, ...record }).filter(
                field =>
                    typeof record[field] !== 'object' ||
                    canonicalJson(record[field]) !== canonicalJson((old as RecordData)[field])
            );
            patch.set(name, record.id!, { id: record.id!, fields: new Set(fields) });
        }
    }
    return patch;
}
