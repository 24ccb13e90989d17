import { Command, type LocalRevision, type ProjectId } from '../protocol/index.ts';
import { Outbox } from '../sync/Outbox.ts';
import type { EngineBridge } from './EngineBridge.ts';
import type { Notifier } from './Notifier.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import { INITIAL_STATE } from './state.ts';

/** What {@link Outgoing} works with. */
export interface OutgoingParts {
    project: RealtimeProject;
    engine: EngineBridge;
    notifier: Notifier;
    /** Sends a message; `false` when there is no open socket. */
    send: (command: string, data: unknown) => boolean;
    /** Whether revisions may go out now; `force`: even while auto-sync is off. */
    mayGo: (force: boolean) => boolean;
}

/** The way out: one outbox per project, emptied towards the server whenever revisions may go. */
export class Outgoing {
    readonly #parts: OutgoingParts;
    readonly #outboxes = new Map<string, Outbox>();
    #updatePending = false;

    constructor(parts: OutgoingParts) {
        this.#parts = parts;
    }

    /** The outbox of a project; projects of the same id on two servers have two. */
    outbox(project: ProjectId, address = this.#parts.project.wsAddress): Outbox {
        const key = JSON.stringify([address, String(project)]);
        let outbox = this.#outboxes.get(key);
        if (!outbox) {
            outbox = new Outbox(() => this.#updateState());
            this.#outboxes.set(key, outbox);
        }
        return outbox;
    }

    /** The outbox of what the engine holds. */
    #loadedOutbox(): Outbox | null {
        const { loaded } = this.#parts.engine;
        return loaded && this.outbox(loaded.project, loaded.address);
    }

    /**
     * Brings the shown queue up to date. Sending follows adding at once; showing the state between the two would
     * only make badges flicker.
     */
    #updateState(): void {
        if (!this.#updatePending) {
            this.#updatePending = true;
            queueMicrotask(() => {
                this.#updatePending = false;
                const { project, notifier } = this.#parts;
                const { length, waiting } = this.#loadedOutbox() ?? INITIAL_STATE.queue;
                const { queue } = notifier.state;
                if (!project.isDestroyed && (length !== queue.length || waiting !== queue.waiting)) {
                    notifier.set({ queue: { length, waiting } });
                }
            });
        }
    }

    /** Once nothing is pending: tells the server what became of calculated values it was told before. */
    correct(): void {
        const { engine, send } = this.#parts;
        const correction = this.#loadedOutbox()?.length === 0 && engine.takeCorrection();
        if (correction) {
            const { project, clientId: client } = engine.loaded!;
            send(Command.projectChange, { project, client, revisions: [correction] });
        }
    }

    /** Keeps what the engine recorded and sends it if it may go. */
    add(revisions: readonly LocalRevision[]): void {
        const outbox = this.#loadedOutbox();
        if (outbox) {
            revisions.forEach(revision => outbox.add(revision));
            if (!this.flush()) {
                this.#parts.notifier.fire('revisionQueued', { length: outbox.waiting });
            }
        }
    }

    /**
     * Sends everything that waits, in order.
     * @param force even while auto-sync is off
     * @returns `false` when it may not go now, and stays
     */
    flush(force = false): boolean {
        const { engine, project, notifier, send, mayGo } = this.#parts;
        const { loaded } = engine;
        if (!loaded || !engine.holds(project.wsProjectId, project.wsAddress) || !mayGo(force)) {
            return false;
        }
        const outbox = this.outbox(loaded.project);
        const revisions = outbox.unsent();
        if (revisions.length) {
            if (!send(Command.projectChange, { project: loaded.project, client: loaded.clientId, revisions })) {
                return false;
            }
            outbox.markSent();
            notifier.fire('wsSendChanges');
        }
        return true;
    }

    /** Another project was loaded: its queue is shown from now on. */
    loaded(): void {
        this.#updateState();
    }

    /** The socket is gone: whatever is unconfirmed has to be sent again. */
    disconnected(): void {
        this.#outboxes.forEach(outbox => outbox.markUnsent());
    }
}
