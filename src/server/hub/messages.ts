import {
    Command,
    revisionId,
    type AssignedId,
    type Person,
    type ProjectId,
    type RecordId,
    type ServerRevision
} from '../../protocol/index.ts';
import type { Refusal } from '../room/Refusal.ts';
import { withTasks } from '../room/storeNames.ts';
import type { KnownRevision, StoredActivity } from '../storage/Storage.ts';
import type { Connection } from './Connection.ts';

/** What a message asked for, for the error that answers it. */
export interface Request {
    /** `undefined` when the message could not be read that far. */
    command?: string | undefined;
    project?: ProjectId | undefined;
}

/** A message as the text of a frame. */
export function frame(command: Command, data: object): string {
    return JSON.stringify({ command, data });
}

/** What is said of a dataset beside its data; in dialect 1 nothing but the project. */
export interface DatasetHead {
    project: ProjectId;
    revision?: string;
    accepted?: string[][];
    ids?: AssignedId[][];
}

/** A dataset message; the dataset comes serialised. */
export function datasetFrame(given: DatasetHead, datasetJson: string): string {
    const head = JSON.stringify(given).slice(0, -1);
    return `{"command":"${Command.dataset}","data":${head},"dataset":${datasetJson}}}`;
}

/** What a version holds; the content comes serialised. */
export function versionFrame(head: { project: ProjectId; versionId: RecordId }, content: string): string {
    return `{"command":"${Command.versionContent}","data":${JSON.stringify(head).slice(0, -1)},"content":${content}}}`;
}

/** A revision of the log as JSON text of a {@link ServerRevision}, without parsing its changes. */
function revisionJson(revision: KnownRevision, changes = revision.changes): string {
    const { number, localRevision, client, userId, userName, createdAt: at, conflictResolutionFor } = revision;
    const head: Omit<ServerRevision, 'changes'> = {
        revision: revisionId(number),
        localRevision,
        client,
        userId,
        userName,
        at,
        ...(conflictResolutionFor && { conflictResolutionFor })
    };
    return `${JSON.stringify(head).slice(0, -1)},"changes":${changes}}`;
}

/** Revisions as one `project_change`, with the events under the name its receiver uses. */
export function changeFrame(project: ProjectId, revisions: readonly KnownRevision[], tasks: boolean): string {
    const list = revisions.map(revision =>
        tasks ? revisionJson(revision, JSON.stringify(withTasks(JSON.parse(revision.changes)))) : revisionJson(revision)
    );
    return `{"command":"${Command.projectChange}","data":{"project":${JSON.stringify(project)},"revisions":[${list.join(',')}]}}`;
}

/** What is said of a part of the activity log beside its entries; see the command in PROTOCOL.md. */
export interface ActivityHead {
    project: ProjectId;
    before: string | null;
    userId: string | null;
    isEnd: boolean;
    authors?: Person[];
}

/** Entries of the activity log, without parsing what they say. */
export function activityFrame(given: ActivityHead, entries: readonly StoredActivity[]): string {
    const list = entries.map(({ number, userId, createdAt: at, digest }) => {
        const head = { revision: revisionId(number), userId, at };
        return `${JSON.stringify(head).slice(0, -1)},${digest.slice(1)}`;
    });
    return `{"command":"${Command.activity}","data":${JSON.stringify(given).slice(0, -1)},"entries":[${list.join(',')}]}}`;
}

/** An error in the dialect of its receiver; before login, when there is none yet, in a form that serves both. */
export function errorFrame(
    { state }: Connection,
    { code, message, parameters, fatal }: Refusal,
    request: Request
): string {
    const details = { code, message, parameters, ...(fatal && { fatal }) };
    if (state.status === 'active' && state.dialect === 2) {
        return JSON.stringify({ command: Command.error, error: message, data: { ...details, ...request } });
    }
    const command = request.command ?? Command.error;
    return JSON.stringify({
        command,
        error: message,
        ...(command === Command.error && { message }),
        ...(state.status !== 'active' && { data: details })
    });
}
