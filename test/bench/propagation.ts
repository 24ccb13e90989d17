import type { Page } from 'playwright';
import type { EditKind } from './page/schedule.tsx';
import { startPages, type Pages } from './pages.ts';
import { startServer } from './processes.ts';
import { schedule } from './schedule.ts';
import { median, percentile, type Group, type Measurement } from './stats.ts';

const SIZES = [40, 1_000];
const WARM_UP = 5;

/** What the kit, two sockets and the server may add. */
const MOST_ADDED = { p50: 15, p95: 40 };

/** Events of the first rows, on which no dependency acts. */
const MOVED = [3, 4, 7, 8, 11, 12];

interface Sample {
    event: number;
    day: number;
}

/** Moves that are all different from where the events are. */
function moves(count: number): Sample[] {
    return Array.from({ length: count }, (_, index) => ({
        event: MOVED[index % MOVED.length]!,
        day: 6 + (index % 5) + (Math.floor(index / MOVED.length) % 7) * 5
    }));
}

/** Milliseconds from the edit in one page to the bar in the other; `null` where the kit has no such edit. */
async function propagate(author: Page, other: Page, kind: EditKind, samples: Sample[]): Promise<number[] | null> {
    const times: number[] = [];
    for (const { event, day } of samples) {
        const drawn = other.evaluate(id => window.bench.seen(id), event);
        // A call that is answered proves that the one before it is under way.
        await other.evaluate(() => 0);
        const start = await author.evaluate(([by, id, date]) => window.bench.edit(by, id, date), [
            kind,
            event,
            day
        ] as const);
        if (start === null) {
            return null;
        }
        times.push((await drawn) - start);
        await Promise.all([author, other].map(page => page.evaluate(() => window.bench.settled())));
    }
    return times.slice(WARM_UP);
}

async function measureSize(pages: Pages, size: number, count: number): Promise<Measurement[]> {
    const dataset = schedule(size);
    const server = await startServer({ 1: dataset });
    const samples = moves(count + WARM_UP);
    const address = `ws://127.0.0.1:${server.port}`;
    const [author, other, bare] = [await pages.open(), await pages.open(), await pages.open()];
    const floor = (
        await bare.evaluate(([data, list]) => window.bench.barePropagation(data, list), [dataset, samples] as const)
    ).slice(WARM_UP);
    await bare.context().close();
    for (const [page, name] of [
        [author, 'Ada'],
        [other, 'Ben']
    ] as const) {
        await page.evaluate(([url, user]) => window.bench.openSchedule(url, user), [address, name] as const);
    }
    const direct = await propagate(author, other, 'direct', samples);
    // One day later everywhere: what the first round left is not what is asked for.
    const later = samples.map(({ event, day }) => ({ event, day: day + 1 }));
    const edit = await propagate(author, other, 'edit', later);
    await Promise.all([author.context().close(), other.context().close()]);
    await server.stop();
    return [
        ...(direct ? compare(`${size} events, \`event.startDate = …\``, direct, floor) : []),
        ...(edit ? compare(`${size} events, \`realtime.edit()\``, edit, floor) : [])
    ];
}

function compare(name: string, times: number[], floor: number[]): Measurement[] {
    const row = (label: keyof typeof MOST_ADDED, of: (values: number[]) => number): Measurement => ({
        name: `${name}, ${label}`,
        unit: 'ms',
        measured: of(times),
        floor: of(floor),
        goal: `≤ ${MOST_ADDED[label]} ms added`,
        ok: of(times) - of(floor) <= MOST_ADDED[label]
    });
    return [row('p50', median), row('p95', times_ => percentile(times_, 0.95))];
}

/** From an edit in one page to the bar in another one, against the bare engine. */
export async function measurePropagation(quick: boolean): Promise<Group> {
    const pages = await startPages();
    const measurements: Measurement[] = [];
    for (const size of SIZES) {
        measurements.push(...(await measureSize(pages, size, quick ? 6 : 40)));
    }
    await pages.close();
    return {
        title: 'Propagation',
        measurements,
        notes: [
            'From the edit in one page until the `style` of the bar has changed in another page (MutationObserver), by ' +
                'the clock both pages share (`performance.timeOrigin + performance.now()`).',
            'Floor: the bare engine with two views in one page: a local edit with its commit, plus one ' +
                '`applyRevisions` until the bar has changed; no kit, no socket, no server.'
        ]
    };
}
