import type { ProjectModel } from '@bryntum/schedulerpro';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SavedVersion } from '../project/versions/list.ts';
import { versionsOf } from '../project/versions/Versions.ts';
import type { ConnectionProblem } from '../transport/connectionState.ts';
import { useRealtime } from './RealtimeProvider.tsx';

/** Where a preview stands. */
export type PreviewState =
    | { readonly status: 'closed'; readonly version?: undefined; readonly project?: undefined }
    | { readonly status: 'loading'; readonly version: SavedVersion; readonly project?: undefined }
    | {
          readonly status: 'failed';
          readonly version: SavedVersion;
          readonly error: ConnectionProblem;
          project?: undefined;
      }
    /** `project` is for a scheduler of its own, which the host shows read-only. */
    | { readonly status: 'open'; readonly version: SavedVersion; readonly project: ProjectModel };

/** What {@link useVersionPreview} returns. */
export type VersionPreview = PreviewState & {
    /** Opens a version; the one that is open is closed. */
    readonly open: (version: SavedVersion) => void;
    /** Goes back to now, and gives the focus back to whoever had it. */
    readonly close: () => void;
};

const CLOSED: PreviewState = { status: 'closed' };

/**
 * Looks at a version without touching anybody: it becomes a project of its own, connected to nothing, which is destroyed
 * when the preview ends.
 *
 * @example
 * const preview = useVersionPreview();
 * <VersionList preview={preview} /> <VersionPreviewBar preview={preview} />
 * {preview.project && <BryntumSchedulerPro project={preview.project} readOnly />}
 */
export function useVersionPreview(): VersionPreview {
    const realtime = useRealtime();
    const [state, setState] = useState(CLOSED);
    const opener = useRef<Element | null>(null);
    /** Counts what was asked for, so that an answer that comes too late is noticed. */
    const request = useRef(0);

    const open = useCallback(
        (version: SavedVersion): void => {
            const current = ++request.current;
            opener.current = document.activeElement;
            setState({ status: 'loading', version });
            versionsOf(realtime.project)
                .open(version.id)
                .then(
                    project => {
                        if (current === request.current) {
                            setState({ status: 'open', version, project });
                        } else {
                            project.destroy();
                        }
                    },
                    (error: ConnectionProblem) => {
                        realtime.dismissError();
                        if (current === request.current) {
                            setState({ status: 'failed', version, error });
                        }
                    }
                );
        },
        [realtime]
    );
    const close = useCallback((): void => {
        request.current++;
        setState(CLOSED);
        (opener.current as HTMLElement | null)?.focus();
    }, []);

    const { project } = state;
    // The scheduler that shows it goes first.
    useEffect(() => () => void (project && setTimeout(() => project.destroy(), 0)), [project]);
    useEffect(() => () => void request.current++, []);

    return useMemo(() => ({ ...state, open, close }), [state, open, close]);
}
