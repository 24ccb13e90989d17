import type { Meta, StoryObj } from '@storybook/react-vite';
import { ErrorNotice } from '../src/components/index.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const meta: Meta<typeof ErrorNotice> = {
    component: ErrorNotice,
    decorators: [withRealtime]
};
export default meta;

type Story = StoryObj<typeof ErrorNotice>;

export const Shown: Story = {
    parameters: inState({
        ...LIVE,
        lastError: {
            code: 'bad-revision',
            message: 'The server refused your last change, because its event was removed by somebody else.',
            at: 1
        }
    })
};

export const Empty: Story = { parameters: inState(LIVE) };
