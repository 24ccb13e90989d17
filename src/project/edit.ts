import type { ProjectModel } from '@bryntum/schedulerpro';
import type { EditGuard } from './EditGuard.ts';
import { commitTransaction, runQueued } from './engine.ts';

/** Projects whose {@link edit} is calling the host's function right now: what that calls joins in. */
const editing = new WeakSet<ProjectModel>();

/**
 * Runs a host's function as one transaction: one undo step, one revision. It waits for its turn, so that a drag or an
 * open editor is finished first.
 * @returns what the function returns
 * @throws what the function throws, after everything it changed was taken back
 */
export async function edit<T>(
    project: ProjectModel,
    guard: EditGuard,
    change: () => T | Promise<T>,
    title?: string
): Promise<T> {
    if (editing.has(project)) {
        return change();
    }
    let result: T;
    await runQueued(project, async () => {
        const { stm } = project;
        await guard.settleInQueue();
        stm.startTransaction(title);
        try {
            editing.add(project);
            const running = change();
            editing.delete(project);
            result = await running;
            await commitTransaction(project);
        } catch (error) {
            editing.delete(project);
            if (stm.isRecording) {
                stm.rejectTransaction();
                await project.commitAsync();
            }
            throw error;
        }
    });
    return result!;
}
