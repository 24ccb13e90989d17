import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser } from 'playwright';
import { createServer as createVite } from 'vite';
import type { Dataset, RecordData } from '../../src/protocol/index.ts';
import { readDataset } from '../../src/server/room/dataset.ts';
import { SqliteStorage } from '../../src/server/storage/SqliteStorage.ts';
import { browserLaunchOptions } from '../../scripts/browser.ts';

/** The server as its users start it: a process of its own on a database file of its own. */
export class ServerProcess {
    readonly #folder = mkdtempSync(join(tmpdir(), 'schedulerpro-realtime-'));
    #child: ChildProcess | null = null;
    #port = 0;
    readonly #options: string[];

    /** @param options further options of the command line */
    constructor(options: string[] = []) {
        this.#options = options;
    }

    get address(): string {
        return `ws://127.0.0.1:${this.#port}`;
    }

    /** Puts a project into the empty database; call before the first start. */
    seed(id: number, name: string, dataset: Dataset): void {
        const storage = new SqliteStorage(this.#database);
        const content = readDataset(dataset, () => randomUUID());
        storage.commit([{ type: 'createProject', project: { id, name, content } }]);
        storage.close();
    }

    /** The records that the database holds of a project now, by store. */
    stored(id: number): Record<string, RecordData[]> {
        const storage = new SqliteStorage(this.#database);
        const { content } = storage.load(id)!;
        storage.close();
        return Object.fromEntries(content.stores);
    }

    get #database(): string {
        return join(this.#folder, 'schedule.sqlite');
    }

    /** Starts it, on the same port and database as before if it ran before. */
    async start(): Promise<void> {
        const args = [
            'src/server/cli.ts',
            '--port',
            String(this.#port),
            '--database',
            this.#database,
            '--demo',
            ...this.#options
        ];
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
        this.#child = child;
        this.#port = await new Promise<number>((resolve, reject) => {
            createInterface({ input: child.stdout! }).on('line', line => {
                const match = /^listening on ws:\/\/127\.0\.0\.1:(\d+)$/.exec(line);
                if (match) {
                    resolve(Number(match[1]));
                }
            });
            child.once('exit', code => reject(new Error(`The server ended with exit code ${code} before it listened`)));
        });
    }

    /** Ends it, by default as a power cut would. */
    async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
        const child = this.#child;
        this.#child = null;
        if (child && child.exitCode === null) {
            child.kill(signal);
            await once(child, 'exit');
        }
    }

    /** Ends it and removes its database. */
    async dispose(): Promise<void> {
        await this.stop();
        rmSync(this.#folder, { recursive: true, force: true });
    }
}

/** The demo's pages, served as `npm start` serves them. */
export async function serveDemo(): Promise<{ url: string; close(): Promise<void> }> {
    const vite = await createVite({
        configFile: 'vite.config.ts',
        logLevel: 'error',
        cacheDir: 'node_modules/.vite-e2e',
        server: { port: 0, hmr: false, watch: null }
    });
    await vite.listen();
    return { url: vite.resolvedUrls!.local[0]!, close: () => vite.close() };
}

/** A real browser. */
export function launchBrowser(): Promise<Browser> {
    return chromium.launch(browserLaunchOptions());
}
