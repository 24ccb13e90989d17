/** Milliseconds until something that should happen counts as failed. */
const PATIENCE = 120_000;

/** Now, in milliseconds that all pages of this machine agree on. */
export function now(): number {
    return performance.timeOrigin + performance.now();
}

/** Resolves after some milliseconds. */
export function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/**
 * Resolves once the condition holds.
 * @throws Error (rejects) when it does not in time
 */
export async function until(condition: () => unknown): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!condition()) {
        if (performance.now() > end) {
            throw new Error(`Waited ${PATIENCE} ms in vain until ${String(condition)}`);
        }
        await pause(2);
    }
}

/**
 * Resolves with the instant at which the bar of the event is drawn elsewhere, or wider, in this part of the page.
 * @throws Error (rejects) when that does not happen in time
 */
export async function barChanged(root: Element, event: number): Promise<number> {
    const styleOf = (): string | null | undefined =>
        root.querySelector(`.b-sch-event-wrap[data-event-id="${event}"]`)?.getAttribute('style');
    const before = styleOf();
    if (!before) {
        throw new Error(`The event ${event} has no bar to watch`);
    }
    let changedAt = 0;
    const observer = new MutationObserver(() => {
        if (styleOf() !== before) {
            observer.disconnect();
            changedAt = now();
        }
    });
    observer.observe(root, { subtree: true, childList: true, attributes: true });
    await until(() => changedAt);
    return changedAt;
}
