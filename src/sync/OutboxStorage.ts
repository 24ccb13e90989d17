import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import type { EditConflict } from './editConflicts.ts';
import { idOf, type PendingRevision } from './Outbox.ts';

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

/** What an {@link OutboxFile} has taken over. */
export interface AdoptedOutbox extends StoredOutbox {
    /** Ids (see `idOf`) of what was saved in this file and is another page's now, while the file was left to others. */
    taken?: string[] | undefined;
}

/** Where one page keeps one outbox; no other page has the same file. */
export interface OutboxFile {
    /**
     * Takes over the files of the same scope whose pages are gone: what they contain moves into this file, so that it is
     * on disk all the time. To be called before the first {@link save}. After {@link close} it opens the file again, with
     * what nobody else has taken over meanwhile. Never rejects.
     */
    adopt(): Promise<AdoptedOutbox>;
    /**
     * Replaces what is kept; one with nothing in it leaves nothing behind. The last call wins. Never rejects.
     * @returns resolves once this content, or a newer one, is on disk, or cannot be
     */
    save(content: StoredOutbox): Promise<void>;
    /** Leaves the file, with what was saved last, to whoever adopts it. Nothing is saved before the next {@link adopt}. */
    close(): void;
}

/** Keeps unconfirmed edits over a reload or crash of the page. */
export interface OutboxStorage {
    /**
     * @param onReturn the page was put away alive, its file left to others meanwhile, and is back: what {@link
     * OutboxFile.adopt} tells. Nothing is to be sent or saved before
     */
    open(scope: OutboxScope, onReturn?: (adopted: Promise<AdoptedOutbox>) => void): OutboxFile;
}

function merge(contents: readonly StoredOutbox[]): StoredOutbox {
    return {
        entries: contents.flatMap(({ entries }) => entries),
        conflicts: contents.flatMap(({ conflicts = [] }) => conflicts),
        sessions: Object.assign({}, ...contents.map(({ sessions }) => sessions)) as StoredOutbox['sessions']
    };
}

/** Holds a lock until it is released, or the page ends in whatever way. */
function hold(name: string): { held: Promise<void>; release: () => Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>();
    let released: Promise<void> | undefined;
    const held = new Promise<void>((granted, failed) => {
        const work = (): Promise<void> => {
            granted();
            return promise;
        };
        released = navigator.locks.request(name, work).catch(failed);
    });
    const release = async (): Promise<void> => {
        resolve();
        await released;
    };
    return { held, release };
}

/** What there is without what another page has now. */
function without({ entries, conflicts, sessions }: StoredOutbox, taken: StoredOutbox): StoredOutbox {
    const ids = new Set(taken.entries.map(idOf));
    const keys = new Set(taken.conflicts?.map(({ key }) => key));
    return {
        entries: entries.filter(entry => !ids.has(idOf(entry))),
        conflicts: conflicts?.filter(({ key }) => !keys.has(key)) ?? [],
        sessions
    };
}

const isEmpty = ({ entries, conflicts }: StoredOutbox): boolean => !entries.length && !conflicts?.length;

function openFile(
    disk: UseStore,
    scope: string,
    warn: (error: unknown) => void,
    leaving: Set<Promise<void>>,
    onReturn: (adopted: Promise<AdoptedOutbox>) => void = () => {}
): OutboxFile {
    let closing = new AbortController();
    let key = '';
    /** Where the file still is, if not under its key. */
    let former = '';
    /** `null` while the file is left to others. */
    let lock: ReturnType<typeof hold> | null = null;
    let content = merge([]);
    /** What this page has put on disk. */
    let written = merge([]);
    /** One thing after the other. */
    let saved: Promise<void> = Promise.resolve();
    /** A save has not begun yet; it will take the newest content. */
    let isDue = false;

    /** Takes a name for the file and its lock; never twice the same, also where a tab is duplicated with all it has. */
    const begin = (): ReturnType<typeof hold> => {
        former ||= key;
        key = scope + Math.random() + Date.now();
        lock = hold(key);
        lock.held.catch(warn);
        return lock;
    };

    const leave = async (): Promise<void> => {
        const held = lock;
        lock = null;
        await held?.release();
    };

    const put = async (store: IDBObjectStore, next: StoredOutbox): Promise<void> => {
        store.delete(former);
        if (isEmpty(next)) {
            store.delete(key);
        } else {
            store.put(next, key);
        }
        await promisifyRequest(store.transaction);
        written = next;
        former = '';
    };

    const write = async (): Promise<void> => {
        isDue = false;
        await lock?.held;
        // A page that is being put away writes no more: the file may be another one's already.
        await disk('readwrite', store => (lock ? put(store, content) : undefined));
    };

    const save = (next: StoredOutbox): Promise<void> => {
        if (!closing.signal.aborted) {
            content = next;
            if (!isDue) {
                isDue = true;
                saved = saved.then(write).catch(warn);
            }
        }
        return saved;
    };

    const take = async (note: (adopted: AdoptedOutbox) => void): Promise<void> => {
        await (lock ?? begin()).held;
        const { held } = await navigator.locks.query();
        const alive = new Set<unknown>(held!.map(({ name }) => name));
        // One transaction: no two pages take the same file, and at no time is its content nowhere.
        await disk('readwrite', async store => {
            const range = IDBKeyRange.bound(scope, `${scope}\uffff`);
            const [keys, files] = await Promise.all([
                promisifyRequest(store.getAllKeys(range)),
                promisifyRequest<StoredOutbox[]>(store.getAll(range))
            ]);
            const place = former || key;
            const isOrphan = (_: unknown, index: number): boolean => keys[index] !== place && !alive.has(keys[index]);
            const ageOf = ({ entries: [oldest] }: StoredOutbox): number => oldest?.createdAt ?? 0;
            const orphans = files.filter(isOrphan).sort((a, b) => ageOf(a) - ageOf(b));
            const isTaken = !isEmpty(written) && !keys.includes(place);
            const own = isTaken ? without(content, written) : content;
            note({ ...merge(orphans), taken: isTaken ? written.entries.map(idOf) : undefined });
            const next = merge([own, ...orphans].sort((a, b) => ageOf(a) - ageOf(b)));
            content = isDue ? content : next;
            keys.filter(isOrphan).forEach(orphan => store.delete(orphan));
            await put(store, next);
        });
    };

    const adopt = async (): Promise<AdoptedOutbox> => {
        let adopted: AdoptedOutbox = merge([]);
        const others = [...leaving];
        saved = saved
            .then(() => Promise.all(others))
            .then(() => take(each => (adopted = each)))
            .catch(warn);
        await saved;
        return adopted;
    };

    const listen = (): void => {
        const { signal } = closing;
        // A page that is put away alive, for the Back button, can be thrown away without a word.
        addEventListener('pagehide', () => void leave(), { signal });
        addEventListener('pageshow', ({ persisted }) => persisted && !lock && onReturn(adopt()), { signal });
    };

    begin();
    listen();

    return {
        save,
        adopt() {
            if (closing.signal.aborted) {
                closing = new AbortController();
                listen();
            }
            return adopt();
        },
        close() {
            closing.abort();
            // Not earlier: whoever adopts the file must find all of it.
            const left = (saved = saved.then(leave));
            leaving.add(left);
            void left.then(() => leaving.delete(left));
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
    /** Files of this page that are closed as soon as all of them is on disk: whoever adopts then waits for it. */
    const leaving = new Set<Promise<void>>();
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
        open: ({ address, project, user }, onReturn) =>
            openFile(disk, `${name} ${JSON.stringify([address, project, user])} `, warn, leaving, onReturn)
    };
}

/** The browser's storage, for all pages of an origin. */
export const BROWSER_OUTBOX_STORAGE: OutboxStorage = createBrowserOutboxStorage('schedulerpro-realtime');
