import { DEFAULTS } from './defaults.ts';
import type { ConnectionEnvironment } from './environment.ts';

/** What a {@link Heartbeat} does. */
export interface HeartbeatActions {
    /** Says something to the other side, which will answer. */
    beat(): void;
    /** Nothing was heard for too long. */
    dead(): void;
}

/** Notices a dead connection that still looks open: browsers hide the ping frames of a WebSocket from scripts. */
export class Heartbeat {
    readonly #environment: ConnectionEnvironment;
    readonly #actions: HeartbeatActions;
    #lastHeard = 0;
    #cancel = (): void => {};

    constructor(environment: ConnectionEnvironment, actions: HeartbeatActions) {
        this.#environment = environment;
        this.#actions = actions;
    }

    /** Something arrived. */
    heard(): void {
        this.#lastHeard = this.#environment.now();
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
            if (this.#environment.now() - this.#lastHeard >= DEFAULTS.silentHeartbeats * interval) {
                this.#actions.dead();
            } else {
                this.#actions.beat();
                this.#wait(interval);
            }
        }, interval);
    }

    /** Stops beating; safe to call at any time. */
    stop(): void {
        this.#cancel();
        this.#cancel = () => {};
    }
}
