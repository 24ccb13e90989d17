import type { ProjectId, RecordId, ServerRevision } from '../protocol/index.ts';
import type { Edited } from './Recorder.ts';

/**
 * Where a change comes from: `local`, the user or the host's code; `remote`, the server; `replay`, what had been there
 * before is made again.
 */
export type ChangeSource = 'local' | 'remote' | 'replay';

/** Who is told what of the engine. */
export interface EngineHandlers {
    /** Called with every edit, as the changes of a revision. */
    edit: (edited: Edited) => void;
    /** Called with others' revisions, or those parts of them, that can be seen from now on. */
    shown: (revisions: readonly ServerRevision[]) => void;
    /** Called with what the engine throws when it cannot calculate; it is made anew then. */
    broken: (error: unknown) => void;
}

/** What the engine holds: whose data, under which client id, up to which revision. */
export interface LoadedData {
    /** The server it came from. */
    address: string | null;
    project: ProjectId;
    clientId: string;
    /** Id of the user it was loaded for. */
    user: string;
    /** Number of the last server revision contained. */
    revision: number;
    /** Whether revisions and datasets are numbered: dialect 2. */
    isNumbered: boolean;
}

/** How to look for edits. */
export interface CaptureOptions {
    /** Whether a record has only just come from the server, so that the engine still completes it. */
    isNew?: (store: string, id: RecordId) => boolean;
    /** Even while the engine has not calculated. */
    isForced?: boolean;
    /** Called with every record of which only calculated values have changed. */
    calculated?: (store: string, id: RecordId) => void;
}
