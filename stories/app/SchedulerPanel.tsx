import type { ProjectModel, SchedulerPro } from '@bryntum/schedulerpro';
import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import {
    ActivityFeed,
    activityLabels,
    BulkProgress,
    ConflictDialog,
    ConnectionBanner,
    EditConflictsButton,
    ErrorNotice,
    LoginPanel,
    RealtimeProvider,
    RejectionNotice,
    RemoteFlash,
    ResetButton,
    ReviewDialog,
    SaveStatus,
    showInScheduler,
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
    type ActivityTarget,
    type RealtimeLocale
} from '../../src/index.ts';
import { showPlannedTime } from './showPlannedTime.ts';

/** Identities outside of the component: inline objects would make the wrapper configure the scheduler again. */
const COLUMNS = [{ text: 'L{EventEdit.Name}', field: 'name', width: 160 }];

/** What both schedulers have in common: the one of the project, and the one of a version that is looked at. */
const VIEW = {
    columns: COLUMNS,
    viewPreset: 'weekAndDay',
    weekStartDay: 1,
    tickSize: 64,
    rowHeight: 44,
    barMargin: 6
};

/** More edits than this are reviewed before they are sent by somebody who comes back. */
const REVIEW_ABOVE = 5;

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
    const realtime = useRealtimeProject({ address, projectId, reviewAbove: REVIEW_ABOVE });
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
                    <ConnectionBanner />
                    <UsersBar />
                    <Status />
                </footer>
                <ConflictDialog />
                <RemoteFlash />
            </section>
        </RealtimeProvider>
    );
}

/** What stands beside the schedule. */
type Side = 'activity' | 'versions' | null;

/** Everything around the schedule, and the schedule. */
function Workplace({ address, panel }: { address: string; panel: RefObject<HTMLElement | null> }): ReactNode {
    const [side, setSide] = useState<Side>(null);
    return (
        <>
            <div className="demo-bar">
                <Controls panel={panel} side={side} onSide={setSide} />
                <LoginPanel address={address} />
            </div>
            <ErrorNotice />
            <RejectionNotice />
            <Schedule side={side} onSide={setSide} />
        </>
    );
}

interface ControlsProps {
    panel: RefObject<HTMLElement | null>;
    side: Side;
    onSide: (side: Side) => void;
}

/** Undo and redo, reset, auto-sync, activity and versions; they need somebody who is logged in, like in any editor. */
function Controls({ panel, side, onSide }: ControlsProps): ReactNode {
    const labels = useLabels();
    const sides = [
        ['activity', activityLabels(labels).heading, 'fa fa-list-ul'],
        ['versions', labels.versions, 'fa fa-clock-rotate-left']
    ] as const;
    const isSignedIn = useRealtimeState(state => state.session !== null);
    return (
        isSignedIn && (
            <div className="demo-controls">
                <UndoToolbar keysIn={panel} />
                <EditConflictsButton />
                <SyncToggle showStatus={false} />
                <ReviewDialog />
                <ResetButton />
                {sides.map(([name, label, icon]) => (
                    <button
                        key={name}
                        type="button"
                        className="demo-button"
                        aria-label={label}
                        title={label}
                        aria-expanded={side === name}
                        onClick={() => onSide(side === name ? null : name)}
                    >
                        <i className={icon} aria-hidden="true" />
                        <span>{label}</span>
                    </button>
                ))}
            </div>
        )
    );
}

/** Nobody who is logged out needs to know, unless something is left unsaved. */
function Status(): ReactNode {
    return useRealtimeState(({ session, queue }) => session !== null || queue.length > 0) && <SaveStatus />;
}

function Schedule({ side, onSide }: Omit<ControlsProps, 'panel'>): ReactNode {
    const { project } = useRealtime();
    const feed = useRef<HTMLElement>(null);
    const scheduler = useRef<BryntumSchedulerPro>(null);
    const preview = useVersionPreview();
    const isSignedIn = useRealtimeState(state => state.session !== null);
    useEffect(() => showPlannedTime(project, () => scheduler.current?.instance), [project]);
    const show = (target: ActivityTarget): Promise<boolean> => {
        // Where there is little room the list lies over the schedule.
        if (getComputedStyle(feed.current!).position === 'absolute') {
            onSide(null);
        }
        if (preview.project) {
            preview.close();
        }
        return showInScheduler(scheduler.current!.instance, target);
    };
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
                {isSignedIn && side === 'activity' && <ActivityFeed ref={feed} className="demo-side" onShow={show} />}
                {isSignedIn && side === 'versions' && <VersionList className="demo-side" preview={preview} />}
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
