import type { Meta, StoryObj } from '@storybook/react-vite';
import { SyncToggle } from '../src/components/index.ts';
import { queueOf } from '../test/support/edits.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const OFF = { ...LIVE, connection: { status: 'suspended' }, autoSync: false } as const;

const meta: Meta<typeof SyncToggle> = {
    component: SyncToggle,
    decorators: [withRealtime],
    parameters: inState(LIVE)
};
export default meta;

type Story = StoryObj<typeof SyncToggle>;

export const On: Story = {};

export const OnSaving: Story = { parameters: inState({ ...LIVE, queue: queueOf(2, 0) }) };

export const OffNothingWaits: Story = { parameters: inState(OFF) };

export const OffChangesWait: Story = { parameters: inState({ ...OFF, queue: queueOf(12) }) };

/** Somebody who may not edit. */
export const ViewOnly: Story = { parameters: inState({ ...LIVE, readOnly: true }) };
