import type { ProjectModel, SchedulerPro } from '@bryntum/schedulerpro';
import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import {
    BulkProgress,
    ConflictDialog,
    ConnectionBanner,
    ErrorNotice,
    LoginPanel,
    RealtimeProvider,
    RejectionNotice,
    ResetButton,
    SaveStatus,
    SyncToggle,
    UndoToolbar,
    useRealtime,
    useRealtimeProject,
    useRealtimeState,
    UsersBar,
    useLabels,
    useVersionPreview,
    VersionList,
    VersionPreviewBar,
    type RealtimeLocale
} from '../../src/index.ts';
import { showPlannedTime } from './showPlannedTime.ts';

/** Identities outside of the component: inline objects would make the wrapper configure the scheduler again. */
const COLUMNS = [{ text: 'L{EventEdit.Name}', field: 'name', width: 160 }];

/** What both schedulers have in common: the one of the project, and the one of a version that is looked at. */
const VIEW = {
    eventSegmentsFeature: false,
    columns: COLUMNS,
    viewPreset: 'weekAndDay',
    weekStartDay: 1,
    tickSize: 64,
    rowHeight: 44,
    barMargin: 6
};

/** Props of {@link SchedulerPanel}. */
export interface SchedulerPanelProps {
    /** Which of the two it is; also the name under which the console finds its realtime project. */
    side: 'left' | 'right';
    /** The server, `ws://…` or `wss://…`. */
    address: string;
    projectId: number;
    /** Languages beside English. */
    locales: readonly RealtimeLocale[];
}

/** A complete client: a scheduler with everything the kit puts around it. */
export function SchedulerPanel({ side, address, projectId, locales }: SchedulerPanelProps): ReactNode {
    const realtime = useRealtimeProject({ address, projectId });
    const panel = useRef<HTMLElement>(null);
    useEffect(() => {
        // For playing in the console: left.project.eventStore.first.name = 'Hello'
        Object.assign(window, { [side]: realtime });
    }, [side, realtime]);
    return (
        <RealtimeProvider value={realtime} locales={locales}>
            <section ref={panel} className="demo-panel" aria-label={`${side} scheduler`}>
                <Workplace address={address} panel={panel} />
                <footer className="demo-bar demo-footer">
                    <UsersBar />
                    <Status />
                </footer>
                <ConflictDialog />
            </section>
        </RealtimeProvider>
    );
}

/** Everything around the schedule, and the schedule. */
function Workplace({ address, panel }: { address: string; panel: RefObject<HTMLElement | null> }): ReactNode {
    const [showsVersions, setShowsVersions] = useState(false);
    return (
        <>
            <div className="demo-bar">
                <Controls
                    panel={panel}
                    showsVersions={showsVersions}
                    onVersions={() => setShowsVersions(!showsVersions)}
                />
                <ConnectionBanner />
                <LoginPanel address={address} />
            </div>
            <ErrorNotice />
            <RejectionNotice />
            <Schedule showsVersions={showsVersions} />
        </>
    );
}

interface ControlsProps {
    panel: RefObject<HTMLElement | null>;
    showsVersions: boolean;
    onVersions: () => void;
}

/** Undo and redo, reset, versions and auto-sync; they need somebody who is logged in, like in any editor. */
function Controls({ panel, showsVersions, onVersions }: ControlsProps): ReactNode {
    const labels = useLabels();
    const isSignedIn = useRealtimeState(state => state.session !== null);
    return (
        isSignedIn && (
            <div className="demo-controls">
                <UndoToolbar keysIn={panel} />
                <SyncToggle showStatus={false} />
                <ResetButton />
                <button
                    type="button"
                    className="demo-button"
                    aria-label={labels.versions}
                    aria-expanded={showsVersions}
                    onClick={onVersions}
                >
                    <i className="fa fa-clock-rotate-left" aria-hidden="true" />
                    <span>{labels.versions}</span>
                </button>
            </div>
        )
    );
}

/** Nobody who is logged out needs to know, unless something is left unsaved. */
function Status(): ReactNode {
    return useRealtimeState(({ session, queue }) => session !== null || queue.length > 0) && <SaveStatus />;
}

function Schedule({ showsVersions }: { showsVersions: boolean }): ReactNode {
    const { project } = useRealtime();
    const scheduler = useRef<BryntumSchedulerPro>(null);
    const preview = useVersionPreview();
    const isSignedIn = useRealtimeState(state => state.session !== null);
    useEffect(() => showPlannedTime(project, () => scheduler.current?.instance), [project]);
    return (
        <>
            <VersionPreviewBar preview={preview} />
            <div className="demo-schedule">
                <div className="demo-view">
                    <div className="demo-live" inert={!!preview.project}>
                        <BryntumSchedulerPro
                            ref={scheduler}
                            project={project}
                            enableTransactionalFeatures
                            displaySchedulingIssueResolutionPopup={false}
                            {...VIEW}
                        />
                    </div>
                    <BulkProgress />
                    {preview.project && <Preview project={preview.project} over={() => scheduler.current?.instance} />}
                </div>
                {showsVersions && isSignedIn && <VersionList className="demo-versions" preview={preview} />}
            </div>
        </>
    );
}

interface PreviewProps {
    project: ProjectModel;
    over: () => SchedulerPro | undefined;
}

/** A version, over the schedule as it is and at the same dates; the rest of the page goes on working. */
function Preview({ project, over }: PreviewProps): ReactNode {
    const scheduler = useRef<BryntumSchedulerPro>(null);
    useEffect(() => {
        const [shown, below] = [scheduler.current?.instance, over()];
        if (shown && below) {
            void shown.setTimeSpan(below.startDate, below.endDate);
            void shown.scrollToDate(below.visibleDateRange.startDate!, { block: 'start' });
        }
        // oxlint-disable-next-line react/exhaustive-deps -- where it begins; people scroll on from there
    }, [project]);
    return (
        <div className="demo-preview">
            <BryntumSchedulerPro ref={scheduler} project={project} readOnly {...VIEW} />
        </div>
    );
}
