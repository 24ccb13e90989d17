import { storeEntries, type Changes, type RecordData, type RecordId, type StoreChanges } from '../../protocol/index.ts';

/** Finds the fields of a record that others have set without the author of a revision knowing. */
export type UnknownToAuthor = (store: string, id: RecordId) => ReadonlySet<string>;

/** Setting one of these makes the engine calculate all of {@link DATES}. */
const GIVEN_DATES = ['startDate', 'endDate', 'duration'];
const DATES = [...GIVEN_DATES, 'constraintDate', 'constraintType'];

/**
 * Leaves out the calculated values that would overwrite what others have set without the author knowing: somebody's
 * edit weighs more than what was calculated without it.
 */
export function dropOutdated(changes: Changes, unknownToAuthor: UnknownToAuthor): Changes {
    const { project } = changes;
    const stores = storeEntries(changes).map(
        ([store, change]) => [store, { ...change, ...withoutOutdated(store, change, unknownToAuthor) }] as const
    );
    return { ...(project && { project }), ...Object.fromEntries(stores) };
}

function withoutOutdated(store: string, change: StoreChanges, unknownToAuthor: UnknownToAuthor): StoreChanges {
    if (!change.updated) {
        return {};
    }
    const inputs = [...(change.$input?.added ?? []), ...(change.$input?.updated ?? [])];
    const fieldsSet = new Map<string, Set<string>>();
    for (const record of inputs) {
        const key = String(record.id);
        fieldsSet.set(key, new Set([...(fieldsSet.get(key) ?? []), ...Object.keys(record)]));
    }
    const updated = change.updated.flatMap((record): RecordData[] => {
        const foreign = unknownToAuthor(store, record.id!);
        if (!foreign.size) {
            return [record];
        }
        const own = fieldsSet.get(String(record.id));
        const isOutdated = outdatedFields(foreign);
        const kept = Object.entries(record).filter(
            ([field]) => field === 'id' || own?.has(field) || !isOutdated.has(field)
        );
        return kept.length > 1 ? [Object.fromEntries(kept)] : [];
    });
    return { updated };
}

function outdatedFields(foreign: ReadonlySet<string>): ReadonlySet<string> {
    return GIVEN_DATES.some(field => foreign.has(field)) ? new Set([...foreign, ...DATES]) : foreign;
}
