import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import type { EditConflict } from './editConflicts.ts';
import type { PendingRevision } from './Outbox.ts';

/** Whose unconfirmed edits of what; one outbox each. */
export interface OutboxScope {
    address: string;
    project: string;
    user: string;
}

/** An unconfirmed edit as it is kept. */
export type StoredRevision = Omit<PendingRevision, 'sent'>;

/** What is kept of an outbox. */
export interface StoredOutbox {
    /** Oldest first. */
    entries: StoredRevision[];
    /** The secrets that show the server whose edits these are, by client id. */
    sessions: Record<string, string>;
    /** What is still to be decided about edits, confirmed ones among them. An earlier release kept none. */
    conflicts?: EditConflict[];
}

/** Where one page keeps one outbox; no other page has the same file. */
export interface OutboxFile {
    /**
     * Takes over the files of the same scope whose pages are gone: what they contain moves into this file, so that it is
     * on disk all the time. To be called before the first {@link save}. Never rejects.
     */
    adopt(): Promise<StoredOutbox>;
    /**
     * Replaces what is kept; one with nothing in it leaves nothing behind. The last call wins. Never rejects.
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
        conflicts: contents.flatMap(({ conflicts = [] }) => conflicts),
        sessions: Object.assign({}, ...contents.map(({ sessions }) => sessions)) as StoredOutbox['sessions']
    };
}

/** Holds a lock until it is released, or the page ends in whatever way. */
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

function openFile(disk: UseStore, scope: string, warn: (error: unknown) => void): OutboxFile {
    const closing = new AbortController();
    const { signal } = closing;
    let key = '';
    let formerKey = '';
    let lock: ReturnType<typeof hold>;
    let content = merge([]);
    let saved: Promise<void> = Promise.resolve();
    /** A save has not begun yet; it will take the newest content. */
    let isDue = false;

    /** Takes a name for the file and its lock; never twice the same, also where a tab is duplicated with all it has. */
    const begin = (): void => {
        formerKey = key;
        key = scope + Math.random() + Date.now();
        lock = hold(key);
        lock.held.catch(warn);
    };

    const write = async (): Promise<void> => {
        isDue = false;
        await lock.held;
        await disk('readwrite', store => {
            store.delete(formerKey);
            if (content.entries.length || content.conflicts?.length) {
                store.put(content, key);
            } else {
                store.delete(key);
            }
            return promisifyRequest(store.transaction);
        });
    };

    const save = (next: StoredOutbox): Promise<void> => {
        if (!signal.aborted) {
            content = next;
            if (!isDue) {
                isDue = true;
                saved = saved.then(write).catch(warn);
            }
        }
        return saved;
    };

    const adopt = async (): Promise<StoredOutbox> => {
        await lock.held;
        const { held } = await navigator.locks.query();
        const alive = new Set<unknown>(held!.map(({ name }) => name));
        // One transaction: no two pages take the same file, and at no time is its content nowhere.
        return disk('readwrite', async store => {
            const range = IDBKeyRange.bound(scope, `${scope}\uffff`);
            const [keys, files] = await Promise.all([
                promisifyRequest(store.getAllKeys(range)),
                promisifyRequest<StoredOutbox[]>(store.getAll(range))
            ]);
            const isOrphan = (_: unknown, index: number): boolean => !alive.has(keys[index]);
            const orphans = files.filter(isOrphan);
            if (orphans.length) {
                const ageOf = ({ entries: [oldest] }: StoredOutbox): number => oldest?.createdAt ?? 0;
                content = merge(orphans.sort((a, b) => ageOf(a) - ageOf(b)));
                keys.filter(isOrphan).forEach(orphan => store.delete(orphan));
                store.put(content, key);
            }
            await promisifyRequest(store.transaction);
            return content;
        });
    };

    begin();
    // A page that is put away alive, for the Back button, can be thrown away without a word.
    addEventListener('pagehide', () => lock.release(), { signal });
    addEventListener(
        'pageshow',
        ({ persisted }) => {
            // Somebody else may have taken over the file meanwhile.
            if (persisted) {
                begin();
                void save(content);
            }
        },
        { signal }
    );

    return {
        save,
        adopt: () =>
            adopt().catch(error => {
                warn(error);
                return content;
            }),
        close() {
            closing.abort();
            // Not earlier: whoever adopts the file must find all of it.
            void saved.then(lock.release);
        }
    };
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
                'schedulerpro-realtime: this browser cannot keep unsaved edits; a reload or crash of the page loses them:',
                error
            );
        }
    };
    return {
        open: ({ address, project, user }) =>
            openFile(disk, `${name} ${JSON.stringify([address, project, user])} `, warn)
    };
}

/** The browser's storage, for all pages of an origin. */
export const BROWSER_OUTBOX_STORAGE: OutboxStorage = createBrowserOutboxStorage('schedulerpro-realtime');
