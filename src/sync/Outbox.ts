import type { Changes, LocalRevision, RecordId } from '../protocol/index.ts';
import type { EditSummary } from './summary.ts';

/** A local revision that waits for the server's confirmation. */
export interface PendingRevision {
    revision: LocalRevision;
    /** The client id under which it goes to the server; `''` when it was made before any login. */
    client: string;
    /** Epoch milliseconds of the edit. */
    readonly createdAt: number;
    /** What it is about, for showing. */
    readonly summary: EditSummary;
    /** Whether it went out on the current socket. */
    sent: boolean;
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
        const { revision, client = '' } = entry;
        if (!this.#find(revision.revision, client)) {
            const { createdAt = this.#now(), summary = { title: '', changes: [] } } = entry;
            this.#entries.push({ revision, client, createdAt, summary, sent: false });
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

    /** The revisions to send next, in order. */
    unsent(): LocalRevision[] {
        return this.pending.filter(({ sent }) => !sent).map(({ revision }) => revision);
    }

    /** Notes that all pending revisions went out. */
    markSent(): void {
        this.#mark(true);
    }

    /** Notes that the socket is gone: whatever is unconfirmed has to be sent again. */
    markUnsent(): void {
        this.#mark(false);
    }

    #mark(sent: boolean): void {
        this.#entries.forEach(entry => (entry.sent = sent));
        this.#onChange();
    }

    /**
     * Forgets a revision the server confirmed or refused.
     * @returns the entry, or `undefined` if none of this id was pending
     */
    settle(localRevision: string, client = ''): PendingRevision | undefined {
        const entry = this.#find(localRevision, client);
        if (entry) {
            this.forget([entry]);
        }
        return entry;
    }

    /** Forgets entries. */
    forget(entries: readonly PendingRevision[]): void {
        this.#entries = this.#entries.filter(entry => !entries.includes(entry));
        this.#onChange();
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
    renameRecord(from: RecordId, to: RecordId): void {
        for (const entry of this.#entries) {
            const text = JSON.stringify(entry.revision.changes, (field, value: unknown) =>
                value === from && field !== '$PhantomId' ? to : value
            );
            entry.revision = { ...entry.revision, changes: JSON.parse(text) as Changes };
        }
        this.#onChange();
    }
}
