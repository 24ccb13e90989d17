import { canonicalStore, type Changes } from '../../protocol/index.ts';
import { Refusal } from './Refusal.ts';

const EVENTS = 'events';

/** Another name of the store `events`, used by the vendor's Gantt. */
const TASKS = 'tasks';

/** Stores that every dataset contains, in the order in which their changes are sent: what is referred to first. */
export const STORE_ORDER = [
    'calendars',
    'resources',
    EVENTS,
    'dependencies',
    'assignments',
    'versions',
    'changelogs'
] as const;

function rank(store: string): number {
    const index = STORE_ORDER.indexOf(store as (typeof STORE_ORDER)[number]);
    return index < 0 ? STORE_ORDER.length : index;
}

/** Sorts store names into {@link STORE_ORDER}, others behind. */
export function byStoreOrder(a: string, b: string): number {
    return rank(a) - rank(b);
}

/** Whether the author of these changes calls events tasks. */
export function usesTasks(changes: Changes): boolean {
    return Object.hasOwn(changes, TASKS);
}

/**
 * The changes under canonical store names, in order.
 * @throws Refusal when events come under both of their names
 */
export function canonicalChanges(changes: Changes): Changes {
    if (usesTasks(changes) && Object.hasOwn(changes, EVENTS)) {
        throw new Refusal(
            'bad-revision',
            `A revision cannot change both '${EVENTS}' and '${TASKS}': they are one store`
        );
    }
    const { project, ...stores } = changes;
    const ordered = Object.entries(stores)
        .map(([store, value]) => [canonicalStore(store), value] as const)
        .sort(([a], [b]) => byStoreOrder(a, b));
    return Object.fromEntries([...(project ? [['project', project] as const] : []), ...ordered]);
}

/** The changes for a client that calls events tasks. */
export function withTasks(changes: Changes): Changes {
    return Object.fromEntries(
        Object.entries(changes).map(([store, value]) => [store === EVENTS ? TASKS : store, value])
    );
}
