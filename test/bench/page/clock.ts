/** Now, in milliseconds that all pages of this machine agree on. */
export function now(): number {
    return performance.timeOrigin + performance.now();
}

/** Resolves after the next frame has been drawn and everything it caused is done. */
export function nextFrame(): Promise<void> {
    return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

/** Resolves once the condition holds. */
export async function until(condition: () => unknown): Promise<void> {
    while (!condition()) {
        await new Promise(resolve => setTimeout(resolve, 2));
    }
}

/** Resolves with the instant at which the bar of the event is drawn elsewhere, or wider, in this part of the page. */
export function barChanged(root: Element, event: number): Promise<number> {
    const styleOf = (): string | null | undefined =>
        root.querySelector(`.b-sch-event-wrap[data-event-id="${event}"]`)?.getAttribute('style');
    const before = styleOf();
    if (!before) {
        throw new Error(`The event ${event} has no bar to watch`);
    }
    return new Promise(resolve => {
        const observer = new MutationObserver(() => {
            if (styleOf() !== before) {
                observer.disconnect();
                resolve(now());
            }
        });
        observer.observe(root, { subtree: true, childList: true, attributes: true });
    });
}
