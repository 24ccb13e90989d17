import { useEffect, useMemo, useState } from 'react';
import { listen } from '../project/engine.ts';
import type { VersionChange } from '../project/versions/compare.ts';
import type { SavedVersion } from '../project/versions/list.ts';
import { versionsOf, type Versions } from '../project/versions/Versions.ts';
import type { RecordId } from '../protocol/index.ts';
import type { ConnectionProblem } from '../transport/connectionState.ts';
import { useRealtime } from './RealtimeProvider.tsx';
import { useReadOnly, useRealtimeState } from './useRealtimeState.ts';

/** What {@link useVersions} returns. */
export interface VersionsInfo extends Versions {
    /** The newest first. */
    items: readonly SavedVersion[];
    /** Whether the user may save and restore. */
    mayEdit: boolean;
    /** Whether the user may remove a version, or give it another name; an automatic one anybody may name who may edit. */
    mayChange: (version: SavedVersion) => boolean;
}

/** The saved versions of the project, and what can be done with them. */
export function useVersions(): VersionsInfo {
    const { project } = useRealtime();
    const items = useRealtimeState(state => state.versions);
    const session = useRealtimeState(state => state.session);
    const readOnly = useReadOnly();
    return useMemo(() => {
        const { role, userId, protocol } = session ?? {};
        const mayEdit = session !== null && !readOnly;
        // Servers of dialect 1 know no roles.
        const mayAll = role === 'admin' || protocol === 1;
        const mayChange = (version: SavedVersion): boolean => mayEdit && (mayAll || version.userId === userId);
        return { ...versionsOf(project), items, mayEdit, mayChange };
    }, [project, items, session, readOnly]);
}

/** What {@link useVersionComparison} returns. */
export interface VersionComparison {
    /** What is different from what it was in the version; `null` until that is known. */
    changes: readonly VersionChange[] | null;
    /** Why it cannot be known. */
    error: ConnectionProblem | null;
}

/** Compares the project with one of its versions, and again with every edit of anybody. */
export function useVersionComparison(id: RecordId): VersionComparison {
    const realtime = useRealtime();
    const { project } = realtime;
    const [comparison, setComparison] = useState<VersionComparison>({ changes: null, error: null });
    useEffect(() => {
        let isStale = false;
        const compare = (): void => {
            void versionsOf(project)
                .compare(id)
                .then(
                    changes => ({ changes, error: null }),
                    (error: ConnectionProblem) => {
                        // It is shown here; nobody needs to read it twice.
                        realtime.dismissError();
                        return { changes: null, error };
                    }
                )
                .then(result => !isStale && setComparison(result));
        };
        compare();
        const detach = listen(project, { wsReceiveChanges: compare, revisionNotification: compare, wsLoad: compare });
        return () => {
            isStale = true;
            detach();
        };
    }, [realtime, project, id]);
    return comparison;
}
