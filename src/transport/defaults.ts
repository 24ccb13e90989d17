/** Every number of the client's connection in one place. All are milliseconds unless the name says otherwise. */
export const DEFAULTS = {
    /** How long opening a socket, a login or a load may take. */
    connectionTimeout: 60_000,
    /** How long opening the socket may take at the first try to reconnect; twice as long at each further one. */
    firstPatience: 5_000,
    /** From when on somebody who asks for another try gets one although the last one has not ended. */
    hanging: 1_000,
    /** Upper bound of the first retry's random wait. */
    backoffBase: 500,
    /** Upper bound of any retry's random wait. */
    backoffMax: 30_000,
    /** How long after a failure of the server the next one counts as another in a row; longer than any retry's wait. */
    failureMemory: 60_000
} as const;

/**
 * How long to wait before retry number `attempt` (from 1): exponential, with full jitter so that clients thrown
 * out together do not come back together.
 * @param random a number in [0, 1)
 */
export function backoff(attempt: number, random: number): number {
    return random * Math.min(DEFAULTS.backoffMax, DEFAULTS.backoffBase * 2 ** (attempt - 1));
}

/**
 * How long opening a socket may take at attempt number `attempt`, at most `timeout`. Tries to reconnect (from 1) begin
 * with little: on a line that has gone dead an opening socket hangs, also when the line is back long since.
 */
export function patience(attempt: number, timeout: number): number {
    return attempt === 0 ? timeout : Math.min(timeout, DEFAULTS.firstPatience * 2 ** (attempt - 1));
}
