import { demoAuthenticate, Hub, type HubConnection, type Storage, type Transport } from '../../src/server/core.ts';
import { DISK_FULL } from './disk.ts';
import type { Random } from './random.ts';

/** A client's end of a {@link Server}. */
export type ServerEnd = Pick<HubConnection, 'receive' | 'closed'>;

/** The real server core as a process that can be killed in the middle of a turn. */
export class Server {
    readonly #hub: Hub;
    #isAlive = true;
    /** Turns of the event loop that are still to come, in which it answers. */
    #turns = 0;

    constructor(storage: Storage, random: Random, logTail?: number) {
        const whileAlive = (run: () => void) => (): void => {
            if (this.#isAlive) {
                run();
            }
        };
        this.#hub = new Hub({
            storage,
            authenticate: demoAuthenticate,
            usersDelay: 1,
            heartbeat: 200,
            ...(logTail && { logTail }),
            onError: error => {
                if (!(error instanceof Error && error.message === DISK_FULL)) {
                    console.error(error);
                }
            },
            // Turns that last make it likely that the server dies in the middle of one.
            schedule: run => {
                this.#turns++;
                setTimeout(() => {
                    this.#turns--;
                    whileAlive(run)();
                }, random.below(4));
            },
            delay: (run, milliseconds) => {
                const timer = setTimeout(whileAlive(run), milliseconds);
                return () => clearTimeout(timer);
            }
        });
    }

    /** Takes a new client. */
    connect(transport: Transport): ServerEnd {
        const connection = this.#hub.connect(transport);
        return {
            receive: text => this.#isAlive && connection.receive(text),
            closed: () => this.#isAlive && connection.closed()
        };
    }

    /** Whether it has heard something that it has not dealt with yet. */
    get isBusy(): boolean {
        return this.#isAlive && this.#turns > 0;
    }

    /** Ends at once: what was not committed is gone, and nobody is told. */
    kill(): void {
        this.#isAlive = false;
    }
}
