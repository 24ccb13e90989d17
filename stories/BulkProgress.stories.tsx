import { useEffect, type ReactNode } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { BulkProgress } from '../src/components/index.ts';
import { useRealtime } from '../src/hooks/RealtimeProvider.tsx';
import type { BulkState } from '../src/store/realtimeStore.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const meta: Meta<typeof BulkProgress> = { component: BulkProgress, args: { delay: 0 }, decorators: [withRealtime] };
export default meta;

type Story = StoryObj<typeof BulkProgress>;

const bulk = (changes: Partial<BulkState>): Story['parameters'] =>
    inState({
        ...LIVE,
        bulk: { title: 'Shift the spring season', phase: 'editing', done: 0, total: null, ...changes }
    });

export const Idle: Story = { parameters: inState(LIVE) };

/** The function reports nothing. */
export const Editing: Story = { parameters: bulk({ done: null }) };

export const HalfWay: Story = { parameters: bulk({ done: 480, total: 1_000 }) };

export const WithoutTitle: Story = { parameters: bulk({ title: null, done: 9_400, total: 10_000 }) };

export const LongTitle: Story = {
    parameters: bulk({
        title: 'Shift everything that depends on the delivery of the second scaffold by two working days',
        done: 12,
        total: 1_000
    })
};

export const Calculating: Story = { parameters: bulk({ phase: 'calculating', done: null }) };

function Endless(): ReactNode {
    const { store } = useRealtime();
    useEffect(() => {
        let tick = 0;
        const timer = setInterval(() => {
            tick = (tick + 1) % 160;
            // Every second one is over in a moment: nothing of it shows.
            const isRunning = tick < 100 || (tick > 130 && tick < 135);
            const state: BulkState =
                tick < 70 || tick > 130
                    ? { title: 'Shift the season', phase: 'editing', done: (tick % 130) * 14, total: 980 }
                    : { title: 'Shift the season', phase: 'calculating', done: null, total: null };
            store.setState({ bulk: isRunning ? state : null });
        }, 50);
        return () => clearInterval(timer);
    }, [store]);
    return (
        <div style={{ display: 'flex', flexWrap: 'wrap', minHeight: '2.25em' }}>
            <BulkProgress style={{ flex: 1 }} />
        </div>
    );
}

/** Over and over, a long one and one that is over in a moment. */
export const Running: Story = { parameters: inState(LIVE), render: () => <Endless /> };
