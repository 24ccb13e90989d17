import { Audience } from './Audience.ts';
import { startDurableRelay, startRelay, startServer } from './processes.ts';
import { schedule } from './schedule.ts';
import { median, percentile, type Measurement } from './stats.ts';

const AUDIENCES = [1, 10, 100, 500];

/** From this size on the server must deliver twice what the relay does. */
const LARGE = 100;

/** Revisions per second of a busy team. */
const STEADY_RATE = 50;

/** What noise alone makes of a tail. */
const TAIL_TOLERANCE = 1.1;

/** What is compared, each in turn: the server, a bare relay, and a relay that writes to the disk first. */
type Side = 'ours' | 'relay' | 'durable';

/** Measures all sides in turn, often and each for a short time, so that what else the machine does hits all. */
async function alternate<S extends Side, T>(
    sides: Record<S, Audience>,
    rounds: number,
    measure: (audience: Audience) => Promise<T>
): Promise<Record<S, T[]>> {
    const names = Object.keys(sides) as S[];
    const measured = Object.fromEntries(names.map(name => [name, [] as T[]])) as Record<S, T[]>;
    for (let round = 0; round <= rounds; round++) {
        for (const side of round % 2 ? names : names.toReversed()) {
            const value = await measure(sides[side]);
            // The first round warms all up.
            if (round > 0) {
                measured[side].push(value);
            }
        }
    }
    return measured;
}

async function compare(size: number, quick: boolean): Promise<Measurement[]> {
    const [server, relay, durableRelay] = await Promise.all([
        startServer({ 1: schedule(1_000) }),
        startRelay(),
        startDurableRelay()
    ]);
    const ours = await Audience.ofServer(server.port, size);
    const theirs = await Audience.ofRelay(relay.port, size);
    const durable = await Audience.ofRelay(durableRelay.port, size);
    const rates = await alternate({ ours, relay: theirs }, quick ? 1 : 5, audience =>
        audience.flood(quick ? 300 : 1_000)
    );
    const latencies = await alternate({ ours, relay: theirs, durable }, quick ? 1 : 12, audience =>
        audience.drip(STEADY_RATE, quick ? 300 : 1_000)
    );
    [ours, theirs, durable].forEach(audience => audience.close());
    await Promise.all([server.stop(), relay.stop(), durableRelay.stop()]);
    return [...summarizeRates(size, rates), ...summarizeLatencies(size, latencies)];
}

function summarizeRates(size: number, rates: Record<'ours' | 'relay', number[]>): Measurement[] {
    const isLarge = size >= LARGE;
    const [ours, theirs] = [median(rates.ours), median(rates.relay)];
    const row = { unit: '/s', goal: null, ok: null };
    return [
        { ...row, name: `${size} subscribers: revisions`, measured: ours, floor: theirs },
        {
            ...row,
            name: `${size} subscribers: deliveries`,
            measured: ours * size,
            floor: theirs * size,
            ...(isLarge && { goal: '≥ 2 × the relay', ok: ours >= 2 * theirs })
        }
    ];
}

function summarizeLatencies(size: number, latencies: Record<Side, number[][]>): Measurement[] {
    const at = (side: Side, share: number): number => percentile(latencies[side].flat(), share);
    const row = (share: number, against: 'relay' | 'durable'): Measurement => {
        const [measured, floor] = [at('ours', share), at(against, share)];
        const what = against === 'durable' ? ', against a relay that is durable' : '';
        const hasGoal = size >= LARGE && share === 0.99 && against === 'relay';
        return {
            name: `${size} subscribers, ${STEADY_RATE} revisions/s: fan-out p${share * 100}${what}`,
            unit: 'ms',
            measured,
            floor,
            goal: hasGoal ? 'no worse (10 % for noise)' : null,
            ok: hasGoal ? measured <= floor * TAIL_TOLERANCE : null
        };
    };
    return [...[0.5, 0.95, 0.99].map(share => row(share, 'relay')), ...[0.5, 0.99].map(share => row(share, 'durable'))];
}

/** Throughput and latency of the durable server against the bare relay, side by side. */
export async function measureFanOut(quick: boolean): Promise<Measurement[]> {
    const measurements: Measurement[] = [];
    for (const size of quick ? AUDIENCES.slice(0, 2) : AUDIENCES) {
        measurements.push(...(await compare(size, quick)));
    }
    return measurements;
}
