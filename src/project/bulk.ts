import type { ProjectModel } from '@bryntum/schedulerpro';
import { edit, isEditing } from './edit.ts';
import { listen } from './engine.ts';
import { nextTask } from './nextTask.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import type { BulkState } from './state.ts';

/**
 * Tells how far a bulk has come, and gives the page a turn when it needs one; costs next to nothing otherwise. Await it
 * after every record.
 */
export type ReportProgress = (done: number, total: number) => Promise<void>;

/** Milliseconds for which a bulk keeps the page waiting. */
const SLICE = 12;

/** Holds back what the stores tell their views until the changes are done. */
async function withoutDrawing<R>(project: ProjectModel, change: () => R | Promise<R>): Promise<R> {
    const stores = [project.eventStore, project.resourceStore, project.assignmentStore, project.dependencyStore];
    stores.forEach(store => store.beginBatch());
    try {
        return await change();
    } finally {
        stores.forEach(store => store.endBatch());
    }
}

/**
 * Runs a host's function that changes many records as one edit, and shows in the state how far it is. Inside of another
 * edit it is part of that, and shows nothing of its own.
 * @throws what the function throws, after everything it changed was taken back
 */
export async function bulk<R>(
    project: RealtimeProject,
    { engine, notifier }: ProjectSync,
    change: (report: ReportProgress) => R | Promise<R>,
    title?: string
): Promise<R> {
    const isInner = isEditing(project);
    let state: BulkState = { title: title ?? null, phase: 'editing', done: null, total: null };
    let turn = 0;
    const show = (changes: Partial<BulkState>): void => {
        state = { ...state, ...changes };
        if (!isInner) {
            notifier.set({ bulk: state });
        }
    };
    const giveTurn = async (): Promise<void> => {
        await nextTask();
        turn = performance.now();
    };
    const report: ReportProgress = async (done, total) => {
        if (performance.now() - turn > SLICE) {
            show({ done, total });
            await giveTurn();
        }
    };
    if (isInner) {
        return change(report);
    }
    const detach = listen(project, {
        progress({ total, remaining }: { total: number; remaining: number }) {
            if (state.phase === 'calculating') {
                show({ done: total - remaining, total });
            }
        }
    });
    try {
        return await edit(project, engine, () => withoutDrawing(project, () => change(report)), {
            title,
            before: async () => {
                show({});
                await giveTurn();
            },
            after: async () => {
                show({ phase: 'calculating', done: null, total: null });
                await giveTurn();
            }
        });
    } finally {
        detach();
        // The next one may have begun.
        if (notifier.state.bulk === state) {
            notifier.set({ bulk: null });
        }
    }
}
