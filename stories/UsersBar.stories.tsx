import { useEffect } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { UsersBar } from '../src/components/index.ts';
import { useRealtime } from '../src/hooks/RealtimeProvider.tsx';
import { LIVE, USERS } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const PICTURE = `data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path fill="teal" d="M0 0h2v2H0"/><circle cx="1" cy=".8" r=".4" fill="wheat"/><ellipse cx="1" cy="2" rx=".8" ry=".7" fill="wheat"/></svg>'
)}`;

const meta: Meta<typeof UsersBar> = {
    component: UsersBar,
    decorators: [withRealtime],
    parameters: inState(LIVE)
};
export default meta;

type Story = StoryObj<typeof UsersBar>;

export const SomeUsers: Story = {};

export const ManyUsers: Story = { parameters: inState({ ...LIVE, users: USERS }) };

export const Empty: Story = { parameters: inState({}) };

export const PicturesAndColors: Story = {
    parameters: inState({
        ...LIVE,
        users: [
            { ...USERS[0]!, avatar: PICTURE },
            { ...USERS[1]!, avatar: 'data:image/png;base64,broken' },
            { ...USERS[2]!, color: '#ffd54f' },
            { ...USERS[3]!, color: 'rebeccapurple' }
        ]
    })
};

function ComingAndGoing(): React.ReactNode {
    const { store } = useRealtime();
    useEffect(() => {
        const timer = setInterval(() => {
            const { users } = store.getState();
            store.setState({ users: users.length === 4 ? USERS.slice(0, 5) : USERS.slice(0, 4) });
        }, 3000);
        return () => clearInterval(timer);
    }, [store]);
    return <UsersBar noticeDuration={2500} />;
}

export const JoiningAndLeaving: Story = { render: () => <ComingAndGoing /> };
