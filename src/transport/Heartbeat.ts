import type { ConnectionEnvironment } from './environment.ts';

/** What a {@link Heartbeat} does. */
export interface HeartbeatActions {
    /** Says something to the other side, which will answer. */
    beat(): void;
    /** Nothing was heard for too long. */
    dead(): void;
}

/**
 * Notices a dead connection that still looks open: browsers hide the ping frames of a WebSocket from scripts. A beat
 * that nothing answered by the time of the next one means death, so that it is noticed within two intervals, and a
 * hidden tab, whose timers come late, does not mistake its own lateness for silence.
 */
export class Heartbeat {
    readonly #environment: ConnectionEnvironment;
    readonly #actions: HeartbeatActions;
    #isAlive = true;
    #cancel = (): void => {};

    constructor(environment: ConnectionEnvironment, actions: HeartbeatActions) {
        this.#environment = environment;
        this.#actions = actions;
    }

    /** Something arrived. */
    heard(): void {
        this.#isAlive = true;
    }

    /** Beats every `interval` milliseconds until stopped; `0` means never. */
    start(interval: number): void {
        this.stop();
        this.heard();
        if (interval > 0) {
            this.#wait(interval);
        }
    }

    #wait(interval: number): void {
        this.#cancel = this.#environment.schedule(() => {
            if (this.#isAlive) {
                this.#isAlive = false;
                this.#actions.beat();
                this.#wait(interval);
            } else {
                this.#actions.dead();
            }
        }, interval);
    }

    /** Stops beating; safe to call at any time. */
    stop(): void {
        this.#cancel();
        this.#cancel = () => {};
    }
}
