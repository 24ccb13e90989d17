import { RealtimeError } from '../transport/RealtimeError.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

interface PendingAnswer {
    promise: Promise<void>;
    resolve(): void;
    reject(error: unknown): void;
}

/** Answers of the server that somebody waits for, by the command that asked; asking twice is waiting once. */
export class PendingAnswers {
    readonly #project: RealtimeProject;
    readonly #pending = new Map<string, PendingAnswer>();

    constructor(project: RealtimeProject) {
        this.#project = project;
    }

    /** Whether somebody waits for the answer to `command`. */
    has(command: string): boolean {
        return this.#pending.has(command);
    }

    /**
     * Asks, unless the question is open already, and waits for the answer.
     * @throws RealtimeError rejects with what `ask` throws, the server's refusal, `closed`, or `timeout`
     */
    expect(command: string, ask: () => Promise<void>): Promise<void> {
        const running = this.#pending.get(command);
        if (running) {
            return running.promise;
        }
        const { wsConnectionTimeout, wsEnvironment } = this.#project;
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const message = `The server did not answer '${command}' within ${wsConnectionTimeout} ms; try again`;
        const cancel = wsEnvironment.schedule(() => reject(new RealtimeError('timeout', message)), wsConnectionTimeout);
        this.#pending.set(command, { promise, resolve, reject });
        const done = (): void => {
            cancel();
            this.#pending.delete(command);
        };
        promise.then(done, done);
        ask().catch(reject);
        return promise;
    }

    resolve(command: string): void {
        this.#pending.get(command)?.resolve();
    }

    reject(command: string, error: unknown): void {
        this.#pending.get(command)?.reject(error);
    }

    rejectAll(error: unknown): void {
        this.#pending.forEach(answer => answer.reject(error));
    }
}
