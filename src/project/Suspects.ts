import {
    canonicalStore,
    CHANGE_KINDS,
    storeEntries,
    StoreMap,
    type Changes,
    type RecordId
} from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import type { Recorder } from './Recorder.ts';

/** Records that may be shown otherwise than they are stored, because of what the engine has calculated. */
export class Suspects extends StoreMap<RecordId> {
    /** Notes a record. */
    note(store: string, id: RecordId): void {
        this.set(store, id, id);
    }

    /** Notes the records of a revision. */
    noteChanges(changes: Changes): void {
        for (const [store, change] of storeEntries(changes)) {
            for (const kind of CHANGE_KINDS) {
                change[kind]?.forEach(({ id }) => this.note(canonicalStore(store), id!));
            }
        }
    }

    /** Notes everything that is shown or stored. */
    noteAll(recorder: Recorder, mirror: Mirror): void {
        for (const [name, store] of recorder.stores) {
            store.allRecords.forEach(({ id }) => this.note(name, id));
            for (const { id } of mirror.records(name)) {
                this.note(name, id!);
            }
        }
    }
}
