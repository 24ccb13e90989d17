import { describe, expect, it } from 'vitest';
import type { Changes, RecordData } from '../../src/protocol/index.ts';
import { withTasks } from '../../src/server/room/storeNames.ts';
import { Mirror } from '../../src/sync/Mirror.ts';
import { changesOf } from '../server/roomSupport.ts';
import { ANN, openRoom } from '../server/support.ts';

function loaded(dataset: object): Mirror {
    const mirror = new Mirror();
    mirror.load(dataset as Record<string, unknown>);
    return mirror;
}

describe('a mirror', () => {
    it('takes a dataset over under the names of the server, trees flattened', () => {
        const mirror = loaded({
            project: { calendar: 'general' },
            tasksData: [{ id: 1, children: [{ id: 'a', children: [{ id: 'b', parentId: 'a' }] }] }],
            resources: [],
            odd: 'no store'
        });
        expect([...mirror.stores()]).toEqual(['events', 'resources']);
        expect([...mirror.records('events')]).toEqual([
            { id: 1 },
            { id: 'a', parentId: 1 },
            { id: 'b', parentId: 'a' }
        ]);
        expect([...mirror.records('none')]).toEqual([]);
        expect(mirror.get('events', '1')).toEqual({ id: 1 });
        expect(mirror.fields).toEqual({ calendar: 'general' });
    });

    it('forgets with a new dataset what it knew', () => {
        const mirror = loaded({ project: { a: 1 }, events: [{ id: 1 }] });
        mirror.load({ resources: [{ id: 2 }] });
        expect([...mirror.stores()]).toEqual(['resources']);
        expect(mirror.fields).toEqual({});
        expect(mirror.hash).toBe(loaded({ resourcesData: [{ id: 2 }] }).hash);
    });

    it('gives its records out as a server sends them: trees are trees again', () => {
        const dataset = {
            resources: [
                { id: 1, children: [{ id: 'a', parentId: 1, children: [{ id: 'b', parentId: 'a' }] }] },
                { id: 2 }
            ],
            events: [{ id: 'lost', parentId: 'nobody' }],
            project: { calendar: 'general' }
        };
        expect(loaded(dataset).toDataset()).toEqual(dataset);
        expect(loaded(loaded(dataset).toDataset()).hash).toBe(loaded(dataset).hash);
    });

    it('keeps the dataset it was given as it is', () => {
        const dataset = { events: [{ id: 1, children: [{ id: 2 }] }] };
        const before = structuredClone(dataset);
        loaded(dataset).apply({ events: { updated: [{ id: 2, name: 'x' }], removed: [{ id: 1 }] } });
        expect(dataset).toEqual(before);
    });

    it('stores calculated values over the input, and input that has no calculated value', () => {
        const mirror = loaded({ events: [{ id: 1, name: 'Paint', duration: 1 }] });
        mirror.apply({
            tasks: {
                $input: { updated: [{ id: 1, name: 'Dry', startDate: 'Sunday' }], added: [{ id: 2, $PhantomId: 'x' }] },
                updated: [
                    { id: 1, startDate: 'Monday' },
                    { id: 3, name: 'nobody' }
                ]
            },
            project: { note: 1 }
        });
        expect([...mirror.records('events')]).toEqual([
            { id: 1, name: 'Dry', duration: 1, startDate: 'Monday' },
            { id: 2 }
        ]);
        expect(mirror.fields).toEqual({ note: 1 });
    });

    it('removes before it adds', () => {
        const mirror = loaded({ events: [{ id: 1, name: 'Paint' }] });
        mirror.apply({ events: { removed: [{ id: 1 }, { id: 9 }], added: [{ id: 1, color: 'red' }] } });
        expect([...mirror.records('events')]).toEqual([{ id: 1, color: 'red' }]);
    });
});

/** Numbers that are the same in every run. */
function seeded(seed: number): (below: number) => number {
    let state = seed;
    return below => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

/** Changes such as engines make, and some that no engine would. */
function randomChanges(random: (below: number) => number, known: Record<string, any[]>, turn: number): Changes {
    const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
    const chance = (percent: number): boolean => random(100) < percent;
    const id = (store: string): any => (chance(5) ? 'ghost' : (pick(known[store] ?? [])?.id ?? 'none'));
    const value = (): unknown => pick([turn, `text ${turn}`, null, { b: turn, a: [1, null] }, true, 1e21]);
    const fields = ['name', 'startDate', 'duration', 'endDate', 'constraintDate', 'parentId', 'note'];
    const record = (store: string, given: object): RecordData => {
        const filled: RecordData = { ...given };
        for (let count = random(3); count >= 0; count--) {
            const field = pick(fields);
            filled[field] = field === 'parentId' ? pick([null, id(store), String(id(store))]) : value();
        }
        return filled;
    };
    const list = (store: string) => ({
        ...(chance(60) && { updated: Array.from({ length: 1 + random(3) }, () => record(store, { id: id(store) })) }),
        ...(chance(30) && {
            added: Array.from({ length: 1 + random(2) }, (_, index) => ({
                ...record(store, { $PhantomId: pick([`_generated${turn}-${index}`, `own-${random(20)}`, id(store)]) }),
                ...(store === 'assignments' && { event: id('events'), resource: id('resources') }),
                ...(store === 'dependencies' && { fromEvent: id('events'), toEvent: id('events') })
            }))
        }),
        ...(chance(20) && { removed: [{ id: id(store) }] })
    });
    const changes: Changes = chance(20) ? { project: { [pick(fields)]: value() } } : {};
    for (const store of ['events', 'resources', 'dependencies', 'assignments', 'extra']) {
        if (chance(35)) {
            const input = list(store);
            const calculated = { ...structuredClone(input), ...(chance(50) && { updated: list(store).updated ?? [] }) };
            changes[store] = pick([{ $input: input, ...calculated }, { $input: input }, calculated]);
        }
    }
    return changes;
}

describe('a mirror of a room', () => {
    it.each([1, 2, 3, 4, 5])('ends like the database after every revision, whatever was in it (%i)', seed => {
        const { room, send, dataset, commit } = openRoom();
        const random = seeded(seed);
        const mirror = loaded(dataset());
        const seen = { accepted: 0, refused: 0, idle: 0, repeated: 0 };
        for (let turn = 0; turn < 400; turn++) {
            const known = Object.fromEntries([...mirror.stores()].map(store => [store, [...mirror.records(store)]]));
            const isCorrection = random(4) === 0;
            const name = isCorrection ? `calculated-${turn}` : `local-${turn}`;
            const base = random(2) ? `server-${1 + random(turn + 1)}` : undefined;
            const outcome = send(`client ${random(3)}`, name, randomChanges(random, known, turn), base);
            seen[outcome.type]++;
            if (outcome.type === 'accepted') {
                const changes = changesOf(outcome);
                mirror.apply(random(2) ? withTasks(changes) : changes);
            }
            if (random(5) === 0) {
                commit();
            }
            if (random(150) === 0) {
                room.reset(ANN);
                mirror.load(dataset());
            }
            const fresh = loaded(dataset());
            expect(mirror.fields).toEqual(fresh.fields);
            for (const store of fresh.stores()) {
                const sorted = (from: Mirror) =>
                    [...from.records(store)].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
                expect(sorted(mirror)).toEqual(sorted(fresh));
            }
            expect(mirror.hash).toBe(room.hash);
            expect(fresh.hash).toBe(room.hash);
        }
        expect(seen.accepted).toBeGreaterThan(50);
        expect(seen.refused).toBeGreaterThan(20);
    });
});
