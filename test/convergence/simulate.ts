import { createProject } from '../../src/server/core.ts';
import { Ledger } from './accounting.ts';
import { Client } from './client.ts';
import { hooks } from './controls.ts';
import { Disk } from './disk.ts';
import { cause } from './faults.ts';
import { Guest } from './guest.ts';
import { Network } from './network.ts';
import { DATASET } from './dataset.ts';
import { isHistory, isVersion, type GuestOp, type Op, type Plan } from './plan.ts';
import { Random } from './random.ts';
import { inputFields, twins } from './records.ts';
import { databaseRecords, databaseRows, differences, projectRows, storeRows, type Rows } from './rows.ts';
import { Server } from './server.ts';

/** How it ended. */
export interface SimulationResult {
    seed: number;
    converged: boolean;
    /** Who does not come to rest, rows that not everybody has, edits that are lost. */
    problems: string[];
    revisions: number;
    /** Revisions without input: corrections of calculated values. */
    repairs: number;
    /** Times a client had to load the project again. */
    reloads: number;
    edits: number;
    /** Edits that were refused, cancelled, or ended with their tab. */
    excused: number;
    milliseconds: number;
    /** What happened, in order. */
    log: string[];
    /** All revisions as the database has them. */
    history: string[];
    errors: string[];
}

/** How long everybody together may take to come to rest. */
const PATIENCE = 20_000;
/** How long nothing may happen until it counts as rest: a client's own checks may come late. */
const STILLNESS = { unsure: 700, sure: 150 };

const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

/** A client's rows; one that cannot be read differs from all others. */
function readRows(project: unknown): Rows {
    try {
        return projectRows(project);
    } catch (error) {
        return [`cannot be read: ${String(error)}`];
    }
}

/** One run of a plan. */
class Simulation {
    readonly #plan: Plan;
    readonly #random: Random;
    readonly #storage = new Disk();
    readonly #network: Network;
    readonly #ledger: Ledger;
    readonly #clients: Client[] = [];
    /** Guests that are still there. */
    #guests = 0;
    readonly #log: string[] = [];
    readonly #errors: string[] = [];
    readonly #begin = performance.now();
    readonly #beginDate = Date.now();
    readonly #repairs = new Map<() => void, ReturnType<typeof setTimeout>>();

    constructor(plan: Plan) {
        this.#plan = plan;
        this.#random = new Random(plan.seed);
        hooks.storage(this.#storage);
        createProject(this.#storage, { id: 1, name: 'Simulated', dataset: DATASET });
        this.#ledger = new Ledger(inputFields(databaseRecords(this.#storage, 1)));
        this.#network = new Network(this.#makeServer(), this.#random);
    }

    async run(): Promise<SimulationResult> {
        const { clients, ops } = this.#plan;
        for (let index = 0; index < clients; index++) {
            this.#clients.push(
                new Client(index, this.#network.line(), {
                    ledger: this.#ledger,
                    random: this.#random,
                    log: text => this.#say(text),
                    report: text => this.#report(text)
                })
            );
        }
        await this.#rest(50);
        for (const op of ops) {
            await this.#step(op).catch((error: unknown) => this.#report(String(error)));
            if (op.pause) {
                await pause(op.pause);
            }
        }
        this.#mend();
        const isSure = this.#clients.every(({ project }) => typeof project.wsSync.isQuiet === 'boolean');
        return this.#conclude(await this.#rest(isSure ? STILLNESS.sure : STILLNESS.unsure));
    }

    #say(text: string): void {
        this.#log.push(`+${Math.round(performance.now() - this.#begin)} ${text}`);
    }

    #report(text: string): void {
        this.#errors.push(text);
        this.#say(text);
    }

    async #step(op: Op): Promise<void> {
        if (op.kind === 'guest') {
            this.#receive(op);
            return;
        }
        const client = this.#clients[op.client]!;
        if (op.kind === 'edit' || isHistory(op) || isVersion(op)) {
            await client.act(op);
        } else {
            cause(op, {
                client,
                network: this.#network,
                disk: this.#storage,
                startServer: () => this.#startServer(),
                later: (work, milliseconds) => this.#later(work, milliseconds),
                log: text => this.#say(text)
            });
        }
    }

    #receive(op: GuestOp): void {
        const guest = new Guest(op.client, this.#network.line(), this.#ledger, text => this.#say(text));
        this.#guests++;
        void guest.visit(op).finally(() => this.#guests--);
    }

    #makeServer(): Server {
        return new Server(this.#storage, this.#random, this.#plan.logTail);
    }

    #startServer(): void {
        if (!this.#network.server) {
            this.#network.replaceServer(this.#makeServer());
        }
    }

    #later(work: () => void, milliseconds: number): void {
        const timer = setTimeout(() => {
            this.#repairs.delete(work);
            work();
        }, milliseconds);
        this.#repairs.set(work, timer);
    }

    /** The end of all faults. */
    #mend(): void {
        this.#say('everything is mended');
        for (const [work, timer] of this.#repairs) {
            clearTimeout(timer);
            work();
        }
        this.#clients.forEach(client => {
            client.line.mend();
            client.realtime.setAutoSync(true);
            client.finish();
        });
    }

    /** Waits until nobody has anything left to say; names those who do not come to rest. */
    async #rest(needed: number): Promise<string[]> {
        const end = performance.now() + PATIENCE;
        let pulse = '';
        let since = performance.now();
        while (performance.now() - since < needed) {
            await pause(10);
            this.#clients.forEach(client => client.hurry());
            const now = [this.#storage.load(1)!.revision, ...this.#clients.map(client => client.pulse)].join();
            if (
                now !== pulse ||
                this.#network.inFlight ||
                this.#network.server?.isBusy ||
                this.#guests ||
                !this.#clients.every(client => client.isAtRest)
            ) {
                pulse = now;
                since = performance.now();
            }
            if (performance.now() > end) {
                const restless = this.#clients.filter(client => !client.isAtRest);
                return restless.length
                    ? restless.map(({ name, state }) => `${name} does not come to rest: ${state}`)
                    : ['they do not come to rest'];
            }
        }
        return [];
    }

    #conclude(restless: string[]): SimulationResult {
        const { seed } = this.#plan;
        const snapshots = new Map(this.#clients.map(({ name, project }) => [name, readRows(project)]));
        const stored = databaseRows(this.#storage, 1);
        snapshots.set('database', stored);
        for (const { name, belief } of this.#clients) {
            const wrong = storeRows(belief.stores).filter(row => !stored.includes(row));
            this.#say(`${name} is at server-${belief.revision}; it believes wrongly: ${wrong.join(' ') || 'nothing'}`);
        }
        const { edits, excused } = this.#ledger.counts;
        const records = databaseRecords(this.#storage, 1);
        const lost = this.#ledger.check(inputFields(records));
        const problems = [...restless, ...differences(snapshots), ...twins(records), ...lost];
        const log = this.#storage.revisionsAfter(1, 0, Infinity);
        this.#clients.forEach(client => client.destroy());
        this.#network.server?.kill();
        return {
            seed,
            converged: !problems.length,
            problems,
            revisions: this.#storage.load(1)!.revision,
            repairs: log.filter(({ changes }) => !changes.includes('"$input"')).length,
            reloads: this.#clients.reduce((sum, { reloads }) => sum + Math.max(reloads, 0), 0),
            edits,
            excused,
            milliseconds: Math.round(performance.now() - this.#begin),
            log: this.#log,
            history: log.map(
                ({ number, createdAt, localRevision, userName, changes }) =>
                    `server-${number} +${Math.round(createdAt - this.#beginDate)} ${userName} ${localRevision} ${changes}`
            ),
            errors: this.#errors
        };
    }
}

/** Lets several people edit one project through a bad network, and says whether they end the same. */
export async function simulate(plan: Plan): Promise<SimulationResult> {
    return new Simulation(plan).run();
}
