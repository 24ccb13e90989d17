import type { ProjectModel } from '@bryntum/schedulerpro';
import { listen } from './engine.ts';

/** A promise's own `resolve`, which only `new Promise(resolve => setTimeout(resolve, 0))` hands to a timer. */
function isPromiseResolver(callback: () => void): boolean {
    return callback.name === '' && String(callback).includes('[native code]');
}

/** How many microtasks after its event the engine sets the timer of a pause, at the most. */
const MICROTASKS = 10;

/** Pauses to skip, of all projects in the page: several may be calculating at once. */
const expected = new Set<symbol>();
/** Puts back the timers of the page, unless somebody has replaced them meanwhile. */
let restore = (): void => {};
let substitute: typeof setTimeout | null = null;

function replaceTimers(): void {
    const original = globalThis.setTimeout;
    const replacement = ((callback: () => void, delay?: number, ...rest: unknown[]) => {
        if (expected.size && delay === 0 && !rest.length && isPromiseResolver(callback)) {
            const [first] = expected;
            settle(first!);
            queueMicrotask(callback);
            return 0;
        }
        return original(callback, delay, ...rest);
    }) as unknown as typeof setTimeout;
    restore = () => {
        if (globalThis.setTimeout === replacement) {
            globalThis.setTimeout = original;
        }
    };
    globalThis.setTimeout = replacement;
    substitute = replacement;
}

function settle(pause: symbol): void {
    expected.delete(pause);
    if (!expected.size) {
        restore();
    }
}

/** Lets the timer that is set before anything else can run, if it is a mere pause, run out at once. */
export function skipNextPause(): void {
    const pause = Symbol();
    if (globalThis.setTimeout !== substitute) {
        replaceTimers();
    }
    expected.add(pause);
    void (async () => {
        for (let microtask = 0; microtask < MICROTASKS; microtask++) {
            await Promise.resolve();
        }
        settle(pause);
    })();
}

/**
 * Keeps other code out of the engine's commits.
 *
 * In every commit, between calculating and writing back, and now and then in a long calculation, the engine waits for
 * a timer of 0 ms. Whatever queued up meanwhile runs there: an edit by a host's code at that moment is neither part of
 * what is calculated nor recorded as an edit, and while somebody's revisions are applied it stays on this client
 * alone. No setting of the engine takes these pauses away, but `finalizeCommit` and `progress` fire in the same
 * synchronous code just before them. Without the pauses a whole commit runs in microtasks: to events, timers
 * and messages it is one instant. So is loading again what people are editing; the first load, before there is anything
 * to edit, keeps its pauses and its progress bar.
 * @param isEdited whether there is anything to edit already
 * @returns stops doing so
 */
export function skipCommitPauses(project: ProjectModel, isEdited: () => boolean): () => void {
    const skipUnlessFirst = (): void => {
        if (isEdited()) {
            skipNextPause();
        }
    };
    return listen(project, {
        finalizeCommit: skipNextPause,
        progress: skipUnlessFirst,
        delayCalculationStart: skipUnlessFirst
    });
}
