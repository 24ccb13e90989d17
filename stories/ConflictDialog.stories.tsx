import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ProjectModel } from '@bryntum/schedulerpro';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConflictDialog, RealtimeProvider, useRealtimeProject } from '../src/index.ts';
import { createProject } from '../src/server/core.ts';
import { createInPageServer } from '../test/support/inPageServer.ts';
import {
    causeConflict,
    causeCycle,
    causeEmptyCalendar,
    causeTwoConflicts,
    storedPlan
} from './support/impossibleEdits.ts';
import { LOCALES } from './support/withRealtime.tsx';

interface ImpossibleEditProps {
    edit: (project: ProjectModel) => void;
    /** Events that follow "Paint". */
    followers?: number;
    /** Without a server there are no previews. */
    isOffline?: boolean;
    /** How many further questions wait. */
    waiting?: number;
}

/** A real edit in a real project of a server in the page. */
function ImpossibleEdit({ edit, followers = 2, isOffline, waiting = 0 }: ImpossibleEditProps): ReactNode {
    const [server] = useState(() =>
        createInPageServer({
            fill: storage => createProject(storage, { id: 1, name: 'Workshop', dataset: storedPlan(followers) })
        })
    );
    const { address, webSocketImplementation } = server;
    const realtime = useRealtimeProject({ address, projectId: 1, webSocketImplementation, wsOutboxStorage: null });
    const { project } = realtime;
    const loaded = useRef<Promise<unknown>>(null);
    const start = (): void => {
        edit(project);
        void project.commitAsync();
    };
    useEffect(() => {
        const load = isOffline
            ? () => project.loadInlineData(storedPlan(followers))
            : async () => {
                  const isThere = new Promise(resolve => project.on({ wsload: resolve, once: true } as never));
                  await realtime.login({ userName: 'Amber Fox' });
                  await isThere;
              };
        loaded.current ??= load().then(start);
        // StrictMode closes the first connection.
        loaded.current.catch(() => {});
    });
    useEffect(() => {
        const ask = (): void => {
            for (let index = 0; index < waiting; index++) {
                queueMicrotask(() => void project.trigger('cycle', ANOTHER));
            }
        };
        return project.on({ schedulingconflict: ask } as never) as () => void;
    }, [project, waiting]);
    return (
        <RealtimeProvider value={realtime} locales={LOCALES}>
            <button type="button" onClick={start}>
                Edit again
            </button>
            <ConflictDialog />
        </RealtimeProvider>
    );
}

/** What the engine of a second project would ask. */
const ANOTHER = {
    schedulingIssue: { getDescription: () => 'Another one', getResolutions: () => [] },
    continueWithResolutionResult: () => {}
};

const meta: Meta<typeof ConflictDialog> = { component: ConflictDialog };
export default meta;

type Story = StoryObj<typeof ConflictDialog>;

export const Conflict: Story = { render: () => <ImpossibleEdit edit={causeConflict} /> };

export const Cycle: Story = { render: () => <ImpossibleEdit edit={causeCycle} /> };

export const EmptyCalendar: Story = { render: () => <ImpossibleEdit edit={causeEmptyCalendar} /> };

/** Chooses an answer; the project has to be loaded before there is any. */
const choose =
    (index: number): Story['play'] =>
    async ({ canvas, userEvent }) => {
        const radios = await canvas.findAllByRole('radio', {}, { timeout: 20_000 });
        await userEvent.click(radios[index]!);
    };

export const ConflictWithPreview: Story = { ...Conflict, play: choose(0) };

export const NothingMoves: Story = { ...Conflict, play: choose(2) };

export const CycleWithPreview: Story = { ...Cycle, play: choose(1) };

export const EmptyCalendarWithPreview: Story = { ...EmptyCalendar, play: choose(1) };

export const ManyMoves: Story = {
    render: () => <ImpossibleEdit edit={causeConflict} followers={60} />,
    play: choose(0)
};

/** An empty calendar may be that of any event: with thousands of them that takes some seconds. */
export const Calculating: Story = {
    render: () => <ImpossibleEdit edit={causeEmptyCalendar} followers={1_500} />,
    play: choose(0)
};

export const LeadsToAnother: Story = { render: () => <ImpossibleEdit edit={causeTwoConflicts} />, play: choose(0) };

export const PreviewFailed: Story = {
    render: () => <ImpossibleEdit edit={causeConflict} isOffline />,
    play: choose(0)
};

export const SeveralWaiting: Story = {
    render: () => <ImpossibleEdit edit={causeConflict} waiting={2} />,
    play: choose(0)
};
