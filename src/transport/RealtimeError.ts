import type { ErrorCode, ProblemParameters } from '../protocol/index.ts';
import type { ConnectionProblem } from './connectionState.ts';

/** The codes of what goes wrong on this side of the connection; those of the server are `ErrorCode`. */
export type ClientErrorCode =
    /** There is no server, or no project, to ask for something. */
    | 'no-address'
    | 'no-project'
    /** Nobody is logged in. */
    | 'not-signed-in'
    /** No socket could be opened to `address`. */
    | 'unreachable'
    /** The connection was lost, no sign of life came, or no answer. */
    | 'closed'
    | 'heartbeat'
    | 'timeout'
    /** The host could not tell with which token to log in. */
    | 'token'
    /** Another page has taken over. */
    | 'replaced'
    /** The engine cannot load the project. */
    | 'engine'
    /** The server does not keep who did what. */
    | 'no-activity'
    /** A version holds no schedule. */
    | 'bad-version'
    /** A function given to `edit()` called what must not be called there. */
    | 'nested'
    /** An edit that the engine could not schedule was taken back. */
    | 'taken-back'
    /** An edit was refused while the connection was lost, so that nobody heard why. */
    | 'refused-unheard'
    /** The host's function failed to say what to do about such an edit, which was taken back therefore. */
    | 'issue-policy'
    /** What a choice would do cannot be calculated. */
    | 'no-preview'
    /** The user may look at the project, but not change it. */
    | 'read-only';

/** A failure with a code for programs and a sentence for people. */
export class RealtimeError extends Error {
    override readonly name = 'RealtimeError';
    readonly code: ErrorCode | ClientErrorCode | (string & {});
    /** What the message is about, for saying it in other languages. */
    readonly parameters: ProblemParameters | undefined;

    /**
     * @param code of the server, of this side, or one that a server of the host's own sends
     * @param message what happened, to what, and what to do
     * @param parameters what the message is about
     */
    constructor(code: RealtimeError['code'], message: string, parameters?: ProblemParameters) {
        super(message);
        this.code = code;
        this.parameters = parameters;
    }
}

/** The error that says what a problem says. */
export function toError({ code, message, parameters }: ConnectionProblem): RealtimeError {
    return new RealtimeError(code, message, parameters);
}
