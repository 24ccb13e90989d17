import { CALCULATED_PREFIX, Command, revisionId, storeEntries, type ServerRevision } from '../protocol/index.ts';
import { compare, toCorrection, type Difference } from './compare.ts';
import type { EngineBridge } from './EngineBridge.ts';
import type { Notifier } from './Notifier.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

/** Milliseconds of silence after which a client compares what it shows with what the server has. */
const QUIET = 100;

/** Upper bound of the random wait, in milliseconds, that lets the author of the last edit speak first. */
const SPREAD = 300;

/** How often a client tries to end like the server after one edit, before it says that it cannot. */
const MAX_ATTEMPTS = 4;

/** What {@link DesyncGuard} works with. */
export interface DesyncGuardParts {
    project: RealtimeProject;
    engine: EngineBridge;
    notifier: Notifier;
    /** Whether nothing is pending on a connection that is up to date; {@link DesyncGuard.schedule} is called when it is again. */
    isSettled(): boolean;
    /** Whether somebody edits, or something that has arrived is being worked off, right now. */
    isBusy(): boolean;
    /** Whether this client may send revisions now. */
    maySend(): boolean;
    send(command: string, data: unknown): boolean;
    /** Makes the engine anew, of what the server has stored, because it has thrown `error` or stays different. */
    rebuild(error?: unknown): Promise<void>;
}

/**
 * Makes sure that the screen, the other screens and the database end the same.
 *
 * What the engine calculates depends on the way there, so clients that applied the same edits can differ, and a
 * revision carries what its author calculated without knowing of others. When it is quiet, every client compares what
 * it shows with what the server stored. The first one that finds a difference in calculated values tells the
 * server; the others, and whoever differs in anything else, take over what the server has.
 */
export class DesyncGuard {
    readonly #parts: DesyncGuardParts;
    #cancel: (() => void) | null = null;
    /** Somebody else has corrected calculated values since the last edit: it is for us to follow. */
    #isCorrected = false;
    /** The last edit was made here. */
    #isAuthor = false;
    #attempts = 0;
    #isWorking = false;
    /** Number of the last revision at which the server was told the hash of the state. */
    #reported = -1;

    constructor(parts: DesyncGuardParts) {
        this.#parts = parts;
    }

    /** Whether no comparison is due or running. */
    get isIdle(): boolean {
        return !this.#cancel && !this.#isWorking;
    }

    /** The server has numbered revisions. */
    received(revisions: readonly ServerRevision[]): void {
        const { clientId } = this.#parts.engine.loaded!;
        for (const { client, localRevision, changes } of revisions) {
            if (storeEntries(changes).some(([, { $input }]) => $input)) {
                this.#attempts = 0;
                this.#isCorrected = false;
                this.#isAuthor = client === clientId;
            } else if (localRevision.startsWith(CALCULATED_PREFIX) && client !== clientId) {
                this.#isCorrected = true;
            }
        }
        this.schedule();
    }

    /** A dataset was loaded: what the engine makes of it is as good as what anybody else makes of it. */
    loaded(): void {
        this.#isCorrected = false;
        this.#reported = -1;
        this.schedule();
    }

    /** Compares once it has been quiet for a while. */
    schedule(): void {
        const { engine, project } = this.#parts;
        this.#cancel?.();
        const { schedule, random } = project.wsEnvironment;
        this.#cancel = engine.loaded?.isNumbered
            ? schedule(() => void this.#check(), QUIET + (this.#isAuthor ? 0 : random() * SPREAD))
            : null;
    }

    async #check(): Promise<void> {
        const { isSettled, isBusy, maySend } = this.#parts;
        this.#cancel = null;
        if (this.#isWorking || !isSettled()) {
            return;
        }
        if (isBusy()) {
            this.schedule();
            return;
        }
        const differences = this.#compare();
        const correction = !this.#isCorrected && maySend() ? toCorrection(differences) : null;
        if (!differences.length) {
            this.#report();
        } else if (this.#attempts < MAX_ATTEMPTS) {
            this.#attempts++;
            if (correction) {
                this.#correct(correction);
            } else {
                await this.#follow(differences);
            }
        } else if (this.#attempts === MAX_ATTEMPTS) {
            this.#attempts++;
            this.desync('unresolved', differences.length);
        }
    }

    #compare(): Difference[] {
        const { recorder, mirror, suspects } = this.#parts.engine;
        suspects.noteMissing(recorder, mirror);
        return compare(recorder, mirror, suspects);
    }

    #correct(changes: object): void {
        const { engine, send } = this.#parts;
        const { project, clientId: client, revision } = engine.loaded!;
        const base = revisionId(revision);
        const local = `${CALCULATED_PREFIX}${revision}-${this.#attempts}`;
        send(Command.projectChange, { project, client, revisions: [{ revision: local, base, changes }] });
    }

    /** Takes over what the server has: in place where the engine lets it, else by making the engine anew. */
    async #follow(differences: readonly Difference[]): Promise<void> {
        const { engine, isSettled, isBusy, rebuild } = this.#parts;
        this.#isWorking = true;
        this.desync('differs', differences.length);
        try {
            await engine.repair(differences).catch(rebuild);
            if (isSettled() && !isBusy() && this.#compare().length) {
                await rebuild();
                this.#isCorrected = false;
            }
        } finally {
            this.#isWorking = false;
        }
        this.schedule();
    }

    #report(): void {
        const { engine, send } = this.#parts;
        const { project, revision } = engine.loaded!;
        if (revision !== this.#reported) {
            this.#reported = revision;
            send(Command.state, { project, revision: revisionId(revision), hash: engine.mirror.hash });
        }
    }

    /** Counts a difference and tells the host. */
    desync(reason: string, records = 0): void {
        const { notifier } = this.#parts;
        notifier.set({ desyncs: notifier.state.desyncs + 1 });
        notifier.fire('wsDesync', { reason, records });
    }

    /** Stops comparing. */
    destroy(): void {
        this.#cancel?.();
        this.#cancel = null;
    }
}
