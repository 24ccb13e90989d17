type Timer = unknown;
type Kind = 'timers' | 'messages';

/** How often one kind of task begins to be kept waiting, and for how long at the most, in milliseconds. */
const EVERY = 400;
const LONGEST = 300;

/**
 * Makes the page one of a machine that is short of CPU, or has just been woken: for a while its timers do not run, or the
 * messages between its parts do not arrive. Browsers promise nothing about the order of the two.
 */
export function stall(): void {
    const { setTimeout: start, clearTimeout: clear } = window;
    const heldUntil: Record<Kind, number> = { timers: 0, messages: 0 };
    const hold = (): void => {
        heldUntil[Math.random() < 0.5 ? 'timers' : 'messages'] = performance.now() + Math.random() * LONGEST;
        start(hold, Math.random() * 2 * EVERY);
    };
    /** Timers that were due while they were held, by the names their owners know. */
    const rearmed = new Map<Timer, Timer>();
    const startLate = (kind: Kind, run: () => void, delay: number): Timer => {
        const name = start(due, delay);
        function due(): void {
            const rest = heldUntil[kind] - performance.now();
            if (rest > 0) {
                rearmed.set(name, start(due, rest));
            } else {
                rearmed.delete(name);
                run();
            }
        }
        return name;
    };
    class LateChannel {
        readonly port1 = { onmessage: (_event: { data: unknown }): void => {}, close() {} };
        readonly port2 = {
            postMessage: (data: unknown): void => {
                startLate('messages', () => this.port1.onmessage({ data }), 0);
            },
            close() {}
        };
    }
    hold();
    Object.assign(window, {
        setTimeout: (run: (...rest: unknown[]) => void, delay = 0, ...rest: unknown[]) =>
            startLate('timers', () => run(...rest), delay),
        clearTimeout: (name: Timer) => clear((rearmed.get(name) ?? name) as number),
        MessageChannel: LateChannel
    });
}
