import * as bryntum from '@bryntum/schedulerpro';
import { CALCULATED_PREFIX, Command, storeEntries, type Changes } from '../../src/protocol/index.ts';
import { createRealtime, type Realtime } from '../../src/store/Realtime.ts';
import { BROWSER_ENVIRONMENT } from '../../src/transport/environment.ts';
import type { Ledger } from './accounting.ts';
import { hooks } from './controls.ts';
import { Editor } from './editor.ts';
import type { Line } from './network.ts';
import { OutboxFiles } from './outboxFiles.ts';
import { isHistory, isVersion, type ClientOp } from './plan.ts';
import type { Random } from './random.ts';
import { Witness } from './witness.ts';

/** What all clients of a simulation share. */
export interface Surroundings {
    ledger: Ledger;
    random: Random;
    log(text: string): void;
    report(text: string): void;
}

/** What was set, without what has followed from it. */
const inputText = (changes: Changes): string =>
    JSON.stringify(Object.fromEntries(storeEntries(changes).map(([store, { $input }]) => [store, $input])));

const ISSUES = ['schedulingConflict', 'cycle', 'emptyCalendar'];

/** One person with one tab; a reload replaces everything but the person, the line and what the browser stored. */
export class Client {
    readonly index: number;
    readonly line: Line;
    /** Times a dataset was loaded beyond the first of each tab. */
    reloads = 0;
    realtime!: Realtime;
    readonly #surroundings: Surroundings;
    readonly #files = new OutboxFiles();
    readonly #names = new Map<string, string>();
    #tab = this.#files.tab();
    #witness!: Witness;
    #editor!: Editor;
    /** Datasets loaded in this tab. */
    #loads = 0;
    /** Work in progress: `edit()`, `bulk()`, undo, a login. */
    #running = new Set<Promise<unknown>>();

    constructor(index: number, line: Line, surroundings: Surroundings) {
        this.index = index;
        this.line = line;
        this.#surroundings = surroundings;
        this.#open();
    }

    get name(): string {
        return `client${this.index}`;
    }

    get project(): any {
        return this.realtime.project;
    }

    /** Changes when something happens to the client; two equal ones mean that nothing did. */
    get pulse(): string {
        return `${this.#witness.received}/${this.project.wsState.queue.length}`;
    }

    #open(): void {
        const { random, ledger, log, report } = this.#surroundings;
        this.#loads = 0;
        this.#running = new Set();
        this.realtime = createRealtime({
            wsAddress: 'ws://simulated.example/',
            wsProjectId: 1,
            wsConnectionTimeout: 1_000,
            webSocketImplementation: this.line.webSocketImplementation,
            wsEnvironment: { ...BROWSER_ENVIRONMENT, random: () => random.next() * 0.05 },
            wsOutboxStorage: this.#tab
        });
        hooks.project(this.project);
        this.#witness = new Witness(this.project, this.#names, this.index, ledger, report);
        this.#editor = new Editor({
            client: this.index,
            realtime: this.realtime,
            witness: this.#witness,
            ledger,
            log,
            report,
            track: work => this.#track(work)
        });
        this.#listen();
        void this.#track(this.#login(this.realtime));
    }

    #listen(): void {
        for (const issue of ISSUES) {
            this.project.on({
                [issue]: (event: any) => {
                    this.#surroundings.log(`${this.name} answers a ${issue} with cancel`);
                    this.#witness.cancelled();
                    event.continueWithResolutionResult((bryntum as any).EffectResolutionResult.Cancel);
                }
            });
        }
        this.project.on({
            wsDesync: ({ reason, records }: any) =>
                this.#surroundings.log(`${this.name} finds a difference: ${reason} ${records}`),
            wsError: ({ error }: any) =>
                error?.stack && this.#surroundings.log(`${this.name} meets an error: ${error.stack}`),
            revisionNotification: ({ localRevisionId, changes }: any) =>
                this.#surroundings.log(`${this.name} records ${localRevisionId}: ${inputText(changes)}`),
            wsReceiveChanges: ({ revisions }: any) =>
                this.#surroundings.log(
                    `${this.name} has taken in ${revisions.map(({ revision }: any) => revision).join(' ')}`
                ),
            wsSendMessage: ({ command, data }: any) => {
                if (command === Command.state) {
                    this.#surroundings.log(`${this.name} sees no difference at ${data.revision}`);
                } else if (data.revisions?.[0].revision.startsWith(CALCULATED_PREFIX)) {
                    this.#surroundings.log(`${this.name} corrects ${JSON.stringify(data.revisions[0])}`);
                }
            },
            wsReceiveDataset: () => {
                this.reloads += this.#loads++ ? 1 : 0;
                this.#surroundings.log(`${this.name} has loaded server-${this.project.wsSync.engine.loaded.revision}`);
            }
        });
    }

    async #login(realtime: Realtime): Promise<void> {
        while (this.realtime === realtime && !realtime.project.wsState.session) {
            await realtime.login({ userName: this.name }).catch(() => new Promise(resolve => setTimeout(resolve, 20)));
        }
    }

    #track(work: Promise<unknown>): Promise<unknown> {
        const running = this.#running;
        const shielded = work
            .catch((error: unknown) => this.#surroundings.report(`${this.name}: ${String(error)}`))
            .finally(() => running.delete(shielded));
        running.add(shielded);
        return shielded;
    }

    /** Does something, unless there is no data yet. */
    async act(op: ClientOp): Promise<void> {
        if (!this.#loads) {
            this.#surroundings.log(`${this.name} has nothing to edit yet`);
        } else if (isHistory(op)) {
            await this.#editor.history(op);
        } else if (isVersion(op)) {
            this.#editor.version(op);
        } else {
            await this.#editor.edit(op);
        }
    }

    /** Does what was waiting for an apply that never came. */
    finish(): void {
        this.#editor.finish();
    }

    /** Whether what is pending outlives a reload. */
    get canReload(): boolean {
        return this.#tab.isUsed || this.isAtRest;
    }

    /** The tab is reloaded: everything in it ends in mid-sentence. */
    reload(): void {
        const { project } = this;
        this.#witness.excuseUnrecorded('gone with its tab');
        this.#editor.end();
        this.#tab.crash();
        this.line.abandon();
        this.#tab = this.#files.tab();
        this.#open();
        project.destroy();
    }

    /** Nothing is left to say, as far as the client knows. */
    get isAtRest(): boolean {
        const { wsState, stm, wsSync } = this.project;
        return (
            this.#loads > 0 &&
            this.#running.size === 0 &&
            wsState.connection.status === 'live' &&
            wsState.queue.length === 0 &&
            !stm.isRecording &&
            !stm.isRestoring &&
            ((wsSync.isQuiet as boolean | undefined) ?? true)
        );
    }

    /** What keeps the client from coming to rest. */
    get state(): string {
        const { wsState, stm, wsSync } = this.project;
        return JSON.stringify({
            status: wsState.connection.status,
            unconfirmed: wsState.queue.length,
            pending: wsSync.outgoing.outbox(1).pending.map(({ client, revision, sent, isOvertaken, isHeld }: any) => ({
                id: `${client}/${revision.revision}`,
                sent,
                isOvertaken,
                isHeld
            })),
            running: this.#running.size,
            ...(stm.isRecording && { isRecording: true }),
            ...(stm.isRestoring && { isRestoring: true }),
            isQuiet: wsSync.isQuiet
        });
    }

    /** What the client believes to know of the server, for finding out where a difference comes from. */
    get belief(): { revision: number; stores: [string, unknown[]][] } {
        const { loaded, mirror } = this.project.wsSync.engine;
        return {
            revision: loaded?.revision ?? 0,
            stores: [...mirror.stores()].map(name => [name, [...mirror.records(name)]])
        };
    }

    /** Helps the connection along. */
    hurry(): void {
        if (this.project.wsState.connection.status !== 'live') {
            this.realtime.retryNow();
        }
    }

    destroy(): void {
        this.project.destroy();
    }
}
