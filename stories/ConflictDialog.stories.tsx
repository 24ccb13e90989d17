import { useEffect, useRef, type ReactNode } from 'react';
import type { ProjectModel } from '@bryntum/schedulerpro';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConflictDialog } from '../src/components/index.ts';
import { useRealtime } from '../src/hooks/RealtimeProvider.tsx';
import { causeConflict, causeCycle, causeEmptyCalendar, TWO_EVENTS } from './support/impossibleEdits.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

function ImpossibleEdit({ edit }: { edit: (project: ProjectModel) => void }): ReactNode {
    const { project } = useRealtime();
    const loaded = useRef<Promise<unknown>>(null);
    const start = (): void => {
        edit(project);
        void project.commitAsync();
    };
    useEffect(() => {
        loaded.current ??= project.loadInlineData(TWO_EVENTS).then(start);
    });
    return (
        <>
            <button type="button" onClick={start}>
                Edit again
            </button>
            <ConflictDialog />
        </>
    );
}

const meta: Meta<typeof ConflictDialog> = {
    component: ConflictDialog,
    decorators: [withRealtime],
    parameters: inState(LIVE)
};
export default meta;

type Story = StoryObj<typeof ConflictDialog>;

export const Conflict: Story = { render: () => <ImpossibleEdit edit={causeConflict} /> };

export const Cycle: Story = { render: () => <ImpossibleEdit edit={causeCycle} /> };

export const EmptyCalendar: Story = { render: () => <ImpossibleEdit edit={causeEmptyCalendar} /> };
