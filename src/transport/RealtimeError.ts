import type { ConnectionProblem } from './connectionState.ts';

/** A failure with a code for programs and a sentence for people. */
export class RealtimeError extends Error {
    override readonly name = 'RealtimeError';
    /** A code of the server's error table, or one this package documents. */
    readonly code: string;

    /**
     * @param code a code of the server's error table, or one this package documents
     * @param message what happened, to what, and what to do
     */
    constructor(code: string, message: string) {
        super(message);
        this.code = code;
    }
}

/** The error that says what a problem says. */
export function toError({ code, message }: ConnectionProblem): RealtimeError {
    return new RealtimeError(code, message);
}
