/** What is random or timed in a connection, so that tests and simulations control it. */
export interface ConnectionEnvironment {
    /** Epoch milliseconds. */
    now(): number;
    /** A number in [0, 1). */
    random(): number;
    /** Runs `callback` after `delay` milliseconds; returns the cancellation. */
    schedule(callback: () => void, delay: number): () => void;
    /** Calls back when the network or the page comes back; returns the unsubscription. */
    onWake(callback: () => void): () => void;
}

function onWake(callback: () => void): () => void {
    if (typeof window === 'undefined') {
        return () => {};
    }
    const onVisible = (): void => {
        if (document.visibilityState === 'visible') {
            callback();
        }
    };
    window.addEventListener('online', callback);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
        window.removeEventListener('online', callback);
        document.removeEventListener('visibilitychange', onVisible);
    };
}

/** The real clock, randomness and browser events. */
export const BROWSER_ENVIRONMENT: ConnectionEnvironment = {
    now: () => Date.now(),
    random: () => Math.random(),
    schedule(callback, delay) {
        const timer = setTimeout(callback, delay);
        return () => clearTimeout(timer);
    },
    onWake
};
