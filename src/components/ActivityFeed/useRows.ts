import { useCallback, useLayoutEffect, useMemo, useReducer, useRef, useState, type RefObject } from 'react';

/** Rows that are rendered above and below those one sees, so that there is something when one scrolls. */
const OVERSCAN = 6;

/** Pixels from the top up to which a list counts as not scrolled. */
const TOP = 8;

/** A row that is rendered. */
export interface Row {
    index: number;
    /** Pixels from the beginning of the list. */
    top: number;
}

/** What {@link useRows} returns. */
export interface Rows {
    /** Goes to the element that scrolls. */
    scroller: RefObject<HTMLDivElement | null>;
    /** The rows to render, in order. */
    rendered: readonly Row[];
    /** Index of the first row one sees. */
    first: number;
    /** Height of the whole list in pixels. */
    height: number;
    isAtTop: boolean;
    /** Takes note of a row's element, or that it is gone. */
    register: (key: string, element: HTMLElement | null) => void;
    element: (key: string) => HTMLElement | undefined;
    /** Scrolls as little as is needed to see a row. */
    reveal: (key: string) => void;
}

/** The last index at which the sums are not larger than a value. */
function indexAt(tops: Float64Array, value: number): number {
    let [low, high] = [0, tops.length - 1];
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tops[middle]! <= value) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/**
 * A long list of which only the rows one sees are rendered. Rows are as high as they like; what one reads stays where
 * it is when rows above it come or turn out higher than thought.
 * @param keys one for each row, its identity over changes of the list
 * @param estimate height of a row that was never seen, in pixels
 * @param pinned key of a row that is rendered even if one does not see it, because it has the focus
 */
export function useRows(keys: readonly string[], estimate: number, pinned: string | null): Rows {
    const scroller = useRef<HTMLDivElement>(null);
    const heights = useRef(new Map<string, number>());
    const elements = useRef(new Map<string, HTMLElement>());
    /** The first row one sees, and where it stood when one last looked. */
    const anchor = useRef<{ key: string | undefined; top: number }>({ key: undefined, top: 0 });
    /** Key of a row that is to be seen, until the rows around it are measured. */
    const revealed = useRef<string | null>(null);
    const [version, remeasured] = useReducer((count: number) => count + 1, 0);
    const [[first, last], setRange] = useState<readonly [number, number]>([0, 0]);
    const [isAtTop, setAtTop] = useState(true);

    const sizes = useMemo(() => Float64Array.from(keys, key => heights.current.get(key) ?? estimate), [keys, estimate]);
    const tops = useMemo(() => {
        const sums = new Float64Array(sizes.length + 1);
        for (let index = 0; index < sizes.length; index++) {
            sums[index + 1] = sums[index]! + sizes[index]!;
        }
        return sums;
        // oxlint-disable-next-line react/exhaustive-deps -- `version` says that something else stands in `sizes`
    }, [sizes, version]);

    const look = useCallback((): void => {
        const { scrollTop, clientHeight } = scroller.current!;
        const begin = indexAt(tops, scrollTop);
        const end = indexAt(tops, scrollTop + clientHeight);
        anchor.current = { key: keys[begin], top: tops[begin]! };
        setAtTop(scrollTop < TOP);
        setRange(range => (range[0] === begin && range[1] === end ? range : [begin, end]));
    }, [keys, tops]);

    const showRevealed = useCallback((): boolean => {
        const element = scroller.current!;
        const index = revealed.current === null ? -1 : keys.indexOf(revealed.current);
        if (index >= 0) {
            const least = tops[index + 1]! - element.clientHeight;
            element.scrollTop = Math.min(Math.max(element.scrollTop, least), tops[index]!);
        }
        return index >= 0;
    }, [keys, tops]);

    useLayoutEffect(() => {
        const element = scroller.current!;
        const { key, top } = anchor.current;
        const index = showRevealed() || element.scrollTop < TOP || key === undefined ? -1 : keys.indexOf(key);
        if (index >= 0 && tops[index] !== top) {
            // By how much and not to where: the user may have scrolled since.
            element.scrollTop += tops[index]! - top;
        }
        look();
        const observer = new ResizeObserver(() => {
            remeasured();
            look();
        });
        element.addEventListener('scroll', look, { passive: true });
        observer.observe(element);
        return () => {
            element.removeEventListener('scroll', look);
            observer.disconnect();
        };
    }, [keys, tops, look, showRevealed]);

    const register = useCallback((key: string, element: HTMLElement | null): void => {
        if (element) {
            elements.current.set(key, element);
        } else {
            elements.current.delete(key);
        }
    }, []);

    const indices = new Set([pinned === null ? -1 : keys.indexOf(pinned)]);
    for (let index = first - OVERSCAN; index <= last + OVERSCAN; index++) {
        indices.add(index);
    }
    const rendered = [...indices]
        .filter(index => index >= 0 && index < keys.length)
        .sort((a, b) => a - b)
        .map(index => ({ index, top: tops[index]! }));

    // oxlint-disable-next-line react/exhaustive-deps -- anything may make a row higher; it ends when none has changed
    useLayoutEffect(() => {
        let isChanged = false;
        for (const { index } of rendered) {
            const key = keys[index]!;
            const { height } = elements.current.get(key)!.getBoundingClientRect();
            isChanged ||= sizes[index] !== height;
            sizes[index] = height;
            heights.current.set(key, height);
        }
        if (isChanged) {
            remeasured();
        } else {
            revealed.current = null;
        }
    });

    return {
        scroller,
        rendered,
        first,
        height: tops[keys.length]!,
        isAtTop,
        register,
        element: key => elements.current.get(key),
        reveal(key) {
            revealed.current = key;
            showRevealed();
            look();
        }
    };
}
