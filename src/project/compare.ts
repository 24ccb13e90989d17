import type { Changes, RecordData, RecordId, StoreMap } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import type { Recorder } from './Recorder.ts';
import { differingFields, isCalculatedField, snapshot } from './stores.ts';

/** A record that the engine and the server do not hold alike. */
export interface Difference {
    store: string;
    id: RecordId;
    /** What the engine shows in the fields that differ; `null` when only one of the two has the record. */
    shown: RecordData | null;
}

/** Finds the suspects that the engine shows otherwise than the server stored them; the others are cleared. */
export function compare(recorder: Recorder, mirror: Mirror, suspects: StoreMap<RecordId>): Difference[] {
    const differences: Difference[] = [];
    for (const [store, ids] of suspects.stores) {
        for (const id of ids.values()) {
            const record = recorder.find(store, id);
            const stored = mirror.get(store, id);
            const fields = record && stored ? differingFields(store, record, stored) : [];
            if (fields.length) {
                const data = snapshot(record!);
                const shown = Object.fromEntries(fields.map(field => [field, data[field] ?? null]));
                differences.push({ store, id, shown });
            } else if (recorder.stores.has(store) && !record !== !stored) {
                differences.push({ store, id, shown: null });
            } else {
                suspects.delete(store, id);
            }
        }
    }
    return differences;
}

/** Whether a difference is one of calculated values only. */
function isCalculated({ store, shown }: Difference): boolean {
    return (
        shown !== null &&
        Object.keys(shown).every(field => isCalculatedField(store, field)) &&
        // The engine empties dates while it has not calculated.
        !['startDate', 'endDate'].some(field => field in shown && shown[field] === null)
    );
}

/** The changes that make the server store what the engine calculated; `null` when more than that differs. */
export function toCorrection(differences: readonly Difference[]): Changes | null {
    return differences.every(isCalculated)
        ? Object.fromEntries(
              [...Map.groupBy(differences, ({ store }) => store)].map(([store, group]) => [
                  store,
                  { updated: group.map(({ id, shown }) => ({ id, ...shown })) }
              ])
          )
        : null;
}
