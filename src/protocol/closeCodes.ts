// WebSocket close codes this package's server uses, besides 1001 (shutting down) and 1009 (frame too large).
// Constants and not an object: a bundle of the client keeps only those it reads.

/** The server shuts down; reconnect with backoff. */
export const goingAway = 1001;

/** Origin not allowed. */
export const policyViolation = 1008;

/** A frame exceeded the size limit. */
export const tooLarge = 1009;

/** Nothing can be saved at the moment; reconnect with backoff, and send again what was sent. */
export const tryAgainLater = 1013;

/** Nothing was heard from the client for two heartbeat intervals. */
export const heartbeatTimeout = 4000;

/** The client did not log in in time. */
export const loginTimeout = 4001;

/** The client reads more slowly than its project changes; it may reconnect and load afresh. */
export const slowReader = 4002;

/** Too many malformed messages in a row, or too many messages before a login was decided. */
export const tooManyErrors = 4003;

/** The client logged out. */
export const loggedOut = 4004;

/** The same client (same session) has connected again; or another page has taken over what this one had not saved;
 * this older connection must not come back. */
export const replaced = 4005;
