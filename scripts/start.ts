/** The demo: the real server on a database under ./data, and the page that talks to it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const { values } = parseArgs({
    options: {
        port: { type: 'string', default: '5173' },
        'server-port': { type: 'string', default: '8080' },
        database: { type: 'string', default: './data/schedule.sqlite' }
    }
});

/** Starts the server and resolves to the address it prints, or to null when it ends without one. */
async function startServer(port: string): Promise<{ child: ReturnType<typeof spawn>; address: string | null }> {
    const child = spawn(
        process.execPath,
        ['src/server/cli.ts', '--port', port, '--database', values.database, '--demo'],
        { stdio: ['ignore', 'pipe', 'inherit'] }
    );
    const lines = createInterface({ input: child.stdout! });
    const address = new Promise<string | null>(resolve => {
        lines.on('line', line => {
            const match = /listening on (ws:\S+)/.exec(line);
            if (match) {
                resolve(match[1]!);
            }
        });
        child.once('exit', () => resolve(null));
    });
    return { child, address: await address };
}

let server = await startServer(values['server-port']);
if (!server.address && values['server-port'] !== '0') {
    console.log('Trying a free port instead.');
    server = await startServer('0');
}
if (!server.address) {
    process.exit(1);
}

process.env.VITE_REALTIME_ADDRESS = server.address;
const vite = await createServer({ configFile: 'vite.config.ts', server: { port: Number(values.port) } });
await vite.listen();
console.log(`\n  Realtime server  ${server.address}  (database ${values.database})`);
console.log(`  Demo             ${vite.resolvedUrls!.local[0]}\n`);

let isStopping = false;
async function stop(): Promise<void> {
    if (!isStopping) {
        isStopping = true;
        server.child.kill('SIGTERM');
        await Promise.all([vite.close(), server.child.exitCode === null && once(server.child, 'exit')]);
        process.exit(0);
    }
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
