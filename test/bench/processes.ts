import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Dataset } from '../../src/protocol/index.ts';
import { readDataset } from '../../src/server/room/dataset.ts';
import { SqliteStorage } from '../../src/server/storage/SqliteStorage.ts';

const CLI = 'src/server/cli.ts';

/** Bytes a process uses. */
export interface Memory {
    rss: number;
    /** The JavaScript heap with the buffers that belong to it. */
    heap: number;
}

/** A process that is measured, and listens for WebSockets. */
export interface MeasuredProcess {
    readonly port: number;
    /** @param collect collect garbage first */
    memory(collect: boolean): Promise<Memory>;
    stop(): Promise<void>;
}

async function start(module: string, args: string[]): Promise<MeasuredProcess> {
    const child = fork(module, args, {
        execArgv: ['--import', './test/bench/memoryProbe.ts', ...profilerFlags(module)],
        stdio: ['ignore', 'pipe', 'inherit', 'ipc']
    });
    const port = await readPort(child);
    return {
        port,
        async memory(collect) {
            const answer = once(child, 'message');
            child.send({ collect });
            return (await answer)[0] as Memory;
        },
        async stop() {
            if (child.exitCode === null) {
                child.kill('SIGTERM');
                await once(child, 'exit');
            }
        }
    };
}

/** `BENCH_CPU_PROF=folder` writes a CPU profile of every server that is measured. */
function profilerFlags(module: string): string[] {
    const { BENCH_CPU_PROF } = process.env;
    return BENCH_CPU_PROF && module === CLI ? ['--cpu-prof', `--cpu-prof-dir=${BENCH_CPU_PROF}`] : [];
}

function readPort(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        createInterface({ input: child.stdout! }).on('line', line => {
            const match = /^listening on ws:\/\/127\.0\.0\.1:(\d+)$/.exec(line);
            if (match) {
                resolve(Number(match[1]));
            }
        });
        child.once('exit', code => reject(new Error(`A measured process ended with exit code ${code}`)));
    });
}

/** The server as its users start it, with projects on a database file of its own, that is removed when it stops. */
export async function startServer(projects: Record<number, Dataset>): Promise<MeasuredProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'schedulerpro-realtime-bench-'));
    const database = join(folder, 'schedule.sqlite');
    const storage = new SqliteStorage(database);
    for (const [id, dataset] of Object.entries(projects)) {
        const project = { id: Number(id), name: `Project ${id}`, content: readDataset(dataset, randomUUID) };
        storage.commit([{ type: 'createProject', project }]);
    }
    storage.close();
    const server = await start(CLI, ['--demo', '--port', '0', '--database', database, '--heartbeat', '3600']);
    return {
        ...server,
        async stop() {
            await server.stop();
            rmSync(folder, { recursive: true, force: true });
        }
    };
}

/** The bare relay. */
export function startRelay(): Promise<MeasuredProcess> {
    return start('test/bench/relay.ts', []);
}
