import {
    canonicalStore,
    CHANGE_KINDS,
    referredStore,
    storeEntries,
    type Changes,
    type ChangeSet,
    type LocalRevision,
    type RecordData,
    type RecordId
} from '../protocol/index.ts';
import type { EditSummary } from './summary.ts';

/** Records as they were before an edit, as far as it concerns them, by the server's name of their store. */
export type Before = Record<string, RecordData[]>;

/** A local revision that waits for the server's confirmation. */
export interface PendingRevision {
    revision: LocalRevision;
    /** The client id under which it goes to the server; `''` when it was made before any login. */
    client: string;
    /** Epoch milliseconds of the edit. */
    readonly createdAt: number;
    /** What it is about, for showing. */
    readonly summary: EditSummary;
    /** What the fields it sets were before; not known of edits that an earlier release has kept. */
    before?: Before | undefined;
    /** The user is to review it first: neither it nor anything after it is sent. */
    isHeld?: boolean | undefined;
    /** A later one of the same client was confirmed: it was refused, and the answer is on its way, or got lost with its socket. */
    isOvertaken?: boolean | undefined;
    /** Whether it went out on the current socket. */
    sent: boolean;
}

/** Tells a pending revision from every other one. */
export function idOf({ client, revision }: Pick<PendingRevision, 'client' | 'revision'>): string {
    return `${client}/${revision.revision}`;
}

/** What is known of a revision when it is put into an outbox. */
export type NewRevision = Pick<PendingRevision, 'revision'> & Partial<PendingRevision>;

/**
 * Keeps every local revision, in order, until the server confirms or refuses it. Pending work belongs here and
 * never to a socket: a new socket sends again what the old one left unconfirmed.
 */
export class Outbox {
    #entries: PendingRevision[] = [];
    readonly #onChange: () => void;
    readonly #now: () => number;

    /**
     * @param onChange called after every change of what is pending
     * @param now the clock, in epoch milliseconds
     */
    constructor(onChange: () => void = () => {}, now: () => number = Date.now) {
        this.#onChange = onChange;
        this.#now = now;
    }

    /** Everything without confirmation, oldest first. */
    get pending(): readonly PendingRevision[] {
        return [...this.#entries];
    }

    /** Those that the server may still confirm: what it makes of the others is known. */
    get standing(): readonly PendingRevision[] {
        return this.#entries.filter(({ isOvertaken }) => !isOvertaken);
    }

    /** Number of revisions without confirmation. */
    get length(): number {
        return this.pending.length;
    }

    /** Number of revisions that were not sent on the current socket. */
    get waiting(): number {
        return this.pending.filter(({ sent }) => !sent).length;
    }

    /** Keeps a new revision; one that is already kept (same id, same client) is not kept twice. */
    add(entry: NewRevision): void {
        const { revision, client = '', before, isHeld, isOvertaken } = entry;
        if (!this.#find(revision.revision, client)) {
            const { createdAt = this.#now(), summary = { title: '', changes: [] } } = entry;
            this.#entries.push({ revision, client, createdAt, summary, before, isHeld, isOvertaken, sent: false });
            this.#onChange();
        }
    }

    #find(localRevision: string, client: string): PendingRevision | undefined {
        return this.#entries.find(entry => entry.revision.revision === localRevision && entry.client === client);
    }

    /** Whether a revision of this client waits for confirmation. */
    has(localRevision: string, client = ''): boolean {
        return this.#find(localRevision, client) !== undefined;
    }

    /** Everything before the first revision that is held. */
    #free(): PendingRevision[] {
        const end = this.#entries.findIndex(({ isHeld }) => isHeld);
        return end < 0 ? this.#entries : this.#entries.slice(0, end);
    }

    /** The revisions to send next, in order. */
    unsent(): LocalRevision[] {
        return this.#free()
            .filter(({ sent }) => !sent)
            .map(({ revision }) => revision);
    }

    /**
     * Notes that revisions went out.
     * @param revisions which. Default: all that could be sent
     */
    markSent(revisions: readonly LocalRevision[] = this.unsent()): void {
        const sent = new Set(revisions);
        this.#entries.forEach(entry => (entry.sent ||= sent.has(entry.revision)));
        this.#onChange();
    }

    /** Notes that the socket is gone: whatever is unconfirmed has to be sent again. */
    markUnsent(): void {
        this.#entries.forEach(entry => (entry.sent = false));
        this.#onChange();
    }

    /** Holds entries back, or lets them go. */
    hold(entries: readonly PendingRevision[], isHeld: boolean): void {
        entries.forEach(entry => (entry.isHeld = isHeld));
        this.#onChange();
    }

    /**
     * Forgets a revision the server confirmed.
     * @returns the entry, or `undefined` if none of this id was pending
     */
    settle(localRevision: string, client = ''): PendingRevision | undefined {
        const entry = this.#find(localRevision, client);
        if (entry) {
            const earlier = this.#entries.slice(0, this.#entries.indexOf(entry));
            earlier.forEach(each => (each.isOvertaken ||= each.client === client));
            this.forget([entry]);
        }
        return entry;
    }

    /** Forgets, in one go, what the server has confirmed of a client's revisions, and returns it. */
    settleAll(localRevisions: readonly string[], client: string): PendingRevision[] {
        const confirmed = new Set(localRevisions);
        const own = this.#entries.filter(entry => entry.client === client);
        const gone = own.filter(({ revision }) => confirmed.has(revision.revision));
        own.slice(0, own.indexOf(gone.at(-1)!) + 1).forEach(each => (each.isOvertaken = true));
        if (gone.length) {
            this.forget(gone);
        }
        return gone;
    }

    /** Forgets entries. */
    forget(entries: readonly PendingRevision[]): void {
        const gone = new Set(entries);
        this.#entries = this.#entries.filter(entry => !gone.has(entry));
        this.#onChange();
    }

    /** Forgets entries that are taken back: what is left of those after them has found what they had found. */
    takeBack(entries: readonly PendingRevision[]): void {
        const gone = new Set(entries);
        const later: PendingRevision[] = [];
        for (const entry of this.#entries.toReversed()) {
            if (!gone.has(entry)) {
                later.unshift(entry);
            }
            for (const [store, records] of gone.has(entry) ? Object.entries(entry.before ?? {}) : []) {
                records.forEach(record => passOn(later, store, record));
            }
        }
        this.forget(entries);
    }

    /**
     * Lets everything go under one client id from now on, because the ids it was made under are of earlier sessions.
     * @param nextId gives each revision that changes its client a new id
     */
    moveTo(client: string, nextId: () => string): void {
        for (const entry of this.#entries) {
            if (entry.client !== client) {
                entry.client = client;
                entry.revision = { ...entry.revision, revision: nextId(), clientId: client };
                entry.sent = false;
            }
        }
        this.#onChange();
    }

    /** The server has given a record another id: whatever names it does so by that one. */
    renameRecord(store: string, from: RecordId, to: RecordId): void {
        const rename = (name: string, record: RecordData): RecordData =>
            Object.fromEntries(
                Object.entries(record).map(([field, value]) => [
                    field,
                    value === from && referredStore(name, field) === store ? to : value
                ])
            );
        for (const entry of this.#entries) {
            const changes = eachRecord(entry.revision.changes, rename);
            entry.revision = { ...entry.revision, changes };
            entry.before &&= Object.fromEntries(
                Object.entries(entry.before).map(([name, records]) => [name, records.map(each => rename(name, each))])
            );
        }
        this.#onChange();
    }
}

/** Changes whose records are made anew. */
function eachRecord(changes: Changes, make: (store: string, record: RecordData) => RecordData): Changes {
    const entries = storeEntries(changes).map(([name, change]) => {
        const store = canonicalStore(name);
        const lists = (part: ChangeSet): ChangeSet =>
            Object.fromEntries(
                CHANGE_KINDS.flatMap(kind => (part[kind] ? [[kind, part[kind].map(each => make(store, each))]] : []))
            );
        return [name, { ...lists(change), ...(change.$input && { $input: lists(change.$input) }) }] as const;
    });
    return { ...(changes.project && { project: changes.project }), ...Object.fromEntries(entries) };
}

/** Tells the next entry that sets the same what was there before. */
function passOn(later: readonly PendingRevision[], store: string, { id, ...fields }: RecordData): void {
    for (const [field, value] of Object.entries(fields)) {
        const isMeant = (record: RecordData): boolean => record.id === id && field in record;
        const next = later.find(({ before }) => before?.[store]?.some(isMeant));
        if (next) {
            const records = next.before![store]!.map(each => (isMeant(each) ? { ...each, [field]: value } : each));
            next.before = { ...next.before, [store]: records };
        }
    }
}
