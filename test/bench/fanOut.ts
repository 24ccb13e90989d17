import { Audience } from './Audience.ts';
import { startRelay, startServer } from './processes.ts';
import { schedule } from './schedule.ts';
import { median, percentile, type Measurement } from './stats.ts';

const AUDIENCES = [1, 10, 100, 500];

/** From this size on the server must deliver twice what the relay does. */
const LARGE = 100;

/** Revisions per second of a busy team. */
const STEADY_RATE = 50;

/** What noise alone makes of a tail. */
const TAIL_TOLERANCE = 1.1;

/** The two that are compared. */
type Side = 'ours' | 'theirs';

/** Measures both sides in turn, often and each for a short time, so that what else the machine does hits both. */
async function alternate<T>(
    sides: Record<Side, Audience>,
    rounds: number,
    measure: (audience: Audience) => Promise<T>
): Promise<Record<Side, T[]>> {
    const measured: Record<Side, T[]> = { ours: [], theirs: [] };
    for (let round = 0; round <= rounds; round++) {
        const order: Side[] = round % 2 ? ['ours', 'theirs'] : ['theirs', 'ours'];
        for (const side of order) {
            const value = await measure(sides[side]);
            // The first round warms both up.
            if (round > 0) {
                measured[side].push(value);
            }
        }
    }
    return measured;
}

async function compare(size: number, quick: boolean): Promise<Measurement[]> {
    const [server, relay] = await Promise.all([startServer({ 1: schedule(1_000) }), startRelay()]);
    const sides = {
        ours: await Audience.ofServer(server.port, size),
        theirs: await Audience.ofRelay(relay.port, size)
    };
    const rates = await alternate(sides, quick ? 1 : 5, audience => audience.flood(quick ? 300 : 1_000));
    const latencies = await alternate(sides, quick ? 1 : 12, audience =>
        audience.drip(STEADY_RATE, quick ? 300 : 1_000)
    );
    sides.ours.close();
    sides.theirs.close();
    await Promise.all([server.stop(), relay.stop()]);
    return summarize(size, rates, latencies);
}

function summarize(size: number, rates: Record<Side, number[]>, latencies: Record<Side, number[][]>): Measurement[] {
    const isLarge = size >= LARGE;
    const [ours, theirs] = [median(rates.ours), median(rates.theirs)];
    return [
        {
            name: `${size} subscribers: revisions`,
            unit: '/s',
            measured: ours,
            floor: theirs,
            goal: null,
            ok: null
        },
        {
            name: `${size} subscribers: deliveries`,
            unit: '/s',
            measured: ours * size,
            floor: theirs * size,
            goal: isLarge ? '≥ 2 × the relay' : null,
            ok: isLarge ? ours >= 2 * theirs : null
        },
        ...[0.5, 0.95, 0.99].map((share): Measurement => {
            const [measured, floor] = [
                percentile(latencies.ours.flat(), share),
                percentile(latencies.theirs.flat(), share)
            ];
            const hasGoal = isLarge && share === 0.99;
            return {
                name: `${size} subscribers, ${STEADY_RATE} revisions/s: fan-out p${share * 100}`,
                unit: 'ms',
                measured,
                floor,
                goal: hasGoal ? 'no worse (10 % for noise)' : null,
                ok: hasGoal ? measured <= floor * TAIL_TOLERANCE : null
            };
        })
    ];
}

/** Throughput and latency of the durable server against the bare relay, side by side. */
export async function measureFanOut(quick: boolean): Promise<Measurement[]> {
    const measurements: Measurement[] = [];
    for (const size of quick ? AUDIENCES.slice(0, 2) : AUDIENCES) {
        measurements.push(...(await compare(size, quick)));
    }
    return measurements;
}
