import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, type ReactNode } from 'react';
import { SaveStatus } from '../src/components/index.ts';
import { useRealtime } from '../src/hooks/RealtimeProvider.tsx';
import { queueOf } from '../test/support/edits.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const OFFLINE = {
    ...LIVE,
    connection: {
        status: 'reconnecting',
        attempt: 3,
        nextTryAt: 0,
        reason: { code: 'closed', message: 'The connection to the server was lost' }
    }
} as const;

const meta: Meta<typeof SaveStatus> = { component: SaveStatus, decorators: [withRealtime] };
export default meta;

type Story = StoryObj<typeof SaveStatus>;

export const Saved: Story = { parameters: inState(LIVE) };

export const Saving: Story = { parameters: inState({ ...LIVE, queue: queueOf(2, 0) }) };

export const WaitingForTheConnection: Story = { parameters: inState({ ...OFFLINE, queue: queueOf(5) }) };

export const HeldBack: Story = {
    parameters: inState({ ...LIVE, connection: { status: 'suspended' }, autoSync: false, queue: queueOf(1) })
};

/** Somebody who may not edit. */
export const ViewOnly: Story = { parameters: inState({ ...LIVE, readOnly: true }) };

export const ManyEdits: Story = { parameters: inState({ ...OFFLINE, queue: queueOf(88) }) };

function QuickSaves(): ReactNode {
    const { store } = useRealtime();
    useEffect(() => {
        let tick = 0;
        const timer = setInterval(() => {
            tick += 1;
            // Every fourth one takes its time.
            const queue = tick % 8 === 1 || (tick % 32 > 16 && tick % 32 < 28) ? queueOf(1, 0) : queueOf(0);
            store.setState({ queue });
        }, 100);
        return () => clearInterval(timer);
    }, [store]);
    return <SaveStatus />;
}

/** What is saved at once changes nothing to look at. */
export const QuickAndSlow: Story = { parameters: inState(LIVE), render: () => <QuickSaves /> };
