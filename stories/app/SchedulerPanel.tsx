import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
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
    useReadOnly,
    useRealtime,
    useRealtimeProject,
    useRealtimeState,
    UsersBar,
    type RealtimeLocale
} from '../../src/index.ts';
import { showPlannedTime } from './showPlannedTime.ts';

/** Identities outside of the component: inline objects would make the wrapper configure the scheduler again. */
const COLUMNS = [{ text: 'L{EventEdit.Name}', field: 'name', width: 160 }];

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
                <div className="demo-bar">
                    <Controls panel={panel} />
                    <ConnectionBanner />
                    <LoginPanel address={address} />
                </div>
                <ErrorNotice />
                <RejectionNotice />
                <Schedule />
                <footer className="demo-bar demo-footer">
                    <UsersBar />
                    <Status />
                </footer>
                <ConflictDialog />
            </section>
        </RealtimeProvider>
    );
}

/** Undo and redo, reset and auto-sync; they need somebody who is logged in and may edit. */
function Controls({ panel }: { panel: RefObject<HTMLElement | null> }): ReactNode {
    const isSignedIn = useRealtimeState(state => state.session !== null);
    const readOnly = useReadOnly();
    return (
        isSignedIn && (
            <div className="demo-controls">
                {!readOnly && <UndoToolbar keysIn={panel} />}
                <SyncToggle showStatus={false} />
                <ResetButton />
            </div>
        )
    );
}

/** Nobody who is logged out needs to know, unless something is left unsaved. */
function Status(): ReactNode {
    return useRealtimeState(({ session, queue }) => session !== null || queue.length > 0) && <SaveStatus />;
}

function Schedule(): ReactNode {
    const { project } = useRealtime();
    const scheduler = useRef<BryntumSchedulerPro>(null);
    useEffect(() => showPlannedTime(project, () => scheduler.current?.instance), [project]);
    return (
        <div className="demo-schedule">
            <BryntumSchedulerPro
                ref={scheduler}
                project={project}
                enableTransactionalFeatures
                displaySchedulingIssueResolutionPopup={false}
                eventSegmentsFeature={false}
                columns={COLUMNS}
                viewPreset="weekAndDay"
                weekStartDay={1}
                tickSize={64}
                rowHeight={44}
                barMargin={6}
            />
            <BulkProgress />
        </div>
    );
}
