import { act, cleanup, render, screen } from '@testing-library/react';
import { Profiler, StrictMode, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { RealtimeProvider, useLabels, useRealtime } from '../../src/hooks/RealtimeProvider.tsx';
import { useRealtimeProject, type UseRealtimeProjectOptions } from '../../src/hooks/useRealtimeProject.ts';
import {
    useAutoSync,
    useConnection,
    useLastError,
    useOnlineUsers,
    useProjects,
    useRealtimeState,
    useRevisionQueue,
    useSession
} from '../../src/hooks/useRealtimeState.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { createInPageServer, type InPageServer } from '../support/inPageServer.ts';
import type { InPageWebSocket } from '../support/InPageWebSocket.ts';
import { clientOf, makeRealtime } from '../support/renderRealtime.tsx';

let server: InPageServer;
let sockets: InPageWebSocket[];
let options: UseRealtimeProjectOptions;

beforeEach(() => {
    server = createInPageServer();
    sockets = [];
    const Socket = server.webSocketImplementation as unknown as new (address: string) => InPageWebSocket;
    options = {
        address: server.address,
        projectId: 1,
        webSocketImplementation: class extends Socket {
            constructor(address: string) {
                super(address);
                sockets.push(this);
            }
        }
    };
});

afterEach(cleanup);

const open = (): InPageWebSocket[] => sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN);

/** A host: hands out what the hook returns. */
function Host({
    options: given,
    onRender
}: {
    options: UseRealtimeProjectOptions;
    onRender: (value: Realtime) => void;
}) {
    onRender(useRealtimeProject({ ...given }));
    return null;
}

/** Renders a host in StrictMode. */
function renderHost(given = options) {
    const seen = new Set<Realtime>();
    const ui = (next: UseRealtimeProjectOptions): ReactNode => (
        <StrictMode>
            <Host options={next} onRender={value => seen.add(value)} />
        </StrictMode>
    );
    const result = render(ui(given));
    const current = [...seen].at(-1)!;
    onTestFinished(() => current.disconnect());
    return { ...result, current, seen, update: (next: UseRealtimeProjectOptions) => result.rerender(ui(next)) };
}

const firstName = ({ project }: Realtime): string => (project.eventStore.first as any).name;

const isLive = (realtime: Realtime): Promise<void> =>
    expect.poll(() => realtime.store.getState().connection.status).toBe('live');

async function logIn(realtime: Realtime, userName = 'Ada'): Promise<void> {
    await realtime.login({ userName });
    await isLive(realtime);
}

describe('useRealtimeProject in StrictMode', () => {
    test('opens one socket', async () => {
        const { current } = renderHost();
        await logIn(current);
        expect(sockets).toHaveLength(1);
        expect(current.project.eventStore.count).toBeGreaterThan(0);
    });

    test('makes nothing new when its host renders again with inline options', async () => {
        const { current, update, seen } = renderHost();
        await logIn(current);
        const before = seen.size;
        for (let render = 0; render < 5; render++) {
            update({ ...options, wsConnectionTimeout: 1_000 + render });
        }
        expect(seen.size).toBe(before);
        expect(sockets).toHaveLength(1);
        expect(current.store.getState().connection.status).toBe('live');
    });

    test('closes the socket when it is unmounted', async () => {
        const { current, unmount } = renderHost();
        await logIn(current);
        unmount();
        await expect.poll(open).toEqual([]);
        expect(current.store.getState()).toMatchObject({ connection: { status: 'idle' }, session: null });
        expect(current.project.isDestroyed).toBeFalsy();
    });

    test('loads another project when projectId changes, and none for null', async () => {
        const { current, update } = renderHost();
        await logIn(current);
        const first = firstName(current);
        update({ ...options, projectId: 2 });
        await expect.poll(() => firstName(current)).not.toBe(first);
        await isLive(current);
        update({ ...options, projectId: null });
        expect(current.project.wsProjectId).toBeNull();
        update({ ...options, projectId: 1 });
        await expect.poll(() => firstName(current)).toBe(first);
        expect(sockets).toHaveLength(1);
    });

    test('leaves the old server when address changes, and asks it for nothing more', async () => {
        const { current, update } = renderHost();
        await logIn(current);
        const send = vi.spyOn(sockets[0]!, 'send');
        update({ ...options, address: 'ws://other.example/', projectId: 2 });
        expect(open()).toEqual([]);
        expect(send).not.toHaveBeenCalled();
        expect(current.store.getState()).toMatchObject({ connection: { status: 'idle' }, session: null, users: [] });
        expect(current.project).toMatchObject({ wsAddress: 'ws://other.example/', wsProjectId: 2 });
    });

    test('keeps the connection when a component moves: unmounted and mounted at once', async () => {
        const realtimes: Realtime[] = [];
        const ui = (key: string): ReactNode => <Host key={key} options={options} onRender={r => realtimes.push(r)} />;
        const { rerender } = render(ui('a'));
        const first = realtimes.at(-1)!;
        await logIn(first);
        rerender(ui('a'));
        expect(realtimes.at(-1)).toBe(first);
        expect(open()).toHaveLength(1);
        rerender(ui('b'));
        expect(realtimes.at(-1)).not.toBe(first);
        await expect.poll(open).toEqual([]);
    });
});

const Users = (): ReactNode =>
    useOnlineUsers()
        .map(({ userName }) => userName)
        .join();
const Login = (): ReactNode => [useSession()?.userName, useConnection().status].join();
const Projects = (): ReactNode => useProjects().length;
const AutoSync = (): ReactNode => String(useAutoSync());
const LastError = (): ReactNode => useLastError()?.message;
const Queue = (): ReactNode => `queue ${useRevisionQueue().length}`;
const Derived = (): ReactNode => useRealtimeState(state => String(state.queue.length > 100));

const CONSUMERS = {
    users: Users,
    login: Login,
    projects: Projects,
    autoSync: AutoSync,
    error: LastError,
    queue: Queue,
    derived: Derived
};

describe('the hooks', () => {
    /** Renders consumers below a provider and counts what renders. */
    function renderCounted(realtime: Realtime, consumers: Record<string, () => ReactNode>) {
        const counts: Record<string, number> = {};
        render(
            <RealtimeProvider value={realtime}>
                {Object.entries(consumers).map(([name, Consumer]) => (
                    <Profiler key={name} id={name} onRender={() => (counts[name] = (counts[name] ?? 0) + 1)}>
                        <Consumer />
                    </Profiler>
                ))}
            </RealtimeProvider>
        );
        return {
            counts,
            reset: () => Object.keys(counts).forEach(name => (counts[name] = 0))
        };
    }

    test('render a component only when what it shows changes', async () => {
        const ada = clientOf(server);
        const ben = clientOf(server);
        await Promise.all([logIn(ada, 'Ada'), logIn(ben, 'Ben')]);
        await expect.poll(() => ada.store.getState().users.length).toBe(2);
        const { counts, reset } = renderCounted(ada, CONSUMERS);
        expect(counts).toEqual({ users: 1, login: 1, projects: 1, autoSync: 1, error: 1, queue: 1, derived: 1 });
        reset();
        for (let revision = 0; revision < 5; revision++) {
            (ben.project.eventStore.first as any).name = `From Ben ${revision}`;
            // oxlint-disable-next-line no-await-in-loop -- one revision after the other
            await expect.poll(() => firstName(ada)).toBe(`From Ben ${revision}`);
        }
        await expect.poll(() => ada.project.stm.isRecording).toBe(false);
        expect(counts).toMatchObject({ users: 0, login: 0, projects: 0, autoSync: 0, error: 0, derived: 0 });
        const received = counts.queue;
        act(() => ada.setAutoSync(false));
        expect(counts).toMatchObject({ users: 0, login: 1, autoSync: 1, queue: received });
    });

    test('useRevisionQueue counts what is not confirmed and what is not sent', async () => {
        const ada = clientOf(server);
        await logIn(ada);
        function Counts() {
            const { length, waiting, allSaved } = useRevisionQueue();
            return <output>{`${length} ${waiting} ${allSaved}`}</output>;
        }
        renderCounted(ada, { queue: Counts });
        const shown = (): string => screen.getByRole('status').textContent;
        expect(shown()).toBe('0 0 true');
        act(() => ada.setAutoSync(false));
        (ada.project.eventStore.first as any).name = 'One';
        await expect.poll(shown).toBe('1 1 false');
        (ada.project.eventStore.last as any).name = 'Two';
        await expect.poll(shown).toBe('2 2 false');
        act(() => ada.setAutoSync(true));
        await expect.poll(shown).toBe('0 0 true');
    });

    test('name the remedy when the provider is missing', () => {
        const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
        const Session = (): ReactNode => useSession()?.userName;
        const Labels = (): ReactNode => useLabels().login;
        expect(() => render(<Session />)).toThrow(/useRealtime\(\) must be used within <RealtimeProvider>.*value=/);
        expect(() => render(<Labels />)).toThrow(/useLabels\(\) must be used within <RealtimeProvider>/);
        logged.mockRestore();
    });

    test('below two providers of one page are independent', async () => {
        const [left, right] = [clientOf(server), makeRealtime()];
        function Name({ id }: { id: string }) {
            return <p data-testid={id}>{useSession()?.userName ?? 'nobody'}</p>;
        }
        render(
            <>
                <RealtimeProvider value={left}>
                    <Name id="left" />
                </RealtimeProvider>
                <RealtimeProvider value={right}>
                    <Name id="right" />
                </RealtimeProvider>
            </>
        );
        await act(() => logIn(left));
        expect(screen.getByTestId('left').textContent).toBe('Ada');
        expect(screen.getByTestId('right').textContent).toBe('nobody');
    });

    test('useRealtime gives what the provider was given, useLabels its texts over the English ones', () => {
        const realtime = makeRealtime();
        const labels = { login: 'Inloggen' };
        const seen: unknown[] = [];
        function Reader() {
            const { login, logout } = useLabels();
            seen.push(useRealtime() === realtime, login, logout);
            return null;
        }
        render(
            <RealtimeProvider value={realtime} labels={labels}>
                <Reader />
            </RealtimeProvider>
        );
        expect(seen).toEqual([true, 'Inloggen', 'Logout']);
    });
});
