import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../src/server/storage/MemoryStorage.ts';
import { SqliteStorage } from '../../src/server/storage/SqliteStorage.ts';
import { VERSION_1 } from '../../src/server/storage/sqliteSchema.ts';
import { testStorage } from './storageContract.ts';

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'storage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('MemoryStorage', () => {
    testStorage(() => new MemoryStorage());
});
describe('SqliteStorage in memory', () => {
    testStorage(() => new SqliteStorage(':memory:'));
});
describe('SqliteStorage in a file', () => {
    testStorage(() => new SqliteStorage(join(folder, 'a.sqlite')));
});

describe('SqliteStorage', () => {
    const content = { fields: {}, stores: [] };

    it('creates missing folders, and finds everything again in the file', () => {
        const path = join(folder, 'deep', 'er', 'schedule.sqlite');
        const first = new SqliteStorage(path);
        first.commit([{ type: 'createProject', project: { id: 1, name: 'One', content } }]);
        first.close();
        const second = new SqliteStorage(path);
        expect(second.projects()).toEqual([{ id: 1, name: 'One' }]);
        second.close();
    });

    it('keeps its file readable for others while it is open (WAL)', () => {
        const path = join(folder, 'a.sqlite');
        const storage = new SqliteStorage(path);
        const reader = new DatabaseSync(path);
        expect(reader.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
        reader.close();
        storage.close();
    });

    it('stores hashes of session secrets, not the secrets', () => {
        const path = join(folder, 'a.sqlite');
        const storage = new SqliteStorage(path);
        const secret = 'a-very-secret-session';
        storage.commit([{ type: 'putSession', secret, session: { client: 'client-id', userId: 'ann', usedAt: 5 } }]);
        storage.close();
        expect(existsSync(`${path}-wal`)).toBe(false);
        const bytes = readFileSync(path);
        expect(bytes.includes('client-id')).toBe(true);
        expect(bytes.includes(secret)).toBe(false);
    });

    it('refuses a database of a newer version, and one of another program, and leaves both alone', () => {
        const newer = join(folder, 'newer.sqlite');
        new SqliteStorage(newer).close();
        const database = new DatabaseSync(newer);
        database.exec(`UPDATE meta SET value = '99' WHERE key = 'schema'`);
        database.close();
        expect(() => new SqliteStorage(newer)).toThrow(/schema version 99, this server knows 5/);

        const foreign = join(folder, 'foreign.sqlite');
        const other = new DatabaseSync(foreign);
        other.exec('CREATE TABLE cats (name TEXT)');
        other.close();
        expect(() => new SqliteStorage(foreign)).toThrow(/tables of another program/);
    });

    it('brings a database of the first version up to date', () => {
        const path = join(folder, 'old.sqlite');
        const old = new DatabaseSync(path);
        const tombstone = { store: 'events', id: 'gone', revision: 3, userName: 'Ann' };
        const revision = (number: number) =>
            `INSERT INTO revisions VALUES ('1', ${number}, 'a', 'local-${number}', 'ann', 'Ann', '{}', NULL, 5);`;
        old.exec(`${VERSION_1}
            INSERT INTO meta VALUES ('schema', '1');
            INSERT INTO projects VALUES (1, '1', '1', 'One', 3, 2, '{"calendar":"general"}', '${JSON.stringify(content)}');
            INSERT INTO records VALUES (1, '1', 'events', 'b', '{"id":"b"}');
            INSERT INTO records VALUES (2, '1', 'versions', 'v', '{"id":"v","name":"Old","content":{"events":["ü"]}}');
            INSERT INTO records VALUES (3, '1', 'versions', 'w', '{"id":"w","content":"text"}');
            INSERT INTO records VALUES (4, '1', 'versions', 'x', '{"id":"x"}');
            INSERT INTO tombstones VALUES ('1', 'events', 'gone', '${JSON.stringify(tombstone)}');
            INSERT INTO phantoms VALUES ('1', 'a', 'events', '_generated1', '"b"');
            ${revision(1)} ${revision(3)}`);
        old.close();
        const storage = new SqliteStorage(path);
        expect(storage.load(1)).toEqual({
            id: 1,
            name: 'One',
            revision: 3,
            logStart: 2,
            content: {
                fields: { calendar: 'general' },
                stores: [
                    ['events', [{ id: 'b' }]],
                    ['versions', [{ id: 'v', name: 'Old' }, { id: 'w' }, { id: 'x' }]]
                ]
            },
            tombstones: [tombstone],
            additions: []
        });
        expect(storage.initialContent(1)).toEqual(content);
        const kept = ['v', 'w', 'x'].map(id => storage.versionContent(1, id));
        expect(kept).toEqual(['{"events":["ü"]}', '"text"', null]);
        expect([...storage.activity(1, 99, null)]).toEqual([]);
        expect(storage.phantoms(1, 'a')).toEqual([{ store: 'events', phantom: '_generated1', id: 'b', revision: 3 }]);
        expect(storage.revisionsAfter(1, 0, 10, Infinity).map(({ number }) => number)).toEqual([3]);
        expect([1, 3].map(number => storage.findRevision(1, 'a', `local-${number}`)?.number)).toEqual([1, 3]);
        storage.close();
    });

    it('copies what was written into the file between commits, not in them', () => {
        const path = join(folder, 'a.sqlite');
        const storage = new SqliteStorage(path);
        storage.commit([{ type: 'createProject', project: { id: 1, name: 'One', content } }]);
        const before = statSync(path).size;
        const record = (id: number) => ({ id, text: 'x'.repeat(2_000) });
        storage.commit(
            Array.from({ length: 2_000 }, (_, id) => ({
                type: 'putRecord',
                project: 1,
                store: 'events',
                record: record(id)
            }))
        );
        expect(statSync(path).size).toBe(before);
        storage.tidy();
        expect(statSync(path).size).toBeGreaterThan(before + 2_000_000);
        storage.close();
    });
});
