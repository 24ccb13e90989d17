import type { Model } from '@bryntum/schedulerpro';

const edited = new WeakSet<Model>();

/** Notes that a person or a host's code has set something of this record, other than the engine calculating it. */
export function noteEdited(record: Model): void {
    edited.add(record);
}

/** Whether {@link noteEdited} was called since the last call of this function. */
export function takeEdited(record: Model): boolean {
    return edited.delete(record);
}
