import type { Page } from 'playwright';
import type { EditKind } from './page/schedule.tsx';
import { startPages, type Pages } from './pages.ts';
import { startServer } from './processes.ts';
import { schedule } from './schedule.ts';
import { percentile, type Group, type Measurement } from './stats.ts';

const SIZES = [40, 1_000];

/** Rounds that are not counted. */
const WARM_UP = 5;

/** What the kit, two sockets and the server may add. */
const MOST_ADDED = { p50: 15, p95: 40 };

const SHARES = { p50: 0.5, p95: 0.95 };

/** Events of the first rows, on which no dependency acts. */
const MOVED = [3, 4, 7, 8, 11, 12];

/** Days an event can be at: more than there are edits between two of the same event. */
const DAYS = 31;

/** The ways an edit is made, with how they read in the table. */
const KINDS: Record<EditKind, string> = { direct: '`event.startDate = …`', edit: '`realtime.edit()`' };

interface Sample {
    event: number;
    day: number;
}

/** The edits, one after the other: none of them asks for what is there already. */
function* moves(): Generator<Sample, never> {
    for (let number = 0; ; number++) {
        yield { event: MOVED[Math.floor(number / 2) % MOVED.length]!, day: 6 + (number % DAYS) };
    }
}

/** Milliseconds from the edit in one page to the bar in the other. */
async function propagate(author: Page, other: Page, kind: EditKind, { event, day }: Sample): Promise<number> {
    const drawn = other.evaluate(id => window.bench.seen(id), event);
    // A call that is answered proves that the one before it is under way.
    await other.evaluate(() => 0);
    const start = await author.evaluate(([by, id, date]) => window.bench.edit(by, id, date), [
        kind,
        event,
        day
    ] as const);
    const elapsed = (await drawn) - start;
    await Promise.all([author, other].map(page => page.evaluate(() => window.bench.settled())));
    return elapsed;
}

async function measureSize(pages: Pages, size: number, rounds: number): Promise<Measurement[]> {
    const dataset = schedule(size);
    const server = await startServer({ 1: dataset });
    const address = `ws://127.0.0.1:${server.port}`;
    const [author, other, bare] = [await pages.open(), await pages.open(), await pages.open()];
    await author.evaluate(url => window.bench.openSchedule(url, 'Ada'), address);
    await other.evaluate(url => window.bench.openSchedule(url, 'Ben'), address);
    await bare.evaluate(data => window.bench.openBare(data), dataset);
    const times: Record<EditKind | 'floor', number[]> = { direct: [], edit: [], floor: [] };
    const samples = moves();
    const bareSamples = moves();
    for (let round = 0; round < WARM_UP + rounds; round++) {
        const measured = {
            direct: await propagate(author, other, 'direct', samples.next().value),
            edit: await propagate(author, other, 'edit', samples.next().value),
            floor: await bare.evaluate(([{ event, day }, number]) => window.bench.bareMove(event, day, number), [
                bareSamples.next().value,
                round + 1
            ] as const)
        };
        if (round >= WARM_UP) {
            for (const [key, list] of Object.entries(times)) {
                list.push(measured[key as keyof typeof measured]);
            }
        }
    }
    await Promise.all([author, other, bare].map(page => page.context().close()));
    await server.stop();
    return (Object.keys(KINDS) as EditKind[]).flatMap(kind =>
        compare(`${size.toLocaleString('en-US')} events, ${KINDS[kind]}`, times[kind], times.floor)
    );
}

function compare(name: string, times: number[], floor: number[]): Measurement[] {
    return (Object.keys(MOST_ADDED) as (keyof typeof MOST_ADDED)[]).map(label => {
        const [measured, least] = [times, floor].map(list => percentile(list, SHARES[label])) as [number, number];
        return {
            name: `${name}, ${label}`,
            unit: 'ms',
            measured,
            floor: least,
            goal: `≤ ${MOST_ADDED[label]} ms added`,
            ok: measured - least <= MOST_ADDED[label]
        };
    });
}

/** From an edit in one page to the bar in another one, against the bare engine. */
export async function measurePropagation(quick: boolean): Promise<Group> {
    const pages = await startPages();
    const measurements: Measurement[] = [];
    for (const size of quick ? SIZES.slice(0, 1) : SIZES) {
        measurements.push(...(await measureSize(pages, size, quick ? 4 : 60)));
    }
    await pages.close();
    return {
        title: 'Propagation',
        measurements,
        notes: [
            'From the edit in one page until the `style` of the bar has changed in another page (MutationObserver), by ' +
                'the clock both pages share (`performance.timeOrigin + performance.now()`).',
            'Floor: the bare engine with two views in one page: a local edit with its commit, plus one ' +
                '`applyRevisions` until the bar has changed; no kit, no socket, no server. Measured in turn with the others.'
        ]
    };
}
