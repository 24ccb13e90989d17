import * as v from 'valibot';
import { Command } from './commands.ts';
import type { ErrorCode } from './errors.ts';
import { describeIssue, hasForbiddenKey } from './input.ts';
import { MAX_NAME_LENGTH, MAX_REVISIONS } from './limits.ts';
import { localRevision, object, optionalProject, pending, recordId } from './schemas.ts';

const credential = v.nullish(v.pipe(v.string(), v.maxLength(16_384)));
const ofProject = object({ project: optionalProject });
const nothing = v.optional(v.unknown());

const dataSchemas = {
    [Command.login]: object({
        login: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_NAME_LENGTH)), ''),
        password: credential,
        token: credential,
        protocol: v.nullish(v.number()),
        session: v.nullish(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH)))
    }),
    [Command.logout]: nothing,
    [Command.projects]: nothing,
    [Command.version]: nothing,
    [Command.ping]: nothing,
    [Command.dataset]: object({ project: optionalProject, pending }),
    [Command.reset]: ofProject,
    [Command.requestVersionAutosave]: ofProject,
    [Command.update]: object({ project: optionalProject, fromRevision: v.string(), pending }),
    [Command.state]: object({
        project: optionalProject,
        revision: v.string(),
        hash: v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH))
    }),
    [Command.activity]: object({
        project: optionalProject,
        before: v.nullish(v.string()),
        limit: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))),
        userId: v.nullish(v.string())
    }),
    [Command.loadVersionContent]: object({ project: optionalProject, versionId: recordId }),
    [Command.projectChange]: object({
        project: optionalProject,
        client: v.optional(v.unknown()),
        revisions: v.pipe(v.array(localRevision), v.minLength(1), v.maxLength(MAX_REVISIONS))
    })
} as const;

type Schemas = typeof dataSchemas;

/** A message from a client whose shape has been checked. */
export type ClientMessage = { [C in keyof Schemas]: { command: C; data: v.InferOutput<Schemas[C]> } }[keyof Schemas];

/** What is wrong with a message that could not be parsed. */
export interface ParseFailure {
    code: ErrorCode;
    message: string;
    /** The command of the message, when that much could be read. */
    command?: string;
}

/** A checked message, or why there is none. */
export type ParseResult<T> = { ok: true; message: T } | { ok: false; failure: ParseFailure };

function refuse(code: ErrorCode, message: string, command?: string): ParseResult<never> {
    return { ok: false, failure: command === undefined ? { code, message } : { code, message, command } };
}

/** Parses a text frame from a client; never throws. */
export function parseClientMessage(text: string): ParseResult<ClientMessage> {
    let input: unknown;
    try {
        input = JSON.parse(text);
    } catch {
        return refuse('bad-json', 'The message is not valid JSON; send { "command": string, "data"?: object }');
    }
    if (typeof input !== 'object' || input === null || !('command' in input) || typeof input.command !== 'string') {
        return refuse('bad-message', 'A message is an object { "command": string, "data"?: object }');
    }
    const command = input.command.slice(0, MAX_NAME_LENGTH);
    if (!Object.hasOwn(dataSchemas, command)) {
        return refuse('unknown-command', `This server does not know the command '${command}'`, command);
    }
    if (hasForbiddenKey(input)) {
        return refuse('bad-message', 'The key "__proto__" is not accepted anywhere in a message; remove it', command);
    }
    const schema = dataSchemas[command as keyof Schemas] as v.GenericSchema;
    const parsed = v.safeParse(schema, ('data' in input ? input.data : undefined) ?? {}, { abortEarly: true });
    return parsed.success
        ? { ok: true, message: { command, data: parsed.output } as ClientMessage }
        : refuse('bad-message', `The command '${command}' was refused: ${describeIssue(parsed.issues[0])}`, command);
}
