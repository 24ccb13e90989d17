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

/** How the folders of the measured processes begin. */
const FOLDER_PREFIX = 'schedulerpro-realtime-bench-';

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
    const folder = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
    const database = join(folder, 'schedule.sqlite');
    const storage = new SqliteStorage(database);
    for (const [id, dataset] of Object.entries(projects)) {
        const project = { id: Number(id), name: `Project ${id}`, content: readDataset(dataset, randomUUID) };
        storage.commit([{ type: 'createProject', project }]);
    }
    storage.close();
    const args = ['--demo', '--port', '0', '--database', database, '--heartbeat', '3600'];
    return removing(folder, await start(CLI, args));
}

/** Removes its folder when the process stops. */
function removing(folder: string, measured: MeasuredProcess): MeasuredProcess {
    return {
        ...measured,
        async stop() {
            await measured.stop();
            rmSync(folder, { recursive: true, force: true });
        }
    };
}

const RELAY = 'test/bench/relay.ts';

/** The bare relay. */
export function startRelay(): Promise<MeasuredProcess> {
    return start(RELAY, []);
}

/** The relay that has every message on disk before it passes it on. */
export async function startDurableRelay(): Promise<MeasuredProcess> {
    const folder = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
    return removing(folder, await start(RELAY, [join(folder, 'messages')]));
}
