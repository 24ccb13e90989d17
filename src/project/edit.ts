import type { ProjectModel } from '@bryntum/schedulerpro';
import type { EngineBridge } from './EngineBridge.ts';
import { commitTransaction, runUndisturbed } from './engine.ts';

/** Projects whose {@link edit} is calling the host's function right now and waiting for it: what is edited meanwhile
 * joins in. */
const editing = new WeakSet<ProjectModel>();

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
        // The vendor's types know only its reading.
        const stm = project.stm as { autoRecord: boolean } & Omit<typeof project.stm, 'autoRecord'>;
        await engine.settleInQueue();
        const { autoRecord } = stm;
        // It would end the transaction as soon as the function waits for something.
        stm.autoRecord = false;
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
            stm.autoRecord = autoRecord;
        }
    }).finally(() => (breakage ? engine.rebuild(breakage) : undefined));
    return result!;
}
