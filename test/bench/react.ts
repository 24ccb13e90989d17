import { startPages } from './pages.ts';
import { startServer } from './processes.ts';
import { RawClient } from './RawClient.ts';
import { moveMessage, schedule } from './schedule.ts';
import { pause, type Group, type Measurement } from './stats.ts';

const EVENTS = 40;
const OWN_EDITS = 20;

/** Revisions per second. */
const RATE = 100;

function renders(name: string, count: number, most: number, goal: string): Measurement {
    return { name, unit: 'renders', measured: count, floor: null, goal, ok: count <= most };
}

/** What React renders while others edit, and while the user does. */
export async function measureReact(quick: boolean): Promise<Group> {
    const revisions = quick ? 100 : 1_000;
    const server = await startServer({ 1: schedule(EVENTS) });
    // He is there before the page is: who comes is announced for some seconds, which renders the list of users twice.
    const author = await RawClient.join(server.port, 'Ben');
    const pages = await startPages();
    const page = await pages.open();
    await page.evaluate(url => window.bench.openApp(url, 'Ada'), `ws://127.0.0.1:${server.port}`);
    // For the list of users to have arrived.
    await pause(1_000);

    const remote = page.evaluate(count => window.bench.countRenders(count), revisions);
    await page.evaluate(() => 0);
    for (let number = 1; number <= revisions; number++) {
        author.send(moveMessage(number, EVENTS));
        await pause(1_000 / RATE);
    }
    const { elapsed, ...counts } = await remote;
    const own = await page.evaluate(count => window.bench.editAndCount(count), OWN_EDITS);
    author.close();
    await pages.close();
    await server.stop();
    return {
        title: 'React',
        measurements: [
            ...Object.entries(counts).map(([name, count]) =>
                renders(`${name}, while ${revisions.toLocaleString('en-US')} revisions of others arrive`, count, 0, '0')
            ),
            renders(
                `SyncToggle, while the user makes ${OWN_EDITS} edits`,
                own.SyncToggle,
                own.changes,
                `≤ ${own.changes}, as often as its count changes`
            ),
            ...(['LoginPanel', 'UsersBar', 'host'] as const).map(name =>
                renders(`${name}, while the user makes ${OWN_EDITS} edits`, own[name], 0, '0')
            )
        ],
        notes: [
            'Counted by `<Profiler>` around each part in a page of the real server; `host` is the component that calls ' +
                '`useRealtimeProject`, and `<BryntumSchedulerPro>` in it.',
            `The revisions took ${(elapsed / 1_000).toFixed(1)} s to arrive.`
        ]
    };
}
