import type { Meta, StoryObj } from '@storybook/react-vite';
import { LoginPanel } from '../src/components/index.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const meta: Meta<typeof LoginPanel> = {
    component: LoginPanel,
    decorators: [withRealtime],
    args: { address: 'ws://localhost:8080', random: () => 0 },
    parameters: inState({})
};
export default meta;

type Story = StoryObj<typeof LoginPanel>;

export const SignedOut: Story = {};

export const NameOnly: Story = { args: { showAddress: false, password: 'hidden' } };

export const Busy: Story = { parameters: inState({ connection: { status: 'connecting', attempt: 1 } }) };

export const SignedIn: Story = { parameters: inState(LIVE) };

/** Press Login. */
export const WrongPassword: Story = {
    parameters: inState(
        {},
        { login: () => Promise.reject({ code: 'wrong-credentials', message: 'Wrong username/password' }) }
    ),
    play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: 'Login' }))
};

/** Press Login. */
export const Unreachable: Story = {
    parameters: inState(
        {},
        {
            login: () =>
                Promise.reject({
                    code: 'unreachable',
                    message: 'No server answers at ws://localhost:8080. Check the address and that the server runs.'
                })
        }
    ),
    play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: 'Login' }))
};
