/** Resolves after so many microtasks. */
export async function microtasks(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
        // oxlint-disable-next-line no-await-in-loop -- that is the point
        await Promise.resolve();
    }
}
