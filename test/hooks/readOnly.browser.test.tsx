import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { act, cleanup, render, waitFor } from '@testing-library/react';
import { StrictMode, useEffect, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RealtimeProvider } from '../../src/hooks/RealtimeProvider.tsx';
import { useReadOnly } from '../../src/hooks/useRealtimeState.ts';
import { useRealtimeProject, type UseRealtimeProjectOptions } from '../../src/hooks/useRealtimeProject.ts';
import type { Role } from '../../src/server/hub/auth.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { createInPageServer, type InPageServer } from '../support/inPageServer.ts';
import { applyTheme } from '../support/renderRealtime.tsx';

interface HostProps extends UseRealtimeProjectOptions {
    /** The scheduler's own prop. */
    isLocked?: boolean;
    onRealtime: (realtime: Realtime) => void;
    onScheduler: (scheduler: BryntumSchedulerPro | null) => void;
    onReadOnly: (readOnly: boolean) => void;
}

function Reader({ onReadOnly }: Pick<HostProps, 'onReadOnly'>): ReactNode {
    const readOnly = useReadOnly();
    useEffect(() => onReadOnly(readOnly), [readOnly, onReadOnly]);
    return null;
}

function Host({ isLocked, onRealtime, onScheduler, onReadOnly, ...options }: HostProps): ReactNode {
    const realtime = useRealtimeProject(options);
    useEffect(() => onRealtime(realtime), [realtime, onRealtime]);
    return (
        <RealtimeProvider value={realtime}>
            <Reader onReadOnly={onReadOnly} />
            <BryntumSchedulerPro
                ref={onScheduler}
                project={realtime.project}
                readOnly={isLocked}
                height={300}
                enableTransactionalFeatures
            />
        </RealtimeProvider>
    );
}

let roles: Record<string, Role>;
let server: InPageServer;

beforeEach(() => {
    applyTheme('light');
    roles = { Vera: 'viewer' };
    server = createInPageServer({
        authenticate: ({ login }) => ({ userId: login, userName: login, role: roles[login] ?? 'editor', projects: '*' })
    });
});

afterEach(cleanup);

/** A host in StrictMode, and what it shows. */
function renderHost(options: Partial<HostProps> = {}) {
    const seen = { realtime: null as never as Realtime, scheduler: null as BryntumSchedulerPro | null, hook: false };
    const handlers: Pick<HostProps, 'onRealtime' | 'onScheduler' | 'onReadOnly'> = {
        onRealtime(realtime) {
            seen.realtime = realtime;
        },
        onScheduler(scheduler) {
            seen.scheduler = scheduler;
        },
        onReadOnly(readOnly) {
            seen.hook = readOnly;
        }
    };
    const { address, webSocketImplementation } = server;
    const ui = (more: Partial<HostProps>): ReactNode => (
        <StrictMode>
            <Host
                address={address}
                projectId={1}
                webSocketImplementation={webSocketImplementation}
                {...handlers}
                {...more}
            />
        </StrictMode>
    );
    const { rerender } = render(ui(options));
    return {
        seen,
        show: (more: Partial<HostProps>) => rerender(ui(more)),
        /** What the scheduler is, and what the hook says. */
        states: () => [seen.scheduler!.instance.readOnly, seen.hook],
        logIn: (userName: string) => act(() => seen.realtime.login({ userName })),
        hasStatus: (status: string) =>
            waitFor(() => expect(seen.realtime.store.getState().connection.status).toBe(status))
    };
}

test('the scheduler and the hook follow the role of the user, at a reconnect too', async () => {
    const { seen, states, logIn, hasStatus } = renderHost();
    expect(states()).toEqual([false, false]);
    await logIn('Vera');
    await waitFor(() => expect(states()).toEqual([true, true]));
    const view = seen.scheduler!.instance;
    await hasStatus('live');

    roles.Vera = 'editor';
    server.stop();
    await hasStatus('reconnecting');
    expect(states()).toEqual([true, true]);
    server.start();
    seen.realtime.retryNow();
    await waitFor(() => expect(states()).toEqual([false, false]));
    expect(seen.scheduler!.instance).toBe(view);
});

test('the option of the host wins over the role, and can change', async () => {
    const { seen, show, states, logIn } = renderHost();
    await logIn('Ada');
    show({ readOnly: true });
    await waitFor(() => expect(states()).toEqual([true, true]));
    await expect(seen.realtime.bulk(() => {})).rejects.toMatchObject({ code: 'read-only' });
    show({});
    await waitFor(() => expect(states()).toEqual([false, false]));
});

test('the scheduler’s own readOnly of the host holds besides', async () => {
    const { show, states, logIn } = renderHost({ isLocked: true });
    await logIn('Ada');
    expect(states()).toEqual([true, false]);
    show({ isLocked: true, readOnly: true });
    await waitFor(() => expect(states()).toEqual([true, true]));
    // Unlocked by the host, which is worth nothing yet.
    show({ isLocked: false, readOnly: true });
    expect(states()).toEqual([true, true]);
    show({ isLocked: false });
    await waitFor(() => expect(states()).toEqual([false, false]));
    show({ isLocked: true });
    await waitFor(() => expect(states()).toEqual([true, false]));
});
