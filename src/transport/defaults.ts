/** Every number of the client's connection in one place. All are milliseconds unless the name says otherwise. */
export const DEFAULTS = {
    /** How long opening a socket, a login or a load may take. */
    connectionTimeout: 60_000,
    /** Upper bound of the first retry's random wait. */
    backoffBase: 500,
    /** Upper bound of any retry's random wait. */
    backoffMax: 30_000
} as const;

/**
 * How long to wait before retry number `attempt` (from 1): exponential, with full jitter so that clients thrown
 * out together do not come back together.
 * @param random a number in [0, 1)
 */
export function backoff(attempt: number, random: number): number {
    return random * Math.min(DEFAULTS.backoffMax, DEFAULTS.backoffBase * 2 ** (attempt - 1));
}
