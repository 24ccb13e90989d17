import { Audience } from './Audience.ts';
import { serverKnows, startRelay, startServer, type MeasuredProcess, type Memory } from './processes.ts';
import { RawClient } from './RawClient.ts';
import { schedule } from './schedule.ts';
import { pause, type Measurement } from './stats.ts';

const MEGABYTE = 1024 * 1024;

/** What one stalled reader lets pile up at most: the server's `maxBuffered`, twice over. */
const STALL_LIMIT = 32;

/** Growth of the heap that counts as none. */
const FLAT = 5;

const megabytes = (bytes: number): number => bytes / MEGABYTE;

/** Heap and resident memory before and after so many revisions. */
async function measureRevisions(args: string[], label: string, quick: boolean): Promise<Measurement[]> {
    const revisions = quick ? 10_000 : 100_000;
    const server = await startServer({ 1: schedule(1_000) }, args);
    const audience = await Audience.ofServer(server.port, 1);
    await audience.send(revisions / 10);
    const before = await server.memory(true);
    await audience.send(revisions);
    const after = await server.memory(true);
    audience.close();
    await server.stop();
    const name = `memory after ${revisions.toLocaleString('en-US')} revisions${label}`;
    return [
        {
            name: `${name}: heap`,
            unit: 'MB',
            measured: megabytes(after.heap),
            floor: megabytes(before.heap),
            goal: `flat (≤ ${FLAT} MB more)`,
            ok: megabytes(after.heap - before.heap) <= FLAT
        },
        {
            name: `${name}: RSS`,
            unit: 'MB',
            measured: megabytes(after.rss),
            floor: megabytes(before.rss),
            goal: null,
            ok: null
        }
    ];
}

/** How much more a process holds at most, and how much it grows, while it sends to somebody who does not read. */
async function growthWhileStalled(
    process: MeasuredProcess,
    join: (name: string) => Promise<RawClient>,
    messageOf: (number: number) => string,
    total: number
): Promise<Memory> {
    const [author, stalled] = [await join('author'), await join('stalled')];
    await pause(500);
    stalled.stall();
    const before = await process.memory(true);
    const peak = { ...before };
    let sent = 0;
    for (let number = 1; sent < total; number++) {
        const message = messageOf(number);
        author.send(message);
        sent += message.length;
        while (author.bytes < sent - MEGABYTE) {
            await pause(1);
        }
        if (number % 50 === 0) {
            const { heap, rss } = await process.memory(true);
            peak.heap = Math.max(peak.heap, heap);
            peak.rss = Math.max(peak.rss, rss);
        }
    }
    author.close();
    stalled.close();
    return { heap: megabytes(peak.heap - before.heap), rss: megabytes(peak.rss - before.rss) };
}

async function measureStall(quick: boolean): Promise<Measurement[]> {
    const [server, relay] = await Promise.all([startServer({ 1: schedule(10) }), startRelay()]);
    const total = (quick ? 60 : 150) * MEGABYTE;
    const name = 'x'.repeat(20_000);
    const messageOf = (number: number): string => {
        const changes = { events: { $input: { updated: [{ id: 1, name }] } } };
        return JSON.stringify({
            command: 'project_change',
            data: { project: 1, revisions: [{ revision: `local-${number}`, changes }] }
        });
    };
    const measured = await growthWhileStalled(server, login => RawClient.join(server.port, login), messageOf, total);
    const floor = await growthWhileStalled(relay, () => RawClient.connect(relay.port), messageOf, total);
    await Promise.all([server.stop(), relay.stop()]);
    const label = `while one reader stalls and ${megabytes(total)} MB are sent`;
    return [
        {
            name: `growth of what is held in memory ${label}`,
            unit: 'MB',
            measured: measured.heap,
            floor: floor.heap,
            goal: `bounded (≤ ${STALL_LIMIT} MB)`,
            ok: measured.heap <= STALL_LIMIT
        },
        {
            name: `growth of RSS ${label}`,
            unit: 'MB',
            measured: measured.rss,
            floor: floor.rss,
            goal: null,
            ok: null
        }
    ];
}

/** What the server keeps in memory. */
export async function measureMemory(quick: boolean): Promise<Measurement[]> {
    return [
        ...(await measureRevisions([], '', quick)),
        ...(serverKnows('--log-tail')
            ? await measureRevisions(['--log-tail', '1000'], ', log cut to 1,000', quick)
            : []),
        ...(await measureStall(quick))
    ];
}
