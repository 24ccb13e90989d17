import { startRelay, startServer, type MeasuredProcess } from './processes.ts';
import { RawClient } from './RawClient.ts';
import { schedule } from './schedule.ts';
import { median, pause, until, type Measurement } from './stats.ts';

const CLIENTS = 1_000;

/** Connections opened at once: fewer than a listening socket lets wait. */
const AT_ONCE = 100;

const LOADS = 50;
const LARGE_SCHEDULE = 10_000;

/** Milliseconds for the lists of users of so many joins to have arrived. */
const SETTLE = 2_500;

/** Rounds that warm both sides up, and rounds that count. */
const ROUNDS = { warmUp: 2, measured: 9 };

/** Connects all clients, so many at once, and resolves with the time it took. */
async function connectAll(count: number, connect: (number: number) => Promise<RawClient>): Promise<number> {
    const clients: RawClient[] = [];
    const start = performance.now();
    let next = 0;
    await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count) }, async () => {
            while (next < count) {
                clients.push(await connect(next++));
            }
        })
    );
    const elapsed = performance.now() - start;
    clients.forEach(client => client.close());
    await pause(SETTLE);
    return elapsed;
}

/** Many clients that come at once, against as many sockets that are merely opened. */
async function measureLoginStorm(server: MeasuredProcess, relay: MeasuredProcess, quick: boolean) {
    const joins: number[] = [];
    const connects: number[] = [];
    for (let round = -ROUNDS.warmUp; round < (quick ? 1 : ROUNDS.measured); round++) {
        const bare = await connectAll(CLIENTS, () => RawClient.connect(relay.port));
        const join = await connectAll(CLIENTS, number => RawClient.join(server.port, `user ${number}`));
        if (round >= 0) {
            connects.push(bare);
            joins.push(join);
        }
    }
    const [measured, floor] = [median(joins), median(connects)];
    return {
        name: `${CLIENTS} clients join (log in and load 10 events) against bare connects`,
        unit: 'ms',
        measured,
        floor,
        goal: '≤ 3 × bare connects',
        ok: measured <= 3 * floor
    };
}

/** Asks for something on all sockets at once; resolves with the time until all have so many bytes more. */
async function timeAnswers(clients: RawClient[], bytes: number, ask: () => void): Promise<number> {
    clients.forEach(client => (client.bytes = 0));
    const start = performance.now();
    ask();
    await until(() => clients.every(client => client.bytes >= bytes), 'all answers are there');
    return performance.now() - start;
}

/** A large dataset, changed a moment ago, that many ask for at once; the relay passes on as many bytes to as many. */
async function measureLoads(server: MeasuredProcess, relay: MeasuredProcess, quick: boolean): Promise<Measurement> {
    const author = await RawClient.join(server.port, 'author', 2);
    const clients = await Promise.all(
        Array.from({ length: LOADS }, (_, number) => RawClient.join(server.port, `loader ${number}`, 1))
    );
    const receivers = await Promise.all(Array.from({ length: LOADS }, () => RawClient.connect(relay.port)));
    await pause(SETTLE);
    const { length } = await author.request('dataset', { project: 2 });
    const payload = JSON.stringify({ text: 'x'.repeat(length) });
    const load = JSON.stringify({ command: 'dataset', data: { project: 2 } });
    const loads: number[] = [];
    const relayed: number[] = [];
    for (let round = 1; round <= (quick ? 2 : 5); round++) {
        const changes = { events: { $input: { updated: [{ id: round, name: `Round ${round}` }] } } };
        const revisions = [{ revision: `local-${round}`, changes }];
        await author.request('project_change', { project: 2, revisions });
        loads.push(await timeAnswers(clients, length, () => clients.forEach(client => client.send(load))));
        relayed.push(await timeAnswers(receivers, length, () => receivers[0]!.send(payload)));
        // They load the small project again, so that the next edit is nobody's but the author's.
        await Promise.all(clients.map(client => client.request('dataset', { project: 1 })));
    }
    [author, ...clients, ...receivers].forEach(client => client.close());
    const measured = median(loads);
    return {
        name: `${LOADS} loads of ${LARGE_SCHEDULE.toLocaleString('en-US')} events (${(length / 1e6).toFixed(1)} MB each) at once, just edited`,
        unit: 'ms',
        measured,
        floor: median(relayed),
        goal: '≤ 300 ms',
        ok: measured <= 300
    };
}

/** How the server takes a rush: many who log in at once, many who load at once. */
export async function measureJoins(quick: boolean): Promise<Measurement[]> {
    const [server, relay] = await Promise.all([
        startServer({ 1: schedule(10), 2: schedule(LARGE_SCHEDULE) }),
        startRelay()
    ]);
    try {
        return [await measureLoginStorm(server, relay, quick), await measureLoads(server, relay, quick)];
    } finally {
        await Promise.all([server.stop(), relay.stop()]);
    }
}
