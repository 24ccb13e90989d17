import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { cleanup, render } from '@testing-library/react';
import { Activity, StrictMode, useEffect, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { useRealtimeProject, type UseRealtimeProjectOptions } from '../../src/hooks/useRealtimeProject.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { converge, eventOf, IMPATIENT, joinProject, makeLine, startServer, type Line } from '../project/support.ts';
import type { InPageServer } from '../support/inPageServer.ts';
import { applyTheme } from '../support/renderRealtime.tsx';

let server: InPageServer;
let line: Line;
let options: UseRealtimeProjectOptions;

beforeEach(() => {
    applyTheme('light');
    server = startServer();
    line = makeLine(server);
    const { webSocketImplementation } = line;
    options = { address: server.address, projectId: 1, wsEnvironment: IMPATIENT, webSocketImplementation };
});

afterEach(cleanup);

/** A page of an app with a scheduler on it, in StrictMode. */
function mount() {
    const seen = { realtime: null as never as Realtime, scheduler: null as BryntumSchedulerPro | null };
    const setScheduler = (scheduler: BryntumSchedulerPro | null): void => {
        seen.scheduler = scheduler ?? seen.scheduler;
    };
    function Host(): ReactNode {
        const own = useRealtimeProject({ ...options });
        useEffect(() => {
            seen.realtime = own;
        }, [own]);
        return (
            <BryntumSchedulerPro ref={setScheduler} project={own.project} height={300} enableTransactionalFeatures />
        );
    }
    const ui = (mode: 'visible' | 'hidden'): ReactNode => (
        <StrictMode>
            <Activity mode={mode}>
                <Host />
            </Activity>
        </StrictMode>
    );
    const { unmount, rerender } = render(ui('visible'));
    return { seen, unmount, show: (isShown: boolean) => rerender(ui(isShown ? 'visible' : 'hidden')) };
}

async function logIn({ store, login }: Realtime): Promise<void> {
    await login({ userName: 'Ada' });
    await expect.poll(() => store.getState().connection.status).toBe('live');
}

/** A page of the app on which somebody has renamed an event while offline. */
async function mountOffline() {
    const page = mount();
    await logIn(page.seen.realtime);
    line.cut();
    eventOf(page.seen.realtime.project, 'a').name = 'Offline';
    return page;
}

const locks = async (): Promise<number> =>
    (await navigator.locks.query()).held!.filter(({ name }) => name!.includes(server.address)).length;

test('what is edited offline survives leaving the page of the app, and coming back', async () => {
    const { project: ben } = await joinProject(server, 'Ben');
    const first = await mountOffline();
    await expect.poll(() => first.seen.realtime.store.getState().queue.length).toBe(1);
    first.unmount();
    line.mend();
    const { seen } = mount();
    await logIn(seen.realtime);
    await expect
        .poll(() => [seen.realtime.project, ben].map(each => eventOf(each, 'a').name))
        .toEqual(['Offline', 'Offline']);
    expect(eventOf(ben, 'a').name).toBe('Offline');
});

test('also what was edited in the moment in which the page was left', async () => {
    const { project: ben } = await joinProject(server, 'Ben');
    const { unmount } = await mountOffline();
    unmount();
    line.mend();
    const { seen } = mount();
    await logIn(seen.realtime);
    await expect.poll(() => eventOf(ben, 'a').name).toBe('Offline');
});

test('also where an editor was open', async () => {
    const { project: ben } = await joinProject(server, 'Ben');
    const { seen: first, unmount } = await mountOffline();
    await expect.poll(() => first.realtime.store.getState().queue.length).toBe(1);
    const view = first.scheduler!.instance as any;
    await view.editEvent(eventOf(first.realtime.project, 'b'));
    await expect.poll(() => first.realtime.project.stm.isRecording).toBe(true);
    unmount();
    line.mend();
    const { seen } = mount();
    await logIn(seen.realtime);
    await expect.poll(() => eventOf(ben, 'a').name).toBe('Offline');
});

test('a page of the app that was hidden sends what it had when it is shown and logged in again', async () => {
    const { project: ben } = await joinProject(server, 'Ben');
    const { seen, show } = await mountOffline();
    const { realtime } = seen;
    await expect.poll(() => realtime.store.getState().queue.length).toBe(1);
    show(false);
    await expect.poll(locks).toBe(1);
    line.mend();
    show(true);
    expect(seen.realtime).toBe(realtime);
    await logIn(realtime);
    await expect.poll(() => eventOf(ben, 'a').name).toBe('Offline');
    await expect.poll(() => realtime.store.getState().queue.length).toBe(0);
});

test('a page of the app that was hidden leaves what another one has sent meanwhile to that one', async () => {
    const { seen, show } = await mountOffline();
    const { realtime } = seen;
    await expect.poll(() => realtime.store.getState().queue.length).toBe(1);
    show(false);
    await expect.poll(locks).toBe(0);
    const { project: other } = await joinProject(server, 'Ada');
    await expect.poll(() => [eventOf(other, 'a').name, other.wsState.queue.length]).toEqual(['Offline', 0]);
    await other.wsEdit(() => void (eventOf(other, 'a').name = 'Later'));
    line.mend();
    show(true);
    await logIn(realtime);
    await converge([other, realtime.project], project => eventOf(project, 'a').name === 'Later');
});

test('a host may destroy the project with the component', async () => {
    const errors = vi.fn();
    addEventListener('unhandledrejection', errors);
    addEventListener('error', errors);
    onTestFinished(() => {
        removeEventListener('unhandledrejection', errors);
        removeEventListener('error', errors);
    });
    const { seen, unmount } = await mountOffline();
    unmount();
    seen.realtime.project.destroy();
    await expect.poll(locks).toBe(0);
    expect(errors).not.toHaveBeenCalled();
});

test('a component that is gone leaves no listener and no lock', async () => {
    const listeners = new Map<unknown, number>();
    const count = (by: number) =>
        function (_: string, listener: unknown): void {
            listeners.set(listener, (listeners.get(listener) ?? 0) + by);
        };
    const spies = ([window, document] as EventTarget[]).flatMap(target => {
        const add = vi.spyOn(target, 'addEventListener');
        const remove = vi.spyOn(target, 'removeEventListener');
        return [{ add, remove }];
    });
    onTestFinished(() => spies.forEach(({ add, remove }) => [add, remove].forEach(spy => spy.mockRestore())));
    const { seen, unmount } = mount();
    await logIn(seen.realtime);
    expect(await locks()).toBe(1);
    line.cut();
    await expect.poll(() => seen.realtime.store.getState().connection.status).toBe('reconnecting');
    unmount();
    await expect.poll(locks).toBe(0);
    for (const { add, remove } of spies) {
        const isWake = ([type]: unknown[]): boolean => type === 'online' || type === 'visibilitychange';
        add.mock.calls.filter(isWake).forEach(([, listener]) => count(1)('', listener));
        remove.mock.calls.filter(isWake).forEach(([, listener]) => count(-1)('', listener));
    }
    expect([...listeners.values()].filter(number => number > 0)).toEqual([]);
});
