import type { ProjectModel, StateTrackingManager, Store } from '@bryntum/schedulerpro';

/** Listeners by event name, for objects of the engine whose types do not know the event. */
type Listeners = Record<string, (event: any) => unknown>;

/**
 * Attaches listeners and returns what detaches them; the vendor's types know only the vendor's events. Once one of a
 * host's listeners has returned `false`, the engine tells only those it takes for its own (`$internal`). That is a veto
 * where something is about to happen, `before…`, and heeded there; of what has happened these are told all the same, and
 * veto nothing.
 */
export function listen(target: { on(config: never): unknown }, listeners: Listeners): () => void {
    const [asked, told]: [Listeners, Listeners] = [{}, {}];
    const options: Record<string, unknown> = {};
    for (const [name, listener] of Object.entries(listeners)) {
        if (typeof listener !== 'function') {
            options[name] = listener;
        } else if (name.startsWith('before')) {
            asked[name] = listener;
        } else {
            told[name] = event => void listener(event);
        }
    }
    const detach = [
        target.on({ ...asked, ...options } as never),
        target.on({ ...told, ...options, $internal: true } as never)
    ] as (() => void)[];
    return () => detach.forEach(each => each());
}

/** Runs `work` in the project's queue, where nothing else changes it; the vendor's types hide the promise. */
export async function runQueued(project: ProjectModel, work: () => Promise<void>): Promise<void> {
    let failure: { error: unknown } | undefined;
    await (project.queue as unknown as (fn: () => Promise<void>) => Promise<void>).call(project, async () => {
        try {
            await work();
        } catch (error) {
            failure = { error };
        }
    });
    if (failure) {
        throw failure.error;
    }
}

/**
 * Projects in which something was set that no commit has taken in. The engine says that it is ready for as long as a commit
 * waits for the end of another one, too.
 */
export const unfinished = new WeakSet<ProjectModel>();

/** How often the engine may be asked to calculate because edits fell into its calculation. */
const MAX_ROUNDS = 10;

/**
 * Lets the engine calculate until everything that was set is taken in. The first commit may be one that was under way
 * already; another one costs nothing when there is nothing left to do.
 */
export async function calculate(project: ProjectModel): Promise<void> {
    for (let round = 0; round < 2 || (round < MAX_ROUNDS && !isCalculated(project)); round++) {
        await project.commitAsync();
    }
    // Whatever is set with every commit would never be taken in.
    unfinished.delete(project);
}

/** Whether the engine shows everything that was set, and what follows from it. */
export function isCalculated(project: ProjectModel): boolean {
    // The vendor's types leave it out.
    return (project as ProjectModel & { isEngineReady(): boolean }).isEngineReady() && !unfinished.has(project);
}

/**
 * Calculates, and stops the transaction even if that fails, so that the next edit finds a clean slate. What was set in
 * the last moment is calculated first: else what follows from it would be a step of its own.
 */
export async function commitTransaction(project: ProjectModel): Promise<void> {
    const { stm } = project;
    try {
        let round = 0;
        do {
            await calculate(project);
        } while (stm.isRecording && !isCalculated(project) && ++round < MAX_ROUNDS);
    } finally {
        if (stm.isRecording) {
            stm.stopTransaction();
        }
    }
}

/**
 * Like {@link runQueued}, at a moment when nothing is being undone or redone: those run outside of the queue, or hold it
 * themselves.
 */
export async function runUndisturbed(project: ProjectModel, work: () => Promise<void>): Promise<void> {
    const { stm } = project;
    for (let isDone = false; !isDone;) {
        if (stm.isRestoring) {
            await new Promise<void>(resolve => {
                const detach = listen(stm, {
                    restoringStop: () => {
                        detach();
                        resolve();
                    }
                });
            });
        }
        await runQueued(project, async () => {
            isDone = !stm.isRestoring;
            await (isDone ? work() : undefined);
        });
    }
}

/** Does something that is no part of the transaction that is being recorded, and leaves that one open. */
export async function besideTransaction(project: ProjectModel, work: () => Promise<void>): Promise<void> {
    const { stm } = project;
    const stores = [...(stm as StateTrackingManager & { stores: Store[] }).stores];
    stores.forEach(store => stm.removeStore(store));
    try {
        await work();
    } finally {
        stores.forEach(store => stm.addStore(store));
    }
}
