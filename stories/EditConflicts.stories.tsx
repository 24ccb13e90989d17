import type { Meta, StoryObj } from '@storybook/react-vite';
import { EditConflictsButton } from '../src/components/index.ts';
import { conflict, CONFLICTS } from '../test/support/editConflicts.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const meta: Meta<typeof EditConflictsButton> = { component: EditConflictsButton, decorators: [withRealtime] };
export default meta;

type Story = StoryObj<typeof EditConflictsButton>;

const open: NonNullable<Story['play']> = ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button'));

export const None: Story = { parameters: inState({ ...LIVE, editConflicts: [] }) };

export const Some: Story = { parameters: inState({ ...LIVE, editConflicts: CONFLICTS }) };

export const One: Story = { parameters: inState({ ...LIVE, editConflicts: CONFLICTS.slice(0, 1) }), play: open };

export const EveryKind: Story = { parameters: inState({ ...LIVE, editConflicts: CONFLICTS }), play: open };

export const ReadOnly: Story = {
    parameters: inState({ ...LIVE, editConflicts: CONFLICTS.slice(0, 2), readOnly: true }),
    play: open
};

export const Many: Story = {
    parameters: inState({
        ...LIVE,
        editConflicts: Array.from({ length: 60 }, (_, index) =>
            conflict('name', {
                id: index,
                name: `Panel ${index + 1}`,
                before: { name: `Panel ${index}` },
                mine: { name: `Panel ${index + 1}` },
                theirs: {
                    name: `Panel ${index + 1}, with a name that somebody has made a good deal longer than it was`
                }
            })
        )
    }),
    play: open
};
