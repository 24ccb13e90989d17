import { Command, type ProjectId } from '../../protocol/index.ts';
import type { Refusal } from '../room/Refusal.ts';
import { revisionJson } from '../room/Room.ts';
import { withTasks } from '../room/storeNames.ts';
import type { StoredRevision } from '../storage/Storage.ts';
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

/** A dataset message; the dataset comes serialised. Dialect 1 does not know revisions. */
export function datasetFrame(project: ProjectId, revision: string | null, datasetJson: string): string {
    const head = JSON.stringify(revision === null ? { project } : { project, revision }).slice(0, -1);
    return `{"command":"${Command.dataset}","data":${head},"dataset":${datasetJson}}}`;
}

/** Revisions as one `project_change`, with the events under the name its receiver uses. */
export function changeFrame(project: ProjectId, revisions: readonly StoredRevision[], tasks: boolean): string {
    const list = revisions.map(revision =>
        tasks ? revisionJson(revision, JSON.stringify(withTasks(JSON.parse(revision.changes)))) : revisionJson(revision)
    );
    return `{"command":"${Command.projectChange}","data":{"project":${JSON.stringify(project)},"revisions":[${list.join(',')}]}}`;
}

/** An error in the dialect of its receiver; before login, when there is none yet, in a form that serves both. */
export function errorFrame({ state }: Connection, { code, message, fatal }: Refusal, request: Request): string {
    const details = { code, message, ...(fatal && { fatal }) };
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
