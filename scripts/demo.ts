import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';

/** Where the demo runs. */
export interface DemoOptions {
    /** Port of the page; the next free one is taken when it is in use, `0` chooses one. */
    port: number;
    /** Port of the realtime server; a free one is taken when it is in use. */
    serverPort: number;
    /** SQLite file, or `:memory:`. */
    database: string;
}

/** A running demo. */
export interface RunningDemo {
    /** Address of the page. */
    url: string;
    /** Address of the realtime server. */
    server: string;
    /** Process id of the realtime server. */
    serverPid: number;
    /** Resolves when the realtime server has ended, by whatever has ended it. */
    serverEnd: Promise<void>;
    close(): Promise<void>;
}

async function startServer(port: number, database: string): Promise<{ child: ChildProcess; address: string | null }> {
    const args = ['src/server/cli.ts', '--port', String(port), '--database', database, '--demo'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const address = new Promise<string | null>(resolve => {
        createInterface({ input: child.stdout }).on('line', line => {
            const match = /listening on (ws:\S+)/.exec(line);
            if (match) {
                resolve(match[1]!);
            }
        });
        child.once('exit', () => resolve(null));
    });
    return { child, address: await address };
}

/**
 * Starts the realtime server as a process of its own, and the page that talks to it.
 * @throws Error when the server cannot start; it has said why
 */
export async function startDemo({ port, serverPort, database }: DemoOptions): Promise<RunningDemo> {
    let server = await startServer(serverPort, database);
    if (!server.address && serverPort !== 0) {
        console.log('Trying a free port instead.');
        server = await startServer(0, database);
    }
    const { child, address } = server;
    if (!address) {
        throw new Error('The realtime server did not start.');
    }
    const serverEnd = new Promise<void>(resolve => child.once('exit', () => resolve()));
    process.env.VITE_REALTIME_ADDRESS = address;
    const vite = await createServer({
        configFile: 'vite.config.ts',
        logLevel: 'warn',
        server: { port, ...(port === 0 && { hmr: false, watch: null }) }
    });
    await vite.listen();
    return {
        url: vite.resolvedUrls!.local[0]!,
        server: address,
        serverPid: child.pid!,
        serverEnd,
        async close() {
            child.kill('SIGTERM');
            await Promise.all([vite.close(), serverEnd]);
        }
    };
}
