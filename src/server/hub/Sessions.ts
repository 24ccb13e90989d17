import type { Storage, StoredSession, Write } from '../storage/Storage.ts';

/** Milliseconds after which a session is stored at the latest. */
const STORE_WITHIN = 1_000;

/** What {@link Sessions} need of the hub. */
export interface SessionsContext {
    storage: Storage;
    delay: (run: () => void, milliseconds: number) => () => void;
    /** Runs work that nobody waits for. */
    contain(work: () => void): void;
}

/**
 * The sessions of those who have logged in. They matter to the storage with the first revision that is accepted in
 * them, so they are stored in the transaction of the next revision, or many together a moment later: a thousand people
 * who come at once do not wait for a thousand writes.
 */
export class Sessions {
    readonly #context: SessionsContext;
    readonly #unstored = new Map<string, StoredSession>();
    #cancel: (() => void) | null = null;

    constructor(context: SessionsContext) {
        this.#context = context;
    }

    /** The session with this secret. */
    find(secret: string): StoredSession | null {
        return this.#unstored.get(secret) ?? this.#context.storage.findSession(secret);
    }

    /** Keeps a session, or that it was used. */
    put(secret: string, session: StoredSession): void {
        this.#unstored.set(secret, session);
        this.#cancel ??= this.#context.delay(() => {
            this.#cancel = null;
            this.#context.contain(() => this.#store());
        }, STORE_WITHIN);
    }

    /** What is to be stored with the next revision; {@link Sessions.stored} when it is. */
    get writes(): Write[] {
        return [...this.#unstored].map(([secret, session]) => ({ type: 'putSession', secret, session }));
    }

    /** All {@link Sessions.writes} are in the storage. */
    stored(): void {
        this.#unstored.clear();
    }

    #store(): void {
        if (this.#unstored.size) {
            this.#context.storage.commit(this.writes);
            this.stored();
        }
    }

    /** Stores what is left, and waits no longer. */
    close(): void {
        this.#cancel?.();
        this.#context.contain(() => this.#store());
    }
}
