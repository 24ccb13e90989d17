import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import {
    ActivityFeed,
    Command,
    RealtimeProvider,
    showInScheduler,
    useRealtimeProject,
    type WebSocketConstructor
} from '../src/index.ts';
import { createDemoProjects, type HubOptions, type Storage } from '../src/server/core.ts';
import { fillActivity } from '../test/support/activity.ts';
import { createInPageServer } from '../test/support/inPageServer.ts';
import { showPlannedTime } from './app/showPlannedTime.ts';
import './support/activity.css';

interface StoryArguments {
    /** Edits the server knows of. */
    entries: number;
    width: string;
    hasScheduler?: boolean;
    isLoggedIn?: boolean;
    options?: Partial<HubOptions>;
    /** What becomes of the client's messages on their way. */
    change?: (message: Message) => Message | null;
    /** Somebody edits every so many milliseconds. */
    editEvery?: number;
    defaultUserId?: string;
    /** What becomes of the storage once the project is loaded. */
    spoil?: (storage: Storage) => void;
}

const COLUMNS = [{ text: 'Name', field: 'name', width: 150 }];

type Message = { command: string; data?: Record<string, unknown> };

/** A socket that sends something else than it is given: nothing for `null`. */
function changing(Socket: WebSocketConstructor, change: (message: Message) => Message | null): WebSocketConstructor {
    return class extends Socket {
        override send(text: string): void {
            const message = change(JSON.parse(text) as Message);
            if (message) {
                super.send(JSON.stringify(message));
            }
        }
    };
}

/** The feed of a server that runs in this page. */
function Story(props: StoryArguments): ReactNode {
    const { entries, width, hasScheduler, isLoggedIn = true, options, change, editEvery, defaultUserId, spoil } = props;
    const [server] = useState(() =>
        createInPageServer({
            ...options,
            fill(storage) {
                createDemoProjects(storage);
                fillActivity(storage, 1, entries);
                spoil?.(storage);
            }
        })
    );
    const { address } = server;
    const [webSocketImplementation] = useState(() =>
        changing(server.webSocketImplementation, change ?? (message => message))
    );
    const realtime = useRealtimeProject({ address, projectId: 1, webSocketImplementation });
    const scheduler = useRef<BryntumSchedulerPro>(null);
    useEffect(() => {
        if (isLoggedIn) {
            // `login` says why it failed through the state too, and StrictMode lets the first of its two go.
            realtime.login({ userName: 'Amber Fox' }).catch(() => {});
        }
    }, [realtime, isLoggedIn]);
    useEffect(() => showPlannedTime(realtime.project, () => scheduler.current?.instance), [realtime]);
    useEffect(() => {
        let count = 0;
        const timer = setInterval(() => {
            const event = realtime.project.eventStore.getAt(count++ % 40) as unknown as { percentDone: number };
            if (event) {
                event.percentDone = (event.percentDone + 10) % 100;
            }
        }, editEvery ?? 1e9);
        return () => clearInterval(timer);
    }, [realtime, editEvery]);
    return (
        <RealtimeProvider value={realtime}>
            <div className="story-activity" style={{ width }}>
                {hasScheduler && (
                    <BryntumSchedulerPro
                        ref={scheduler}
                        project={realtime.project}
                        columns={COLUMNS}
                        enableTransactionalFeatures
                        displaySchedulingIssueResolutionPopup={false}
                        viewPreset="weekAndDay"
                        weekStartDay={1}
                        rowHeight={40}
                        flex={1}
                    />
                )}
                <ActivityFeed
                    {...(defaultUserId && { defaultUserId })}
                    {...(hasScheduler && {
                        onShow: target => showInScheduler(scheduler.current!.instance, target)
                    })}
                />
            </div>
        </RealtimeProvider>
    );
}

const meta: Meta<typeof Story> = { title: 'ActivityFeed', component: Story, parameters: { layout: 'fullscreen' } };
export default meta;

type ActivityStory = StoryObj<typeof Story>;

export const BesideTheScheduler: ActivityStory = { args: { entries: 60, width: '100%', hasScheduler: true } };

export const Wide: ActivityStory = { args: { entries: 60, width: '60em' } };

export const Narrow: ActivityStory = { args: { entries: 60, width: '18em' } };

export const TenThousand: ActivityStory = { args: { entries: 10_000, width: '28em' } };

export const Live: ActivityStory = { args: { entries: 30, width: '28em', editEvery: 3_000 } };

export const OnePerson: ActivityStory = { args: { entries: 60, width: '28em', defaultUserId: 'calm heron' } };

export const Empty: ActivityStory = { args: { entries: 0, width: '28em' } };

export const NobodyLoggedIn: ActivityStory = { args: { entries: 5, width: '28em', isLoggedIn: false } };

/** The answer has not come yet. */
export const Loading: ActivityStory = {
    args: {
        entries: 60,
        width: '28em',
        change: message => (message.command === Command.activity ? null : message)
    }
};

/** Of another kind: it speaks dialect 1 only. */
export const OtherServer: ActivityStory = {
    args: {
        entries: 60,
        width: '28em',
        change: ({ command, data }) => ({ command, data: { ...data, protocol: undefined, session: undefined } })
    }
};

export const Failed: ActivityStory = {
    args: {
        entries: 60,
        width: '28em',
        options: { onError: () => {} },
        spoil: storage => {
            storage.activity = () => {
                throw new Error('The disk cannot be read');
            };
        }
    }
};
