#!/usr/bin/env node
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
    console.error(
        `This server needs Node 22.13 or newer, because it uses node:sqlite; this is Node ${process.versions.node}.`
    );
    process.exit(1);
}

// node:sqlite announces itself as experimental in older versions of Node; users can do nothing about that.
const printWarning = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', warning => {
    if (!(warning.name === 'ExperimentalWarning' && warning.message.startsWith('SQLite'))) {
        printWarning.forEach(print => print(warning));
    }
});

// Loaded only now: on an older Node this import would fail before the check could speak.
const { runCli } = await import('./runCli.ts');
await runCli(process.argv.slice(2));
