import { Audience } from './Audience.ts';
import { startRelay, startServer, type MeasuredProcess, type Memory } from './processes.ts';
import { RawClient } from './RawClient.ts';
import { schedule } from './schedule.ts';
import { pause, type Measurement } from './stats.ts';

const MEGABYTE = 1024 * 1024;

/** What one stalled reader makes the server hold at most, in MB: its `maxBuffered` (16 MB) twice over. */
const STALL_LIMIT = 32;

/** What the process takes more when twice as much is sent to somebody who does not read, in MB, and still is bounded. */
const STALL_GROWTH = 16;

/** Growth of the heap that counts as none, in MB; and of all memory, which V8 takes in large pieces. */
const FLAT = { heap: 5, rss: 20 };

const megabytes = (bytes: number): number => bytes / MEGABYTE;

/** What a server holds after so many revisions, and after three times as many. */
async function measureRevisions(quick: boolean): Promise<Measurement[]> {
    const revisions = quick ? 1_000 : 100_000;
    const server = await startServer({ 1: schedule(1_000) });
    const audience = await Audience.ofServer(server.port, 1);
    await audience.send(revisions);
    const first = await server.memory(true);
    await audience.send(revisions);
    const second = await server.memory(true);
    await audience.send(revisions);
    const third = await server.memory(true);
    audience.close();
    await server.stop();
    const row = (label: string, kind: keyof Memory, times: number, before: number, after: number): Measurement => ({
        name:
            `${label} after ${(3 * revisions).toLocaleString('en-US')} revisions, ` +
            `against ${(times * revisions).toLocaleString('en-US')}`,
        unit: 'MB',
        measured: megabytes(after),
        floor: megabytes(before),
        goal: `flat (≤ ${FLAT[kind]} MB more)`,
        ok: megabytes(after - before) <= FLAT[kind]
    });
    return [
        row('held in memory', 'heap', 1, first.heap, third.heap),
        // Before, V8 still takes what it needs for work at this pace.
        row('RSS', 'rss', 2, second.rss, third.rss)
    ];
}

/** How much more a process holds at most, while it sends so much and then as much again to somebody who does not read. */
async function growthWhileStalled(
    process: MeasuredProcess,
    join: (name: string) => Promise<RawClient>,
    messageOf: (number: number) => string,
    total: number
): Promise<[once: Memory, twice: Memory]> {
    const [author, stalled] = [await join('author'), await join('stalled')];
    await pause(500);
    stalled.stall();
    const before = await process.memory(true);
    const peak = { ...before };
    let sent = 0;
    let number = 0;
    const send = async (end: number): Promise<Memory> => {
        while (sent < end) {
            const message = messageOf(++number);
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
        return { heap: peak.heap - before.heap, rss: peak.rss - before.rss };
    };
    const growth = [await send(total), await send(2 * total)] as [Memory, Memory];
    author.close();
    stalled.close();
    return growth;
}

async function measureStall(quick: boolean): Promise<Measurement[]> {
    const [server, relay] = await Promise.all([startServer({ 1: schedule(10) }), startRelay()]);
    const total = (quick ? 20 : 100) * MEGABYTE;
    const name = 'x'.repeat(20_000);
    const messageOf = (number: number): string => {
        const changes = { events: { $input: { updated: [{ id: 1, name }] } } };
        return JSON.stringify({
            command: 'project_change',
            data: { project: 1, revisions: [{ revision: `local-${number}`, changes }] }
        });
    };
    const ours = await growthWhileStalled(server, login => RawClient.join(server.port, login), messageOf, total);
    const theirs = await growthWhileStalled(relay, () => RawClient.connect(relay.port), messageOf, total);
    await Promise.all([server.stop(), relay.stop()]);
    const label = (index: 0 | 1): string => `while one reader stalls and ${megabytes(total) * (index + 1)} MB are sent`;
    return [
        ...([0, 1] as const).map((index): Measurement => ({
            name: `growth of what is held in memory ${label(index)}`,
            unit: 'MB',
            measured: megabytes(ours[index].heap),
            floor: megabytes(theirs[index].heap),
            goal: `bounded (≤ ${STALL_LIMIT} MB)`,
            ok: megabytes(ours[index].heap) <= STALL_LIMIT
        })),
        {
            name: `growth of RSS ${label(1)}, against ${megabytes(total)} MB`,
            unit: 'MB',
            measured: megabytes(ours[1].rss),
            floor: megabytes(ours[0].rss),
            goal: `bounded (≤ ${STALL_GROWTH} MB more)`,
            ok: megabytes(ours[1].rss - ours[0].rss) <= STALL_GROWTH
        }
    ];
}

/** What the server keeps in memory. */
export async function measureMemory(quick: boolean): Promise<Measurement[]> {
    return [...(await measureRevisions(quick)), ...(await measureStall(quick))];
}
