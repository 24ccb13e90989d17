import { act, cleanup, render, screen } from '@testing-library/react';
import { Profiler, StrictMode, useEffect, type ReactNode } from 'react';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { LoginPanel, SaveStatus, SyncToggle, UsersBar } from '../../src/components/index.ts';
import { RealtimeProvider } from '../../src/hooks/RealtimeProvider.tsx';
import { useRealtimeProject, type UseRealtimeProjectOptions } from '../../src/hooks/useRealtimeProject.ts';
import {
    useConnection,
    useRejections,
    useRevisionQueue,
    useSecondsToNextTry
} from '../../src/hooks/useRealtimeState.ts';
import { useSecondsSince } from '../../src/hooks/useSeconds.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { queueOf, REJECTIONS } from '../support/edits.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, inState, LIVE, makeRealtime } from '../support/renderRealtime.tsx';

afterEach(cleanup);

function renderBelow(realtime: Realtime, ui: ReactNode) {
    return render(<RealtimeProvider value={realtime}>{ui}</RealtimeProvider>);
}

/** Time passes only by `vi.advanceTimersByTime`. */
function stopClock(): void {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
}

const shown = (): string => screen.getByRole('status').textContent;

function renderHost(options: UseRealtimeProjectOptions = {}) {
    let realtime!: Realtime;
    function Host(given: UseRealtimeProjectOptions): ReactNode {
        const own = useRealtimeProject(given);
        useEffect(() => {
            realtime = own;
        }, [own]);
        return null;
    }
    const ui = (next: UseRealtimeProjectOptions): ReactNode => (
        <StrictMode>
            <Host {...next} />
        </StrictMode>
    );
    const result = render(ui(options));
    onTestFinished(() => realtime.disconnect());
    return { ...result, realtime, update: (next: UseRealtimeProjectOptions) => result.rerender(ui(next)) };
}

/** Whether the browser would ask somebody who leaves the page now. */
const wouldAsk = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

describe('leaving the page', () => {
    test('asks only while something is unsaved, and listens only then', () => {
        const attach = vi.spyOn(window, 'addEventListener');
        onTestFinished(() => attach.mockRestore());
        const { realtime, unmount } = renderHost();
        const attached = (): number => attach.mock.calls.filter(([type]) => type === 'beforeunload').length;
        expect(attached()).toBe(0);
        expect(wouldAsk()).toBe(false);
        realtime.store.setState({ queue: queueOf(2) });
        expect(wouldAsk()).toBe(true);
        realtime.store.setState({ queue: queueOf(1, 0) });
        expect(wouldAsk()).toBe(true);
        realtime.store.setState({ queue: queueOf(0) });
        expect(wouldAsk()).toBe(false);
        realtime.store.setState({ queue: queueOf(1) });
        unmount();
        expect(wouldAsk()).toBe(false);
    });

    test('does not ask where the host does not want it, also later', () => {
        const { realtime, update } = renderHost({ warnBeforeLeaving: false });
        realtime.store.setState({ queue: queueOf(1) });
        expect(wouldAsk()).toBe(false);
        update({});
        expect(wouldAsk()).toBe(true);
        update({ warnBeforeLeaving: false });
        expect(wouldAsk()).toBe(false);
    });
});

test('onDesync hears why and how much, once, and always the newest one of the host', () => {
    const first = vi.fn();
    const second = vi.fn();
    const { realtime, update, unmount } = renderHost({ onDesync: desync => first(desync) });
    const fire = (records: number): unknown =>
        (realtime.project as any).trigger('wsDesync', { reason: 'differs', records });
    fire(2);
    update({ onDesync: desync => second(desync) });
    fire(3);
    update({});
    fire(4);
    update({ onDesync: first });
    unmount();
    fire(5);
    expect(first.mock.calls).toEqual([[{ reason: 'differs', records: 2 }]]);
    expect(second.mock.calls).toEqual([[{ reason: 'differs', records: 3 }]]);
});

describe('useConnection', () => {
    const LOST = { code: 'closed', message: 'The connection was lost' };

    test('tells the state with its data and whether there was a connection, and tries now; seconds tick elsewhere', () => {
        stopClock();
        const realtime = inState(LIVE);
        const retryNow = vi.fn();
        const renders = { connection: 0, seconds: 0 };
        function Connection(): ReactNode {
            const connection = useConnection();
            useEffect(() => void renders.connection++);
            return (
                <button type="button" onClick={connection.tryNow}>
                    {JSON.stringify(connection)}
                </button>
            );
        }
        function Seconds(): ReactNode {
            const seconds = useSecondsToNextTry();
            useEffect(() => void renders.seconds++);
            return <output>{String(seconds)}</output>;
        }
        renderBelow(
            { ...realtime, retryNow },
            <>
                <Connection />
                <Seconds />
            </>
        );
        const connection = (): unknown => JSON.parse(screen.getByRole('button').textContent);
        expect(connection()).toEqual({ status: 'live', hasEverConnected: true });
        expect(shown()).toBe('null');
        const nextTryAt = Date.now() + 1_500;
        act(() =>
            realtime.store.setState({ connection: { status: 'reconnecting', attempt: 2, nextTryAt, reason: LOST } })
        );
        expect(connection()).toEqual({
            status: 'reconnecting',
            attempt: 2,
            nextTryAt,
            reason: LOST,
            hasEverConnected: true
        });
        expect(shown()).toBe('2');
        act(() => void vi.advanceTimersByTime(1_000));
        expect(shown()).toBe('1');
        act(() => void vi.advanceTimersByTime(1_000));
        expect(shown()).toBe('0');
        expect(renders).toEqual({ connection: 2, seconds: 4 });
        screen.getByRole('button').click();
        expect(retryNow).toHaveBeenCalledTimes(1);
    });
});

test('useRevisionQueue tells what waits; the age of the oldest counts on', () => {
    stopClock();
    const realtime = inState({ ...LIVE, queue: queueOf(2) });
    function Oldest(): ReactNode {
        const { items, oldestAt, allSaved } = useRevisionQueue();
        return <output>{[allSaved, items[0]?.title, useSecondsSince(oldestAt)].join()}</output>;
    }
    renderBelow(realtime, <Oldest />);
    expect(shown()).toBe('false,Edit task Paint the gate,28');
    act(() => void vi.advanceTimersByTime(1_000));
    expect(shown()).toBe('false,Edit task Paint the gate,29');
    act(() => realtime.store.setState({ queue: queueOf(0) }));
    expect(shown()).toBe('true,,');
});

test('useRejections lists refused edits and clears them with the error that says the same', async () => {
    const server = createInPageServer();
    const realtime = clientOf(server);
    const { message, code } = REJECTIONS[1]!;
    function List(): ReactNode {
        const { items, dismiss } = useRejections();
        return (
            <button type="button" onClick={dismiss}>
                {items.map(item => item.title).join()}
            </button>
        );
    }
    renderBelow(realtime, <List />);
    const button = screen.getByRole('button');
    act(() => realtime.store.setState({ rejections: REJECTIONS, lastError: { code, message, at: 1 } }));
    expect(button.textContent).toBe('Edit task Paint,Remove task Saw');
    const another = makeRealtime();
    another.store.setState({ rejections: REJECTIONS, lastError: { code, message: 'Something else', at: 1 } });
    const dismissError = vi.spyOn(another.project, 'wsDismissError');
    another.dismissRejections();
    expect(dismissError).not.toHaveBeenCalled();
    const dismissed = vi.spyOn(realtime.project, 'wsDismissError');
    act(() => button.click());
    expect(dismissed).toHaveBeenCalledTimes(1);
});

describe('while revisions come and go', () => {
    const isLive = (realtime: Realtime): Promise<void> =>
        expect.poll(() => realtime.store.getState().connection.status).toBe('live');

    test('nothing renders but the counts of what is unsaved, and those only when they change', async () => {
        const server = createInPageServer({ usersDelay: 0 });
        const [ada, ben] = [clientOf(server), clientOf(server)];
        await ada.login({ userName: 'Ada' });
        await ben.login({ userName: 'Ben' });
        await Promise.all([isLive(ada), isLive(ben)]);
        await expect.poll(() => ada.store.getState().users.length).toBe(2);

        const renders: Record<string, number> = {};
        const counted = (id: string, ui: ReactNode): ReactNode => (
            <Profiler id={id} onRender={() => (renders[id] = (renders[id] ?? 0) + 1)}>
                {ui}
            </Profiler>
        );
        function Host(): ReactNode {
            useEffect(() => {
                renders.host = (renders.host ?? 0) + 1;
            });
            return (
                <RealtimeProvider value={ada}>
                    {counted('LoginPanel', <LoginPanel />)}
                    {counted('UsersBar', <UsersBar />)}
                    {counted('SyncToggle', <SyncToggle showStatus={false} />)}
                    {counted('SaveStatus', <SaveStatus />)}
                </RealtimeProvider>
            );
        }
        render(<Host />);
        const NONE = { host: 0, LoginPanel: 0, UsersBar: 0 };
        let changes = 0;
        ada.store.subscribe(({ queue }, { queue: before }) => {
            changes += Number(queue.length !== before.length || queue.waiting !== before.waiting);
        });
        const reset = (): void => {
            Object.keys(renders).forEach(id => (renders[id] = 0));
            changes = 0;
        };
        const event = ({ project }: Realtime): { name: string } => project.eventStore.first as never;

        reset();
        for (let revision = 0; revision < 5; revision++) {
            event(ben).name = `From Ben ${revision}`;
            // oxlint-disable-next-line no-await-in-loop -- one revision after the other
            await expect.poll(() => event(ada).name).toBe(`From Ben ${revision}`);
        }
        expect(renders).toMatchObject(NONE);
        expect(renders.SyncToggle).toBeLessThanOrEqual(changes);
        expect(renders.SaveStatus).toBeLessThanOrEqual(changes);

        reset();
        for (let revision = 0; revision < 5; revision++) {
            event(ada).name = `From Ada ${revision}`;
            // oxlint-disable-next-line no-await-in-loop -- one revision after the other
            await expect.poll(() => event(ben).name).toBe(`From Ada ${revision}`);
        }
        await expect.poll(() => ada.store.getState().queue.length).toBe(0);
        expect(changes).toBeGreaterThan(0);
        expect(renders).toMatchObject(NONE);
        expect(renders.SyncToggle).toBeLessThanOrEqual(changes);
        expect(renders.SaveStatus).toBeLessThanOrEqual(changes);
    });
});
