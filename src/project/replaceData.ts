import type { ProjectModel } from '@bryntum/schedulerpro';
import type { Dataset } from '../protocol/index.ts';
import { skipNextPause } from './commitPause.ts';
import { calculate } from './engine.ts';
import { toInlineData } from './stores.ts';

/** Stores that a dataset empties when it says nothing about them. */
const EMPTY_DATASET = { calendars: [], resources: [], events: [], dependencies: [], assignments: [] };

/**
 * Replaces all data of a project; its undo history begins anew.
 * @param isAgain whether people are editing what there was
 */
export async function replaceData(project: ProjectModel, dataset: Dataset, isAgain: boolean): Promise<void> {
    const { stm } = project;
    stm.disable();
    try {
        stm.resetQueue();
        if (isAgain) {
            skipNextPause();
        }
        // A copy: the engine writes into the records it is given.
        await project.loadInlineData({ ...EMPTY_DATASET, ...toInlineData(structuredClone(dataset)) });
        await calculate(project);
    } finally {
        stm.enable();
    }
}
