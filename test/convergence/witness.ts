import type { Entry, Ledger } from './accounting.ts';
import { assignmentKey, eventKey, linkKey, resourceKey } from './records.ts';

/** Follows what becomes of one tab's edits: recorded by the engine, refused by the server, cancelled, or lost with it. */
export class Witness {
    /** How many times revisions or datasets arrived. */
    received = 0;
    readonly #project: any;
    readonly #client: number;
    readonly #ledger: Ledger;
    readonly #names: Map<string, string>;
    readonly #revisions = new Map<string, Set<string>>();
    /** Recorded edits that the server has not confirmed, as far as the queue tells. */
    #unconfirmed = new Set<Entry>();

    /** @param names which record has which id: known to all tabs of a person, because a refusal may come to a later one */
    constructor(
        project: any,
        names: Map<string, string>,
        client: number,
        ledger: Ledger,
        report: (text: string) => void
    ) {
        this.#project = project;
        this.#names = names;
        this.#client = client;
        this.#ledger = ledger;
        project.on({
            revisionNotification: ({ localRevisionId, changes }: any) => this.#recorded(localRevisionId, changes),
            wsReceiveChanges: () => void this.received++,
            wsReceiveDataset: () => void this.received++,
            wsStateChange: ({ state }: any) => {
                if (state.queue.length === 0) {
                    this.#unconfirmed.clear();
                }
            },
            wsReject: ({ rejection }: any) => {
                report(`client${client} is told: ${rejection.message}`);
                this.#refused(rejection);
            }
        });
    }

    /** Notes which record has which id now, for revisions that name it by the id alone. */
    learn(): void {
        const { eventStore, resourceStore, assignmentStore, dependencyStore } = this.#project;
        const learn = (store: string, records: any[], key: (record: any) => string): void =>
            records.forEach(record => this.#names.set(`${store} ${record.id}`, key(record)));
        learn('events', eventStore.records, eventKey);
        learn('resources', resourceStore.records, resourceKey);
        learn('assignments', assignmentStore.records, ({ event }) => assignmentKey(event));
        learn('dependencies', dependencyStore.records, ({ fromEvent, toEvent }) => linkKey(fromEvent, toEvent));
    }

    #recorded(localRevision: string, changes: Record<string, any>): void {
        this.learn();
        const keys = new Set<string>();
        for (const [store, change] of Object.entries(changes)) {
            for (const list of [change, change?.$input]) {
                for (const record of [...(list?.added ?? []), ...(list?.updated ?? []), ...(list?.removed ?? [])]) {
                    for (const id of [record.id, record.$PhantomId]) {
                        keys.add(this.#names.get(`${store} ${id}`) ?? '');
                    }
                }
            }
        }
        this.#revisions.set(localRevision, keys);
        for (const entry of this.#entries(keys)) {
            entry.isRecorded = true;
            this.#unconfirmed.add(entry);
        }
    }

    #entries(keys: ReadonlySet<string>): Entry[] {
        return this.#ledger.of(this.#client).filter(({ field }) => keys.has(field.slice(0, field.lastIndexOf('.'))));
    }

    /** A revision of an earlier tab is known by the records that the refusal names. */
    #refused({ id, changes }: { id: string; changes: { store: string; id: unknown }[] }): void {
        this.learn();
        const named = changes.map(change => this.#names.get(`${change.store} ${String(change.id)}`) ?? '');
        for (const entry of this.#entries(new Set([...(this.#revisions.get(id) ?? []), ...named]))) {
            entry.excuse = 'refused';
        }
    }

    /** The engine takes back what it cannot schedule. */
    cancelled(): void {
        for (const entry of this.#ledger.of(this.#client)) {
            if (!entry.isRecorded || this.#unconfirmed.has(entry)) {
                entry.excuse = 'cancelled';
            }
        }
    }

    /** The tab ends: what was no revision yet cannot have been kept. */
    end(): void {
        for (const entry of this.#ledger.of(this.#client)) {
            if (!entry.isRecorded) {
                entry.excuse = 'gone with its tab';
            }
        }
    }
}
