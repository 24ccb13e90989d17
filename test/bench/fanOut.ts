import { Audience } from './Audience.ts';
import { startRelay, startServer } from './processes.ts';
import { schedule } from './schedule.ts';
import { median, percentile, type Measurement } from './stats.ts';

const AUDIENCES = [1, 10, 100, 500];

/** From this size on the server must deliver twice what the relay does. */
const LARGE = 100;

/** Revisions per second of a busy team. */
const STEADY_RATE = 50;

/** Of what noise alone makes of a tail. */
const TAIL_TOLERANCE = 1.1;

interface Round {
    revisions: number;
    latencies: number[];
}

async function measure(audience: Audience, quick: boolean): Promise<Round> {
    return {
        revisions: await audience.flood(quick ? 500 : 2_000),
        latencies: await audience.drip(STEADY_RATE, quick ? 1_000 : 5_000)
    };
}

async function compare(size: number, quick: boolean): Promise<Measurement[]> {
    const [server, relay] = await Promise.all([startServer({ 1: schedule(1_000) }), startRelay()]);
    const [ours, theirs] = [await Audience.ofServer(server.port, size), await Audience.ofRelay(relay.port, size)];
    const rounds: Record<'ours' | 'theirs', Round[]> = { ours: [], theirs: [] };
    for (let round = -1; round < (quick ? 1 : 3); round++) {
        const pair = { theirs: await measure(theirs, quick), ours: await measure(ours, quick) };
        // The first one warms both up.
        if (round >= 0) {
            rounds.ours.push(pair.ours);
            rounds.theirs.push(pair.theirs);
        }
    }
    ours.close();
    theirs.close();
    await Promise.all([server.stop(), relay.stop()]);
    return summarize(size, rounds.ours, rounds.theirs);
}

function summarize(size: number, ours: Round[], theirs: Round[]): Measurement[] {
    const isLarge = size >= LARGE;
    const rate = (rounds: Round[]): number => median(rounds.map(({ revisions }) => revisions));
    const latency = (rounds: Round[], share: number): number =>
        median(rounds.map(({ latencies }) => percentile(latencies, share)));
    const tails = [latency(ours, 0.99), latency(theirs, 0.99)] as const;
    return [
        {
            name: `${size} subscribers: revisions`,
            unit: '/s',
            measured: rate(ours),
            floor: rate(theirs),
            goal: null,
            ok: null
        },
        {
            name: `${size} subscribers: deliveries`,
            unit: '/s',
            measured: rate(ours) * size,
            floor: rate(theirs) * size,
            goal: isLarge ? '≥ 2 × the relay' : null,
            ok: isLarge ? rate(ours) >= 2 * rate(theirs) : null
        },
        ...[0.5, 0.95].map(share => ({
            name: `${size} subscribers, ${STEADY_RATE} revisions/s: fan-out p${share * 100}`,
            unit: 'ms',
            measured: latency(ours, share),
            floor: latency(theirs, share),
            goal: null,
            ok: null
        })),
        {
            name: `${size} subscribers, ${STEADY_RATE} revisions/s: fan-out p99`,
            unit: 'ms',
            measured: tails[0],
            floor: tails[1],
            goal: isLarge ? 'no worse (10 % for noise)' : null,
            ok: isLarge ? tails[0] <= tails[1] * TAIL_TOLERANCE : null
        }
    ];
}

/** Throughput and latency of the durable server against the bare relay, side by side. */
export async function measureFanOut(quick: boolean): Promise<Measurement[]> {
    const measurements: Measurement[] = [];
    for (const size of AUDIENCES) {
        measurements.push(...(await compare(size, quick)));
    }
    return measurements;
}
