import { useCallback, useSyncExternalStore } from 'react';

/** Often enough that no second is skipped. */
const TICK = 200;

/** Whole seconds left until a moment (epoch milliseconds), counting down to 0; `null` without a moment. */
export function useSecondsUntil(moment: number | null): number | null {
    const subscribe = useCallback(
        (changed: () => void) => {
            if (moment === null) {
                return () => {};
            }
            const timer = setInterval(changed, TICK);
            return () => clearInterval(timer);
        },
        [moment]
    );
    const read = (): number | null => (moment === null ? null : Math.max(0, Math.ceil((moment - Date.now()) / 1000)));
    return useSyncExternalStore(subscribe, read, () => null);
}
