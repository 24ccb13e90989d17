import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { RealtimeProvider, RemoteFlash, useRealtimeProject, UsersBar, type Realtime } from '../src/index.ts';
import { createInPageServer } from '../test/support/inPageServer.ts';
import { LOCALES } from './support/withRealtime.tsx';
import './support/twoSchedulers.css';
import { SCHEDULER_PROPS } from './support/schedulerProps.ts';

const START = new Date(Date.now() - 3 * 86_400_000);
const END = new Date(Date.now() + 25 * 86_400_000);

/** What somebody else does, by the label of the button that lets them. */
const EDITS: Record<string, (project: any) => void> = {
    'Complete one task': ({ eventStore }) => (seen(eventStore)[1].percentDone = Math.round(Math.random() * 100)),
    'Move a task and what follows': ({ eventStore }) => {
        const task = seen(eventStore).find((event: any) => event.successors.length);
        task.setStartDate(new Date(+task.startDate + 86_400_000));
    },
    'Complete everything': ({ eventStore }) =>
        eventStore.forEach((event: any) => (event.percentDone = Math.round(Math.random() * 100)))
};

/** From this week on. */
function seen(eventStore: any): any[] {
    const monday = new Date();
    monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
    monday.setHours(0, 0, 0, 0);
    return eventStore.query((event: any) => event.startDate >= monday);
}

interface FlashStoryProps {
    /** How long a bar is marked, in milliseconds. */
    duration: number;
}

function FlashStory({ duration }: FlashStoryProps): ReactNode {
    const [{ address, webSocketImplementation }] = useState(createInPageServer);
    const options = { address, projectId: 1, webSocketImplementation };
    const here = useRealtimeProject(options);
    const there = useRealtimeProject(options);
    useEffect(() => {
        const people: [Realtime, string][] = [
            [here, 'Amber Fox'],
            [there, 'Calm Heron']
        ];
        // `login` says why it failed through the state too, and StrictMode lets the first of its two go.
        people.forEach(([realtime, userName]) => realtime.login({ userName }).catch(() => {}));
    }, [here, there]);
    return (
        <RealtimeProvider value={here} locales={LOCALES}>
            <div className="story-page">
                <section className="story-client" aria-label="Amber Fox">
                    <div className="story-bar">
                        Let Calm Heron:
                        {Object.entries(EDITS).map(([label, edit]) => (
                            <button
                                key={label}
                                type="button"
                                onClick={() => void there.edit(() => edit(there.project))}
                            >
                                {label}
                            </button>
                        ))}
                    </div>
                    <BryntumSchedulerPro
                        project={here.project}
                        {...SCHEDULER_PROPS}
                        displaySchedulingIssueResolutionPopup
                        startDate={START}
                        endDate={END}
                    />
                    <div className="story-bar story-footer">
                        <UsersBar />
                    </div>
                    <RemoteFlash duration={duration} />
                </section>
            </div>
        </RealtimeProvider>
    );
}

const meta: Meta<typeof FlashStory> = {
    component: FlashStory,
    parameters: { layout: 'fullscreen' },
    args: { duration: 1_600 }
};
export default meta;

type Story = StoryObj<typeof FlashStory>;

export const Live: Story = {};

/** Long enough to look at. */
export const Slow: Story = { args: { duration: 10_000 } };
