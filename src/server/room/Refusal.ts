import { ERRORS, type ErrorCode, type ProblemParameters } from '../../protocol/index.ts';

/** Why a revision or a command is refused; its message may be shown to the user. */
export class Refusal extends Error {
    readonly code: ErrorCode;
    /** Whether trying the same again cannot help. */
    readonly fatal: boolean;

    /** What the message is about. */
    readonly parameters: ProblemParameters | undefined;

    /** @param message default: the text of the code */
    constructor(
        code: ErrorCode,
        message: string = ERRORS[code].message,
        fatal: boolean = ERRORS[code].fatal,
        parameters?: ProblemParameters
    ) {
        super(message);
        this.name = 'Refusal';
        this.code = code;
        this.fatal = fatal;
        this.parameters = parameters;
    }
}
