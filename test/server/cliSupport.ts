import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from 'vitest';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));

/** The server's command line in a process of its own. */
export interface CliProcess {
    child: ChildProcessByStdio<null, Readable, Readable>;
    output: { out: string; err: string };
    /** The exit code, once both output streams have ended. */
    exit: Promise<number | null>;
}

/** Gives every test of a file a folder to run servers in; neither outlives the test. */
export function cliProcesses() {
    let folder: string;
    let running: CliProcess[] = [];

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'cli-'));
    });
    afterEach(async () => {
        for (const { child, exit } of running) {
            child.kill('SIGKILL');
            await exit;
        }
        running = [];
        rmSync(folder, { recursive: true, force: true });
    });

    function run(...args: string[]): CliProcess {
        const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
        const output = { out: '', err: '' };
        child.stdout.on('data', data => (output.out += String(data)));
        child.stderr.on('data', data => (output.err += String(data)));
        const exit = once(child, 'close').then(([code]) => code as number | null);
        const started = { child, output, exit };
        running.push(started);
        return started;
    }

    /** Starts a server on a free port and waits until it listens. */
    async function start(...args: string[]) {
        const started = run('--port', '0', ...args);
        const address = await new Promise<string>((resolve, reject) => {
            started.child.stdout.on('data', () => {
                const match = /^listening on (ws:\/\/127\.0\.0\.1:\d+)\n/.exec(started.output.out);
                if (match) {
                    resolve(match[1]!);
                }
            });
            void started.exit.then(code => reject(new Error(`exit ${code}: ${started.output.err}`)));
        });
        return { ...started, address };
    }

    return { inFolder: (name: string) => join(folder, name), run, start };
}
