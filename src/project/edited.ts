import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import { listen } from './engine.ts';

const edited = new WeakSet<Model>();

/** Projects into which the kit itself is writing right now. */
const written = new WeakSet<ProjectModel>();

/** Writes into a project without anything counting as edited. */
export function unnoted<T>(project: ProjectModel, write: () => T): T {
    const isInner = written.has(project);
    written.add(project);
    try {
        return write();
    } finally {
        if (!isInner) {
            written.delete(project);
        }
    }
}

/**
 * Notes that the engine was given a value of this record to calculate with: a person or a host's code did that, unless it
 * is being undone or was {@link unnoted}. What the engine calculates does not go this way.
 */
export function noteInput(project: ProjectModel, record: Model | undefined): void {
    if (record && !written.has(project) && !project.stm.isRestoring) {
        edited.add(record);
        if (!project.stm.disabled) {
            stepOf(project).add(record);
        }
    }
}

/** Whether {@link noteInput} was called since the last call of {@link takeEdited}. */
export function isEdited(record: Model): boolean {
    return edited.has(record);
}

/** Like {@link isEdited}, and forgets it. */
export function takeEdited(record: Model): boolean {
    return edited.delete(record);
}

/** The part of a recorded transaction that says who made an action. */
interface Transaction {
    queue: {
        model?: Model & { isEventModel?: boolean };
        isInitialUserAction?: boolean;
        oldData?: Record<string, unknown>;
        newData?: Record<string, unknown>;
    }[];
}

const editedIn = new WeakMap<object, Model[]>();

/** What was edited since the last step ended, be it captured meanwhile or not. */
const steps = new WeakMap<ProjectModel, Set<Model>>();

function stepOf(project: ProjectModel): Set<Model> {
    const step = steps.get(project) ?? new Set();
    steps.set(project, step);
    return step;
}

/** Whether {@link noteInput} was called since the last step of the undo history ended. */
export function isEditedInStep(project: ProjectModel, record: Model): boolean {
    return stepOf(project).has(record);
}

/** Whether a person or a host's code has set something of this record in a step of the undo history. */
export function wasEditedIn(step: object, record: Model): boolean {
    return editedIn.get(step)?.includes(record) ?? false;
}

/**
 * Notes which records of a transaction were edited whenever it is undone or done again: what the engine has calculated
 * from them is restored along with them, and is nobody's edit.
 */
export function noteEditedIn(project: ProjectModel): () => void {
    return listen(project.stm, {
        recordingStop({ transaction }: { transaction?: Transaction }) {
            const models = new Set<Model>();
            const step = stepOf(project);
            for (const { model, isInitialUserAction, oldData, newData } of transaction?.queue ?? []) {
                if (model && (isInitialUserAction || edited.has(model) || step.has(model))) {
                    models.add(model);
                }
                if (model?.isEventModel) {
                    // Its assignments are recorded too, and undoing both would end with none.
                    delete oldData?.['resourceId'];
                    delete newData?.['resourceId'];
                }
            }
            step.clear();
            if (transaction) {
                editedIn.set(transaction, [...models]);
            }
        },
        restoringStop({ transactions }: { transactions: Transaction[] }) {
            transactions.forEach(transaction => editedIn.get(transaction)?.forEach(model => edited.add(model)));
        }
    });
}
