import type { ConnectionEnvironment } from '../../src/transport/environment.ts';

/** An environment whose time passes only when told to. */
export class Clock implements ConnectionEnvironment {
    time = 1_000_000;
    /** What `random()` answers. */
    chance = 0.5;
    readonly #timers = new Map<object, { at: number; callback: () => void }>();
    readonly #wakers = new Set<() => void>();

    now(): number {
        return this.time;
    }

    random(): number {
        return this.chance;
    }

    schedule(callback: () => void, delay: number): () => void {
        const key = {};
        this.#timers.set(key, { at: this.time + delay, callback });
        return () => void this.#timers.delete(key);
    }

    onWake(callback: () => void): () => void {
        this.#wakers.add(callback);
        return () => void this.#wakers.delete(callback);
    }

    /** Timers that are still to run. */
    get pending(): number {
        return this.#timers.size;
    }

    /** How many want to hear of wake-ups. */
    get listeners(): number {
        return this.#wakers.size;
    }

    /** Lets time pass and runs what is due, in order. */
    advance(milliseconds: number): void {
        const end = this.time + milliseconds;
        for (;;) {
            const [next] = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
            if (!next) {
                break;
            }
            const [key, { at, callback }] = next;
            this.#timers.delete(key);
            this.time = Math.max(this.time, at);
            callback();
        }
        this.time = end;
    }

    /** Time passes while no timer runs, as in a hidden tab or a busy page; what is overdue runs at the end, once. */
    freeze(milliseconds: number): void {
        this.time += milliseconds;
        const due = [...this.#timers].filter(([, { at }]) => at <= this.time);
        for (const [key, { callback }] of due) {
            if (this.#timers.delete(key)) {
                callback();
            }
        }
    }

    /** The network or the page comes back. */
    wake(): void {
        this.#wakers.forEach(callback => callback());
    }
}
