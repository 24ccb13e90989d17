import * as v from 'valibot';
import { Command } from './commands.ts';
import { describeIssue } from './input.ts';
import type { ParseResult } from './clientMessages.ts';
import { projectId, recordId, serverRevision, user } from './schemas.ts';

const nothing = v.optional(v.unknown());
const ofProject = v.looseObject({ project: projectId });
const optionalName = v.nullish(v.string());
const versionContent = v.looseObject({ project: projectId, versionId: recordId, content: v.unknown() });

const dataSchemas = {
    [Command.login]: v.looseObject({
        client: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
        userName: v.string(),
        userId: optionalName,
        role: optionalName,
        protocol: v.optional(v.number(), 1),
        session: optionalName,
        /** Milliseconds between heartbeats; absent or 0: none (dialect 1). */
        heartbeat: v.nullish(v.number())
    }),
    [Command.logout]: v.optional(v.looseObject({ userName: optionalName }), {}),
    [Command.join]: v.looseObject({ userName: v.string() }),
    [Command.users]: v.looseObject({ users: v.array(user) }),
    [Command.projects]: v.looseObject({
        projects: v.array(v.looseObject({ id: projectId, name: v.optional(v.string(), '') }))
    }),
    [Command.dataset]: v.looseObject({
        project: projectId,
        revision: v.optional(v.string()),
        dataset: v.looseObject({})
    }),
    [Command.projectChange]: v.looseObject({ project: projectId, revisions: v.array(serverRevision) }),
    [Command.reset]: v.looseObject({ project: projectId, userName: optionalName }),
    [Command.versionAutoSaveOK]: ofProject,
    [Command.loadVersionContent]: versionContent,
    [Command.versionContent]: versionContent,
    [Command.version]: v.looseObject({ version: v.string() }),
    [Command.update]: v.looseObject({ project: projectId, revision: v.string() }),
    [Command.revisionRejected]: v.looseObject({
        project: projectId,
        localRevision: v.string(),
        code: v.string(),
        message: v.string()
    }),
    [Command.ping]: nothing,
    [Command.pong]: nothing
} as const;

type Schemas = typeof dataSchemas;

/** `data` of a message from the server, by command. */
export type ServerData = { [C in keyof Schemas]: v.InferOutput<Schemas[C]> };

/** A refusal: the command it answers (`error` when it answers none), what happened, and in dialect 2 a code. */
export interface ServerRefusal {
    command: string;
    refusal: { code: string; message: string; fatal: boolean };
}

/** A message from a server whose shape has been checked. */
export type ServerMessage = {
    [C in keyof Schemas]: { command: C; data: ServerData[C]; refusal?: undefined };
}[keyof Schemas];

const refusalData = v.optional(
    v.looseObject({
        code: v.optional(v.string(), 'refused'),
        message: v.optional(v.string()),
        fatal: v.optional(v.boolean(), false),
        command: v.optional(v.string())
    }),
    {}
);

/** A refusal without code comes from dialect 1, whose first message text is the only sign of a wrong password. */
function readRefusal(command: string, error: unknown, input: object): ServerRefusal {
    const data = v.safeParse(refusalData, 'data' in input ? input.data : {});
    const details = data.success
        ? data.output
        : { code: 'refused', fatal: false, message: undefined, command: undefined };
    const message =
        details.message ??
        [error, 'message' in input && input.message].find(text => typeof text === 'string') ??
        'The server refused the request without a reason';
    return {
        command: details.command ?? command,
        refusal: { code: details.code, message: String(message), fatal: details.fatal }
    };
}

/**
 * Checks a message from the server; never throws. `null` means a command this version does not know, which a
 * subscriber may still understand.
 */
export function parseServerMessage(input: unknown): ParseResult<ServerMessage | ServerRefusal> | null {
    if (typeof input !== 'object' || input === null || !('command' in input) || typeof input.command !== 'string') {
        return {
            ok: false,
            failure: { code: 'bad-message', message: 'The server sent something that is not a message of the protocol' }
        };
    }
    const { command } = input;
    const error = 'error' in input ? input.error : undefined;
    if (command === Command.error || error !== undefined) {
        return { ok: true, message: readRefusal(command, error, input) };
    }
    if (!Object.hasOwn(dataSchemas, command)) {
        return null;
    }
    // The vendor's demo server puts the fields of some answers beside `command` instead of into `data`.
    const data = 'data' in input ? input.data : input;
    const parsed = v.safeParse(dataSchemas[command as keyof Schemas] as v.GenericSchema, data, { abortEarly: true });
    return parsed.success
        ? { ok: true, message: { command, data: parsed.output } as ServerMessage }
        : {
              ok: false,
              failure: {
                  code: 'bad-message',
                  command,
                  message: `The server's '${command}' could not be read: ${describeIssue(parsed.issues[0])}`
              }
          };
}
