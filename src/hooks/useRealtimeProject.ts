import { useEffect, useRef, useState } from 'react';
import { listen } from '../project/engine.ts';
import type { ProjectSync } from '../project/ProjectSync.ts';
import type { RealtimeProjectConfig } from '../project/RealtimeProject.ts';
import type { SchedulingIssuePolicy } from '../project/schedulingIssues.ts';
import type { ProjectId } from '../protocol/index.ts';
import type { EditConflictPolicy } from '../sync/editConflicts.ts';
import { createRealtime, type Realtime } from '../store/Realtime.ts';

/** Options of {@link useRealtimeProject}. */
export interface UseRealtimeProjectOptions extends Omit<
    RealtimeProjectConfig,
    'wsAddress' | 'wsProjectId' | 'wsReadOnly' | 'wsEditConflicts' | 'wsReviewAbove' | 'wsSchedulingIssues' | 'readOnly'
> {
    /** The server, `ws://…` or `wss://…`. A new value closes the connection to another server. */
    address?: string;
    /** The project on the server; a new value loads that project. */
    projectId?: ProjectId | null;
    /** Whether nothing may be changed here, whatever the user's role. Default: viewers may not. */
    readOnly?: boolean;
    /**
     * What becomes of editing conflicts: `ask` remembers them for `EditConflictDialog`, `mine` leaves own edits as they
     * are, `theirs` sets again what others have set, by an edit of its own. Default: `ask`.
     */
    editConflicts?: EditConflictPolicy;
    /**
     * More unconfirmed edits than this wait to be reviewed (`ReviewDialog`) when somebody comes back, after a lost
     * connection or with what an earlier page has left. `null` sends any number at once. Default: `null`.
     */
    reviewAbove?: number | null;
    /** What to do about edits that the engine cannot schedule. Default: `ask`. */
    schedulingIssues?: SchedulingIssuePolicy;
    /** Whether the browser asks before a page is left whose edits are not all saved. Default: `true`. */
    warnBeforeLeaving?: boolean;
    /** Called when this screen differed from the server's data and is being brought in line. */
    onDesync?: (desync: Desync) => void;
}

/** What {@link UseRealtimeProjectOptions.onDesync} is told. */
export interface Desync {
    /** How it was noticed. */
    reason: string;
    /** Number of records that differed; 0 where nobody counted. */
    records: number;
}

/** Closes the connection and leaves what is unsent to others, unless the host has destroyed the project. */
function leave({ project }: Realtime): void {
    const { isDestroyed, wsSync } = project as unknown as { isDestroyed: boolean; wsSync: ProjectSync };
    if (!isDestroyed) {
        void wsSync.leave();
    }
}

/** Asks before the page is left, but listens only while edits are unsaved: a listener keeps pages from being put away alive. */
function guardLeaving({ store }: Realtime): () => void {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    const update = (): void =>
        (store.getState().queue.length ? addEventListener : removeEventListener)('beforeunload', ask);
    const unsubscribe = store.subscribe(update);
    update();
    return () => {
        unsubscribe();
        removeEventListener('beforeunload', ask);
    };
}

/**
 * Makes one realtime project for the life of the component. The result never changes, so this hook never renders a
 * component again; read what happens through `useConnection()` and the other hooks below a `<RealtimeProvider>`.
 *
 * Apart from `address`, `projectId`, `readOnly`, `schedulingIssues`, `warnBeforeLeaving` and `onDesync` the options count once, when the component
 * mounts: passing them inline is fine. Unmounting closes the connection; what is unsent then goes
 * to the server from whatever page or component opens the project next for the same user.
 */
export function useRealtimeProject({
    address,
    projectId,
    readOnly,
    editConflicts = 'ask',
    reviewAbove = null,
    schedulingIssues = 'ask',
    warnBeforeLeaving = true,
    onDesync,
    ...config
}: UseRealtimeProjectOptions = {}): Realtime {
    const [realtime] = useState(() =>
        createRealtime({
            ...config,
            wsAddress: address ?? null,
            wsProjectId: projectId ?? null,
            wsReadOnly: readOnly ?? null,
            wsEditConflicts: editConflicts,
            wsReviewAbove: reviewAbove,
            wsSchedulingIssues: schedulingIssues
        })
    );
    const closing = useRef<ReturnType<typeof setTimeout>>(undefined);
    useEffect(() => {
        // StrictMode unmounts and mounts at once, which must close nothing.
        clearTimeout(closing.current);
        return () => {
            closing.current = setTimeout(leave, 0, realtime);
        };
    }, [realtime]);
    // The address first: the other way round the old server would be asked for the new project.
    useEffect(() => realtime.setAddress(address ?? null), [realtime, address]);
    useEffect(() => realtime.openProject(projectId ?? null), [realtime, projectId]);
    useEffect(() => realtime.setReadOnly(readOnly ?? null), [realtime, readOnly]);
    useEffect(() => realtime.setSchedulingIssues(schedulingIssues), [realtime, schedulingIssues]);
    useEffect(() => (warnBeforeLeaving ? guardLeaving(realtime) : undefined), [realtime, warnBeforeLeaving]);
    useEffect(
        () =>
            onDesync &&
            listen(realtime.project, {
                wsDesync: ({ reason, records }: Desync) => onDesync({ reason, records })
            }),
        [realtime, onDesync]
    );
    return realtime;
}
