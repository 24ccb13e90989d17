import { parseArgs } from 'node:util';

/** What `--help` prints. */
export const HELP = `Usage: schedulerpro-realtime (--demo | --auth MODULE) [options]

Serves projects of Bryntum Scheduler Pro to many users at once, over WebSocket.

  --demo               let anybody in by name, and fill an empty database with demo projects
  --auth MODULE        the module whose default export decides who is let in: an authenticate function
  --projects FILE      JSON file that fills an empty database: [{ "id", "name", "dataset" }]
  --port NUMBER        port to listen on (default 8080; 0 chooses a free one)
  --host NAME          interface to listen on (default 127.0.0.1, this machine only)
  --database PATH      SQLite file, or :memory: (default ./data/schedule.sqlite)
  --origin ORIGIN      web page that may connect, as https://example.com; repeatable (default: any)
  --heartbeat SECONDS  how often clients give a sign of life (default 15)
  --log-tail NUMBER    revisions of each project that are kept; a client that missed more loads anew (default 10000)
  --autosave MINUTES   how long after a change a version is made by itself (default 60; 0: never)
  --autosave-revisions NUMBER
                       revisions after which a version is made by itself (default 1000; 0: never)
  --autosave-keep NUMBER
                       versions made by themselves that each project keeps (default 50)
  --session-age DAYS   how long a client may stay away and still be recognised (default 30)
  --help               print this
  --version            print the version
`;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The command line, checked. */
export interface CliOptions {
    port: number;
    host: string;
    database: string;
    demo: boolean;
    /** Path or name of the module that authenticates. */
    auth: string | null;
    /** JSON file with the projects of an empty database. */
    projects: string | null;
    origins: string[] | null;
    /** Milliseconds. */
    heartbeat: number;
    /** Revisions of each project that stay in the log. */
    logTail: number;
    /** Milliseconds; 0: never. */
    autosaveInterval: number;
    /** 0: never. */
    autosaveRevisions: number;
    autosaveKeep: number;
    /** Milliseconds. */
    sessionAge: number;
}

/** A command line that cannot be followed, in one sentence. */
export class UsageError extends Error {}

/**
 * Reads the command line.
 * @throws UsageError in one sentence
 */
export function parseCli(args: string[]): CliOptions | 'help' | 'version' {
    const values = parseFlags(args);
    if (values.help) {
        return 'help';
    }
    if (values.version) {
        return 'version';
    }
    if (!values.demo && values.auth === undefined) {
        throw new UsageError(
            'Nobody could log in: pass --demo to try it with demo data, or --auth MODULE with your own authenticate function.'
        );
    }
    if (values.demo && values.auth !== undefined) {
        throw new UsageError('--demo lets anybody in, --auth decides who: pass one of them.');
    }
    return {
        port: number('--port', values.port, 8080, value => Number.isInteger(value) && value >= 0 && value <= 65_535),
        host: values.host ?? '127.0.0.1',
        database: values.database ?? './data/schedule.sqlite',
        demo: values.demo ?? false,
        auth: values.auth ?? null,
        projects: values.projects ?? null,
        origins: values.origin ?? null,
        heartbeat: number('--heartbeat', values.heartbeat, 15, value => value >= 0.01 && value <= 3_600) * 1_000,
        logTail: number('--log-tail', values['log-tail'], 10_000, value => isCount(value) && value > 0),
        autosaveInterval: number('--autosave', values.autosave, 60, value => value >= 0 && value <= 10_080) * MINUTE,
        autosaveRevisions: number('--autosave-revisions', values['autosave-revisions'], 1_000, isCount),
        autosaveKeep: number('--autosave-keep', values['autosave-keep'], 50, value => isCount(value) && value > 0),
        sessionAge: number('--session-age', values['session-age'], 30, value => value > 0 && value <= 36_500) * DAY
    };
}

function isCount(value: number): boolean {
    return Number.isSafeInteger(value) && value >= 0;
}

function parseFlags(args: string[]) {
    try {
        return parseArgs({
            args,
            options: {
                port: { type: 'string' },
                host: { type: 'string' },
                database: { type: 'string' },
                demo: { type: 'boolean' },
                auth: { type: 'string' },
                projects: { type: 'string' },
                origin: { type: 'string', multiple: true },
                heartbeat: { type: 'string' },
                'log-tail': { type: 'string' },
                autosave: { type: 'string' },
                'autosave-revisions': { type: 'string' },
                'autosave-keep': { type: 'string' },
                'session-age': { type: 'string' },
                help: { type: 'boolean' },
                version: { type: 'boolean' }
            }
        }).values;
    } catch (error) {
        throw new UsageError(
            `${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}; --help lists the options.`
        );
    }
}

function number(flag: string, given: string | undefined, preset: number, isValid: (value: number) => boolean): number {
    if (given === undefined) {
        return preset;
    }
    const value = given.trim() === '' ? NaN : Number(given);
    if (!isValid(value)) {
        throw new UsageError(`${flag} cannot be '${given}'; --help lists the options.`);
    }
    return value;
}
