import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import { isEditedInStep } from './edited.ts';
import { isInGraph } from './inputFields.ts';

/** By what stores and records tell the undo history of a change; the vendor's types leave it out. */
const TOLD = [
    'onModelUpdate',
    'onModelInsertChild',
    'onModelRemoveChild',
    'onStoreModelAdd',
    'onStoreModelInsert',
    'onStoreModelRemove',
    'onStoreRemoveAll'
];

/** Projects into which the kit itself writes right now. */
const silenced = new WeakSet<ProjectModel>();

/** Projects in which others' edits are being applied. */
const applying = new WeakSet<ProjectModel>();

/** Whether all that the engine was given since it last began to calculate is the user's. */
const given = new WeakMap<ProjectModel, boolean>();

/** Whether so was all that it calculates with. */
const calculated = new WeakMap<ProjectModel, boolean>();

/** Whether the kit itself writes right now. */
export function isUnrecorded(project: ProjectModel): boolean {
    return silenced.has(project);
}

/** Notes that the engine was given something to calculate with. */
export function noteGiven(project: ProjectModel, isUsers: boolean): void {
    given.set(project, isUsers && given.get(project) !== false);
}

/** Notes that the engine begins to calculate with what it was given. */
export function noteCalculation(project: ProjectModel): void {
    calculated.set(project, given.get(project) === true);
    given.delete(project);
}

/**
 * Makes {@link unrecorded} and {@link recordOnlyOwn} hold for a project.
 * @returns what undoes that
 */
export function guardHistory(project: ProjectModel): () => void {
    const stm = project.stm as unknown as Record<string, (...args: unknown[]) => void>;
    const isRecorded = (name: string, [model, values, , isSet]: unknown[]): boolean =>
        !silenced.has(project) &&
        (!applying.has(project) ||
            name !== 'onModelUpdate' ||
            isSet === true ||
            calculated.get(project) === true ||
            isEditedInStep(project, model as Model) ||
            !Object.keys(values as object).every(field => isInGraph(model as Model, field)));
    // Another release of the engine may lack one.
    const told = TOLD.filter(name => stm[name]);
    for (const name of told) {
        const original = stm[name]!.bind(stm);
        stm[name] = (...args) => (isRecorded(name, args) ? original(...args) : undefined);
    }
    return () => told.forEach(name => delete stm[name]);
}

/** Writes what the undo history does not see. */
export function unrecorded<T>(project: ProjectModel, write: () => T): T {
    const isInner = silenced.has(project);
    silenced.add(project);
    try {
        return write();
    } finally {
        if (!isInner) {
            silenced.delete(project);
        }
    }
}

/**
 * Applies what others have edited: what the engine calculates of it is no step of the user's, but what the user edits
 * meanwhile is one, with all that follows from that.
 */
export async function recordOnlyOwn(project: ProjectModel, work: () => Promise<void>): Promise<void> {
    applying.add(project);
    try {
        await work();
    } finally {
        applying.delete(project);
    }
}
