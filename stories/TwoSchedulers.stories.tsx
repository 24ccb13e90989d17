import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import {
    ConflictDialog,
    ConnectionBanner,
    ErrorNotice,
    LoginPanel,
    RealtimeProvider,
    ResetButton,
    SyncToggle,
    useRealtimeProject,
    UsersBar
} from '../src/index.ts';
import { createInPageServer, type InPageServer } from '../test/support/inPageServer.ts';
import './support/twoSchedulers.css';

const COLUMNS = [{ text: 'Name', field: 'name', width: 150 }];

function Client({ server, userName }: { server: InPageServer; userName: string }): ReactNode {
    const { address, webSocketImplementation } = server;
    const realtime = useRealtimeProject({ address, projectId: 2, webSocketImplementation });
    useEffect(() => {
        // `login` says why it failed through the state too, and StrictMode lets the first of its two go.
        realtime.login({ userName }).catch(() => {});
    }, [realtime, userName]);
    return (
        <RealtimeProvider value={realtime}>
            <section className="story-client" aria-label={userName}>
                <div className="story-bar">
                    <LoginPanel address={address} showAddress={false} userName={userName} password="hidden" />
                    <ConnectionBanner />
                </div>
                <div className="story-bar">
                    <UsersBar />
                    <SyncToggle />
                    <ResetButton />
                </div>
                <ErrorNotice />
                <BryntumSchedulerPro
                    project={realtime.project}
                    columns={COLUMNS}
                    enableTransactionalFeatures
                    displaySchedulingIssueResolutionPopup={false}
                    eventSegmentsFeature={false}
                    viewPreset="weekAndDayLetter"
                    flex={1}
                />
                <ConflictDialog />
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
