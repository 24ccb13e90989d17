/**
 * Resolves after everything the page has already been given to do: events, drawing, messages that have arrived. Not a
 * timer: those of hidden pages run once a second.
 */
export function nextTask(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    return new Promise(resolve => {
        port1.onmessage = () => {
            // Both ends are named here, so that neither is collected before.
            port2.close();
            resolve();
        };
        port2.postMessage(null);
    });
}
