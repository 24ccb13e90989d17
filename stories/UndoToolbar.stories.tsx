import { useState, type ReactNode } from 'react';
import type { Decorator, Meta, StoryObj } from '@storybook/react-vite';
import { UndoToolbar } from '../src/components/index.ts';
import { useRealtime } from '../src/hooks/RealtimeProvider.tsx';
import { undoHistoryOf, type UndoState } from '../src/store/undoHistory.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

function History({ state, children }: { state: Partial<UndoState>; children: ReactNode }): ReactNode {
    const { project } = useRealtime();
    useState(() => undoHistoryOf(project).store.setState(state));
    return children;
}

const withHistory: Decorator = (Story, { parameters }) => (
    <History state={parameters.history as Partial<UndoState>}>
        <Story />
    </History>
);

const meta: Meta<typeof UndoToolbar> = {
    component: UndoToolbar,
    decorators: [withHistory, withRealtime],
    parameters: { ...inState(LIVE), history: {} }
};
export default meta;

type Story = StoryObj<typeof UndoToolbar>;

const TITLES = ['Move task Saw', 'Resize task Paint', 'Rename task to Varnish', 'Remove task Glue'];
const SOME = { titles: TITLES, position: 3, canUndo: true, canRedo: true };

export const NothingDone: Story = {};

export const SomeSteps: Story = { parameters: { history: SOME } };

export const Steps: Story = {
    parameters: { history: SOME },
    play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: 'Your steps' }))
};

export const NoSteps: Story = {
    play: ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button', { name: 'Your steps' }))
};

export const Disabled: Story = {
    parameters: { history: { ...SOME, canUndo: false, canRedo: false, isDisabled: true } }
};

export const ChangedByOthers: Story = {
    parameters: {
        history: {
            ...SOME,
            conflict: {
                direction: 'undo',
                steps: 1,
                title: TITLES[2],
                edits: [
                    {
                        store: 'events',
                        id: 1,
                        name: 'Varnish, two coats',
                        kind: 'updated',
                        fields: { name: 'Varnish, two coats' },
                        userName: 'Calm Heron',
                        at: Date.now() - 130_000
                    },
                    { store: 'events', id: 2, name: 'Glue', kind: 'removed', fields: {}, userName: null, at: null }
                ]
            }
        }
    }
};
