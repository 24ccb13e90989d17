import type { Model } from '@bryntum/schedulerpro';
import { CONSTRAINT, isCalculatedField } from './stores.ts';

const MOVED = ['startDate', ...CONSTRAINT];

/** Whether the engine calculates with this field. */
export function isInGraph(record: Model, field: string): boolean {
    // The vendor's types leave it out.
    return field in ((record as Model & { $?: object }).$ ?? {});
}

/**
 * Whether the engine leaves the effort of an event as it was given: it calculates it once where there is none, and again only
 * in a mode in which it follows from the duration and from the units of the assignments, if there are any.
 * @param mode default: that of the event
 */
export function keepsEffort(event: Model, mode?: unknown): boolean {
    // What an event without a schedule lacks.
    const { schedulingMode, assignments = [] } = event as Model & { schedulingMode?: string; assignments?: Model[] };
    return !['FixedDuration', 'FixedUnits'].includes(String(mode ?? schedulingMode)) || !assignments.length;
}

/**
 * Of the changed fields those that are no consequence of the others, so that two people can edit one record at once:
 * whoever moves an event and whoever resizes it both get what they wanted.
 * @param record as it is now
 * @param wasEdited whether the engine was given anything to calculate with
 */
export function inputFields(store: string, record: Model, changed: readonly string[], wasEdited: boolean): string[] {
    const entered = changed.filter(field => !isCalculatedField(store, field));
    if (store !== 'events' || !wasEdited) {
        return entered;
    }
    const isMoved = changed.some(field => MOVED.includes(field));
    return [
        ...entered,
        ...(changed.includes('duration') ? ['duration'] : []),
        ...(changed.includes('effort') && keepsEffort(record) ? ['effort'] : []),
        // Setting a date sets the constraint, too, and the date does not hold without it.
        ...(changed.includes('startDate') ? MOVED : isMoved ? CONSTRAINT : [])
    ];
}
