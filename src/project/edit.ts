import type { ProjectModel, StateTrackingManager } from '@bryntum/schedulerpro';
import type { EngineBridge } from './EngineBridge.ts';
import { commitTransaction, runUndisturbed } from './engine.ts';

/** Projects whose {@link edit} is calling the host's function right now and waiting for it: what is edited meanwhile
 * joins in. */
const editing = new WeakSet<ProjectModel>();

/** What a browser's timers can do, in milliseconds. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Whether a function given to {@link edit} is running right now. */
export function isEditing(project: ProjectModel): boolean {
    return editing.has(project);
}

/**
 * Runs a host's function as one transaction: one undo step, one revision. It waits for its turn, so that a drag or an
 * open editor is finished first.
 * @returns what the function returns
 * @throws what the function throws, after everything it changed was taken back
 */
export async function edit<T>(
    project: ProjectModel,
    engine: EngineBridge,
    change: () => T | Promise<T>,
    title?: string
): Promise<T> {
    if (editing.has(project)) {
        return change();
    }
    let result: T;
    let breakage: unknown;
    await runUndisturbed(project, async () => {
        const stm = project.stm as StateTrackingManager & { autoRecordTransactionStopTimeout: number };
        await engine.settleInQueue();
        const timeout = stm.autoRecordTransactionStopTimeout;
        // The engine would end the transaction while the function waits for something.
        stm.autoRecordTransactionStopTimeout = LONGEST_TIMEOUT;
        stm.startTransaction(title);
        try {
            editing.add(project);
            result = await change();
            editing.delete(project);
            await commitTransaction(project);
            engine.capture();
        } catch (error) {
            editing.delete(project);
            await engine.takeBack().catch((cause: unknown) => (breakage = cause));
            throw error;
        } finally {
            stm.autoRecordTransactionStopTimeout = timeout;
        }
    }).finally(() => (breakage ? engine.rebuild(breakage) : undefined));
    return result!;
}
