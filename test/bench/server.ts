import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureFanOut } from './fanOut.ts';
import { measureJoins } from './joins.ts';
import { measureMemory } from './memory.ts';
import { median, pause, percentile, type Group } from './stats.ts';

/** What it costs here to put 8 kB on disk at the pace of the latency measurements: no durable server is below that. */
async function describeDisk(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'schedulerpro-realtime-bench-'));
    const file = openSync(join(folder, 'file'), 'w');
    const bytes = Buffer.alloc(8_192);
    const times: number[] = [];
    for (let index = 0; index < 100; index++) {
        await pause(20);
        const start = performance.now();
        writeSync(file, bytes, 0, bytes.length, index * bytes.length);
        fdatasyncSync(file);
        times.push(performance.now() - start);
    }
    closeSync(file);
    rmSync(folder, { recursive: true });
    const [p50, p99] = [median(times), percentile(times, 0.99)];
    return `A bare write and \`fdatasync\` of 8 kB takes ${p50.toFixed(2)} ms (p99 ${p99.toFixed(2)} ms) on this disk.`;
}

/** Everything about the server. */
export async function measureServer(quick: boolean): Promise<Group> {
    // Before this process has received millions of messages, and collects garbage while it measures.
    const joins = await measureJoins(quick);
    const measurements = [...(await measureFanOut(quick)), ...joins, ...(await measureMemory(quick))];
    return {
        title: 'Server',
        measurements,
        notes: [
            'Floor: a bare `ws` relay in a process of its own that reads nothing and stores nothing. The server keeps ' +
                'everything in an SQLite file, and has committed it before anybody hears of it. The durable relay is the ' +
                'same relay that appends every message to a file and calls `fdatasync` before it passes it on.',
            'Fan-out: from sending until a subscriber has the bytes, over all deliveries; all sides in turn, a second each.',
            'The rows on memory after many revisions compare with the same server after fewer of them. All memory is ' +
                'measured after a garbage collection; RSS contains what V8 keeps for later. With a stalled reader it is ' +
                'the most that was seen (looked at every MB).',
            await describeDisk()
        ]
    };
}
