import type { Ref, RefCallback, RefObject } from 'react';

/** One ref for a component's own use of an element and the caller's. */
export function mergeRefs<T>(own: RefObject<T | null>, given: Ref<T> | undefined): RefCallback<T> {
    return element => {
        own.current = element;
        const cleanup = typeof given === 'function' ? given(element) : undefined;
        if (given && typeof given === 'object') {
            given.current = element;
        }
        return () => {
            own.current = null;
            if (typeof cleanup === 'function') {
                cleanup();
            } else if (typeof given === 'function') {
                given(null);
            } else if (given) {
                given.current = null;
            }
        };
    };
}
