import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { BROWSER_OUTBOX_STORAGE } from '../../src/sync/OutboxStorage.ts';
import { CONFLICTS } from '../support/editConflicts.ts';
import { SCOPE, EMPTY, outbox, idsOf, result, name, open, disk, openTab, pagesAlive } from './outboxSupport.ts';

describe('what is saved', () => {
    test('is on disk when save resolves, and gone once the outbox is empty', async () => {
        const file = open();
        expect(await file.adopt()).toEqual(EMPTY);
        await file.save(outbox('1', '2'));
        expect(await disk()).toEqual([['1', '2']]);
        await file.save(outbox('2'));
        expect(await disk()).toEqual([['2']]);
        await file.save(EMPTY);
        expect(await disk()).toEqual([]);
    });

    test('is on disk for the sake of what is undecided alone, and is read as an earlier release has left it', async () => {
        const undecided = { ...EMPTY, conflicts: CONFLICTS.slice() };
        const first = open();
        await first.adopt();
        await first.save(undecided);
        first.close();
        await pagesAlive(0);
        const { conflicts: _, ...earlier } = outbox('1');
        const second = open();
        await second.save(earlier);
        second.close();
        await pagesAlive(0);
        expect(await open().adopt()).toEqual({ ...outbox('1'), conflicts: undecided.conflicts });
    });

    test('is the last of many, written in few turns', async () => {
        const file = open();
        await file.save(outbox('0'));
        const puts = vi.spyOn(IDBObjectStore.prototype, 'put');
        onTestFinished(() => puts.mockRestore());
        const saves = Array.from({ length: 50 }, (_, index) => file.save(outbox(String(index))));
        await saves[0];
        expect(await disk()).toEqual([['49']]);
        await Promise.all(saves);
        expect(puts.mock.calls.length).toBeLessThanOrEqual(2);
        const last = [file.save(EMPTY), file.save(outbox('7')), file.save(outbox('8'))];
        await Promise.all(last);
        expect(await disk()).toEqual([['8']]);
    });

    test('while a save is under way is on disk when its own promise resolves', async () => {
        const file = open();
        const first = file.save(outbox('1'));
        await Promise.resolve();
        await Promise.resolve();
        const second = file.save(outbox('1', '2'));
        await second;
        expect(await disk()).toEqual([['1', '2']]);
        await first;
    });

    test('after close is ignored', async () => {
        const file = open();
        await file.save(outbox('1'));
        file.close();
        file.close();
        await file.save(outbox('2'));
        expect(await disk()).toEqual([['1']]);
    });
});

describe('adopting', () => {
    test('takes over what a dead tab left, with the secrets of its sessions', async () => {
        const tab = await openTab();
        await tab.storage.open(SCOPE).save(outbox('1', '2'));
        tab.die();
        await pagesAlive(0);
        const file = open();
        expect(await file.adopt()).toEqual(outbox('1', '2'));
        await file.save(EMPTY);
        expect(await disk()).toEqual([]);
    });

    test('leaves a living tab alone', async () => {
        const tab = await openTab();
        await tab.storage.open(SCOPE).save(outbox('1'));
        const file = open();
        expect(await file.adopt()).toEqual(EMPTY);
        await file.save(outbox('2'));
        expect(await disk()).toEqual([['1'], ['2']]);
    });

    test('leaves another project, user and server alone, however their names are put together', async () => {
        for (const scope of [
            { ...SCOPE, project: '11' },
            { ...SCOPE, user: 'ada2' },
            { ...SCOPE, user: '' },
            { ...SCOPE, address: 'ws://server.example/","1' },
            { ...SCOPE, user: 'ada"] ' }
        ]) {
            const other = open(scope);
            // oxlint-disable-next-line no-await-in-loop -- one after the other
            await other.save(outbox('1'));
            other.close();
        }
        await pagesAlive(0);
        expect(await open().adopt()).toEqual(EMPTY);
        expect(await disk()).toHaveLength(5);
    });

    test('puts the files in the order of their oldest edits, and leaves the edits of a file in theirs', async () => {
        const tabs = [await openTab(), await openTab(), await openTab()];
        const saves = [outbox('30', '31'), outbox('10', '50'), outbox('20')];
        await Promise.all(tabs.map((tab, index) => tab.storage.open(SCOPE).save(saves[index]!)));
        tabs.forEach(tab => tab.die());
        await pagesAlive(0);
        const adopted = await open().adopt();
        expect(idsOf(adopted)).toEqual(['10', '50', '20', '30', '31']);
        expect(Object.keys(adopted.sessions)).toHaveLength(5);
    });

    test('has everything in the new file before it resolves, so that a second crash loses nothing', async () => {
        const first = await openTab();
        await first.storage.open(SCOPE).save(outbox('1'));
        first.die();
        await pagesAlive(0);
        const second = await openTab();
        expect(idsOf(await second.storage.open(SCOPE).adopt())).toEqual(['1']);
        expect(await disk()).toEqual([['1']]);
        second.die();
        await pagesAlive(0);
        expect(idsOf(await open().adopt())).toEqual(['1']);
    });

    test('by many tabs at once gives each file to one of them', async () => {
        for (const id of ['1', '2', '3', '4']) {
            const dead = open();
            // oxlint-disable-next-line no-await-in-loop -- one after the other
            await dead.save(outbox(id));
            dead.close();
        }
        await pagesAlive(0);
        const tab = await openTab();
        const files = [open(), tab.storage.open(SCOPE), open(), tab.storage.open(SCOPE)];
        const adopted = await Promise.all(files.map(file => file.adopt()));
        expect(adopted.flatMap(idsOf).toSorted()).toEqual(['1', '2', '3', '4']);
        expect((await disk()).flat().toSorted()).toEqual(['1', '2', '3', '4']);
    });

    test('waits for a file that was closed while it was saved, and finds all of it', async () => {
        const file = open();
        await file.save(outbox('1'));
        const database = await result(indexedDB.open(name));
        const store = database.transaction('outbox', 'readwrite').objectStore('outbox');
        let isBusy = true;
        const keepBusy = (): void => {
            store.count().onsuccess = () => isBusy && keepBusy();
        };
        keepBusy();
        void file.save(outbox('1', '2'));
        file.close();
        await pagesAlive(1);
        await pagesAlive(1);
        isBusy = false;
        database.close();
        await pagesAlive(0);
        expect(idsOf(await open().adopt())).toEqual(['1', '2']);
    });

    test('finds nothing that the tab before had got confirmed', async () => {
        const tab = await openTab();
        const theirs = tab.storage.open(SCOPE);
        await theirs.save(outbox('1'));
        await theirs.save(EMPTY);
        tab.die();
        await pagesAlive(0);
        expect(await open().adopt()).toEqual(EMPTY);
    });
});

describe('where the browser cannot keep anything, edits stay in memory and the console says so once', () => {
    async function expectMemoryOnly(): Promise<void> {
        const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
        onTestFinished(() => warn.mockRestore());
        const [first, second] = [open(), open()];
        expect(await first.adopt()).toEqual(EMPTY);
        await first.save(outbox('1'));
        await second.save(outbox('2'));
        await second.save(EMPTY);
        expect(await second.adopt()).toEqual(EMPTY);
        expect(warn).toHaveBeenCalledTimes(1);
        expect(warn.mock.calls[0]![0]).toContain('cannot keep unsaved edits');
    }

    function replace(target: object, key: string, value: unknown): void {
        const before = Object.getOwnPropertyDescriptor(target, key);
        Object.defineProperty(target, key, { value, configurable: true });
        onTestFinished(() => {
            delete (target as any)[key];
            if (before) {
                Object.defineProperty(target, key, before);
            }
        });
    }

    test('an insecure address: no locks', async () => {
        replace(navigator, 'locks', undefined);
        await expectMemoryOnly();
    });

    test('a private window: no IndexedDB', async () => {
        replace(indexedDB, 'open', () => {
            throw new DOMException('A mutation operation was attempted', 'InvalidStateError');
        });
        await expectMemoryOnly();
    });

    test('no locks for this origin', async () => {
        replace(navigator.locks, 'request', () => Promise.reject(new DOMException('denied', 'SecurityError')));
        await expectMemoryOnly();
    });

    test('a full disk; it is tried again with the next edit', async () => {
        const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
        const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
            throw new DOMException('full', 'QuotaExceededError');
        });
        onTestFinished(() => [warn, put].forEach(spy => spy.mockRestore()));
        const file = open();
        await file.adopt();
        await file.save(outbox('1'));
        await file.save(outbox('1', '2'));
        expect(warn).toHaveBeenCalledTimes(1);
        put.mockRestore();
        await file.save(outbox('1', '2', '3'));
        expect(await disk()).toEqual([['1', '2', '3']]);
    });
});

test('importing it opens nothing', async () => {
    const spies = [
        vi.spyOn(indexedDB, 'open'),
        vi.spyOn(navigator.locks, 'request'),
        vi.spyOn(window, 'addEventListener')
    ];
    onTestFinished(() => spies.forEach(spy => spy.mockRestore()));
    const afresh = '/src/sync/OutboxStorage.ts?afresh';
    const { BROWSER_OUTBOX_STORAGE: fresh } = await import(/* @vite-ignore */ afresh);
    expect(fresh).not.toBe(BROWSER_OUTBOX_STORAGE);
    spies.forEach(spy => expect(spy).not.toHaveBeenCalled());
});
