import type { ProjectModel, StateTrackingManager } from '@bryntum/schedulerpro';
import { RealtimeError } from '../transport/RealtimeError.ts';
import type { EngineBridge } from './EngineBridge.ts';
import { commitTransaction, listen, runUndisturbed } from './engine.ts';

/** Projects whose {@link edit} is calling the host's function right now, or waiting for it: what is edited meanwhile joins
 * in. What one that joined has thrown is kept, because it takes everything with it. */
const editing = new WeakMap<ProjectModel, { failure?: { error: unknown } }>();

/** What a browser's timers can do, in milliseconds. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Whether a function given to {@link edit} is running right now. */
export function isEditing(project: ProjectModel): boolean {
    return editing.has(project);
}

/** How to run {@link edit}. */
export interface EditConfig {
    /** Shown in the undo history. Default: made from the changes. */
    title?: string;
    /** Called when it is its turn. What is edited while this waits does not join in. */
    before?: () => Promise<void>;
    /** Called when the function has done its work, and the engine not yet. What is edited while this waits does not join in. */
    after?: () => Promise<void>;
}

/**
 * Runs a host's function as one transaction: one undo step, one revision. It waits for its turn, so that a drag or an
 * open editor is finished first. While it runs, further ones join in; when one of those throws, all of it is taken back,
 * because nobody can tell what it has changed from the rest.
 * @returns what the function returns
 * @throws what the function, or one that joined in, throws, after everything that was changed was taken back; RealtimeError `taken-back`
 * when the engine could not schedule it, and the user, or the host's policy, has chosen to take it back
 */
export async function edit<T>(
    project: ProjectModel,
    engine: EngineBridge,
    change: () => T | Promise<T>,
    { title, before, after }: EditConfig = {}
): Promise<T> {
    const outer = editing.get(project);
    if (outer) {
        try {
            return await change();
        } catch (error) {
            outer.failure ??= { error };
            throw error;
        }
    }
    let result: T;
    let breakage: unknown;

    const run = async (): Promise<void> => {
        const stm = project.stm as StateTrackingManager & { autoRecordTransactionStopTimeout: number };
        const timeout = stm.autoRecordTransactionStopTimeout;
        // The engine would end the transaction while the function waits for something.
        stm.autoRecordTransactionStopTimeout = LONGEST_TIMEOUT;
        stm.startTransaction(title);
        let isTakenBack = false;
        const detach = listen(project, { commitRejected: () => (isTakenBack = true) });
        const requireKept = (): void => {
            if (isTakenBack) {
                const message = 'The edit was taken back, because it cannot be scheduled as it is';
                throw new RealtimeError('taken-back', message, { reason: '' });
            }
        };
        let takingBack: Promise<void> | undefined;
        const takeBack = (): Promise<void> =>
            (takingBack ??= engine.takeBack().catch((cause: unknown) => void (breakage = cause)));
        try {
            // At once: what is edited a moment later is not to be taken back.
            result = await whileEditing(project, change, () => void takeBack());
            await after?.();
            requireKept();
            await commitTransaction(project);
            engine.capture();
        } catch (error) {
            await takeBack();
            throw error;
        } finally {
            detach();
            stm.autoRecordTransactionStopTimeout = timeout;
        }
        requireKept();
    };
    await runUndisturbed(project, async () => {
        await before?.();
        await engine.settled(run);
    }).finally(() => (breakage ? engine.rebuild(breakage) : undefined));
    return result!;
}

async function whileEditing<T>(project: ProjectModel, change: () => T | Promise<T>, failed: () => void): Promise<T> {
    const own: { failure?: { error: unknown } } = {};
    editing.set(project, own);
    try {
        const result = await change();
        if (own.failure) {
            throw own.failure.error;
        }
        return result;
    } catch (error) {
        failed();
        throw error;
    } finally {
        editing.delete(project);
    }
}
