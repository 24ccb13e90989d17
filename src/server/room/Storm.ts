import {
    canonicalJson,
    storeEntries,
    StoreMap,
    type Changes,
    type RecordData,
    type RecordId
} from '../../protocol/index.ts';

/** Reversals after which a room takes no more calculated values. */
const MAX_REVERSALS = 3;

/** Earlier values that are remembered of one field, and the longest of them, as JSON. */
const MAX_VALUES = 10;
const MAX_VALUE_LENGTH = 200;

/** What became of one field since the last edit. */
interface FieldHistory {
    /** The values it had before. */
    values: string[];
    /** Who set the one it has now. */
    client: string;
}

/**
 * Recognises clients that overwrite each other's calculated values for ever, because each one calculates something
 * else. A storm ends with the next edit.
 */
export class Storm {
    #fields = new StoreMap<Map<string, FieldHistory>>();
    #reversals = 0;
    readonly #parties = new Set<string>();

    /** Whether calculated values are to be refused. */
    get isRaging(): boolean {
        return this.#reversals >= MAX_REVERSALS;
    }

    /** Those whose values went back and forth; told once. */
    takeParties(): string[] {
        const parties = [...this.#parties];
        this.#parties.clear();
        return parties;
    }

    /** Somebody has made an edit: what is calculated from now on is calculated from that. */
    calm(): void {
        this.#fields = new StoreMap();
        this.#reversals = 0;
        this.#parties.clear();
    }

    /** Takes note of calculated values that are about to be stored. */
    note(client: string, changes: Changes, stored: (store: string, id: RecordId) => RecordData | undefined): void {
        let isReversal = false;
        for (const [store, { updated }] of storeEntries(changes)) {
            for (const { id, ...fields } of updated ?? []) {
                const before = stored(store, id!);
                for (const [field, value] of Object.entries(fields)) {
                    const undone = this.#set(store, id!, field, {
                        client,
                        before: canonicalJson(before?.[field]),
                        after: canonicalJson(value)
                    });
                    if (undone) {
                        isReversal = true;
                        this.#parties.add(client).add(undone);
                    }
                }
            }
        }
        if (isReversal) {
            this.#reversals++;
        }
    }

    /** Notes a value; returns whose value went back to an earlier one, if that happened. */
    #set(
        store: string,
        id: RecordId,
        field: string,
        { client, before, after }: { client: string; before: string; after: string }
    ): string | null {
        if (before === after || before.length > MAX_VALUE_LENGTH) {
            return null;
        }
        let fields = this.#fields.get(store, id);
        if (!fields) {
            this.#fields.set(store, id, (fields = new Map()));
        }
        const history = fields.get(field);
        fields.set(field, { values: [before, ...(history?.values ?? [])].slice(0, MAX_VALUES), client });
        return history && history.client !== client && history.values.includes(after) ? history.client : null;
    }
}
