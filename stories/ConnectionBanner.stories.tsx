import { useEffect } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConnectionBanner } from '../src/components/index.ts';
import { useRealtime } from '../src/hooks/RealtimeProvider.tsx';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const LOST = { code: 'closed', message: 'The connection to the server was lost' };

const meta: Meta<typeof ConnectionBanner> = {
    component: ConnectionBanner,
    decorators: [withRealtime]
};
export default meta;

type Story = StoryObj<typeof ConnectionBanner>;

/** Nothing is shown, the room is kept. */
export const Live: Story = { parameters: inState(LIVE) };

export const Connecting: Story = { parameters: inState({ connection: { status: 'connecting', attempt: 1 } }) };

export const Authenticating: Story = { parameters: inState({ connection: { status: 'authenticating' } }) };

export const Loading: Story = { parameters: inState({ connection: { status: 'loading' } }) };

function GoOffline(): React.ReactNode {
    const { store } = useRealtime();
    useEffect(() => {
        const nextTryAt = Date.now() + 12_000;
        store.setState({ connection: { status: 'reconnecting', attempt: 3, nextTryAt, reason: LOST } });
    }, [store]);
    return <ConnectionBanner />;
}

export const Reconnecting: Story = { parameters: inState(LIVE), render: () => <GoOffline /> };

export const Retrying: Story = {
    parameters: inState({ ...LIVE, connection: { status: 'connecting', attempt: 3 } })
};

export const NeedsLogin: Story = {
    parameters: inState({
        connection: {
            status: 'needs-auth',
            reason: { code: 'authentication-required', message: 'Authentication required' }
        }
    })
};

export const Failed: Story = {
    parameters: inState({
        connection: {
            status: 'failed',
            reason: {
                code: 'authorization-required',
                message: 'This user may not open project 1. Ask its owner for access.'
            }
        }
    })
};
