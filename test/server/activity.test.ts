import { describe, expect, it } from 'vitest';
import { SqliteStorage } from '../../src/server/index.ts';
import { createProject, type Identity } from '../../src/server/core.ts';
import { change, createTestHub, rename, smallDataset, smallStorage, type TestClient } from './support.ts';

type Question = Record<string, unknown>;

/** A hub with people in it, and a shorthand for asking who did what. */
function createHub(options: Parameters<typeof createTestHub>[0] = {}) {
    let time = 1_000;
    const hub = createTestHub({ now: () => time++, ...options });
    const ask = (asker: TestClient, question: Question = {}): any => {
        asker.send('activity', { project: 1, ...question });
        hub.endTurn();
        return asker.last('activity').data;
    };
    const edit = (author: TestClient, number: number, name = `Name ${number}`): void => {
        author.send('project_change', change(`local-${number}`, rename(1, name)));
        hub.endTurn();
    };
    return { ...hub, ask, edit };
}

const numbers = (data: any): string[] => data.entries.map(({ revision }: any) => revision);

const range = (from: number, to: number): string[] =>
    Array.from({ length: from - to + 1 }, (_, index) => `server-${from - index}`);

describe('A1: the activity of a project', () => {
    it('is told newest first, with who, when and what', () => {
        const { join, ask, edit } = createHub({ now: () => 7 });
        const ann = join('ann', { protocol: 2 }, 1);
        edit(ann, 1, 'Repaint');
        edit(join('bob', { protocol: 2 }, 1), 1, 'Paint again');
        const renamed = (before: string, after: string) => ({
            counts: { events: { updated: 1 } },
            records: [
                {
                    store: 'events',
                    kind: 'updated',
                    id: 1,
                    name: before,
                    before: { name: before },
                    after: { name: after }
                }
            ]
        });
        expect(ask(ann)).toEqual({
            project: 1,
            before: null,
            userId: null,
            isEnd: true,
            authors: [
                { userId: 'ann', userName: 'ann' },
                { userId: 'bob', userName: 'bob' }
            ],
            entries: [
                { revision: 'server-2', userId: 'bob', at: 7, cause: renamed('Repaint', 'Paint again') },
                { revision: 'server-1', userId: 'ann', at: 7, cause: renamed('Paint', 'Repaint') }
            ]
        });
    });

    it('has the time that everybody was told with the revision', () => {
        const { join, ask, edit } = createHub();
        const ann = join('ann', { protocol: 2 }, 1);
        edit(ann, 1);
        const [told] = ann.last('project_change').data.revisions;
        expect(told).toMatchObject({ revision: 'server-1', at: expect.any(Number) });
        expect(ask(ann).entries).toMatchObject([{ revision: 'server-1', at: told.at }]);
    });

    it('comes in pages, without gap or overlap', () => {
        const { join, ask, edit } = createHub();
        const ann = join('ann', { protocol: 2 }, 1);
        for (let number = 1; number <= 120; number++) {
            edit(ann, number);
        }
        const first = ask(ann);
        expect(numbers(first)).toEqual(range(120, 71));
        const second = ask(ann, { before: 'server-71', limit: 60 });
        expect(numbers(second)).toEqual(range(70, 11));
        expect(second.authors).toBeUndefined();
        const third = ask(ann, { before: 'server-11', limit: 10 });
        expect(numbers(third)).toEqual(range(10, 1));
        expect([first, second, third].map(({ isEnd }) => isEnd)).toEqual([false, false, true]);
        expect(ask(ann, { before: 'base' })).toMatchObject({ entries: [], isEnd: true });
    });

    it('never comes in more than 200 entries, nor in an answer without end', () => {
        const { join, ask, edit } = createHub();
        const ann = join('ann', { protocol: 2 }, 1);
        for (let number = 1; number <= 210; number++) {
            edit(ann, number);
        }
        expect(numbers(ask(ann, { limit: 1e9 }))).toEqual(range(210, 11));

        const long = Array.from({ length: 20 }, (_, id) => ({ id, ...fieldsOf('x'.repeat(200)) }));
        for (let number = 211; number <= 220; number++) {
            const changes = {
                events: { $input: { added: long.map(record => ({ ...record, id: `${number} ${record.id}` })) } }
            };
            ann.send('project_change', change(`local-${number}`, changes));
            const updated = long.map(record => ({
                ...record,
                ...fieldsOf('y'.repeat(200)),
                id: `${number} ${record.id}`
            }));
            ann.send('project_change', change(`again-${number}`, { events: { $input: { updated } } }));
        }
        const data = ask(ann, { limit: 200 });
        expect(data.entries.length).toBeLessThan(10);
        expect(JSON.stringify(data).length).toBeGreaterThan(256 * 1024);
        expect(JSON.stringify(data).length).toBeLessThan(2 * 256 * 1024);
        expect(data.isEnd).toBe(false);
    });

    it("is one person's when that is asked for, with pages of its own", () => {
        const { join, ask, edit } = createHub();
        const ann = join('ann', { protocol: 2 }, 1);
        const bob = join('bob', { protocol: 2 }, 1);
        for (let number = 1; number <= 6; number++) {
            edit(number % 3 ? ann : bob, number);
        }
        expect(numbers(ask(ann, { userId: 'bob' }))).toEqual(['server-6', 'server-3']);
        expect(ask(ann, { userId: 'bob', limit: 1 }).isEnd).toBe(false);
        expect(ask(ann, { userId: 'bob', before: 'server-6' })).toMatchObject({
            userId: 'bob',
            before: 'server-6',
            entries: [{ revision: 'server-3' }],
            isEnd: true
        });
        expect(ask(ann, { userId: 'nobody' }).entries).toEqual([]);
    });

    it('contains what arrived in the same turn, and not what could not be written', () => {
        const storage = smallStorage();
        const { join, ask, edit, errors } = createHub({ storage });
        const ann = join('ann', { protocol: 2 }, 1);
        edit(ann, 1);
        ann.send('project_change', change('local-2', rename(1, 'Just now')));
        expect(numbers(ask(ann))).toEqual(['server-2', 'server-1']);
        const commit = storage.commit.bind(storage);
        storage.commit = () => {
            throw new Error('disk full');
        };
        ann.send('project_change', change('local-3', rename(1, 'Lost')));
        ann.send('activity', { project: 1 });
        const received = ann.all('activity').length;
        expect(ask(ann)).toBe(ann.all('activity')[received - 1]!.data);
        expect(errors).toHaveLength(1);
        storage.commit = commit;
        expect(numbers(ask(ann))).toEqual(['server-2', 'server-1']);
    });

    it('names people as they were last known', () => {
        let color = 'red';
        const authenticate = ({ login }: { login: string }): Identity => ({
            userId: login,
            userName: `${login} (${color})`,
            color,
            projects: '*'
        });
        const { join, ask, edit } = createHub({ authenticate });
        edit(join('ann', { protocol: 2 }, 1), 1);
        color = 'blue';
        const ann = join('ann', { protocol: 2 }, 1);
        edit(ann, 2);
        expect(ask(ann).authors).toEqual([{ userId: 'ann', userName: 'ann (blue)', color: 'blue' }]);
    });

    it.each([
        [{ before: 'server-x' }, /'before' is no revision/],
        [{ before: 5 }, /before/],
        [{ limit: 0 }, /limit/],
        [{ limit: 1.5 }, /limit/],
        [{ limit: '9' }, /limit/],
        [{ userId: {} }, /userId/]
    ])('is not told to who asks for %j', (question, message) => {
        const { join, endTurn } = createHub();
        const ann = join('ann', { protocol: 2 });
        ann.send('activity', { project: 1, ...question });
        endTurn();
        expect(ann.last('error')).toMatchObject({
            error: expect.stringMatching(message),
            data: { code: 'bad-message' }
        });
        expect(ann.all('activity')).toEqual([]);
    });
});

describe('A2: the activity is told to', () => {
    const authenticate = ({ login }: { login: string }): Identity => ({
        userId: login,
        userName: login,
        role: login === 'vera' ? 'viewer' : 'editor',
        projects: login === 'eve' ? ['b'] : '*'
    });

    it('viewers, who need not have loaded the project', () => {
        const { join, ask, edit } = createHub({ authenticate });
        edit(join('ann', { protocol: 2 }, 1), 1);
        expect(numbers(ask(join('vera', { protocol: 2 })))).toEqual(['server-1']);
    });

    it('nobody who may not open the project, nobody who is not logged in, and not of a project that does not exist', () => {
        const { join, connect, endTurn } = createHub({ authenticate });
        const eve = join('eve', { protocol: 2 });
        const stranger = connect();
        eve.send('activity', { project: 1 });
        eve.send('activity', { project: 99 });
        eve.send('activity', {});
        stranger.send('activity', { project: 1 });
        endTurn();
        expect(eve.all('error').map(({ data }) => data.code)).toEqual([
            'authorization-required',
            'authorization-required',
            'project-required'
        ]);
        expect(stranger.last('activity')).toMatchObject({ error: 'Authentication required' });
        expect([...eve.all('activity'), ...stranger.received].some(({ data }) => data?.entries)).toBe(false);
    });
});

describe('A4', () => {
    it('a reset has an entry, calculated values have none', () => {
        const { join, ask, edit, endTurn } = createHub();
        const ann = join('ann', { protocol: 2 }, 1);
        edit(ann, 1);
        const calculated = { events: { updated: [{ id: 2, duration: 9 }] } };
        ann.send('project_change', change('calculated-1', calculated));
        join('bob', { protocol: 2 }).send('reset', { project: 1 });
        endTurn();
        expect(ask(ann).entries).toMatchObject([
            // The server has saved a version first, which nobody did.
            { revision: 'server-4', userId: 'bob', reset: true, cause: { counts: {}, records: [] } },
            { revision: 'server-1', userId: 'ann' }
        ]);
    });
});

describe.each([
    ['memory', smallStorage],
    [
        'SQLite',
        () => {
            const storage = new SqliteStorage(':memory:');
            createProject(storage, { id: 1, name: 'Small', dataset: smallDataset() });
            return storage;
        }
    ]
])('A5, in %s: the activity', (_, makeStorage) => {
    it('goes back as many revisions as the log, over resets, too', () => {
        const { join, ask, edit, endTurn } = createHub({ logTail: 12, storage: makeStorage() });
        const ann = join('ann', { protocol: 2 }, 1);
        edit(join('bob', { protocol: 2 }, 1), 1);
        for (let number = 2; number <= 8; number++) {
            edit(ann, number);
        }
        ann.send('reset', { project: 1 });
        endTurn();
        edit(ann, 9);
        // The ninth revision is the version that the server saves before a reset.
        expect(numbers(ask(ann))).toEqual(['server-11', 'server-10', ...range(8, 1)]);
        expect(ask(ann).authors).toHaveLength(2);
        for (let number = 10; number <= 250; number++) {
            edit(ann, number);
        }
        const { entries, authors } = ask(ann, { limit: 200 });
        expect(entries.length).toBeGreaterThan(12);
        expect(entries.length).toBeLessThanOrEqual(112);
        expect(authors).toEqual([{ userId: 'ann', userName: 'ann' }]);
        for (let number = 0; number < 250; number++) {
            ann.send('reset', { project: 1 });
            endTurn();
        }
        expect(ask(ann, { limit: 200 }).entries.length).toBeLessThanOrEqual(112);
    });

    it('goes back no further when revisions of calculated values, which have no entry, come in between', () => {
        const { join, ask, edit, endTurn } = createHub({ logTail: 12, storage: makeStorage() });
        const ann = join('ann', { protocol: 2 }, 1);
        for (let number = 1; number <= 450; number++) {
            if (number % 100) {
                edit(ann, number);
            } else {
                const changes = { events: { updated: [{ id: 1, endDate: `2026-01-${number / 10}` }] } };
                ann.send('project_change', change(`calculated-${number}`, changes));
                endTurn();
            }
        }
        expect(ann.last('project_change').data.revisions.at(-1).revision).toBe('server-450');
        expect(ask(ann, { limit: 200 }).entries.length).toBeLessThanOrEqual(112);
    });
});

it('10,000 entries are read in pages none of which keeps the server busy for long', () => {
    const storage = new SqliteStorage(':memory:');
    createProject(storage, { id: 1, name: 'Small', dataset: smallDataset() });
    const { join, ask, endTurn } = createHub({ storage, autosaveRevisions: 0 });
    const people = ['ann', 'bob', 'cleo'].map(name => join(name, { protocol: 2 }, 1));
    for (let number = 1; number <= 10_000; number++) {
        people[number % 3]!.send('project_change', change(`local-${number}`, rename(1, `Name ${number}`)));
        if (number % 1_000 === 0) {
            endTurn();
            people.forEach(({ received }) => received.splice(1));
        }
    }
    const seen: string[] = [];
    for (let before: string | null = null, isEnd = false; !isEnd;) {
        const data = ask(people[0]!, { before, limit: 200 });
        seen.push(...numbers(data));
        before = seen.at(-1)!;
        ({ isEnd } = data);
    }
    expect(seen).toEqual(range(10_000, 1));
});

/** As many fields as an entry keeps. */
function fieldsOf(value: string): Record<string, string> {
    return Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`field${index}`, value]));
}
