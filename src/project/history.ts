import type { ProjectModel, StateTrackingManager } from '@bryntum/schedulerpro';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { isEditing } from './edit.ts';
import type { EngineBridge } from './EngineBridge.ts';
import { runUndisturbed } from './engine.ts';

/** The way of each method through the history, and how many steps there are that way. */
const METHODS = {
    undo: stm => stm.position,
    undoAll: stm => stm.position,
    redo: stm => stm.length - stm.position,
    redoAll: stm => stm.length - stm.position
} satisfies Record<string, (stm: StateTrackingManager) => number>;

/** What the vendor's types leave out. */
type History = StateTrackingManager & Record<string | symbol, unknown> & { state: unknown };

/**
 * Lets undo and redo wait for their turn, whoever calls them: in the middle of a calculation they take records away that
 * the engine is just working with, and it throws. When their promise resolves the schedule is calculated and the
 * outbox has what they did. When there is nothing to undo or redo any more, they do nothing.
 */
export function queueHistory(project: ProjectModel, engine: EngineBridge): void {
    const stm = project.stm as History;
    for (const [name, count] of Object.entries(METHODS)) {
        const original = (stm[name] as (steps?: number) => Promise<void>).bind(stm);
        stm[name] = async (steps = 1) => {
            if (isEditing(project)) {
                throw new RealtimeError(
                    'nested',
                    `${name}() was called by a function given to edit(), which is one undo step itself; call it afterwards`
                );
            }
            await runUndisturbed(project, async () => {
                await engine.settleInQueue();
                if (count(stm)) {
                    await restore(stm, () => original(Math.min(steps, count(stm))));
                    await engine.settleInQueue();
                }
            }).catch(async (error: unknown) => {
                await engine.rebuild(error);
                throw error;
            });
        };
    }
}

/** What throws on the way would leave the history undoing for ever. */
async function restore(stm: History, work: () => Promise<void>): Promise<void> {
    const { state } = stm;
    try {
        await work();
    } catch (error) {
        const key = Reflect.ownKeys(stm).find(name => stm.isRestoring && stm[name] === stm.state);
        if (key) {
            stm[key] = state;
        }
        throw error;
    }
}
