/** `npm start`: the demo on a database under ./data. */
import { parseArgs } from 'node:util';
import { startDemo } from './demo.ts';

const { values } = parseArgs({
    options: {
        port: { type: 'string', default: '5173' },
        'server-port': { type: 'string', default: '8080' },
        database: { type: 'string', default: './data/schedule.sqlite' }
    }
});

try {
    const demo = await startDemo({
        port: Number(values.port),
        serverPort: Number(values['server-port']),
        database: values.database
    });
    console.log(`\n  Open     ${demo.url}`);
    console.log(`  Server   ${demo.server}  (process ${demo.serverPid}, database ${values.database})`);
    console.log('  Stop     Ctrl+C\n');
    let isStopping = false;
    void demo.serverEnd.then(() => {
        if (!isStopping) {
            const command = `npm run serve -- --port ${new URL(demo.server).port} --database ${values.database} --demo`;
            console.error(
                `The realtime server has ended; the page keeps what is edited meanwhile. Start it again with\n\n  ${command}\n`
            );
        }
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        // Vite's own listener would end this process before the realtime server has closed its database.
        process.removeAllListeners(signal);
        process.once(signal, () => {
            isStopping = true;
            void demo.close().then(() => process.exit(0));
        });
    }
} catch (error) {
    console.error((error as Error).message);
    process.exit(1);
}
