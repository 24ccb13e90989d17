import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Storage, StoredRevision, Write } from '../../src/server/storage/Storage.ts';

const CONTENT = {
    fields: { calendar: 'general' },
    stores: [
        [
            'events',
            [
                { id: 1, name: 'Paint' },
                { id: 'b', name: 'Dry' }
            ]
        ],
        ['constructor', [{ id: '__proto__', name: 'odd names are names' }]]
    ] as [string, { id: string | number; name: string }[]][]
};

function revision(number: number, client = 'a', localRevision = `local-${number}`): StoredRevision {
    return {
        number,
        client,
        localRevision,
        userId: 'ann',
        userName: 'Ann',
        changes: `{"events":{"updated":[{"id":${number}}]}}`,
        createdAt: 5
    };
}

function addRevision(number: number, client?: string, localRevision?: string): Write {
    return { type: 'addRevision', project: 1, revision: revision(number, client, localRevision) };
}

/** What every storage has to do; run inside a `describe` of each implementation. */
export function testStorage(create: () => Storage): void {
    let storage: Storage;

    beforeEach(() => {
        storage = create();
        storage.commit([{ type: 'createProject', project: { id: 1, name: 'One', content: CONTENT } }]);
    });
    afterEach(() => storage.close());

    const events = () => storage.load(1)!.content.stores.find(([store]) => store === 'events')![1];

    it('lists projects in the order of their creation, with ids of the type they had', () => {
        storage.commit([{ type: 'createProject', project: { id: 'two', name: 'Two', content: CONTENT } }]);
        expect(storage.projects()).toEqual([
            { id: 1, name: 'One' },
            { id: 'two', name: 'Two' }
        ]);
    });

    it('loads a new project as it was created, under its id as number or string', () => {
        const expected = {
            id: 1,
            name: 'One',
            revision: 0,
            logStart: 0,
            content: CONTENT,
            tombstones: [],
            additions: []
        };
        expect(storage.load(1)).toEqual(expected);
        expect(storage.load('1')).toEqual(expected);
        expect(storage.initialContent(1)).toEqual(CONTENT);
    });

    it('has nothing under an unknown id', () => {
        expect(storage.load('constructor')).toBeNull();
        expect(storage.phantoms('constructor', 'a')).toEqual([]);
        expect(storage.revisionsAfter(9, 0, 10, Infinity)).toEqual([]);
        expect(storage.findRevision(9, 'a', 'local-1')).toBeNull();
        expect(storage.findSession('secret')).toBeNull();
        expect(() => storage.initialContent(9)).toThrow(/no project/);
    });

    it('appends new records and replaces known ones in place', () => {
        storage.commit([
            { type: 'putRecord', project: 1, store: 'events', record: { id: 'c', name: 'Ship' } },
            { type: 'putRecord', project: 1, store: 'events', record: { id: 1, name: 'Repaint' } }
        ]);
        expect(events().map(record => record.name)).toEqual(['Repaint', 'Dry', 'Ship']);
    });

    it('leaves a tombstone of a removed record until the record comes back', () => {
        const tombstone = { store: 'events', id: 1, revision: 1, userName: 'Ann', recordName: 'Paint' };
        storage.commit([{ type: 'removeRecord', project: 1, tombstone }]);
        expect(events()).toEqual([{ id: 'b', name: 'Dry' }]);
        expect(storage.load(1)!.tombstones).toEqual([tombstone]);

        storage.commit([{ type: 'putRecord', project: 1, store: 'events', record: { id: 1, name: 'Back' } }]);
        expect(events().at(-1)).toEqual({ id: 1, name: 'Back' });
        expect(storage.load(1)!.tombstones).toEqual([]);
    });

    it('replaces the fields of the project', () => {
        storage.commit([{ type: 'setFields', project: 1, fields: { calendar: 'late' } }]);
        expect(storage.load(1)!.content.fields).toEqual({ calendar: 'late' });
    });

    it('keeps the log in order and remembers the last number', () => {
        storage.commit([addRevision(1), addRevision(2), addRevision(3)]);
        expect(storage.load(1)!.revision).toBe(3);
        expect(storage.revisionsAfter(1, 1, 10, Infinity)).toEqual([revision(2), revision(3)]);
        expect(storage.revisionsAfter(1, 0, 2, Infinity)).toEqual([revision(1), revision(2)]);
        expect(storage.revisionsAfter(1, 3, 2, Infinity)).toEqual([]);
    });

    it('finds a revision by its author and keeps what it resolves', () => {
        const resolving = { ...revision(1), conflictResolutionFor: 'server-9' };
        storage.commit([{ type: 'addRevision', project: 1, revision: resolving }]);
        expect(storage.findRevision(1, 'a', 'local-1')).toEqual(resolving);
        expect(storage.findRevision(1, 'b', 'local-1')).toBeNull();
    });

    it('keeps temporary ids apart by client and store, and real ids of their type', () => {
        const put = (client: string, store: string, id: string | number): Write => ({
            type: 'putPhantom',
            project: 1,
            client,
            phantom: { store, phantom: 'new', id, revision: 1 }
        });
        storage.commit([put('a', 'events', 7), put('a', 'resources', 'x'), put('b', 'events', 'y')]);
        expect(storage.phantoms(1, 'a')).toEqual([
            { store: 'events', phantom: 'new', id: 7, revision: 1 },
            { store: 'resources', phantom: 'new', id: 'x', revision: 1 }
        ]);
        expect(storage.phantoms(1, 'b')).toEqual([{ store: 'events', phantom: 'new', id: 'y', revision: 1 }]);
    });

    it('keeps who did what, over a reset, and forgets it as it is told', () => {
        const add = (number: number, userId: string, forget = 0): Write => ({
            type: 'addActivity',
            project: 1,
            entry: { number, userId, createdAt: 5, digest: `{"cause":${number}}` },
            author: { userId, userName: `${userId} ${number}` },
            forget
        });
        const numbers = (before: number, userId: string | null = null) =>
            [...storage.activity(1, before, userId)].map(({ number }) => number);
        storage.commit([add(1, 'bob'), add(2, 'ann'), add(4, 'ann'), { type: 'reset', project: 1, revision: 5 }]);
        expect([...storage.activity('1', 4, null)][0]).toEqual({
            number: 2,
            userId: 'ann',
            createdAt: 5,
            digest: '{"cause":2}'
        });
        expect(numbers(99)).toEqual([4, 2, 1]);
        expect(numbers(4, 'ann')).toEqual([2]);
        expect(numbers(1)).toEqual([]);
        expect(storage.authors(1).toSorted((a, b) => a.userId.localeCompare(b.userId))).toEqual([
            { userId: 'ann', userName: 'ann 4' },
            { userId: 'bob', userName: 'bob 1' }
        ]);
        storage.commit([add(6, 'ann', 2)]);
        expect(numbers(99)).toEqual([6, 4]);
        expect(storage.authors(1)).toEqual([{ userId: 'ann', userName: 'ann 6' }]);
        expect([[...storage.activity(9, 99, null)], storage.authors(9)]).toEqual([[], []]);
    });

    it('finds a session by its secret', () => {
        storage.commit([{ type: 'putSession', secret: 's3cret', session: { client: 'a', userId: 'ann', usedAt: 5 } }]);
        expect(storage.findSession('s3cret')).toEqual({ client: 'a', userId: 'ann', usedAt: 5 });
    });

    it('forgets the sessions that nobody has used for long', () => {
        const put = (secret: string, usedAt: number): Write => ({
            type: 'putSession',
            secret,
            session: { client: secret, userId: 'ann', usedAt }
        });
        storage.commit([put('old', 1), put('fresh', 1), put('recent', 5), put('fresh', 9)]);
        storage.commit([{ type: 'pruneSessions', usedBefore: 5, connected: [], now: 9 }]);
        expect(storage.findSession('old')).toBeNull();
        expect(storage.findSession('recent')).toMatchObject({ client: 'recent' });
        expect(storage.findSession('fresh')).toMatchObject({ usedAt: 9 });
    });

    it('keeps what belongs to clients that are connected or may come back, and forgets the rest', () => {
        const put = (client: string, usedAt: number): Write => ({
            type: 'putSession',
            secret: `secret of ${client}`,
            session: { client, userId: 'ann', usedAt }
        });
        const added = (client: string): Write => ({
            type: 'putPhantom',
            project: 1,
            client,
            phantom: { store: 'events', phantom: 'new', id: client, revision: 1 }
        });
        const clients = ['old', 'recent', 'connected', 'anonymous', 'anonymous and connected'];
        storage.commit([
            ...clients.map(added),
            ...clients.map((client, index) => addRevision(index + 1, client)),
            addRevision(6, 'old', 'in the log'),
            { type: 'cutLog', project: 1, logStart: 5, forget: 0 },
            put('old', 1),
            put('recent', 5),
            put('connected', 1)
        ]);
        const connected = ['connected', 'anonymous and connected'];
        storage.commit([{ type: 'pruneSessions', usedBefore: 5, connected, now: 9 }]);
        const kept = clients.filter(client => storage.phantoms(1, client).length);
        expect(kept).toEqual(['recent', 'connected', 'anonymous and connected']);
        expect(clients.filter((client, index) => storage.findRevision(1, client, `local-${index + 1}`))).toEqual(kept);
        expect(storage.findRevision(1, 'old', 'in the log')).toMatchObject({ number: 6 });
        expect(storage.findSession('secret of old')).toBeNull();
        expect(storage.findSession('secret of connected')).toMatchObject({ usedAt: 9 });
    });

    it('reads no more of the log than its reader can take', () => {
        storage.commit([addRevision(1), addRevision(2), addRevision(3)]);
        const { length } = revision(1).changes;
        const numbers = (limit: number, longest: number) =>
            storage.revisionsAfter(1, 0, limit, longest).map(({ number }) => number);
        expect(numbers(2, Infinity)).toEqual([1, 2]);
        expect(numbers(10, length)).toEqual([1]);
        expect(numbers(10, length + 1)).toEqual([1, 2]);
        expect(numbers(10, 3 * length)).toEqual([1, 2, 3]);
    });

    it('cuts the log, and still recognises what was in it', () => {
        storage.commit([addRevision(1), addRevision(2), addRevision(3)]);
        storage.commit([{ type: 'cutLog', project: 1, logStart: 2, forget: 0 }, addRevision(4)]);
        expect(storage.load(1)).toMatchObject({ revision: 4, logStart: 2 });
        expect(storage.revisionsAfter(1, 0, 10, Infinity)).toEqual([revision(3), revision(4)]);
        expect(storage.findRevision(1, 'a', 'local-2')).toEqual({
            number: 2,
            client: 'a',
            localRevision: 'local-2',
            changes: '{}'
        });
        expect(storage.findRevision(1, 'a', 'local-3')).toEqual(revision(3));
        const accepted = [1, 2, 3, 4, 5].filter(number => storage.isAccepted(1, 'a', `local-${number}`));
        expect(accepted).toEqual([1, 2, 3, 4]);
        expect(() => storage.commit([addRevision(5, 'a', 'local-2')])).toThrow(/stored already/);
    });

    it('forgets with a cut what old revisions have left behind', () => {
        const removed = (id: string | number, number: number): Write => ({
            type: 'removeRecord',
            project: 1,
            tombstone: { store: 'events', id, revision: number, userName: 'Ann' }
        });
        const added = (id: string, revision: number): Write[] => [
            { type: 'putPhantom', project: 1, client: 'a', phantom: { store: 'events', phantom: id, id, revision } },
            { type: 'putAddition', project: 1, addition: { store: 'events', id, revision } }
        ];
        storage.commit([removed(1, 1), ...added('x', 1), addRevision(1)]);
        storage.commit([removed('b', 2), ...added('y', 2), addRevision(2), addRevision(3)]);
        storage.commit([{ type: 'cutLog', project: 1, logStart: 2, forget: 1 }]);
        expect(storage.load(1)!.tombstones.map(({ id }) => id)).toEqual(['b']);
        expect(storage.load(1)!.additions).toEqual([{ store: 'events', id: 'y', revision: 2 }]);
        expect(storage.phantoms(1, 'a').map(({ phantom }) => phantom)).toEqual(['y']);
        expect(storage.findRevision(1, 'a', 'local-1')).toBeNull();
        expect(storage.findRevision(1, 'a', 'local-2')).toMatchObject({ number: 2 });
    });

    it('goes back to the initial content on a reset, goes on counting, and still recognises old revisions', () => {
        storage.commit([
            { type: 'putRecord', project: 1, store: 'events', record: { id: 1, name: 'Changed' } },
            {
                type: 'removeRecord',
                project: 1,
                tombstone: { store: 'events', id: 'b', revision: 1, userName: 'A' }
            },
            {
                type: 'putPhantom',
                project: 1,
                client: 'a',
                phantom: { store: 'events', phantom: 'p', id: 'r', revision: 1 }
            },
            { type: 'putAddition', project: 1, addition: { store: 'events', id: 'r', revision: 1 } },
            { type: 'setFields', project: 1, fields: {} },
            addRevision(1)
        ]);
        storage.commit([{ type: 'reset', project: 1, revision: 2 }]);
        expect(storage.load(1)).toEqual({
            id: 1,
            name: 'One',
            revision: 2,
            logStart: 2,
            content: CONTENT,
            tombstones: [],
            additions: []
        });
        expect(storage.phantoms(1, 'a')).toEqual([]);
        expect(storage.findRevision(1, 'a', 'local-1')).toEqual({
            number: 1,
            client: 'a',
            localRevision: 'local-1',
            changes: '{}'
        });
        expect(storage.revisionsAfter(1, 0, 10, Infinity)).toEqual([]);
    });

    it('keeps what versions hold, by project and id', () => {
        const put = (id: string | number, content: string, project: string | number = 1): Write => ({
            type: 'putVersionContent',
            project,
            id,
            content
        });
        const long = JSON.stringify({ events: 'ünï \u0000 \u{1f389} '.repeat(5_000) });
        storage.commit([
            { type: 'createProject', project: { id: 'two', name: 'Two', content: CONTENT } },
            put('v', '{}'),
            put(7, long),
            put('v', '[]', 'two')
        ]);
        storage.commit([put('v', '{"again":true}')]);
        expect(storage.versionContent(1, 'v')).toBe('{"again":true}');
        expect(storage.versionContent('1', '7')).toBe(long);
        expect(storage.versionContent('two', 'v')).toBe('[]');
        expect(storage.versionContent('two', 7)).toBeNull();
        expect(storage.versionContent('unknown', 'v')).toBeNull();
        storage.commit([{ type: 'removeVersionContent', project: 1, id: 'v' }]);
        expect(storage.versionContent(1, 'v')).toBeNull();
        expect(storage.versionContent('two', 'v')).toBe('[]');
        expect(() => storage.commit([put('x', '{}', 'unknown')])).toThrow(/FOREIGN KEY|no project/);
    });

    it('leaves versions alone when it resets a project', () => {
        const stores = [
            ...CONTENT.stores,
            ['versions', [{ id: 'first', name: 'Came with it' }]]
        ] as typeof CONTENT.stores;
        storage.commit([{ type: 'createProject', project: { id: 2, name: 'Two', content: { fields: {}, stores } } }]);
        const version = { id: 'second', name: 'Saved later' };
        storage.commit([
            { type: 'putRecord', project: 2, store: 'versions', record: version },
            { type: 'putVersionContent', project: 2, id: 'second', content: '{}' },
            {
                type: 'removeRecord',
                project: 2,
                tombstone: { store: 'versions', id: 'first', revision: 1, userName: 'A' }
            }
        ]);
        storage.commit([{ type: 'reset', project: 2, revision: 2 }]);
        const kept = storage.load(2)!.content.stores.find(([store]) => store === 'versions')![1];
        expect(kept).toEqual([version]);
        expect(storage.versionContent(2, 'second')).toBe('{}');
    });

    it('applies the writes of one commit in order', () => {
        storage.commit([
            { type: 'reset', project: 1, revision: 1 },
            { type: 'putRecord', project: 1, store: 'events', record: { id: 1, name: 'After the reset' } },
            addRevision(2)
        ]);
        expect(events()[0]!.name).toBe('After the reset');
        expect(storage.load(1)!.revision).toBe(2);
    });

    it('applies nothing of a commit that fails', () => {
        storage.commit([addRevision(1)]);
        const before = storage.load(1);
        const rename: Write = { type: 'putRecord', project: 1, store: 'events', record: { id: 1, name: 'No' } };
        expect(() => storage.commit([rename, addRevision(2, 'a', 'local-1')])).toThrow(/UNIQUE|stored already/);
        expect(() => storage.commit([rename, addRevision(2), addRevision(3, 'a', 'local-2')])).toThrow(
            /UNIQUE|stored already/
        );
        expect(() => storage.commit([rename, { ...rename, project: 'unknown' }])).toThrow(/FOREIGN KEY|no project/);
        const again: Write = { type: 'createProject', project: { id: '1', name: 'Again', content: CONTENT } };
        expect(() => storage.commit([rename, again])).toThrow(/UNIQUE|a project with the id '1' already/);
        expect(storage.load(1)).toEqual(before);

        storage.commit([rename]);
        expect(events()[0]!.name).toBe('No');
    });

    it('keeps any text', () => {
        const name = 'ünï \u0000 "quotes" \u{1f389} \ud800';
        storage.commit([{ type: 'putRecord', project: 1, store: 'events', record: { id: 1, name } }]);
        expect(events()[0]!.name).toBe(name);
    });

    it('can be closed twice', () => {
        storage.close();
        expect(() => storage.close()).not.toThrow();
    });
}
