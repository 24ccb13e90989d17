/** Seeded randomness: the same seed makes the same choices. */
export class Random {
    #state: number;

    constructor(seed: number) {
        this.#state = seed | 0;
    }

    /** A number in [0, 1) (mulberry32). */
    next(): number {
        this.#state = (this.#state + 0x6d2b79f5) | 0;
        let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    }

    /** An integer in [0, limit). */
    below(limit: number): number {
        return Math.floor(this.next() * limit);
    }

    chance(probability: number): boolean {
        return this.next() < probability;
    }

    pick<T>(items: readonly T[]): T {
        return items[this.below(items.length)]!;
    }
}
