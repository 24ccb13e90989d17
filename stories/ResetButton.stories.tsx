import type { Meta, StoryObj } from '@storybook/react-vite';
import { within } from 'storybook/test';
import { ResetButton } from '../src/components/index.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const meta: Meta<typeof ResetButton> = {
    component: ResetButton,
    decorators: [withRealtime],
    parameters: inState(LIVE)
};
export default meta;

type Story = StoryObj<typeof ResetButton>;

export const Ready: Story = {};

export const Unavailable: Story = { parameters: inState({}) };

export const Asking: Story = {
    play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: 'Reset' }))
};

export const Refused: Story = {
    parameters: inState(LIVE, {
        reset: () =>
            Promise.reject({
                code: 'authorization-required',
                message: 'Your role may not reset the project. Ask somebody who may edit it.'
            })
    }),
    play: async ({ canvas, userEvent }) => {
        await userEvent.click(canvas.getByRole('button', { name: 'Reset' }));
        await userEvent.click(within(await canvas.findByRole('alertdialog')).getByRole('button', { name: 'Reset' }));
    }
};
