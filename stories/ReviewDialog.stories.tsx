import type { Meta, StoryObj } from '@storybook/react-vite';
import { ReviewDialog } from '../src/components/index.ts';
import { CONFLICTS, reviewedEdits } from '../test/support/editConflicts.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const meta: Meta<typeof ReviewDialog> = { component: ReviewDialog, decorators: [withRealtime] };
export default meta;

type Story = StoryObj<typeof ReviewDialog>;

const FIVE = { ...LIVE, review: reviewedEdits(5) };

export const Open: Story = { parameters: inState(FIVE) };

export const WithConflicts: Story = {
    parameters: inState({
        ...FIVE,
        editConflicts: CONFLICTS.slice(0, 3).map((each, index) => ({ ...each, edit: `c1/${index && 1}` }))
    })
};

export const DiscardAll: Story = {
    parameters: inState(FIVE),
    play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: 'Discard all' }))
};

export const Closed: Story = {
    parameters: inState(FIVE),
    play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: 'Decide later' }))
};

export const Hundreds: Story = { parameters: inState({ ...LIVE, review: reviewedEdits(500) }) };

export const Nothing: Story = { parameters: inState(LIVE) };
