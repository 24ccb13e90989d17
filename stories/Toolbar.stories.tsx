import type { ReactNode } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import {
    ConnectionBanner,
    ErrorNotice,
    LoginPanel,
    RejectionNotice,
    ResetButton,
    SaveStatus,
    SyncToggle,
    UsersBar
} from '../src/components/index.ts';
import { queueOf, REJECTIONS } from '../test/support/edits.ts';
import { LIVE, USERS } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

/** All components in one toolbar, as an application would use them. */
function Toolbar(): ReactNode {
    const row = { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '0.5em 1em' } as const;
    return (
        <div style={{ display: 'grid', gap: '0.75em' }}>
            <div style={row}>
                <LoginPanel address="ws://localhost:8080" random={() => 0} style={{ flex: '1 1 auto' }} />
                <ConnectionBanner />
            </div>
            <div style={row}>
                <UsersBar />
                <SyncToggle showStatus={false} />
                <ResetButton />
                <SaveStatus />
            </div>
            <ErrorNotice />
            <RejectionNotice />
        </div>
    );
}

const meta: Meta<typeof Toolbar> = { component: Toolbar, decorators: [withRealtime] };
export default meta;

type Story = StoryObj<typeof Toolbar>;

export const SignedOut: Story = { parameters: inState({}) };

export const Live: Story = { parameters: inState(LIVE) };

/** Who may not edit sees nothing to edit with. */
export const Viewer: Story = { parameters: inState({ ...LIVE, readOnly: true }) };

export const Busy: Story = {
    parameters: inState({
        ...LIVE,
        connection: { status: 'loading' },
        users: USERS,
        autoSync: false,
        queue: queueOf(3),
        rejections: REJECTIONS.slice(0, 1),
        lastError: {
            code: 'bad-revision',
            message: 'The server refused your last change, because its event was removed by somebody else.',
            at: 1
        }
    })
};
