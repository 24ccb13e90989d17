import type { StoreMap } from '../../protocol/index.ts';

/** All values, store by store. */
export function valuesOf<T>({ stores }: StoreMap<T>): T[] {
    return [...stores.values()].flatMap(values => [...values.values()]);
}

/** Deletes the values that `isOld` is true for. */
export function forget<T>({ stores }: StoreMap<T>, isOld: (value: T) => boolean): void {
    for (const values of stores.values()) {
        for (const [key, value] of values) {
            if (isOld(value)) {
                values.delete(key);
            }
        }
    }
}
