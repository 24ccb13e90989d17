import { DEFAULTS } from './defaults.ts';
import type { ConnectionEnvironment } from './environment.ts';

/** Counts what fails in a row: what works in between is no proof that the next thing does, only time is. */
export class Failures {
    readonly #environment: ConnectionEnvironment;
    #count = 0;
    #last = -Infinity;

    constructor(environment: ConnectionEnvironment) {
        this.#environment = environment;
    }

    /** Something has failed; returns how many failures came before it. */
    add(): number {
        const now = this.#environment.now();
        if (now - this.#last > DEFAULTS.failureMemory) {
            this.forget();
        }
        this.#last = now;
        return this.#count++;
    }

    /** The next failure is the first one. */
    forget(): void {
        this.#count = 0;
    }
}
