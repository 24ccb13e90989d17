import { versionsOf } from '../../src/project/versions/Versions.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { microtasks } from '../support/microtasks.ts';
import { describe, type Entry, type Ledger } from './accounting.ts';
import { change, type Scene } from './changes.ts';
import type { DuringApply, EditOp, HistoryOp, VersionOp } from './plan.ts';
import { inputFields, linkIds, projectRecords, type Fields } from './records.ts';
import type { Witness } from './witness.ts';

/** What an editor works with. */
export interface EditorParts {
    client: number;
    realtime: Realtime;
    witness: Witness;
    ledger: Ledger;
    log(text: string): void;
    report(text: string): void;
    /** Keeps a promise among the work in progress. */
    track(work: Promise<unknown>): Promise<unknown>;
}

/** How long an undo is waited for; one that takes longer is found in the end, as work that is still in progress. */
const PATIENCE = 2_000;

const PHASES: readonly DuringApply['at'][] = ['event', 'microtask', 'timer'];

const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Does what the code of an application does in one tab, and puts it down in the ledger. */
export class Editor {
    readonly #parts: EditorParts;
    #waiting: EditOp[] = [];
    #history: Promise<unknown> | null = null;
    #isOver = false;
    #restores = 0;
    #end = (): void => {};

    constructor(parts: EditorParts) {
        this.#parts = parts;
        const { project } = parts.realtime as any;
        const { engine } = project.wsSync;
        const apply = engine.apply.bind(engine);
        engine.apply = (...given: unknown[]) => {
            this.#fire('microtask');
            this.#fire('timer');
            return apply(...given);
        };
        const inside = (): void => (engine.isApplying ? this.#fire('event') : undefined);
        project.on({ wsBeforeReceiveChanges: () => this.#fire('event'), dataReady: inside });
        project.eventStore.on({ update: inside });
    }

    get #project(): any {
        return this.#parts.realtime.project;
    }

    get #name(): string {
        return `client${this.#parts.client}`;
    }

    #scene(how: string): Scene {
        const { ledger, witness, client, log } = this.#parts;
        return {
            project: this.#project,
            note: (field, value, before) => {
                witness.learn();
                // What was set a moment ago, and is not calculated yet, cannot be read everywhere.
                const set = ledger.of(client).findLast(entry => entry.field === field && !entry.isRecorded);
                if (ledger.note(client, field, value, set ? set.value : before)) {
                    log(`${this.#name} ${how} ${field} = ${JSON.stringify(value)} ${this.#moment()}`);
                }
            },
            later: (work, milliseconds) => {
                setTimeout(() => !this.#isOver && this.#shield(() => work(this.#scene('at once:'))), milliseconds);
            }
        };
    }

    #moment(): string {
        const { stm, wsState } = this.#project;
        const { status } = wsState.connection;
        const busy = [stm.isRestoring && 'restoring', stm.isRecording && 'recording', status !== 'live' && status];
        const words = busy.filter(Boolean).join(', ');
        return words && `(${words})`;
    }

    #shield(work: () => void): void {
        try {
            work();
        } catch (error) {
            this.#parts.report(`${this.#name}: ${String(error)}`);
        }
    }

    /** Edits, at once or when the next revisions are applied. */
    async edit(op: EditOp): Promise<void> {
        if (op.during) {
            this.#waiting.push(op);
        } else {
            await this.#history;
            this.#edit(op);
        }
    }

    #edit({ how, changes, throws }: EditOp): void {
        if (this.#isOver) {
            return;
        }
        if (how !== 'direct') {
            void this.#parts.track(this.#editThrough(how, changes, throws ?? false));
        } else if (!throws) {
            changes.forEach(given => this.#shield(() => change(this.#scene('directly:'), given)));
        }
    }

    async #editThrough(how: 'edit' | 'bulk', changes: EditOp['changes'], throws: boolean): Promise<void> {
        const { ledger, client, log, report, realtime } = this.#parts;
        let own: Entry[] = [];
        const work = (): void => {
            const known = new Set(ledger.of(client));
            const scene = this.#scene(`${how}():`);
            // Whatever a function that throws has done may not be found anywhere.
            changes.forEach(given => change(throws ? { ...scene, note: () => {}, later: () => {} } : scene, given));
            own = ledger.of(client).filter(entry => !known.has(entry));
            if (throws) {
                throw new Error('on purpose');
            }
        };
        await realtime[how](work).then(
            () => throws && report(`${this.#name} ${how}() did not reject what its function threw`),
            (error: unknown) => {
                log(`${this.#name} ${how}() rejects: ${String(error)}`);
                own.forEach(entry => (entry.excuse = 'cancelled'));
            }
        );
    }

    #fire(at: DuringApply['at']): void {
        const due = this.#waiting.filter(op => op.during!.at === at);
        this.#waiting = this.#waiting.filter(op => !due.includes(op));
        for (const op of due) {
            const now = (): void => (this.#history ? undefined : this.#edit(op));
            const { after } = op.during!;
            if (at === 'event') {
                now();
            } else {
                // An apply is many microtasks long.
                void (at === 'timer' ? pause(after) : microtasks(after * 5)).then(now);
            }
        }
    }

    /** Does what was waiting for an apply that never came. */
    finish(): void {
        PHASES.forEach(at => this.#fire(at));
    }

    /** Undoes or redoes, and waits for it, as code has to before it edits on. */
    async history({ kind }: HistoryOp): Promise<void> {
        await this.#history;
        const { stm } = this.#project;
        if (!this.#isOver && stm[kind === 'undo' ? 'canUndo' : 'canRedo']) {
            // The promises of a tab that is gone never settle.
            const ended = new Promise<void>(resolve => (this.#end = resolve));
            this.#history = Promise.race([this.#parts.track(this.#restore(kind)), ended, pause(PATIENCE)]);
            await this.#history;
            this.#history = null;
        }
    }

    async #restore(kind: 'undo' | 'redo'): Promise<void> {
        const { witness, ledger, log, client } = this.#parts;
        const project = this.#project;
        log(`${this.#name} ${kind} ${this.#moment()}`);
        let before: Fields | null = null;
        project.stm.on({
            // Not earlier: it waits for its turn, and takes back what was done meanwhile.
            restoringStart: () => {
                witness.learn();
                before = inputFields(projectRecords(project));
            },
            once: true
        });
        await project.stm[kind]();
        if (!this.#isOver && before) {
            witness.learn();
            const entries = ledger.noteAll(client, before, inputFields(projectRecords(project)), kind);
            witness.claim(entries);
            entries.forEach(entry => log(describe(entry)));
        }
    }

    /** Saves or restores a version, and goes on at once. */
    version({ kind, n }: VersionOp): void {
        const { log, track } = this.#parts;
        const versions = this.#project.wsState.versions as { id: string }[];
        const work =
            kind === 'save'
                ? versionsOf(this.#project).save(`version ${n}`)
                : versions.length
                  ? this.#restoreVersion(versions[n % versions.length]!.id)
                  : Promise.resolve();
        log(`${this.#name} ${kind}s a version, one of ${versions.length} ${this.#moment()}`);
        void track(work.catch((error: unknown) => log(`${this.#name} cannot ${kind} a version: ${String(error)}`)));
    }

    async #restoreVersion(id: string): Promise<void> {
        const { witness, ledger, log, client } = this.#parts;
        const project = this.#project;
        const title = `Version ${id}, ${++this.#restores}`;
        let [before, after]: (Fields | null)[] = [null, null];
        const links: Fields[] = [];
        const look = (): Fields => {
            witness.learn();
            const records = projectRecords(project);
            links.push(linkIds(records));
            return inputFields(records);
        };
        const isThis = ({ transaction }: any): boolean => transaction?.title === title;
        const detach = project.stm.on({
            recordingStart: (event: any) => void (isThis(event) && (before = look())),
            recordingStop: (event: any) => void (isThis(event) && (after = look()))
        });
        try {
            await versionsOf(project).restore(id, title);
        } catch (error) {
            // What joined in was taken back with it.
            witness.excuseUnrecorded('cancelled');
            throw error;
        } finally {
            detach();
        }
        if (!this.#isOver && before && after) {
            const entries = ledger.noteAll(client, before, after, 'restore');
            const [linksBefore, linksAfter] = links as [Fields, Fields];
            for (const [field, id] of linksAfter) {
                // Another record between the same two: whoever removes the one that was there does not remove this one.
                if (linksBefore.has(field) && linksBefore.get(field) !== id) {
                    entries.push(ledger.note(client, field, true, false, 'restore')!);
                }
            }
            witness.claim(entries);
            entries.forEach(entry => log(describe(entry)));
        }
    }

    /** The tab is gone. */
    end(): void {
        this.#isOver = true;
        this.#end();
    }
}
