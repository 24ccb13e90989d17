import { describe, expect, it } from 'vitest';
import { createProject, MemoryStorage } from '../../src/server/core.ts';
import type { Changes } from '../../src/protocol/index.ts';
import type { Author } from '../../src/server/room/Room.ts';
import { changesOf, refusalOf, remove } from './roomSupport.ts';
import { ANN, openRoom, rename, smallDataset, smallStorage } from './support.ts';

/** Saves a version, as this package's client does. */
function save(id: string, fields: Record<string, unknown> = {}): Changes {
    const record = { $PhantomId: id, ...fields };
    return { versions: { $input: { added: [{ ...record }] }, added: [{ ...record }] } };
}

function update(id: string, fields: Record<string, unknown>): Changes {
    return { versions: { $input: { updated: [{ id, ...fields }] }, updated: [{ id, ...fields }] } };
}

/** A room, and what becomes of revisions of people with different rights. */
function open(...args: Parameters<typeof openRoom>) {
    const opened = openRoom(...args);
    let count = 0;
    const send = (author: Partial<Author> & { userId: string }, changes: Changes) =>
        opened.room.accept(
            { revision: `local-${++count}`, changes },
            { client: author.userId, userName: author.userId.toUpperCase(), ...author }
        );
    return {
        ...opened,
        ann: (changes: Changes) => send({ userId: 'ann' }, changes),
        bob: (changes: Changes) => send({ userId: 'bob' }, changes),
        admin: (changes: Changes) => send({ userId: 'root', isAdmin: true }, changes),
        versions: () => opened.dataset()['versionsData']!,
        names: () => opened.dataset()['versionsData']!.map(({ name }) => name),
        content: (id: string) => JSON.parse(opened.room.versionContent(id) ?? 'null') as Record<string, any[]> | null
    };
}

describe('saving', () => {
    it('V1: a version without content gets the one the project has before that revision; nobody is sent it', () => {
        const { ann, versions, content } = open();
        ann(rename(1, 'Before'));
        const changes = changesOf(ann({ ...save('v', { name: 'First' }), ...rename(1, 'After') }));
        expect(JSON.stringify(changes)).not.toContain('Before');
        const relayed = [{ ...versions()[0], $PhantomId: 'v' }];
        expect(changes['versions']).toEqual({ added: relayed, $input: { added: relayed } });
        expect(content('v')!['events']![0]).toMatchObject({ id: 1, name: 'Before' });
        expect(Object.keys(content('v')!)).toEqual(['calendars', 'resources', 'events', 'dependencies', 'assignments']);
    });

    it("V1: holds the project's own fields and trees as they are loaded", () => {
        const storage = new MemoryStorage();
        const events = [{ id: 'a', children: [{ id: 'b' }] }];
        createProject(storage, { id: 1, name: 'Tree', dataset: { events, project: { calendar: 'late' } } });
        const { ann, content } = open(storage);
        ann(save('v'));
        expect(content('v')).toMatchObject({
            project: { calendar: 'late' },
            events: [{ id: 'a', children: [{ id: 'b', parentId: 'a' }] }]
        });
    });

    it('V1: the content a client sends is kept, and nobody else is sent it', () => {
        const { ann, content, room, storage, commit } = open();
        const changes = changesOf(ann(save('v', { content: { events: [{ id: 'mine' }] } })));
        expect(JSON.stringify(changes)).not.toContain('mine');
        expect(content('v')).toEqual({ events: [{ id: 'mine' }] });
        commit();
        expect(JSON.stringify(storage.revisionsAfter(1, 0, 10))).not.toContain('mine');
        expect(JSON.stringify(storage.load(1))).not.toContain('mine');
        expect(content('v')).toEqual({ events: [{ id: 'mine' }] });
        expect(room.versionContent('other')).toBeNull();
    });

    it('V2: who, when and what it holds is the word of the server', () => {
        const { ann, versions, room } = open();
        ann(rename(1, 'x'));
        const { hash } = room;
        const lies = {
            userId: 'bob',
            userName: 'Bob',
            savedAt: '2001-01-01',
            hash: 'x',
            revision: 'server-9',
            authors: [1]
        };
        ann(save('v', { name: 'Mine', ...lies, parentId: 'w', colour: 'red' }));
        expect(versions()).toEqual([
            {
                id: 'v',
                name: 'Mine',
                isAutosave: false,
                savedAt: '1970-01-01T00:00:01.000Z',
                userId: 'ann',
                userName: 'ANN',
                revision: 'server-1',
                hash,
                colour: 'red'
            }
        ]);
        ann(update('v', { name: 'Still mine', ...lies, content: {}, isAutosave: true }));
        expect(versions()[0]).toMatchObject({ name: 'Still mine', userId: 'ann', hash, isAutosave: false });
    });

    it.each([[5], ['x'.repeat(201)], [{}], [['a']]])('V2: refuses %j as a name', name => {
        const { ann, names } = open();
        expect(refusalOf(ann(save('v', { name })))).toMatch(/text of at most 200 characters/);
        ann(save('w'));
        expect(refusalOf(ann(update('w', { name })))).toMatch(/text of at most 200 characters/);
        expect(names()).toEqual([null]);
    });

    it('V1: refuses two versions in one revision', () => {
        const { ann, names } = open();
        const two = [{ $PhantomId: 'a' }, { $PhantomId: 'b' }];
        expect(refusalOf(ann({ versions: { $input: { added: two }, added: two } }))).toMatch(/can save one version/);
        expect(refusalOf(ann({ versions: { $input: { added: [two[0]!] }, added: [two[1]!] } }))).toMatch(/one version/);
        expect(names()).toEqual([]);
    });

    it('V4: refuses more versions than a project keeps, and takes one again when one was removed', () => {
        const { ann, names } = open(smallStorage(), { maxVersions: 2 });
        ann(save('a', { name: 'A' }));
        ann(save('b', { name: 'B' }));
        const outcome = ann(save('c', { name: 'C' }));
        expect(refusalOf(outcome)).toMatch(/No more than 2 versions/);
        expect(outcome).toMatchObject({ refusal: { code: 'too-many-versions', parameters: { count: 2 } } });
        ann(rename(1, 'x'));
        ann(save('auto', { isAutosave: true }));
        expect(refusalOf(ann(update('auto', { name: 'Auto' })))).toMatch(/No more than 2 versions/);
        expect(refusalOf(ann(update('auto', { name: 'Auto', isAutosave: true })))).toMatch(/No more than 2/);
        ann(remove('versions', 'a'));
        ann(save('c', { name: 'C' }));
        expect(names()).toEqual(['B', null, 'C']);
    });
});

describe('renaming and removing', () => {
    it('V3: is for those who saved it, and for admins', () => {
        const { ann, bob, admin, names, content } = open();
        ann(save('v', { name: "Ann's" }));
        for (const changes of [update('v', { name: "Bob's" }), remove('versions', 'v')]) {
            const outcome = bob(changes);
            expect(outcome).toMatchObject({
                type: 'refused',
                refusal: { code: 'authorization-required', fatal: false }
            });
            expect(refusalOf(outcome)).toContain("'Ann's' was saved by ANN");
        }
        ann(update('v', { name: 'Renamed' }));
        admin(update('v', { name: 'By the admin' }));
        expect(names()).toEqual(['By the admin']);
        admin(remove('versions', 'v'));
        expect(names()).toEqual([]);
        expect(content('v')).toBeNull();
    });

    it('V1: a version can take the place of another in one revision', () => {
        const { ann, storage, commit, names } = open();
        ann(save('v', { name: 'Old', content: ['old'] }));
        commit();
        const added = [{ id: 'v', name: 'New', content: ['new'] }];
        ann({ versions: { $input: { removed: [{ id: 'v' }], added }, removed: [{ id: 'v' }], added } });
        commit();
        expect(names()).toEqual(['New']);
        expect(storage.versionContent(1, 'v')).toBe('["new"]');
    });

    it('V3: nobody gets at the version of somebody else by hiding it in a list of calculated values', () => {
        const { ann, bob, names } = open();
        ann(save('v', { name: "Ann's" }));
        expect(bob({ versions: { updated: [{ id: 'v', name: 'x' }] } }).type).toBe('refused');
        expect(bob({ versions: { $input: {}, updated: [{ id: 'v', name: 'x' }] } }).type).toBe('refused');
        expect(bob({ versions: { $input: {}, removed: [{ id: 'v' }] } }).type).toBe('refused');
        bob(save('w', { name: "Bob's", parentId: 'v' }));
        ann(remove('versions', 'v'));
        expect(names()).toEqual(["Bob's"]);
    });

    it('V3: anybody may give an automatic version a name: it is theirs then, and stays', () => {
        const { ann, bob, room, versions, names } = open(smallStorage(), { autosaveKeep: 1 });
        ann(rename(1, 'x'));
        room.saveVersion();
        const { id } = versions()[0];
        expect(bob(remove('versions', id)).type).toBe('refused');
        expect(bob(update(id, { colour: 'red' })).type).toBe('refused');
        bob(update(id, { name: 'Kept' }));
        expect(versions()[0]).toMatchObject({ name: 'Kept', isAutosave: false, userId: 'bob', userName: 'BOB' });
        for (const name of ['y', 'z']) {
            ann(rename(1, name));
            room.saveVersion();
        }
        expect(names()).toEqual(['Kept', null]);
        expect(bob(remove('versions', id)).type).toBe('accepted');
    });
});

describe('automatic versions', () => {
    it('V5: are made of what has changed, and say by whom', () => {
        const { ann, bob, room, versions, content } = open();
        expect(room.saveVersion().type).toBe('idle');
        ann(rename(1, 'x'));
        bob(rename(2, 'y'));
        bob({ versions: { $input: { added: [{ $PhantomId: 'v', name: 'Half way' }] } } });
        expect(room.saveVersion().type).toBe('idle');
        bob(rename(1, 'z'));
        expect(changesOf(room.saveVersion())['versions'].added).toEqual([versions()[1]]);
        expect(versions()[1]).toMatchObject({
            isAutosave: true,
            name: null,
            userId: null,
            userName: null,
            authors: ['BOB']
        });
        expect(content(versions()[1].id)!['events']![0]).toMatchObject({ name: 'z' });
        expect(room.revisionsSinceVersion).toBe(0);
        expect(room.saveVersion().type).toBe('idle');
    });

    it('V5: are not made of what was changed and taken back, nor of a rename', () => {
        const { ann, room } = open();
        ann(rename(1, 'x'));
        room.saveVersion();
        ann(rename(1, 'y'));
        ann(rename(1, 'x'));
        ann(save('v', { name: 'A' }));
        ann(update('v', { name: 'B' }));
        expect(room.saveVersion().type).toBe('idle');
    });

    it('V4: the oldest ones go, with their contents, and everybody is told', () => {
        const { ann, room, versions, content } = open(smallStorage(), { autosaveKeep: 2 });
        const ids = ['a', 'b', 'c'].map(name => {
            ann(rename(1, name));
            room.saveVersion();
            return versions().at(-1).id as string;
        });
        expect(versions().map(({ id }) => id as string)).toEqual(ids.slice(1));
        expect(content(ids[0]!)).toBeNull();
        ann(rename(1, 'd'));
        const { $input, ...outer } = changesOf(ann(save('mine', { isAutosave: true })))['versions'];
        for (const list of [$input, outer]) {
            expect(list).toMatchObject({ added: [{ id: 'mine', userId: 'ann' }], removed: [{ id: ids[1] }] });
        }
        expect(content(ids[1]!)).toBeNull();
    });

    it('V5: a restarted server knows what it has', () => {
        const storage = smallStorage();
        const { ann, room, commit } = open(storage);
        ann(rename(1, 'x'));
        room.saveVersion();
        ann(rename(1, 'y'));
        commit();
        const restarted = open(storage, { mintId: () => crypto.randomUUID() });
        expect(restarted.room.revisionsSinceVersion).toBe(1);
        expect(restarted.room.saveVersion().type).toBe('accepted');
        expect(restarted.versions()[1]).toMatchObject({ authors: ['ANN'] });
    });

    it('C5: end no storm', () => {
        const { ann, room } = open();
        let count = 0;
        const calculate = (client: string, duration: number) =>
            room.accept(
                {
                    revision: `calculated-${++count}`,
                    changes: { events: { updated: [{ id: 1, duration }] } }
                },
                { client, userId: client, userName: client }
            ).type;
        ann(rename(1, 'x'));
        const outcomes = Array.from({ length: 8 }, (_, round) => (round % 2 ? calculate('b', 2) : calculate('a', 5)));
        expect(outcomes).toEqual([...Array.from({ length: 7 }, () => 'accepted'), 'refused']);
        expect(room.saveVersion().type).toBe('accepted');
        expect(calculate('b', 2)).toBe('refused');
    });
});

it('V6: versions survive a reset, and those that came with the project too', () => {
    const storage = new MemoryStorage();
    const versions = [{ id: 'given', name: 'Came with it', content: { events: [] } }];
    createProject(storage, { id: 1, name: 'One', dataset: { ...smallDataset(), versions } });
    const { ann, room, commit, names, content, versions: list } = open(storage);
    expect(content('given')).toEqual({ events: [] });
    ann(rename(1, 'x'));
    ann(save('v', { name: 'Before' }));
    commit();
    room.reset(ANN);
    expect(names()).toEqual(['Came with it', 'Before']);
    commit();
    const before = list();
    expect(open(storage).versions()).toEqual(before);
    expect(content('v')!['events']![0]).toMatchObject({ name: 'x' });
});

it('a rollback forgets an uncommitted version', () => {
    const { ann, room, content, versions } = open();
    ann(save('v'));
    expect(content('v')).not.toBeNull();
    room.rollback();
    expect(versions()).toEqual([]);
    expect(content('v')).toBeNull();
});
