import { expect, it } from 'vitest';
import { createProject, SqliteStorage } from '../../src/server/index.ts';
import { Room } from '../../src/server/room/Room.ts';
import { createTestHub, smallDataset, type TestClient } from './support.ts';

const STEPS = 1_500;

const STORES = [
    'events',
    'events',
    'tasks',
    'resources',
    'dependencies',
    'assignments',
    'versions',
    'constructor',
    'no store',
    'project'
];
const FIELDS = [
    'name',
    'startDate',
    'event',
    'resource',
    'fromEvent',
    'toEvent',
    'parentId',
    'children',
    'toString',
    'content',
    'isAutosave'
];
const IDS = [1, 1, 2, 2, 'ship', 'ship', '_generated1', '_generated2', 'id-3', 77];
const ODD_IDS = ['', '__proto__', 'constructor', '\ud800', 'a\0b', 'x'.repeat(300), null, {}, [], true, -1, 1e308];
const LOCALS = ['local-', 'local-', 'calculated-'];
const BASES = [undefined, undefined, 'base', 'server-3', 'server-999999', 'nonsense', null];

/** Messages as clients send them, with everything in them that is wrong now and then; the same ones for a seed. */
function createNoise(seed: number) {
    let state = seed;
    const random = (): number => {
        state = (state + 0x6d_2b_79_f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const chance = (share: number): boolean => random() < share;
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const listOf = <T>(count: number, make: () => T): T[] => Array.from({ length: Math.floor(random() * count) }, make);
    const id = (): unknown => (chance(0.97) ? pick(IDS) : pick(ODD_IDS));
    const deep = (): object => Array.from({ length: 150 }).reduce<object>(inner => ({ inner }), {});
    const value = (): unknown => pick([() => 1, () => 'text', () => null, id, () => [1, { id: id() }], deep])();
    const record = (): object => ({
        ...(chance(0.95) && { id: id() }),
        ...(chance(0.3) && { $PhantomId: id() }),
        ...(chance(0.1) && { $PhantomParentId: id() }),
        ...Object.fromEntries(listOf(3, () => [pick(FIELDS), chance(0.8) ? id() : value()]))
    });
    const changeSet = (): object => ({
        ...(chance(0.4) && { added: listOf(3, record) }),
        ...(chance(0.4) && { updated: chance(0.98) ? listOf(3, record) : value() }),
        ...(chance(0.05) && { removed: listOf(3, record) })
    });
    const changes = (): object =>
        Object.fromEntries(
            listOf(3, () => [pick(STORES), { ...changeSet(), ...(chance(0.6) && { $input: changeSet() }) }])
        );
    const revision = (): object => ({
        revision: pick(LOCALS) + Math.floor(random() * STEPS),
        base: pick(BASES),
        changes: chance(0.98) ? changes() : value(),
        ...(chance(0.1) && { conflictResolutionFor: pick(['local-1', null, 5]) })
    });
    const project = (): unknown => (chance(0.95) ? 1 : pick(['1', 9, null, {}, '__proto__']));
    const pending = (): unknown => pick([undefined, [], 5, [{ session: 'id-2', revisions: ['local-1', 'local-1'] }]]);
    const messages = {
        project_change: () => ({ project: project(), revisions: listOf(4, revision) }),
        dataset: () => ({ project: project(), pending: pending() }),
        update: () => ({ project: project(), fromRevision: pick(['base', 'server-1', 'x', 3]), pending: pending() }),
        state: () => ({ project: project(), revision: pick(['base', 'server-2', 5]), hash: pick(['x', 5]) }),
        activity: () => ({
            project: project(),
            before: pick([undefined, null, 'base', 'server-9', 'x', 3]),
            limit: pick([undefined, 1, 500, 0, -1, 'x']),
            userId: pick([undefined, null, 'a', '__proto__', {}])
        }),
        reset: () => ({ project: chance(0.1) ? 1 : 9 }),
        login: () => ({
            login: pick(['a', '__proto__', '', 5]),
            protocol: pick([1, 2, 'x']),
            session: pick(['id-2', 5])
        }),
        load_version_content: () => ({ project: project(), versionId: id() }),
        request_version_autosave: () => ({ project: project() }),
        logout: () => undefined,
        constructor: value
    };
    const commands = Object.keys(messages) as (keyof typeof messages)[];
    return {
        chance,
        pick,
        message(): string {
            const command = chance(0.7) ? 'project_change' : pick(commands);
            const text = JSON.stringify({ command, data: messages[command]() });
            return chance(0.01) ? text.slice(0, Math.floor(random() * text.length)) : text;
        }
    };
}

it.each([1, 2, 3])('F2, O2: whatever arrives (seed %i), nothing breaks, and storage and memory stay the same', seed => {
    const storage = new SqliteStorage(':memory:');
    createProject(storage, { id: 1, name: 'Small', dataset: smallDataset() });
    const { hub, join, endTurn, endDelays, errors } = createTestHub({ storage, logTail: 50 });
    const { chance, pick, message } = createNoise(seed);
    const enter = (index: number): TestClient => join(`user ${index}`, index ? { protocol: 2 } : {}, 1);
    const clients = [0, 1, 2, 3].map(enter);
    const watcher = join('watcher', { protocol: 2 }, 1);
    for (let step = 0; step < STEPS; step++) {
        const index = pick([0, 1, 2, 3]);
        if (clients[index]!.closedWith) {
            clients[index] = enter(index);
        }
        clients[index]!.connection.receive(message());
        if (chance(0.3)) {
            endTurn();
        }
        if (chance(0.05)) {
            endDelays();
        }
    }
    endDelays();
    expect(errors).toEqual([]);

    const { room } = hub.channel(1)!;
    const restarted = Room.open(1, { storage, mintId: () => 'new', now: () => 0 })!;
    expect(restarted.revision).toBe(room.revision);
    expect(JSON.parse(restarted.datasetJson())).toEqual(JSON.parse(room.datasetJson()));
    expect(restarted.hash).toBe(room.hash);

    const heard = watcher.received.flatMap(({ command, data }) =>
        command === 'project_change'
            ? data.revisions.map(({ revision }: { revision: string }) => revision)
            : command === 'dataset'
              ? [data.revision]
              : []
    );
    const last = Number(room.revision.replace('server-', ''));
    expect(last).toBeGreaterThan(100);
    expect(heard).toEqual(['base', ...Array.from({ length: last }, (_, index) => `server-${index + 1}`)]);
    expect(JSON.stringify(watcher.received)).not.toMatch(/\bat .*\.ts:\d/);
});
