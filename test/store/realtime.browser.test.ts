import { describe, expect, test, vi } from 'vitest';
import { createRealtime } from '../../src/store/Realtime.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, makeRealtime } from '../support/renderRealtime.tsx';

const live = (realtime: ReturnType<typeof createRealtime>): Promise<void> =>
    expect.poll(() => realtime.store.getState().connection.status).toBe('live');

describe('createRealtime', () => {
    test('connects nothing before a login', () => {
        const server = createInPageServer();
        const sockets = vi.fn<() => void>();
        const Socket = server.webSocketImplementation;
        const realtime = clientOf(server, {
            webSocketImplementation: class extends Socket {
                constructor(address: string) {
                    super(address);
                    sockets();
                }
            }
        });
        expect(realtime.store.getState()).toMatchObject({ connection: { status: 'idle' }, session: null, users: [] });
        expect(sockets).not.toHaveBeenCalled();
    });

    test('keeps a store that can be read and watched without React', async () => {
        const realtime = clientOf(createInPageServer());
        const statuses: string[] = [];
        const unsubscribe = realtime.store.subscribe((state, previous) => {
            if (state.connection !== previous.connection) {
                statuses.push(state.connection.status);
            }
        });
        await realtime.login({ userName: 'Ada' });
        await live(realtime);
        expect(statuses).toEqual(['connecting', 'authenticating', 'loading', 'live']);
        await expect
            .poll(() => realtime.store.getState())
            .toMatchObject({
                session: { userName: 'Ada', role: 'editor', protocol: 2 },
                users: [{ userName: 'Ada', clients: 1 }],
                projects: [{ id: 1 }, { id: 2 }],
                queue: { length: 0, waiting: 0 },
                autoSync: true,
                lastError: null,
                hasEverConnected: true
            });
        unsubscribe();
        await realtime.logout();
        expect(statuses.at(-1)).toBe('live');
        expect(realtime.store.getState()).toMatchObject({ session: null, users: [], connection: { status: 'idle' } });
    });

    test('starts with the state of its project', () => {
        expect(makeRealtime({ wsAutoSync: false }).store.getState().autoSync).toBe(false);
    });

    test('keeps the identity of what did not change', async () => {
        const realtime = clientOf(createInPageServer());
        await realtime.login({ userName: 'Ada' });
        await live(realtime);
        await expect.poll(() => realtime.store.getState().users.length).toBe(1);
        const { users, session, projects, connection } = realtime.store.getState();
        (realtime.project.eventStore.first as any).name = 'Edited';
        await expect.poll(() => realtime.store.getState().queue.length).toBe(0);
        const now = realtime.store.getState();
        expect([now.users, now.session, now.projects, now.connection]).toEqual([users, session, projects, connection]);
        expect(now.users === users && now.session === session && now.connection === connection).toBe(true);
    });

    test('logs in at another address when told to, and refuses without one', async () => {
        const { address, webSocketImplementation } = createInPageServer();
        const realtime = makeRealtime({ webSocketImplementation });
        await expect(realtime.login({ userName: 'Ada' })).rejects.toMatchObject({ code: 'no-address' });
        await realtime.login({ address, userName: 'Ada' });
        expect(realtime.project.wsAddress).toBe(address);
        expect(realtime.project.wsUserName).toBe('Ada');
    });

    test('rejects a wrong password with its code, and shows it', async () => {
        const realtime = clientOf(createInPageServer());
        await expect(realtime.login({ userName: 'admin', password: 'wrong' })).rejects.toMatchObject({
            code: 'wrong-credentials'
        });
        expect(realtime.store.getState().connection).toMatchObject({
            status: 'needs-auth',
            reason: { code: 'wrong-credentials' }
        });
    });

    test('resets, and rejects a reset while offline', async () => {
        const realtime = clientOf(createInPageServer());
        await expect(realtime.reset()).rejects.toMatchObject({ code: 'closed' });
        await realtime.login({ userName: 'Ada' });
        await live(realtime);
        const event = (): any => realtime.project.eventStore.first;
        const { name } = event();
        await realtime.edit(() => {
            event().name = 'Edited';
        });
        await expect.poll(() => realtime.store.getState().queue.length).toBe(0);
        await realtime.reset();
        await expect.poll(() => event().name).toBe(name);
    });

    test('shows the last error until it is dismissed', async () => {
        const realtime = clientOf(createInPageServer());
        await realtime.login({ userName: 'Ada' });
        realtime.openProject(3);
        await expect.poll(() => realtime.store.getState().lastError?.code).toBe('authorization-required');
        realtime.dismissError();
        expect(realtime.store.getState().lastError).toBeNull();
    });

    test('setAddress and openProject do nothing when nothing changes', async () => {
        const server = createInPageServer();
        const realtime = clientOf(server);
        await realtime.login({ userName: 'Ada' });
        await live(realtime);
        realtime.setAddress(server.address);
        realtime.openProject(1);
        expect(realtime.store.getState().connection.status).toBe('live');
    });
});
