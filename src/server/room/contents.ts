import { CALCULATED_PROJECT_FIELDS, storeEntries, type AssignedId, type Changes } from '../../protocol/index.ts';

/** Whether anybody set anything, or the changes hold calculated values only. */
export function hasInput({ project = {}, ...stores }: Changes): boolean {
    return (
        storeEntries(stores).some(([, { $input }]) => $input) ||
        Object.keys(project).some(field => !CALCULATED_PROJECT_FIELDS.includes(field))
    );
}

/** The real ids of the records that an accepted revision has added under temporary ones. */
export function assignedIds(changes: Changes): AssignedId[] {
    return storeEntries(changes).flatMap(([store, { added, $input }]) => {
        const ids = new Map(
            [...($input?.added ?? []), ...(added ?? [])].flatMap(({ $PhantomId: phantom, id }) =>
                phantom === undefined || phantom === null || id === undefined || phantom === id
                    ? []
                    : [[String(phantom), { store, phantom, id }] as const]
            )
        );
        return [...ids.values()];
    });
}
