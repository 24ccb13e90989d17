import { useCallback, useSyncExternalStore } from 'react';

/** Often enough that no second is skipped. */
const TICK = 200;

/** Something that depends on a moment and on the time; the component renders again only when it changes. */
export function useTicking<T>(moment: number | null, read: (moment: number) => T): T | null {
    const subscribe = useCallback(
        (changed: () => void) => {
            const timer = moment === null ? undefined : setInterval(changed, TICK);
            return () => clearInterval(timer);
        },
        [moment]
    );
    return useSyncExternalStore(
        subscribe,
        () => (moment === null ? null : read(moment)),
        () => null
    );
}

/** Whole seconds left until a moment (epoch milliseconds), counting down to 0; `null` without a moment. */
export function useSecondsUntil(moment: number | null): number | null {
    return useTicking(moment, until => Math.max(0, Math.ceil((until - Date.now()) / 1000)));
}

/** Whole seconds since a moment (epoch milliseconds), counting up; `null` without a moment. */
export function useSecondsSince(moment: number | null): number | null {
    return useTicking(moment, since => Math.max(0, Math.floor((Date.now() - since) / 1000)));
}
