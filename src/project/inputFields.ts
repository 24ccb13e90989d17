import type { Model } from '@bryntum/schedulerpro';
import { isCalculatedField } from './stores.ts';

const CONSTRAINT = ['constraintType', 'constraintDate'];
const MOVED = ['startDate', ...CONSTRAINT];

/** Whether the engine calculates with this field. */
export function isInGraph(record: Model, field: string): boolean {
    // The vendor's types leave it out.
    return field in ((record as Model & { $?: object }).$ ?? {});
}

/**
 * Of the changed fields those that are no consequence of the others, so that two people can edit one record at once:
 * whoever moves an event and whoever resizes it both get what they wanted.
 * @param wasEdited whether the engine was given anything to calculate with
 */
export function inputFields(store: string, changed: readonly string[], wasEdited: boolean): string[] {
    const entered = changed.filter(field => !isCalculatedField(store, field));
    if (store !== 'events' || !wasEdited) {
        return entered;
    }
    const isMoved = changed.some(field => MOVED.includes(field));
    return [
        ...entered,
        ...(changed.includes('duration') ? ['duration'] : []),
        // Setting a date sets the constraint, too, and the date does not hold without it.
        ...(changed.includes('startDate') ? MOVED : isMoved ? CONSTRAINT : [])
    ];
}
