import { beforeEach, expect, onTestFinished } from 'vitest';
import {
    createBrowserOutboxStorage,
    type OutboxFile,
    type OutboxStorage,
    type StoredOutbox
} from '../../src/sync/OutboxStorage.ts';

/** Whose edits of what. */
export const SCOPE = { address: 'ws://server.example/', project: '1', user: 'ada' };
/** An outbox without anything. */
export const EMPTY: StoredOutbox = { entries: [], sessions: {}, conflicts: [] };

/** An outbox with edits of these ids; the moment of each is the number in its id. */
export function outbox(...ids: string[]): StoredOutbox {
    const entries = ids.map(revision => ({
        revision: { revision, clientId: 'c', changes: {} },
        client: 'c',
        createdAt: Number(/\d+/.exec(revision)![0]),
        summary: { title: revision, changes: [] }
    }));
    const sessions = Object.fromEntries(ids.map(id => [`client of ${id}`, `secret of ${id}`]));
    return { entries, sessions, conflicts: [] };
}

/** The ids of what is in an outbox. */
export const idsOf = ({ entries }: StoredOutbox): string[] => entries.map(({ revision }) => revision.revision);

/** What a request to the database brings. */
export const result = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
    });

/** Of the database of this test. */
export let name: string;
/** The storage of this page. */
export let storage: OutboxStorage;

beforeEach(() => {
    name = `outbox-test-${crypto.randomUUID()}`;
    storage = createBrowserOutboxStorage(name);
    onTestFinished(() => void indexedDB.deleteDatabase(name));
});

/** A file that is closed with the end of the test. */
export function open(scope = SCOPE, by = storage): OutboxFile {
    const file = by.open(scope);
    onTestFinished(() => file.close());
    return file;
}

/** What is on disk, file by file. */
export async function disk(): Promise<string[][]> {
    const database = await result(indexedDB.open(name));
    const files = database.objectStoreNames.length
        ? await result(database.transaction('outbox').objectStore('outbox').getAll())
        : [];
    database.close();
    return (files as StoredOutbox[]).map(idsOf).sort((one, other) => one.join().localeCompare(other.join()));
}

/** Another tab: a page of the same origin with its own locks and its own copy of the code. */
export async function openTab(): Promise<{ storage: OutboxStorage; window: Window; die: () => void }> {
    const frame = document.body.appendChild(document.createElement('iframe'));
    onTestFinished(() => frame.remove());
    const tab = frame.contentWindow as Window & typeof globalThis & { storage?: OutboxStorage };
    const script = frame.contentDocument!.createElement('script');
    script.type = 'module';
    script.textContent = `
        import { createBrowserOutboxStorage } from '${location.origin}/src/sync/OutboxStorage.ts';
        window.storage = createBrowserOutboxStorage('${name}');
    `;
    frame.contentDocument!.body.append(script);
    await expect.poll(() => tab.storage).toBeTruthy();
    return { storage: tab.storage!, window: tab, die: () => frame.remove() };
}

/** Waits until so many pages are alive. */
export const pagesAlive = (count: number): Promise<void> =>
    expect
        .poll(async () => (await navigator.locks.query()).held!.filter(lock => lock.name!.startsWith(name)).length)
        .toBe(count);
