import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import {
    ConflictDialog,
    ConnectionBanner,
    ErrorNotice,
    LoginPanel,
    RealtimeProvider,
    RejectionNotice,
    RemoteFlash,
    ResetButton,
    SaveStatus,
    SyncToggle,
    useRealtimeProject,
    UsersBar
} from '../src/index.ts';
import { createInPageServer, type InPageServer } from '../test/support/inPageServer.ts';
import { showPlannedTime } from './app/showPlannedTime.ts';
import { LOCALES } from './support/withRealtime.tsx';
import './support/twoSchedulers.css';
import { SCHEDULER_PROPS } from './support/schedulerProps.ts';

function Client({ server, userName }: { server: InPageServer; userName: string }): ReactNode {
    const { address, webSocketImplementation } = server;
    const realtime = useRealtimeProject({ address, projectId: 1, webSocketImplementation });
    const scheduler = useRef<BryntumSchedulerPro>(null);
    useEffect(() => {
        // `login` says why it failed through the state too, and StrictMode lets the first of its two go.
        realtime.login({ userName }).catch(() => {});
    }, [realtime, userName]);
    useEffect(() => showPlannedTime(realtime.project, () => scheduler.current?.instance), [realtime]);
    return (
        <RealtimeProvider value={realtime} locales={LOCALES}>
            <section className="story-client" aria-label={userName}>
                <div className="story-bar">
                    <SyncToggle showStatus={false} />
                    <ResetButton />
                    <ConnectionBanner />
                    <LoginPanel address={address} showAddress={false} userName={userName} password="hidden" />
                </div>
                <ErrorNotice />
                <RejectionNotice />
                <BryntumSchedulerPro ref={scheduler} project={realtime.project} {...SCHEDULER_PROPS} />
                <div className="story-bar story-footer">
                    <UsersBar />
                    <SaveStatus />
                </div>
                <ConflictDialog />
                <RemoteFlash />
            </section>
        </RealtimeProvider>
    );
}

/** Two clients of a server that runs in this page. Drag a bar on one side; take the line away and edit on. */
function TwoSchedulers(): ReactNode {
    const [server] = useState(() => createInPageServer());
    const [isCut, setCut] = useState(false);
    const cut = (): void => {
        setCut(!isCut);
        if (isCut) {
            server.start();
        } else {
            server.stop();
        }
    };
    return (
        <div className="story-page">
            <label>
                <input type="checkbox" checked={isCut} onChange={cut} /> Cut the line
            </label>
            <Client server={server} userName="Amber Fox" />
            <Client server={server} userName="Calm Heron" />
        </div>
    );
}

const meta: Meta<typeof TwoSchedulers> = { component: TwoSchedulers, parameters: { layout: 'fullscreen' } };
export default meta;

export const Live: StoryObj<typeof TwoSchedulers> = {};
