import type { Meta, StoryObj } from '@storybook/react-vite';
import { RejectionNotice } from '../src/components/index.ts';
import { change, REJECTIONS } from '../test/support/edits.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const meta: Meta<typeof RejectionNotice> = { component: RejectionNotice, decorators: [withRealtime] };
export default meta;

type Story = StoryObj<typeof RejectionNotice>;

export const One: Story = { parameters: inState({ ...LIVE, rejections: REJECTIONS.slice(0, 1) }) };

export const Several: Story = { parameters: inState({ ...LIVE, rejections: REJECTIONS }) };

export const Many: Story = {
    parameters: inState({
        ...LIVE,
        rejections: Array.from({ length: 12 }, (_, index) => ({
            ...REJECTIONS[0]!,
            id: String(index),
            changes: [
                change('Paint', { name: `Paint the gate, ${index}`, duration: index }),
                change('Saw', { startDate: '2026-03-04T00:00:00' })
            ]
        }))
    })
};

export const Empty: Story = { parameters: inState(LIVE) };
