import type { AssignedId, Dataset, ProjectId, RecordId, ServerRevision } from './changes.ts';
import type { ParseResult } from './clientMessages.ts';
import { Command } from './commands.ts';
import type { ErrorInfo, ProblemParameters } from './errors.ts';
import type { ActivityEntry } from './activity.ts';
import { toUsers, type Person, type User } from './users.ts';

type OfProject<T = object> = T & { project: ProjectId };

/** What became of the local revisions that were asked about under `pending`, group by group. */
interface Settled {
    /** Those that the server has accepted: what is loaded contains them. */
    accepted?: string[][] | null;
    /** The real ids of the records these have added, as far as the server still knows them. */
    ids?: AssignedId[][] | null;
}

type VersionContent = OfProject<{ versionId: RecordId; content: unknown }>;

/** `data` of a message from the server, by command. */
export interface ServerData {
    [Command.login]: {
        /** The id under which the server knows this client's revisions. */
        client: string;
        userName: string;
        userId?: string | null;
        role?: string | null;
        /** The dialect both ends speak from now on. */
        protocol: number;
        /** Secret for getting the same `client` again after a reconnect. */
        session?: string | null;
        /** Milliseconds between heartbeats; absent or 0: none (dialect 1). */
        heartbeat?: number | null;
    };
    [Command.logout]: { userName?: string | null };
    [Command.join]: { userName: string };
    [Command.users]: { users: User[] };
    [Command.projects]: { projects: { id: ProjectId; name: string }[] };
    [Command.dataset]: OfProject<{ revision?: string | null; dataset: Dataset } & Settled>;
    [Command.projectChange]: OfProject<{ revisions: ServerRevision[] }>;
    [Command.activity]: OfProject<{
        /** The question. */
        before?: string | null;
        userId?: string | null;
        /** The newest first. */
        entries: ActivityEntry[];
        isEnd?: boolean;
        /** Everybody who has entries; with the newest entries only. */
        authors?: Person[] | null;
    }>;
    [Command.reset]: OfProject<{ userName?: string | null }>;
    [Command.versionAutoSaveOK]: OfProject;
    [Command.loadVersionContent]: VersionContent;
    [Command.versionContent]: VersionContent;
    [Command.version]: { version: string };
    [Command.update]: OfProject<{ revision: string } & Settled>;
    [Command.revisionRejected]: OfProject<{ localRevision: string } & ErrorInfo>;
    /** The project is to be loaded afresh: `state` (the hashes differ) or `storm`. */
    [Command.resync]: OfProject<{ reason: string }>;
    [Command.ping]: object;
    [Command.pong]: object;
}

/** A refusal: the command it answers (`error` when it answers none), what happened, and in dialect 2 a code. */
export interface ServerRefusal {
    command: string;
    /** What the refused command was about; only dialect 2 says so. */
    project?: ProjectId;
    refusal: { code: string; message: string; fatal: boolean };
}

/** A message from a server whose shape has been checked. */
export type ServerMessage = {
    [C in keyof ServerData]: { command: C; data: ServerData[C]; refusal?: undefined };
}[keyof ServerData];

const CHECKS = {
    text: (value: unknown) => typeof value === 'string',
    number: (value: unknown) => typeof value === 'number',
    id: (value: unknown) => typeof value === 'string' || typeof value === 'number',
    list: (value: unknown) => Array.isArray(value),
    record: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
};

type Kind = keyof typeof CHECKS;

/** Field names with what must stand there; a `?` lets the field be absent or null. */
type Shape = Record<string, Kind | `${Kind}?`>;

const SETTLED: Shape = { accepted: 'list?', ids: 'list?' };
const ASSIGNED: Shape = { store: 'text', phantom: 'id', id: 'id' };
const CONTENT: Shape = { project: 'id', versionId: 'id' };
const ENTRY: Shape = { revision: 'text', userId: 'text', at: 'number', cause: 'record', effect: 'record?' };
const PART: Shape = { counts: 'record', records: 'list' };
const LOGGED: Shape = { store: 'text', kind: 'text', id: 'id', name: 'text', before: 'record?', after: 'record?' };
const REVISION: Shape = {
    revision: 'text',
    localRevision: 'text',
    client: 'id',
    changes: 'record',
    userId: 'text?',
    userName: 'text?',
    at: 'number?'
};

// A table instead of the server's schemas: a validation library would cost each page a tenth of the whole client.
const SHAPES: Record<keyof ServerData, Shape> = {
    [Command.login]: {
        client: 'id',
        userName: 'text',
        userId: 'text?',
        role: 'text?',
        protocol: 'number?',
        session: 'text?',
        heartbeat: 'number?'
    },
    [Command.logout]: { userName: 'text?' },
    [Command.join]: { userName: 'text' },
    [Command.users]: { users: 'list' },
    [Command.projects]: { projects: 'list' },
    [Command.dataset]: { project: 'id', revision: 'text?', dataset: 'record', ...SETTLED },
    [Command.projectChange]: { project: 'id', revisions: 'list' },
    [Command.activity]: { project: 'id', before: 'text?', userId: 'text?', entries: 'list', authors: 'list?' },
    [Command.reset]: { project: 'id', userName: 'text?' },
    [Command.versionAutoSaveOK]: { project: 'id' },
    [Command.loadVersionContent]: CONTENT,
    [Command.versionContent]: CONTENT,
    [Command.version]: { version: 'text' },
    [Command.update]: { project: 'id', revision: 'text', ...SETTLED },
    [Command.revisionRejected]: {
        project: 'id',
        localRevision: 'text',
        code: 'text',
        message: 'text',
        parameters: 'record?'
    },
    [Command.resync]: { project: 'id', reason: 'text' },
    [Command.ping]: {},
    [Command.pong]: {}
};

/** The first field that is not what it must be. */
function findMismatch(shape: Shape, value: unknown): string | undefined {
    if (!CHECKS.record(value)) {
        return 'data';
    }
    const fields = value as Record<string, unknown>;
    return Object.keys(shape).find(field => {
        const [kind, isOptional] = shape[field]!.split(/(?=\?)/) as [Kind, '?'?];
        return !(isOptional && fields[field] == null) && !CHECKS[kind](fields[field]);
    });
}

/** The name of a list of lists, when something in it is wrong. */
function findInGroups(data: any, field: keyof Settled, isWrong: (item: unknown) => boolean): string | undefined {
    return data[field]?.some((group: unknown) => !Array.isArray(group) || group.some(isWrong)) ? field : undefined;
}

function findInPart(part: any): string | undefined {
    return (
        findMismatch(PART, part) ?? part.records.map((record: unknown) => findMismatch(LOGGED, record)).find(Boolean)
    );
}

/** Brings what both dialects send into one form; names the field that cannot be. */
function normalize(command: string, data: any): string | undefined {
    switch (command) {
        case Command.login:
            data.client = String(data.client);
            data.protocol ??= 1;
            break;
        case Command.users:
            data.users = toUsers(data.users);
            break;
        case Command.dataset:
        case Command.update:
            return (
                findInGroups(data, 'accepted', id => !CHECKS.text(id)) ??
                findInGroups(data, 'ids', id => findMismatch(ASSIGNED, id) !== undefined)
            );
        case Command.activity:
            data.authors &&= toUsers(data.authors);
            return data.entries
                .map(
                    (entry: any) =>
                        findMismatch(ENTRY, entry) ??
                        findInPart(entry.cause) ??
                        (entry.effect && findInPart(entry.effect))
                )
                .find(Boolean);
        case Command.projects:
            return data.projects.map((project: unknown) => findMismatch({ id: 'id' }, project)).find(Boolean);
        case Command.projectChange:
            for (const revision of data.revisions) {
                const mismatch = findMismatch(REVISION, revision);
                if (mismatch) {
                    return `revisions.${mismatch}`;
                }
            }
            // Copies, for the same reason.
            data.revisions = data.revisions.map((revision: object & { client: unknown }) => ({
                ...revision,
                client: String(revision.client)
            }));
    }
    return undefined;
}

/** The code of a refusal that came without one. */
const NO_CODE = 'refused';

/** Whether the same attempt may succeed later. Who says nothing but no, in dialect 1, may mean it. */
export function isPassing({ code, fatal }: ServerRefusal['refusal']): boolean {
    return !fatal && code !== NO_CODE;
}

/** A refusal without code comes from dialect 1. */
function readRefusal(command: string, input: object): ServerRefusal {
    const { error, message: plain, data } = input as Record<string, unknown>;
    const details = (data ?? {}) as Record<string, unknown>;
    const text = (...values: unknown[]): string => values.find(CHECKS.text) as string;
    return {
        command: text(details.command, command),
        ...(CHECKS.id(details.project) && { project: details.project as ProjectId }),
        refusal: {
            code: text(details.code, NO_CODE),
            message: text(details.message, error, plain, 'The server refused the request without a reason'),
            ...(CHECKS.record(details.parameters) && { parameters: details.parameters as ProblemParameters }),
            fatal: details.fatal === true
        }
    };
}

function unreadable(message: string): ParseResult<never> {
    return { ok: false, failure: { code: 'bad-message', message } };
}

/**
 * Checks a message from the server; never throws. `null` means a command this version does not know, which a
 * subscriber may still understand.
 */
export function parseServerMessage(input: unknown): ParseResult<ServerMessage | ServerRefusal> | null {
    const message = input as { command: string; data?: unknown; error?: unknown } | null | undefined;
    const command = message?.command;
    if (!message || typeof command !== 'string') {
        return unreadable('The server sent something that is not a message');
    }
    if (command === Command.error || message.error !== undefined) {
        return { ok: true, message: readRefusal(command, message) };
    }
    if (!Object.hasOwn(SHAPES, command)) {
        return null;
    }
    // The vendor's demo server puts the fields of some answers beside `command` instead of into `data`.
    const given = 'data' in message ? (message.data ?? {}) : message;
    // A copy: listeners of the raw message see it as it came.
    const data = typeof given === 'object' ? { ...given } : given;
    const mismatch = findMismatch(SHAPES[command as keyof ServerData], data) ?? normalize(command, data);
    return mismatch === undefined
        ? { ok: true, message: { command, data } as ServerMessage }
        : unreadable(`The server's '${command}' could not be read: its '${mismatch}' is missing or of a wrong type`);
}
