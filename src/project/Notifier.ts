import type { RealtimeProject } from './RealtimeProject.ts';
import { INITIAL_STATE, type RealtimeState } from './state.ts';

/** How many raw messages the optional log keeps. */
const LOG_LENGTH = 1_000;

/** An entry of the optional message log. */
export interface LoggedMessage {
    type: 'send' | 'receive';
    command: string;
    [field: string]: unknown;
}

/** Tells the world about a project: its state, its events, its errors, and the optional log. */
export class Notifier {
    /** A snapshot of everything a user interface shows; every change fires `wsStateChange` on the project. */
    state: RealtimeState = INITIAL_STATE;
    readonly messages: LoggedMessage[] = [];
    readonly #project: RealtimeProject;

    constructor(project: RealtimeProject) {
        this.#project = project;
    }

    /** Fires an event on the project. */
    fire(event: string, parameters: object = {}): void {
        if (!this.#project.isDestroyed) {
            void this.#project.trigger(event, { ...parameters });
        }
    }

    /** Changes the state. */
    set(changes: Partial<RealtimeState>): void {
        this.state = { ...this.state, ...changes };
        this.fire('wsStateChange', { state: this.state, changes });
    }

    /** Shows a problem to the user and tells the host. */
    report(error: unknown): void {
        const { code = 'error', message = String(error) } = error as { code?: string; message?: string };
        this.set({ lastError: { code, message, at: this.#project.wsEnvironment.now() } });
        this.fire('wsError', { error });
    }

    /** Keeps a message in the log, if there is one. */
    log(type: LoggedMessage['type'], message: object): void {
        if (this.#project.wsLogMessages) {
            const command = 'command' in message ? String(message.command) : '';
            this.messages.push({ ...message, type, command });
            this.messages.splice(0, this.messages.length - LOG_LENGTH);
        }
    }
}
