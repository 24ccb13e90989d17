/**
 * Every error code the server sends, with its default text and whether retrying can help.
 * `fatal: true` means that the same attempt cannot succeed later: a client stops reconnecting.
 * The texts of the first five are those of the vendor's demo server, which dialect 1 clients may compare.
 */
export const ERRORS = {
    'wrong-credentials': { message: 'Wrong username/password', fatal: true },
    'authentication-required': { message: 'Authentication required', fatal: false },
    'authorization-required': { message: 'Authorization required', fatal: true },
    'project-required': { message: 'Project id is required', fatal: false },
    'subscription-required': { message: 'Subscription to project is required. Load project first', fatal: false },
    'unknown-version': { message: 'This version does not exist, or not any more; choose another one', fatal: false },
    'too-many-versions': {
        message: 'The project has as many saved versions as it may have; remove one first',
        fatal: false
    },
    'unknown-command': { message: 'This server does not know the command', fatal: false },
    'bad-json': { message: 'The message is not valid JSON; send { "command": string, "data"?: object }', fatal: false },
    'bad-message': { message: 'The message does not have the shape its command asks for', fatal: false },
    'bad-revision': { message: 'The revision cannot be applied', fatal: false },
    'record-removed': { message: 'Somebody has removed what the revision changes', fatal: false },
    'record-missing': { message: 'What the revision changes does not exist; load the project afresh', fatal: false },
    storm: {
        message:
            'Calculated values were overwritten back and forth too often; they are accepted again once somebody edits ' +
            'the project. Load it afresh',
        fatal: false
    },
    'too-large': { message: 'The message is larger than this server accepts', fatal: false },
    unavailable: {
        message:
            'The server cannot save anything at the moment, and nothing was changed; edits are kept and sent again, try ' +
            'anything else again later',
        fatal: false
    },
    'server-error': {
        message: 'The server failed to carry out the command; nothing was changed, try again',
        fatal: false
    }
} as const satisfies Record<string, { message: string; fatal: boolean }>;

/** A code from the table {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** What an error is about, by code, for saying it in other languages; see the table in PROTOCOL.md. */
export type ProblemParameters = Readonly<Record<string, string | number>>;

/** `data` of an error message in dialect 2. */
export interface ErrorInfo {
    /** The code; codes of newer servers may be unknown to this version. */
    code: ErrorCode | (string & {});
    /** What happened, to what, and what to do, in English. */
    message: string;
    /** What the message is about. */
    parameters?: ProblemParameters | undefined;
    /** `true` when retrying the same attempt cannot help. */
    fatal?: boolean;
    /** The command that was refused. */
    command?: string;
}
