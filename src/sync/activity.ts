import {
    applyChanges,
    digestOf,
    revisionNumber,
    StoreMap,
    type ActivityEntry,
    type RecordData,
    type RecordId,
    type ServerRevision
} from '../protocol/index.ts';

/**
 * The activity entries of revisions that were heard, the newest first; the server makes the same. Those whose author is
 * not known have none.
 * @param revisions in order and without gaps
 * @param stored finds a record as it was before all of them
 */
export function entriesOf(
    revisions: readonly ServerRevision[],
    stored: (store: string, id: RecordId) => RecordData | undefined
): ActivityEntry[] {
    const changed = new StoreMap<RecordData | null>();
    const get = (store: string, id: RecordId): RecordData | undefined => {
        const record = changed.get(store, id);
        return record === undefined ? stored(store, id) : (record ?? undefined);
    };
    const entries: ActivityEntry[] = [];
    for (const { revision, userId, at, changes } of revisions) {
        const digest = userId != null && at != null && digestOf(changes, get);
        if (digest) {
            entries.unshift({ revision, userId, at, ...digest });
        }
        applyChanges(changes, {
            get,
            set: (store, id, record) => changed.set(store, id, record),
            delete: (store, id) => changed.set(store, id, null)
        });
    }
    return entries;
}

const numberOf = ({ revision }: ActivityEntry): number => revisionNumber(revision) ?? 0;

/**
 * Puts entries before and behind those that are there. Both lists are the newest first and without gaps, so what lies
 * between the ends is there already.
 */
export function mergeEntries(
    known: readonly ActivityEntry[],
    more: readonly ActivityEntry[]
): readonly ActivityEntry[] {
    if (!known.length || !more.length) {
        return known.length ? known : more;
    }
    const [first, last] = [numberOf(known[0]!), numberOf(known.at(-1)!)];
    const newer = more.filter(entry => numberOf(entry) > first);
    const older = more.filter(entry => numberOf(entry) < last);
    return newer.length || older.length ? [...newer, ...known, ...older] : known;
}

/** Whether something may be missing between the newest entries of the server and those that were known before. */
export function hasGap(known: readonly ActivityEntry[], newest: readonly ActivityEntry[]): boolean {
    return known.length > 0 && newest.length > 0 && numberOf(newest.at(-1)!) > numberOf(known[0]!);
}
