import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState, type ReactNode } from 'react';
import { screen, within } from 'storybook/test';
import {
    RealtimeProvider,
    useRealtimeProject,
    useVersionPreview,
    VersionList,
    VersionPreviewBar
} from '../src/index.ts';
import { demoAuthenticate, type Role } from '../src/server/core.ts';
import { createInPageServer } from '../test/support/inPageServer.ts';
import { fillVersioned, savedVersions } from '../test/support/versions.ts';
import { LIVE } from './support/storyRealtime.ts';
import { inState, withRealtime } from './support/withRealtime.tsx';

const BOX = { width: '100%', maxWidth: 340, maxHeight: 560, border: '1px solid var(--b-neutral-85)', borderRadius: 8 };

const COLUMNS = [{ text: 'Name', field: 'name', width: 120 }];

const meta: Meta<typeof VersionList> = { component: VersionList, args: { style: BOX }, decorators: [withRealtime] };
export default meta;

type Story = StoryObj<typeof VersionList>;

export const Empty: Story = { parameters: inState(LIVE) };

export const Some: Story = { parameters: inState({ ...LIVE, versions: savedVersions(5) }) };

export const Many: Story = { parameters: inState({ ...LIVE, versions: savedVersions(300) }) };

export const Offline: Story = {
    parameters: inState({
        ...LIVE,
        connection: {
            status: 'reconnecting',
            attempt: 1,
            nextTryAt: 0,
            reason: { code: 'closed', message: 'The connection to the server was lost' }
        },
        versions: savedVersions(3)
    })
};

interface ConnectedProps {
    /** Milliseconds the server takes for anything. */
    delay?: number;
    maxVersions?: number;
    userRole?: Role;
    /** Whether the line is lost once the list is there. */
    isLost?: boolean;
    /** Whether the schedule stands beside the list, for previews. */
    hasSchedule?: boolean;
}

/** The list of somebody who is connected to a server in the page. */
function Connected(props: ConnectedProps): ReactNode {
    const { delay, maxVersions = 500, userRole: role = 'editor', isLost = false, hasSchedule = false } = props;
    const [server] = useState(() =>
        createInPageServer({
            fill: fillVersioned,
            maxVersions,
            authenticate: credentials => ({ ...demoAuthenticate(credentials)!, role }),
            ...(delay && { schedule: (run: () => void) => setTimeout(run, delay) })
        })
    );
    const { address, webSocketImplementation } = server;
    const realtime = useRealtimeProject({ address, projectId: 1, webSocketImplementation });
    useEffect(() => {
        // `login` says why it failed through the state too, and StrictMode lets the first of its two go.
        realtime.login({ userName: 'Ada' }).catch(() => {});
    }, [realtime]);
    useEffect(() => {
        if (isLost) {
            return realtime.store.subscribe(({ versions }) => versions.length && server.stop());
        }
    }, [realtime, server, isLost]);
    return (
        <RealtimeProvider value={realtime}>
            <Workplace hasSchedule={hasSchedule} project={realtime.project} />
        </RealtimeProvider>
    );
}

function Workplace({ hasSchedule, project }: { hasSchedule: boolean; project: object }): ReactNode {
    const preview = useVersionPreview();
    const view = {
        startDate: new Date(2026, 2, 1),
        endDate: new Date(2026, 2, 15),
        columns: COLUMNS,
        tickSize: 56,
        viewPreset: 'weekAndDay',
        flex: 1
    };
    return (
        <div style={{ display: 'grid', gap: 12 }}>
            <VersionPreviewBar preview={preview} />
            <div style={{ display: 'flex', gap: 12, minHeight: hasSchedule ? 400 : 0 }}>
                {hasSchedule && (
                    <div style={{ display: 'flex', flex: 1, minWidth: 0 }} key={preview.status}>
                        {preview.project ? (
                            <BryntumSchedulerPro project={preview.project} readOnly {...view} />
                        ) : (
                            <BryntumSchedulerPro project={project as never} {...view} />
                        )}
                    </div>
                )}
                <VersionList preview={preview} style={{ ...BOX, flex: '0 0 min(340px, 100%)' }} />
            </div>
        </div>
    );
}

type Play = NonNullable<Story['play']>;

const open: Play = async ({ canvas, userEvent }) =>
    userEvent.click(await canvas.findByRole('button', { name: /Before the fair/ }, { timeout: 10_000 }));

/** Opens a version and presses one of its buttons. */
const press =
    (name: string): Play =>
    async context => {
        await open(context);
        await context.userEvent.click(await context.canvas.findByRole('button', { name }));
    };

export const Compared: Story = { render: () => <Connected />, parameters: inState({}), play: open };

export const Comparing: Story = { render: () => <Connected delay={1_500} />, parameters: inState({}), play: open };

export const CannotCompare: Story = { render: () => <Connected isLost />, parameters: inState({}), play: open };

/** Viewers look, and save nothing. */
export const ForViewers: Story = { render: () => <Connected userRole="viewer" />, parameters: inState({}), play: open };

export const Renaming: Story = { render: () => <Connected />, parameters: inState({}), play: press('Rename') };

export const AskingToRestore: Story = { render: () => <Connected />, parameters: inState({}), play: press('Restore') };

export const AskingToRemove: Story = { render: () => <Connected />, parameters: inState({}), play: press('Remove') };

export const NotSaved: Story = {
    render: () => <Connected maxVersions={1} />,
    parameters: inState({}),
    play: async ({ canvas, userEvent }) => {
        await canvas.findByRole('button', { name: /Before the fair/ }, { timeout: 10_000 });
        await userEvent.type(canvas.getByRole('textbox'), 'One too many{Enter}');
    }
};

/** The schedule as it was, for oneself alone. */
export const Previewing: Story = {
    render: () => <Connected hasSchedule />,
    parameters: inState({}),
    play: async context => {
        await press('Preview')(context);
        await within(screen.getByRole('region', { name: 'Versions' })).findByRole('button', { pressed: true });
    }
};
