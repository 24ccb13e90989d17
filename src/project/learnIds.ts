import { canonicalStore, storeEntries, type Changes } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import type { Outbox } from '../sync/Outbox.ts';
import type { Recorder } from './Recorder.ts';

/** New records of this client may have got other ids from the server, as a revision of its own tells. */
export function learnIds(changes: Changes, recorder: Recorder, mirror: Mirror, outbox: Outbox): void {
    for (const [name, { added, $input }] of storeEntries(changes)) {
        const store = canonicalStore(name);
        for (const { id, $PhantomId: phantom } of [...(added ?? []), ...($input?.added ?? [])]) {
            if (id != null && phantom != null && id !== phantom) {
                if (recorder.find(store, phantom) && !recorder.find(store, id) && !mirror.get(store, phantom)) {
                    recorder.rename(store, phantom, id);
                }
                outbox.renameRecord(store, phantom, id);
            }
        }
    }
}
