import {
    canonicalJson,
    storeEntries,
    StoreMap,
    type Changes,
    type RecordData,
    type RecordId
} from '../../protocol/index.ts';

/** How often a client may set back what others have set: those who have just heard of one edit do correct each other. */
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

/** One field as a revision without input sets it. */
interface Step {
    store: string;
    id: RecordId;
    field: string;
    before: string;
    after: string;
}

/**
 * Recognises clients that overwrite each other's calculated values for ever, because each one calculates something
 * else. A client that has set fields back often enough to what they were before others set them may not do so again
 * before the next edit. Nothing else is refused, and nobody for what others do.
 */
export class Storm {
    #fields = new StoreMap<Map<string, FieldHistory>>();
    /** How often each client has set something back. */
    readonly #reversals = new Map<string, number>();
    readonly #parties = new Set<string>();
    readonly #told = new Set<string>();

    /** Those who take part and were not named before. */
    takeParties(): string[] {
        const parties = [...this.#parties].filter(client => !this.#told.has(client));
        parties.forEach(client => this.#told.add(client));
        return parties;
    }

    /** Somebody has made an edit: what is calculated from now on is calculated from that. */
    calm(): void {
        this.#fields = new StoreMap();
        this.#reversals.clear();
        this.#parties.clear();
        this.#told.clear();
    }

    /**
     * Takes note of calculated values that are about to be stored.
     * @returns whether they may be; if not, nothing was noted
     */
    admit(client: string, changes: Changes, stored: (store: string, id: RecordId) => RecordData | undefined): boolean {
        const steps = [...stepsOf(changes, stored)];
        const undone = new Set(steps.flatMap(step => this.#undone(client, step) ?? []));
        if (undone.size) {
            const reversals = this.#reversals.get(client) ?? 0;
            if (reversals >= MAX_REVERSALS) {
                return false;
            }
            this.#reversals.set(client, reversals + 1);
            [client, ...undone].forEach(party => this.#parties.add(party));
        }
        steps.forEach(step => this.#note(client, step));
        return true;
    }

    /** Whose value goes back to an earlier one. */
    #undone(client: string, { store, id, field, after }: Step): string | null {
        const history = this.#fields.get(store, id)?.get(field);
        return history && history.client !== client && history.values.includes(after) ? history.client : null;
    }

    #note(client: string, { store, id, field, before }: Step): void {
        let fields = this.#fields.get(store, id);
        if (!fields) {
            this.#fields.set(store, id, (fields = new Map()));
        }
        const values = [before, ...(fields.get(field)?.values ?? [])].slice(0, MAX_VALUES);
        fields.set(field, { values, client });
    }
}

function* stepsOf(changes: Changes, stored: (store: string, id: RecordId) => RecordData | undefined): Iterable<Step> {
    for (const [store, { updated }] of storeEntries(changes)) {
        for (const { id, ...fields } of updated ?? []) {
            const record = stored(store, id!);
            for (const [field, value] of Object.entries(fields)) {
                const [before, after] = [canonicalJson(record?.[field]), canonicalJson(value)];
                if (before !== after && before.length <= MAX_VALUE_LENGTH) {
                    yield { store, id: id!, field, before, after };
                }
            }
        }
    }
}
