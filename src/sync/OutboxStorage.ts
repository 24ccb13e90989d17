import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import type { PendingRevision } from './Outbox.ts';

/** Whose unconfirmed edits of what; one outbox each. */
export interface OutboxScope {
    address: string;
    project: string;
    user: string;
}

/** An unconfirmed edit as it is kept. */
export type StoredRevision = Omit<PendingRevision, 'sent' | 'isSilent'>;

/** What is kept of an outbox. */
export interface StoredOutbox {
    /** Oldest first. */
    entries: StoredRevision[];
    /** The secrets that show the server whose edits these are, by client id. */
    sessions: Record<string, string>;
}

/** Where one page keeps one outbox; no other page has the same file. */
export interface OutboxFile {
    /**
     * Takes over the files of the same scope whose pages are gone: what they contain moves into this file, so that it is
     * on disk all the time. To be called before the first {@link save}. Never rejects.
     */
    adopt(): Promise<StoredOutbox>;
    /**
     * Replaces what is kept; an empty outbox leaves nothing behind. The last call wins. Never rejects.
     * @returns resolves once this content, or a newer one, is on disk, or cannot be
     */
    save(content: StoredOutbox): Promise<void>;
    /** Leaves the file, with what was saved last, to whoever adopts it. Nothing is saved afterwards. */
    close(): void;
}

/** Keeps unconfirmed edits over a reload or crash of the page. */
export interface OutboxStorage {
    open(scope: OutboxScope): OutboxFile;
}

function merge(contents: readonly StoredOutbox[]): StoredOutbox {
    return {
        entries: contents.flatMap(({ entries }) => entries),
        sessions: Object.assign({}, ...contents.map(({ sessions }) => sessions)) as StoredOutbox['sessions']
    };
}

/** Holds a lock, which the browser lets go with the page, however that ends. */
function hold(name: string): { held: Promise<void>; release: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = new Promise<void>((granted, failed) => {
        const work = (): Promise<void> => {
            granted();
            return promise;
        };
        navigator.locks.request(name, work).catch(failed);
    });
    return { held, release: resolve };
}

class BrowserOutboxFile implements OutboxFile {
    readonly #disk: UseStore;
    readonly #scope: string;
    readonly #warn: (error: unknown) => void;
    readonly #closing = new AbortController();
    /** Names the file and its lock. */
    #key = '';
    /** The name from before the page was frozen. */
    #formerKey = '';
    #lock!: ReturnType<typeof hold>;
    #content: StoredOutbox = { entries: [], sessions: {} };
    #saved: Promise<void> = Promise.resolve();
    /** A save has not begun yet; it will take the newest content. */
    #isDue = false;

    constructor(disk: UseStore, scope: string, warn: (error: unknown) => void) {
        this.#disk = disk;
        this.#scope = scope;
        this.#warn = warn;
        const { signal } = this.#closing;
        this.#begin();
        // A page that is put away alive, for the Back button, can be thrown away without a word.
        addEventListener('pagehide', () => this.#lock.release(), { signal });
        addEventListener('pageshow', event => event.persisted && this.#resume(), { signal });
    }

    #begin(): void {
        this.#formerKey = this.#key;
        // Never twice the same, also where a tab is duplicated with all that belongs to it.
        this.#key = this.#scope + Math.random() + Date.now();
        this.#lock = hold(this.#key);
        this.#lock.held.catch(this.#warn);
    }

    /** Back from being put away; somebody else may have taken over the file meanwhile. */
    #resume(): void {
        this.#begin();
        void this.save(this.#content);
    }

    async adopt(): Promise<StoredOutbox> {
        try {
            await this.#lock.held;
            const { held } = await navigator.locks.query();
            const alive = new Set(held!.map(({ name }) => name));
            // One transaction: no two pages take the same file, and at no time is its content nowhere.
            return await this.#disk('readwrite', async store => {
                const range = IDBKeyRange.bound(this.#scope, `${this.#scope}\uffff`);
                const [keys, files] = await Promise.all([
                    promisifyRequest(store.getAllKeys(range)),
                    promisifyRequest<StoredOutbox[]>(store.getAll(range))
                ]);
                const isOrphan = (_: unknown, index: number): boolean => !alive.has(keys[index] as string);
                const orphans = files.filter(isOrphan);
                const adopted = merge(orphans.sort((a, b) => a.entries[0]!.createdAt - b.entries[0]!.createdAt));
                if (orphans.length) {
                    keys.filter(isOrphan).forEach(key => store.delete(key));
                    store.put(adopted, this.#key);
                    this.#content = adopted;
                }
                await promisifyRequest(store.transaction);
                return adopted;
            });
        } catch (error) {
            this.#warn(error);
            return merge([]);
        }
    }

    save(content: StoredOutbox): Promise<void> {
        if (!this.#closing.signal.aborted) {
            this.#content = content;
            if (!this.#isDue) {
                this.#isDue = true;
                this.#saved = this.#saved.then(() => this.#write()).catch(this.#warn);
            }
        }
        return this.#saved;
    }

    async #write(): Promise<void> {
        this.#isDue = false;
        await this.#lock.held;
        await this.#disk('readwrite', store => {
            store.delete(this.#formerKey);
            if (this.#content.entries.length) {
                store.put(this.#content, this.#key);
            } else {
                store.delete(this.#key);
            }
            return promisifyRequest(store.transaction);
        });
    }

    close(): void {
        this.#closing.abort();
        // Not earlier: whoever adopts the file must find all of it.
        void this.#saved.then(this.#lock.release);
    }
}

/**
 * Keeps outboxes in IndexedDB. A Web Lock per file tells which pages are alive. Without either (an insecure address, a
 * private window, a full disk) edits stay in memory, and the console says so once.
 * @param name of the database
 */
export function createBrowserOutboxStorage(name: string): OutboxStorage {
    const disk = createStore(name, 'outbox');
    let hasWarned = false;
    const warn = (error: unknown): void => {
        if (!hasWarned) {
            hasWarned = true;
            console.warn(
                'schedulerpro-realtime: this browser cannot keep unsaved edits over a reload or crash of the page; ' +
                    'they are lost with it unless the server has confirmed them. The reason:',
                error
            );
        }
    };
    return {
        open: ({ address, project, user }) =>
            new BrowserOutboxFile(disk, `${name} ${JSON.stringify([address, project, user])} `, warn)
    };
}

/** The browser's storage, for all pages of an origin. */
export const BROWSER_OUTBOX_STORAGE: OutboxStorage = createBrowserOutboxStorage('schedulerpro-realtime');
