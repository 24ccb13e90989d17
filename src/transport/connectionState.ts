import type { ProblemParameters } from '../protocol/index.ts';

/** Why a connection cannot go on by itself. */
export interface ConnectionProblem {
    /** An `ErrorCode` of the server, or a `ClientErrorCode`. */
    code: string;
    /** What happened and what to do, in English. */
    message: string;
    /** What the message is about, for saying it in other languages. */
    parameters?: ProblemParameters | undefined;
}

/** Where a connection stands. Each variant carries exactly the data that makes sense in it. */
export type ConnectionState =
    /** Nothing is open and nothing will be tried. */
    | { readonly status: 'idle' }
    /** A socket is being opened. */
    | { readonly status: 'connecting'; readonly attempt: number }
    /** The socket is open, the login was sent. */
    | { readonly status: 'authenticating' }
    /** Logged in; the project's data (or what was missed of it) is on its way. */
    | { readonly status: 'loading' }
    /** Edits flow in both directions. */
    | { readonly status: 'live' }
    /** Connected and receiving, while own edits are held back because auto-sync is switched off. */
    | { readonly status: 'suspended' }
    /** The connection was lost; `nextTryAt` (epoch milliseconds) says when attempt number `attempt` starts. */
    | {
          readonly status: 'reconnecting';
          readonly attempt: number;
          readonly nextTryAt: number;
          readonly reason: ConnectionProblem;
      }
    /** The socket is open, but nobody is logged in: `reason` is `null` when nobody has tried yet. */
    | { readonly status: 'needs-auth'; readonly reason: ConnectionProblem | null }
    /** Given up: retrying cannot help until somebody changes something. */
    | { readonly status: 'failed'; readonly reason: ConnectionProblem };

/** The tag of a {@link ConnectionState}. */
export type ConnectionStatus = ConnectionState['status'];

/** Whether the server is connected and the project's data is up to date. */
export function isConnected({ status }: ConnectionState): boolean {
    return status === 'live' || status === 'suspended';
}

/** Whether a connection is being made. */
export function isConnecting({ status }: ConnectionState): boolean {
    return status === 'connecting' || status === 'authenticating' || status === 'loading';
}

/** What keeps a connection from going on, `null` when nothing does. */
export function problemOf(connection: ConnectionState): ConnectionProblem | null {
    return 'reason' in connection ? connection.reason : null;
}

/** The state of a connection nobody has opened. */
export const IDLE: ConnectionState = { status: 'idle' };

/** Where every state with an open socket may go. */
const SOCKET_OPEN: readonly ConnectionStatus[] = ['authenticating', 'needs-auth', 'reconnecting', 'failed', 'idle'];

/** Where each state may go. A transition that is not listed is a bug and throws. */
const TRANSITIONS: Record<ConnectionStatus, readonly ConnectionStatus[]> = {
    idle: ['connecting'],
    connecting: SOCKET_OPEN,
    'needs-auth': ['authenticating', 'connecting', 'reconnecting', 'failed', 'idle'],
    authenticating: ['loading', ...SOCKET_OPEN],
    loading: ['live', 'suspended', ...SOCKET_OPEN],
    live: ['suspended', 'loading', ...SOCKET_OPEN],
    suspended: ['live', 'loading', ...SOCKET_OPEN],
    reconnecting: ['connecting', 'reconnecting', 'failed', 'idle'],
    failed: ['connecting', 'loading', 'idle']
};

/**
 * Goes from one state to the next.
 * @throws Error when the table does not allow the step
 */
export function transition(from: ConnectionState, to: ConnectionState): ConnectionState {
    if (!TRANSITIONS[from.status].includes(to.status)) {
        throw new Error(`A connection cannot go from '${from.status}' to '${to.status}'`);
    }
    return to;
}
