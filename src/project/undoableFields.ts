import type { ProjectModel } from '@bryntum/schedulerpro';
import { listen } from './engine.ts';

/** The part of a recorded action that undo writes back. */
interface RecordedAction {
    oldData?: Record<string, unknown>;
}

/**
 * Lets undo write `null` where a field had no value before. The engine leaves `undefined` out of its revisions, so that
 * undoing the first value a field ever had would reach nobody.
 * @returns what stops it
 */
export function keepFieldsUndoable(project: ProjectModel): () => void {
    return listen(project.stm, {
        recordingStop({ transaction }: { transaction?: { queue: RecordedAction[] } }) {
            for (const { oldData = {} } of transaction?.queue ?? []) {
                for (const field of Object.keys(oldData)) {
                    oldData[field] ??= null;
                }
            }
        }
    });
}
