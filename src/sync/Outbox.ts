import type { LocalRevision } from '../protocol/index.ts';

/** A local revision that waits for the server's confirmation. */
export interface PendingRevision {
    readonly revision: LocalRevision;
    /** Epoch milliseconds of the edit. */
    readonly createdAt: number;
    /** Whether it went out on the current socket. */
    sent: boolean;
}

/**
 * Keeps every local revision, in order, until the server confirms or refuses it. Pending work belongs here and
 * never to a socket: a new socket sends again what the old one left unconfirmed.
 */
export class Outbox {
    #pending: PendingRevision[] = [];
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
        return this.#pending;
    }

    /** Number of revisions without confirmation. */
    get length(): number {
        return this.#pending.length;
    }

    /** Number of revisions that were not sent on the current socket. */
    get waiting(): number {
        return this.#pending.filter(entry => !entry.sent).length;
    }

    /** Keeps a new revision; one that is already kept (same id) is not kept twice. */
    add(revision: LocalRevision): void {
        if (!this.has(revision.revision)) {
            this.#pending.push({ revision, createdAt: this.#now(), sent: false });
            this.#onChange();
        }
    }

    /** Whether a revision of this id waits for confirmation. */
    has(localRevision: string): boolean {
        return this.#pending.some(entry => entry.revision.revision === localRevision);
    }

    /** Whether these are the oldest pending revisions, in order. */
    startsWith(localRevisions: readonly string[]): boolean {
        return localRevisions.every((id, index) => this.#pending[index]?.revision.revision === id);
    }

    /** The revisions to send next, in order. */
    unsent(): LocalRevision[] {
        return this.#pending.filter(entry => !entry.sent).map(entry => entry.revision);
    }

    /** Notes that all pending revisions went out. */
    markSent(): void {
        this.#pending.forEach(entry => (entry.sent = true));
        this.#onChange();
    }

    /** Notes that the socket is gone: whatever is unconfirmed has to be sent again. */
    markUnsent(): void {
        this.#pending.forEach(entry => (entry.sent = false));
        this.#onChange();
    }

    /**
     * Forgets a revision the server confirmed or refused.
     * @returns the entry, or `undefined` if none of this id was pending
     */
    settle(localRevision: string): PendingRevision | undefined {
        const index = this.#pending.findIndex(entry => entry.revision.revision === localRevision);
        if (index < 0) {
            return undefined;
        }
        const [entry] = this.#pending.splice(index, 1);
        this.#onChange();
        return entry;
    }

    /** Empties the outbox and hands over what was in it, for applying it again on top of fresh data. */
    takeAll(): PendingRevision[] {
        const taken = this.#pending;
        this.#pending = [];
        if (taken.length) {
            this.#onChange();
        }
        return taken;
    }
}
