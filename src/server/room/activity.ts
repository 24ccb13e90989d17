import { digestOf, type Changes, type EditDigest, type Person } from '../../protocol/index.ts';
import type { ProjectTables } from '../storage/ProjectTables.ts';
import type { ProjectWrite, Storage, StoredActivity } from '../storage/Storage.ts';

/** Part of an activity log, the newest entry first. */
export interface ActivityPage {
    entries: StoredActivity[];
    /** Whether there is nothing older. */
    isEnd: boolean;
}

/** What of an activity log is wanted. */
export interface ActivityQuery {
    /** Only revisions before this number. */
    before: number;
    /** Only what this person did; `null`: everybody. */
    userId: string | null;
    /** Most entries. */
    limit: number;
    /** Characters of digests after which no further entry is read. */
    length: number;
}

/** Revisions after which the next entry takes old ones with it. */
const FORGET_EVERY = 100;

const RESET: EditDigest = { reset: true, cause: { counts: {}, records: [] } };

/** Who does something, when, and to what, and how many revisions back it is remembered. */
export interface ActivityContext {
    tables: ProjectTables;
    author: Person;
    /** When the revision was made, epoch milliseconds. */
    createdAt: number;
    logTail: number;
    /** Number of the revision with which old entries were last forgotten. */
    forgottenAt: number;
}

/**
 * The entry of the next revision; empty when nobody has set anything.
 * @param changes as everybody gets them; `null`: the initial data comes back
 */
export function activityOf(
    changes: Changes | null,
    { tables, author, createdAt, logTail, forgottenAt }: ActivityContext
): ProjectWrite[] {
    const digest = changes ? digestOf(changes, (store, id) => tables.records.get(store, id)) : RESET;
    if (!digest) {
        return [];
    }
    const number = tables.revision + 1;
    const { userId, userName, color, avatar } = author;
    return [
        {
            type: 'addActivity',
            project: tables.id,
            entry: { number, userId, createdAt, digest: JSON.stringify(digest) },
            author: { userId, userName, color, avatar },
            forget: number - forgottenAt < FORGET_EVERY ? 0 : Math.max(0, number - logTail)
        }
    ];
}

/** Reads a page of the activity log, with what is not committed yet. */
export function readActivity(
    { id }: ProjectTables,
    storage: Storage,
    pending: readonly ProjectWrite[],
    { before, userId, limit, length }: ActivityQuery
): ActivityPage {
    const entries: StoredActivity[] = [];
    let rest = length;
    for (const entry of newestFirst()) {
        if (entries.length >= limit || rest <= 0) {
            return { entries, isEnd: false };
        }
        entries.push(entry);
        rest -= entry.digest.length;
    }
    return { entries, isEnd: true };

    function* newestFirst(): Iterable<StoredActivity> {
        for (const write of pending.toReversed()) {
            const isWanted =
                write.type === 'addActivity' &&
                write.entry.number < before &&
                (userId === null || write.entry.userId === userId);
            if (isWanted) {
                yield write.entry;
            }
        }
        yield* storage.activity(id, before, userId);
    }
}

/** Those who have entries in the activity log, with those of what is not committed yet. */
export function readAuthors({ id }: ProjectTables, storage: Storage, pending: readonly ProjectWrite[]): Person[] {
    const people = [...storage.authors(id), ...pending.flatMap(write => ('author' in write ? [write.author] : []))];
    return [...new Map(people.map(person => [person.userId, person])).values()];
}
