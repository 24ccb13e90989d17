import { createStore, type StoreApi } from 'zustand/vanilla';
import { readActivity, type ActivityPage } from '../project/activity.ts';
import { listen } from '../project/engine.ts';
import type { RealtimeProject } from '../project/RealtimeProject.ts';
import type { RealtimeState } from '../project/state.ts';
import type { ActivityEntry, Person, RecordData, RecordId, ServerRevision } from '../protocol/index.ts';
import { entriesOf, hasGap, mergeEntries } from '../sync/activity.ts';
import { isConnected, type ConnectionProblem } from '../transport/connectionState.ts';

/** Entries that are asked for at once. */
const PAGE = 100;

/** What is known of a project's activity. */
export interface ActivityState {
    /** The newest first, without gaps. */
    entries: readonly ActivityEntry[];
    /** Everybody who has entries on the server, in no particular order. */
    authors: readonly Person[];
    /** `idle`: there is no connection, and nothing to show yet. */
    status: 'idle' | 'loading' | 'ready' | 'failed';
    /** Why entries could not be loaded, when `failed`. */
    error: ConnectionProblem | null;
    /** Whether there is nothing older. */
    atEnd: boolean;
}

/** Who did what in a realtime project: loaded from the server as far back as asked for, and followed from then on. */
export interface ActivityLog extends Pick<StoreApi<ActivityState>, 'getState' | 'getInitialState' | 'subscribe'> {
    /** Loads older entries, or tries again what has failed. Does nothing while loading, at the end, or without connection. */
    loadMore(): void;
}

const INITIAL: ActivityState = { entries: [], authors: [], status: 'idle', error: null, atEnd: false };

/** The server speaks dialect 1: asking again cannot help. */
export const UNSUPPORTED: ConnectionProblem = {
    code: 'no-activity',
    message: 'This server does not keep who did what; use the server of schedulerpro-realtime to see it'
};

/** What the project tells of revisions before it applies them. */
interface HeardRevisions {
    revisions: readonly ServerRevision[];
    stored: (store: string, id: RecordId) => RecordData | undefined;
}

const logs = new WeakMap<RealtimeProject, Map<string | null, ActivityLog>>();

/**
 * The activity of a project, the same object for the same project and person. It follows the project, and asks the
 * server, only while somebody subscribes.
 * @param userId only what this person did; `null`: everybody
 */
export function activityLogOf(project: RealtimeProject, userId: string | null = null): ActivityLog {
    const ofProject = logs.get(project) ?? new Map<string | null, ActivityLog>();
    logs.set(project, ofProject);
    const log = ofProject.get(userId) ?? createActivityLog(project, userId);
    ofProject.set(userId, log);
    return log;
}

function createActivityLog(project: RealtimeProject, userId: string | null): ActivityLog {
    const store = createStore<ActivityState>(() => INITIAL);
    let subscribers = 0;
    let detach = (): void => {};
    /** Whose project of which server the entries are of. */
    let subject: string | null = null;
    /** There may be newer entries that nobody has told of. */
    let isStale = true;
    let isReading = false;
    /** The project was loaded meanwhile. */
    let isDue = false;

    const currentSubject = (): string | null => {
        const { session } = project.wsState;
        return session && JSON.stringify([project.wsAddress, project.wsProjectId, session.userId]);
    };

    function merge({ before, entries: more, authors, isEnd = false }: ActivityPage): void {
        const { entries: known, authors: others, atEnd } = store.getState();
        const isHead = before == null;
        const isNew = isHead && !isEnd && hasGap(known, more);
        isStale &&= !isHead;
        store.setState({
            entries: isNew ? more : mergeEntries(known, more),
            authors: authors ?? others,
            status: 'ready',
            atEnd: isEnd || (isHead && !isNew && known.length > 0 && atEnd)
        });
    }

    async function read(before: string | null): Promise<void> {
        const asked = subject;
        isReading = true;
        store.setState({ status: 'loading', error: null });
        try {
            const page = await readActivity(project, { before, userId, limit: PAGE });
            if (asked === subject) {
                merge(page);
            }
        } catch (reason) {
            const { code, message, parameters } = reason as ConnectionProblem;
            if (asked === subject) {
                // Without connection there is nothing to be said here, and it starts again by itself.
                const rest = store.getState().entries.length ? 'ready' : 'idle';
                store.setState(
                    code === 'closed'
                        ? { status: rest, error: null }
                        : { status: 'failed', error: { code, message, parameters } }
                );
            }
        }
        isReading = false;
        if (isDue) {
            start();
        }
    }

    /** The project was loaded, has caught up, or somebody has begun to look. */
    function start(): void {
        const current = currentSubject();
        if (current !== subject) {
            subject = current;
            isStale = true;
            store.setState(INITIAL);
        }
        isDue = isReading;
        if (!subject || isReading || !isConnected(project.wsState.connection)) {
            return;
        }
        if (project.wsState.session!.protocol < 2) {
            store.setState({ status: 'failed', error: UNSUPPORTED });
        } else {
            // Even if nothing was missed: it tells what people look like who have come and gone meanwhile.
            void read(null);
        }
    }

    function heard({ revisions, stored }: HeardRevisions): void {
        if (isStale) {
            return;
        }
        const more = entriesOf(revisions, stored).filter(entry => userId === null || entry.userId === userId);
        if (more.length) {
            const { entries, authors } = store.getState();
            const known = new Map(authors.map(author => [author.userId, author]));
            for (const { userId: id = '', userName = '' } of revisions) {
                if (!known.has(id) && more.some(entry => entry.userId === id)) {
                    known.set(id, { userId: id, userName });
                }
            }
            store.setState({
                entries: mergeEntries(entries, more),
                authors: known.size > authors.length ? [...known.values()] : authors
            });
        }
    }

    function attach(): void {
        isStale = true;
        detach = listen(project, {
            wsBeforeReceiveChanges: heard,
            wsReceiveDataset: () => (isStale = true),
            wsLoad: start,
            wsStateChange: ({ changes }: { changes: Partial<RealtimeState> }) => {
                if (changes.session === null && subject) {
                    subject = null;
                    store.setState(INITIAL);
                }
            }
        });
        start();
    }

    return {
        ...store,
        subscribe(listener) {
            if (!subscribers++) {
                attach();
            }
            const unsubscribe = store.subscribe(listener);
            return () => {
                unsubscribe();
                if (!--subscribers) {
                    detach();
                }
            };
        },
        loadMore() {
            const { entries, error, atEnd } = store.getState();
            const isPossible = !isReading && error !== UNSUPPORTED && isConnected(project.wsState.connection);
            if (subject && isPossible && (isStale || !atEnd)) {
                void read(isStale ? null : (entries.at(-1)?.revision ?? null));
            }
        }
    };
}
