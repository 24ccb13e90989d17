import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { HELP, parseCli, UsageError, type CliOptions } from './cliOptions.ts';
import { createDemoProjects, demoAuthenticate } from './demo.ts';
import type { Authenticate } from './hub/auth.ts';
import { createProjects } from './room/createProject.ts';
import { packageVersion } from './packageVersion.ts';
import { SqliteStorage } from './storage/SqliteStorage.ts';
import { createRealtimeServer } from './wsServer.ts';

const PROJECTS = v.array(
    v.object({ id: v.union([v.string(), v.number()]), name: v.string(), dataset: v.record(v.string(), v.unknown()) })
);

/**
 * Runs the server until SIGINT or SIGTERM. Exit codes: 0 stopped, 1 could not start, 2 the command line cannot be
 * followed.
 */
export async function runCli(args: string[]): Promise<void> {
    try {
        const options = parseCli(args);
        if (options === 'help') {
            process.stdout.write(HELP);
        } else if (options === 'version') {
            process.stdout.write(`${packageVersion()}\n`);
        } else {
            await serve(options);
        }
    } catch (error) {
        console.error((error as Error).message);
        process.exitCode = error instanceof UsageError ? 2 : 1;
    }
}

async function serve(options: CliOptions): Promise<void> {
    const { port, host, database, auth, origins, heartbeat, logTail, sessionAge } = options;
    const { autosaveInterval, autosaveRevisions, autosaveKeep } = options;
    const authenticate = auth === null ? demoAuthenticate : await loadAuthenticate(auth);
    const storage = openStorage(database);
    if (!storage.projects().length) {
        fill(storage, options);
    }
    try {
        const server = await createRealtimeServer({
            port,
            host,
            storage,
            authenticate,
            heartbeat,
            logTail,
            sessionAge,
            autosaveInterval,
            autosaveRevisions,
            autosaveKeep,
            ...(origins && { origins })
        });
        for (const signal of ['SIGINT', 'SIGTERM'] as const) {
            process.once(signal, () => void server.close());
        }
        process.stdout.write(`listening on ${server.address}\n`);
    } catch (error) {
        storage.close();
        throw error;
    }
}

function fill(storage: SqliteStorage, { projects, demo }: CliOptions): void {
    if (projects !== null) {
        importProjects(storage, projects);
    } else if (demo) {
        createDemoProjects(storage);
    }
}

/** All projects of the file or none: half an import would not be repeated, since the database is empty no more. */
function importProjects(storage: SqliteStorage, file: string): void {
    try {
        const projects = v.parse(PROJECTS, JSON.parse(readFileSync(file, 'utf8')));
        createProjects(storage, projects);
    } catch (error) {
        storage.close();
        const reason = (error as Error).message.replaceAll('\n', ' ');
        throw new UsageError(`--projects cannot read '${file}': ${reason}`, { cause: error });
    }
}

function openStorage(database: string): SqliteStorage {
    try {
        return new SqliteStorage(database);
    } catch (error) {
        throw new Error(`Cannot open the database '${database}': ${(error as Error).message}`, { cause: error });
    }
}

async function loadAuthenticate(name: string): Promise<Authenticate> {
    const isPath = /^[./]|^[A-Za-z]:/.test(name) || /\.[cm]?[jt]s$/.test(name);
    let loaded: { default?: unknown };
    try {
        loaded = (await import(isPath ? pathToFileURL(resolve(name)).href : name)) as typeof loaded;
    } catch (error) {
        throw new UsageError(`--auth cannot load '${name}': ${(error as Error).message}`);
    }
    if (typeof loaded.default !== 'function') {
        throw new UsageError(`The default export of '${name}' is not an authenticate function.`);
    }
    return loaded.default as Authenticate;
}
