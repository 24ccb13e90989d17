import { Command, type ServerMessage } from '../protocol/index.ts';
import type { EditSummary } from '../sync/summary.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import { INITIAL_STATE, type RealtimeProblem, type RealtimeState } from './state.ts';

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
            this.shield(() => void this.#project.trigger(event, { ...parameters }));
        }
    }

    /** Runs code of the host; what it throws becomes an uncaught error of the page and stops nothing here. */
    shield(hostCode: () => void): void {
        try {
            hostCode();
        } catch (error) {
            reportError(error);
        }
    }

    /** Changes the state. */
    set(changes: Partial<RealtimeState>): void {
        this.state = { ...this.state, ...changes };
        this.fire('wsStateChange', { state: this.state, changes });
    }

    #problem(error: unknown): RealtimeProblem {
        const { code = 'error', message = String(error), parameters } = error as Partial<RealtimeProblem>;
        return { code, message, parameters, at: this.#project.wsEnvironment.now() };
    }

    /** Shows a problem to the user and tells the host. */
    report(error: unknown): void {
        this.set({ lastError: this.#problem(error) });
        this.fire('wsError', { error });
    }

    /** Shows which own edit did not survive, and why. */
    reject(id: string, summary: EditSummary, error: unknown): void {
        const rejection = { ...summary, id, ...this.#problem(error) };
        this.set({ rejections: [...this.state.rejections, rejection] });
        this.fire('wsReject', { rejection });
        this.report(error);
    }

    /** Tells what a message of the server says; those that change the project are for others. */
    tell({ command, data }: ServerMessage): void {
        const isWanted = 'project' in data && String(data.project) === String(this.#project.wsProjectId);
        if (command === Command.users) {
            this.set({ users: data.users });
        } else if (command === Command.projects) {
            this.set({ projects: data.projects });
        } else if (command === Command.activity) {
            this.fire('wsActivity', { page: data });
        } else if (command === Command.versionAutoSaveOK && isWanted) {
            this.fire('wsVersionAutoSaveOK');
        } else if ((command === Command.versionContent || command === Command.loadVersionContent) && isWanted) {
            this.fire('loadVersionContent', data);
        }
    }

    /** Keeps a message in the log, if there is one. */
    log(type: LoggedMessage['type'], message: unknown): void {
        if (this.#project.wsLogMessages) {
            const fields = typeof message === 'object' && message !== null ? message : { data: message };
            const command = 'command' in fields ? String(fields.command) : '';
            this.messages.push({ ...fields, type, command });
            this.messages.splice(0, this.messages.length - LOG_LENGTH);
        }
    }
}
