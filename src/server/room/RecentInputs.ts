import { storeEntries, StoreMap, type Changes, type RecordId } from '../../protocol/index.ts';
import type { StoredRevision } from '../storage/Storage.ts';
import type { UnknownToAuthor } from './outdated.ts';

/** Revisions that are looked back over; who calculated from further back is heard as if it were from there. */
export const LOOK_BACK = 1_000;

/** Fields that are noted at most; when there are more, those of the older revisions are forgotten early. */
const MAX_FIELDS = 200_000;

/** A revision whose input set fields of one record. */
interface Entry {
    number: number;
    client: string;
    fields: string[];
}

/** The fields that people set in the last {@link LOOK_BACK} revisions, by record. */
export class RecentInputs {
    #entries = new StoreMap<Entry[]>();
    #last = 0;
    /** Entries of revisions up to this number are gone. */
    #start = 0;
    #fields = 0;

    /** Notes stored revisions, oldest first. */
    static of(revisions: readonly StoredRevision[] | null): RecentInputs {
        const inputs = new RecentInputs();
        revisions?.forEach(({ number, client, changes }) => inputs.add(number, client, JSON.parse(changes) as Changes));
        return inputs;
    }

    /** Notes the next revision. */
    add(number: number, client: string, changes: Changes): void {
        this.#last = number;
        for (const [store, { $input }] of storeEntries(changes)) {
            for (const record of [...($input?.added ?? []), ...($input?.updated ?? [])]) {
                this.#note(store, record.id!, { number, client, fields: Object.keys(record) });
            }
        }
        if (number - this.#start > 2 * LOOK_BACK) {
            this.#forget(number - LOOK_BACK);
        }
        while (this.#fields > MAX_FIELDS && this.#start < number) {
            this.#forget(Math.ceil((this.#start + number) / 2));
        }
    }

    #note(store: string, id: RecordId, entry: Entry): void {
        this.#fields += entry.fields.length;
        const entries = this.#entries.get(store, id);
        if (entries) {
            entries.push(entry);
        } else {
            this.#entries.set(store, id, [entry]);
        }
    }

    /** What others than this client have set after a revision. */
    unknownTo(client: string, after: number): UnknownToAuthor {
        const from = Math.max(after, this.#last - LOOK_BACK);
        const isUnknown = (entry: Entry): boolean => entry.number > from && entry.client !== client;
        return (store, id) =>
            new Set((this.#entries.get(store, id) ?? []).flatMap(entry => (isUnknown(entry) ? entry.fields : [])));
    }

    #forget(number: number): void {
        const kept = new StoreMap<Entry[]>();
        this.#fields = 0;
        for (const [store, records] of this.#entries.stores) {
            for (const [id, entries] of records) {
                const recent = entries.filter(entry => entry.number > number);
                if (recent.length) {
                    this.#fields += recent.reduce((sum, { fields }) => sum + fields.length, 0);
                    kept.set(store, id, recent);
                }
            }
        }
        this.#entries = kept;
        this.#start = number;
    }
}
