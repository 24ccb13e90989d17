import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Changes } from '../../src/protocol/index.ts';
import { createProject, SqliteStorage } from '../../src/server/index.ts';
import { nextCut } from '../../src/server/room/logCut.ts';
import { add, changesOf, remove } from './roomSupport.ts';
import { change, createTestHub, openRoom, rename, smallDataset, smallStorage } from './support.ts';

describe('S1: the log of a project', () => {
    it('keeps its last revisions, and a margin, so that it is not cut with every one', () => {
        const { storage, room, send, commit } = openRoom(smallStorage(), { logTail: 20 });
        let longest = 0;
        for (let number = 1; number <= 200; number++) {
            send('a', `local-${number}`, rename(1, `Name ${number}`));
            commit();
            const { length } = storage.revisionsAfter(1, 0, 1_000, Infinity);
            longest = Math.max(longest, length);
            expect(length).toBeGreaterThanOrEqual(Math.min(number, 20));
        }
        expect(longest).toBeLessThanOrEqual(22);
        expect(room.revision).toBe('server-200');
        expect(room.revisionsAfter(180, 1_000, Infinity)).toHaveLength(20);
        expect(room.revisionsAfter(100, 1_000, Infinity)).toBeNull();
    });

    it('goes on where it was after a restart', () => {
        const { storage, send, commit, dataset } = openRoom(smallStorage(), { logTail: 1 });
        for (let number = 1; number <= 10; number++) {
            send('a', `local-${number}`, rename(1, `Name ${number}`));
            commit();
        }
        const again = openRoom(storage, { logTail: 1 });
        expect(again.room.revision).toBe('server-10');
        expect(again.dataset()).toEqual(dataset());
        again.send('a', 'local-11', rename(1, 'Next'));
        expect(again.room.revision).toBe('server-11');
    });

    it('is cut bit by bit when the tail has become shorter', () => {
        const long = { revision: 100_000, logStart: 0 };
        expect(nextCut(long, 1_000)).toMatchObject({ logStart: 2_000 });
        expect(nextCut(long, 1_000, 99, 1)).toBeNull();
        expect(nextCut(long, 1_000, 500, 3)).toMatchObject({ logStart: 2_000 });
    });

    it('lets a client from before it load the dataset', () => {
        const { join: enter, endTurn } = createTestHub({ logTail: 5 });
        const bob = enter('bob', { protocol: 2 }, 1);
        for (let number = 1; number <= 20; number++) {
            bob.send('project_change', change(`local-${number}`, rename(1, `Name ${number}`)));
        }
        endTurn();
        const [late, early] = [enter('late', { protocol: 2 }), enter('early', { protocol: 2 })];
        late.send('update', { project: 1, fromRevision: 'server-3' });
        early.send('update', { project: 1, fromRevision: 'server-17' });
        endTurn();
        expect(late.last('dataset').data).toMatchObject({ revision: 'server-20' });
        expect(early.all('dataset')).toEqual([]);
        expect(early.last('update').data.revision).toBe('server-20');
    });

    it('leaves a file that stops growing', () => {
        const folder = mkdtempSync(join(tmpdir(), 'compaction-'));
        const path = join(folder, 'a.sqlite');
        const storage = new SqliteStorage(path);
        createProject(storage, { id: 1, name: 'Small', dataset: smallDataset() });
        const { send, commit } = openRoom(storage, { logTail: 20 });
        const sizeAfter = (from: number, to: number): number => {
            for (let number = from; number <= to; number++) {
                send('a', `local-${number}`, rename(1, 'x'.repeat(5_000)));
                commit();
            }
            // Copies everything from the write-ahead log into the file.
            new SqliteStorage(path).close();
            storage.close();
            return statSync(path).size;
        };
        try {
            expect(sizeAfter(1, 300)).toBeLessThan(100 * 5_000);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});

describe('S2: what has left the log', () => {
    it('is still recognised, and not accepted a second time', () => {
        const { storage, send, commit, dataset } = openRoom(smallStorage(), { logTail: 1 });
        for (let number = 1; number <= 10; number++) {
            send('a', `local-${number}`, rename(1, `Name ${number}`));
            commit();
        }
        for (const room of [{ send }, openRoom(storage, { logTail: 1 })]) {
            expect(room.send('a', 'local-2', rename(1, 'Sent again'))).toMatchObject({
                type: 'repeated',
                revision: { number: 2 }
            });
        }
        expect(dataset()['eventsData']![0].name).toBe('Name 10');
    });

    it('is still resolved: temporary ids, and who removed what', () => {
        const { send, commit } = openRoom(smallStorage(), { logTail: 1 });
        send('a', 'local-1', add('_generated1', 'New'));
        send('b', 'local-1', remove('events', 1));
        commit();
        for (let number = 2; number <= 10; number++) {
            send('a', `local-${number}`, rename(2, `Name ${number}`));
            commit();
        }
        expect(changesOf(send('a', 'local-11', rename('_generated1', 'Renamed')))['events'].updated).toEqual([
            { id: 'id-1', name: 'Renamed' }
        ]);
        expect(send('a', 'local-12', rename(1, 'x'))).toMatchObject({
            refusal: { message: "The event 'Paint' was removed by b; your change to it was not applied" }
        });
    });

    it('is still there for those who bring back one record, and who make two under one id', () => {
        const { storage, send, commit } = openRoom(smallStorage(), { logTail: 1 });
        let last = 0;
        const edit = (changes: Changes): void => {
            send('b', `local-${++last}`, changes);
            commit();
        };
        const pass = (): void => [1, 2, 3].forEach(() => edit(rename(2, `Name ${last}`)));
        edit(remove('events', 1));
        pass();
        edit(add(1, 'Back by b'));
        edit(add('order-5', 'By b'));
        pass();
        const again = openRoom(storage, { logTail: 1 });
        for (const [client, base] of [
            ['a', 'base'],
            ['c', 'server-4']
        ] as const) {
            const { updated } = changesOf(again.send(client, 'local-1', add(1, `Back by ${client}`), base))['events'];
            expect(updated).toMatchObject([{ id: 1, name: `Back by ${client}` }]);
            again.send(client, 'local-2', add('order-5', `By ${client}`), base);
        }
        const names = new Set(again.dataset()['eventsData']!.map(({ name }) => name));
        expect(names).toEqual(new Set(['Name 8', 'Ship', 'By b', 'Back by c', 'By a', 'By c']));
    });

    it('is remembered for 100,000 revisions, or ten times the log if that is more', () => {
        const at = (revision: number, tail: number) => nextCut({ revision, logStart: 0 }, tail)!.forget;
        expect(at(100_000, 10)).toBe(0);
        expect(at(100_001, 10)).toBe(1);
        expect(at(250_000, 20_000)).toBe(50_000);
    });
});

describe('S3: sessions', () => {
    const DAY = 24 * 60 * 60_000;

    function createAgingHub(options = {}) {
        let time = 0;
        const hub = createTestHub({ now: () => time, ...options });
        return {
            ...hub,
            /** Some days later somebody logs in. */
            later(days: number) {
                time += days * DAY;
                hub.join('somebody').connection.closed();
                hub.endTurn();
            }
        };
    }

    it.each([
        [29, true],
        [31, false]
    ])('unused for %i days: known is %s', (days, isKnown) => {
        const { join: enter, later } = createAgingHub();
        const ann = enter('ann', { protocol: 2 });
        const { client, session } = ann.received[0]!.data;
        ann.connection.closed();
        later(days);
        expect(enter('ann', { protocol: 2, session }).received[0]!.data.client === client).toBe(isKnown);
    });

    it('of those who are connected stay, however long ago they logged in', () => {
        const { join: enter, later } = createAgingHub();
        const ann = enter('ann', { protocol: 2 }, 1);
        const { client, session } = ann.received[0]!.data;
        later(31);
        ann.connection.closed();
        later(29);
        expect(enter('ann', { protocol: 2, session }).received[0]!.data.client).toBe(client);
    });

    it('take the temporary ids of their client with them, and leave those of others', () => {
        const { join: enter, later, endTurn, storage } = createAgingHub({ sessionAge: 10 * DAY });
        const clients = ['gone', 'here', 'old'].map(name => enter(name, name === 'old' ? {} : { protocol: 2 }, 1));
        clients.forEach(client => client.send('project_change', change('local-1', add('_generated1', 'New'))));
        endTurn();
        clients[0]!.connection.closed();
        later(11);
        const known = clients.map(({ received }) => storage.phantoms(1, received[0]!.data.client as string).length);
        expect(known).toEqual([0, 1, 1]);
        clients[2]!.connection.closed();
        later(2);
        expect(storage.phantoms(1, clients[2]!.received[0]!.data.client as string)).toEqual([]);
    });
});
