import type { Model } from '@bryntum/schedulerpro';
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

    /** Notes what is stored and not shown, or shown and not stored; a record whose editor is still open does not count. */
    noteMissing(recorder: Recorder, mirror: Mirror): void {
        for (const [name, store] of recorder.stores) {
            for (const { id, isCreating } of store.allRecords as (Model & { isCreating?: boolean })[]) {
                if (!isCreating && !mirror.get(name, id)) {
                    this.note(name, id);
                }
            }
            for (const { id } of mirror.records(name)) {
                if (!store.getById(id!)) {
                    this.note(name, id!);
                }
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
