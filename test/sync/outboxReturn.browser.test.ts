import { describe, expect, test } from 'vitest';
import type { AdoptedOutbox, OutboxFile } from '../../src/sync/OutboxStorage.ts';
import { disk, EMPTY, idsOf, open, openTab, outbox, pagesAlive, SCOPE } from './outboxSupport.ts';

describe('a file that is opened again after it was closed', () => {
    test('has what it had, and saves again', async () => {
        const file = open();
        await file.save(outbox('1'));
        file.close();
        expect(await file.adopt()).toEqual(EMPTY);
        expect(await disk()).toEqual([['1']]);
        await file.save(outbox('1', '2'));
        expect(await disk()).toEqual([['1', '2']]);
        expect(await open().adopt()).toEqual(EMPTY);
    });

    test('is waited for by whoever adopts in the same page, until all of it is there', async () => {
        const file = open();
        await file.save(outbox('1'));
        void file.save(outbox('1', '2'));
        file.close();
        expect(idsOf(await open().adopt())).toEqual(['1', '2']);
        expect(await file.adopt()).toEqual({ ...EMPTY, taken: ['c/1', 'c/2'] });
    });

    test('does not have what another page has taken over', async () => {
        const file = open();
        await file.save(outbox('1'));
        file.close();
        await pagesAlive(0);
        const other = open();
        expect(idsOf(await other.adopt())).toEqual(['1']);
        expect(await file.adopt()).toEqual({ ...EMPTY, taken: ['c/1'] });
        expect(await disk()).toEqual([['1']]);
    });
});

describe('a page that the browser puts away and brings back', () => {
    const putAway = (page: Window): void => {
        page.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    };
    const bringBack = (page: Window): void => {
        page.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    };

    test('leaves its edits to others meanwhile, and shares no file with them afterwards', async () => {
        const tab = await openTab();
        const theirs = tab.storage.open(SCOPE);
        await theirs.save(outbox('1'));
        putAway(tab.window);
        await pagesAlive(0);
        const file = open();
        expect(idsOf(await file.adopt())).toEqual(['1']);

        bringBack(tab.window);
        await pagesAlive(2);
        await theirs.save(outbox('1', '2'));
        await file.save(outbox('1', '3'));
        expect(await disk()).toEqual([
            ['1', '2'],
            ['1', '3']
        ]);
        await theirs.save(EMPTY);
        expect(await disk()).toEqual([['1', '3']]);
    });

    /** What a page that was put away with the edits 1 and 2 is told when it is back. */
    async function comeBack(meanwhile: () => Promise<unknown>): Promise<{ told: AdoptedOutbox; file: OutboxFile }> {
        const tab = await openTab();
        const returned = Promise.withResolvers<AdoptedOutbox>();
        const file = tab.storage.open(SCOPE, adopted => void adopted.then(returned.resolve));
        await file.adopt();
        await file.save(outbox('1', '2'));
        putAway(tab.window);
        await pagesAlive(0);
        await meanwhile();
        bringBack(tab.window);
        return { told: await returned.promise, file };
    }

    test('is told what another page has taken over, and keeps none of it', async () => {
        const { told } = await comeBack(() => open().adopt());
        expect(told).toEqual({ ...EMPTY, taken: ['c/1', 'c/2'] });
        expect(await disk()).toEqual([['1', '2']]);
    });

    test('is told of what another page has taken over and left again as of any other', async () => {
        const { told } = await comeBack(async () => {
            const other = open();
            await other.adopt();
            await other.save(outbox('2', '3'));
            other.close();
            await pagesAlive(0);
        });
        expect(told).toEqual({ ...outbox('2', '3'), taken: ['c/1', 'c/2'] });
        expect(await disk()).toEqual([['2', '3']]);
    });

    test('is told nothing where nobody has touched its file', async () => {
        const { told, file } = await comeBack(async () => {});
        expect(told).toEqual(EMPTY);
        expect(await disk()).toEqual([['1', '2']]);
        await file.save(EMPTY);
        expect(await disk()).toEqual([]);
    });

    test('saves nothing while it is put away, and what it could not save when it is back', async () => {
        const tab = await openTab();
        const returned = Promise.withResolvers<AdoptedOutbox>();
        const file = tab.storage.open(SCOPE, adopted => void adopted.then(returned.resolve));
        await file.save(outbox('1'));
        putAway(tab.window);
        await pagesAlive(0);
        await open().adopt();
        await file.save(outbox('1', '2'));
        expect(await disk()).toEqual([['1']]);
        bringBack(tab.window);
        expect(await returned.promise).toEqual({ ...EMPTY, taken: ['c/1'] });
        expect(await disk()).toEqual([['1'], ['2']]);
    });

    test('keeps its edits, once, where nobody took them over', async () => {
        const tab = await openTab();
        const theirs = tab.storage.open(SCOPE);
        await theirs.save(outbox('1'));
        putAway(tab.window);
        await pagesAlive(0);
        bringBack(tab.window);
        await pagesAlive(1);
        await theirs.save(outbox('1', '2'));
        expect(await disk()).toEqual([['1', '2']]);
        expect(await open().adopt()).toEqual(EMPTY);
    });
});
