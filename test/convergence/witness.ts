import { neededBy, type Entry, type Excuse, type Ledger } from './accounting.ts';
import { assignmentKey, eventKey, linkKey, resourceKey } from './records.ts';

/** A record in a revision, and what of it was set. */
interface Touched {
    store: string;
    kind: string;
    id: unknown;
    fields: Record<string, unknown>;
}

function touchedIn(changes: Record<string, any>): Touched[] {
    return Object.entries(changes).flatMap(([store, { $input = {} }]) =>
        ['added', 'updated', 'removed'].flatMap(kind =>
            ($input[kind] ?? []).map(({ $PhantomId, ...fields }: any): Touched => ({
                store,
                kind,
                id: fields.id ?? $PhantomId,
                fields
            }))
        )
    );
}

/** Follows what becomes of one tab's edits: recorded by the engine, refused by the server, cancelled, or lost with it. */
export class Witness {
    /** How many times revisions or datasets arrived. */
    received = 0;
    readonly #project: any;
    readonly #client: number;
    readonly #ledger: Ledger;
    readonly #names: Map<string, string>;
    readonly #revisions = new Map<string, { touched: readonly Touched[]; entries: Entry[] }>();
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
                const { pending } = project.wsSync.outgoing.outbox(project.wsProjectId);
                const refused = pending.find(({ revision }: any) => revision.revision === rejection.id);
                // What is told of a large revision is not all of it.
                this.#refused(rejection.id, refused ? touchedIn(refused.revision.changes) : rejection.changes);
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
        const touched = touchedIn(changes);
        this.#revisions.set(localRevision, { touched, entries: [] });
        this.#ledger
            .of(this.#client)
            .filter(entry => !entry.isRecorded && this.#isTouched(entry, touched))
            .forEach(entry => this.#assign(entry, localRevision));
    }

    #assign(entry: Entry, localRevision: string): void {
        this.#revisions.get(localRevision)!.entries.push(entry);
        entry.isRecorded = true;
        this.#unconfirmed.add(entry);
    }

    /** What was undone is known only when it is a revision already. */
    claim(entries: readonly Entry[]): void {
        const revisions = [...this.#revisions].toReversed();
        for (const entry of entries) {
            const found = revisions.find(([, { touched }]) => this.#isTouched(entry, touched));
            if (found) {
                this.#assign(entry, found[0]);
            }
        }
    }

    #isTouched({ field: edited }: Entry, touched: readonly Touched[]): boolean {
        const name = edited.slice(edited.lastIndexOf('.') + 1);
        return touched.some(({ store, kind, id, fields }) => {
            const record = this.#names.get(`${store} ${String(id)}`)!;
            // What was set and then removed in one go, by itself or with what it needs, is in the revision as the removal.
            return (
                (kind === 'removed' && neededBy(edited).includes(record)) ||
                (edited === `${record}.${name}` && (kind !== 'updated' || name in fields))
            );
        });
    }

    /** A revision of an earlier tab is known by what it changed. */
    #refused(id: string, changes: readonly Touched[]): void {
        this.learn();
        const known = this.#revisions.get(id)?.entries;
        const ofEarlier = (entry: Entry): boolean => entry.isRecorded && this.#isTouched(entry, changes);
        for (const entry of known ?? this.#ledger.of(this.#client).filter(ofEarlier)) {
            entry.excuse ??= 'refused';
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

    /** What was no revision yet cannot have been kept. */
    excuseUnrecorded(excuse: Excuse): void {
        for (const entry of this.#ledger.of(this.#client)) {
            if (!entry.isRecorded) {
                entry.excuse = excuse;
            }
        }
    }
}
