import type { ProjectModel, StateTrackingManager } from '@bryntum/schedulerpro';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { isEditing } from './edit.ts';
import type { EngineBridge } from './EngineBridge.ts';
import { runUndisturbed } from './engine.ts';

const METHODS = ['undo', 'redo', 'undoAll', 'redoAll'] as const;

/**
 * Lets undo and redo wait for their turn, whoever calls them: in the middle of a calculation they take records away that
 * the engine is just working with, and it throws. When their promise resolves the schedule is calculated and the
 * outbox has what they did.
 */
export function queueHistory(project: ProjectModel, engine: EngineBridge): void {
    const stm = project.stm as StateTrackingManager & Record<string, (steps?: number) => Promise<unknown>>;
    for (const name of METHODS) {
        const original = stm[name]!.bind(stm);
        stm[name] = async (steps?: number) => {
            if (isEditing(project)) {
                throw new RealtimeError(
                    'nested',
                    `${name}() was called by a function given to edit(), which is one undo step itself; call it afterwards`
                );
            }
            await runUndisturbed(project, async () => {
                await engine.settleInQueue();
                await original(steps);
                await engine.settleInQueue();
            }).catch(async (error: unknown) => {
                await engine.rebuild(error);
                throw error;
            });
        };
    }
}
