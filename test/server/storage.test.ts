import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../src/server/storage/MemoryStorage.ts';
import { SqliteStorage } from '../../src/server/storage/SqliteStorage.ts';
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
        expect(() => new SqliteStorage(newer)).toThrow(/schema version 99, this server knows 2/);

        const foreign = join(folder, 'foreign.sqlite');
        const other = new DatabaseSync(foreign);
        other.exec('CREATE TABLE cats (name TEXT)');
        other.close();
        expect(() => new SqliteStorage(foreign)).toThrow(/tables of another program/);
    });
});
