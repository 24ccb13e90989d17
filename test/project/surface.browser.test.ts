import { ProjectModel } from '@bryntum/schedulerpro';
import { describe, expect, test } from 'vitest';
import { ProjectWebSocketHandlerMixin } from '../../src/project/ProjectWebSocketHandlerMixin.ts';
import { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import { createProject } from '../../src/server/core.ts';
import {
    converge,
    eventOf,
    isLive,
    isSaved,
    joinProject,
    joinTwo,
    makeProject,
    next,
    PLAN,
    record,
    startServer
} from './support.ts';

describe('configs', () => {
    test('have the defaults of the document', () => {
        const project = new WebSocketProjectModel();
        const { wsAddress, wsUserName, wsAutoLoad, wsAutoSync, wsConnectionTimeout, wsProjectId } = project;
        expect([wsAddress ?? null, wsProjectId ?? null, wsUserName]).toEqual([null, null, '']);
        expect([wsAutoLoad, wsAutoSync, wsConnectionTimeout]).toEqual([true, true, 60_000]);
        expect([project.wsLogMessages, project.websocketManager]).toEqual([false, null]);
        project.destroy();
    });

    test('of the vendor work as ever: a project with plain events', async () => {
        const project = new WebSocketProjectModel({
            events: [{ id: 1, name: 'Plain', startDate: '2026-01-05', duration: 2 }],
            resources: [{ id: 1, name: 'Hall' }],
            assignments: [{ id: 1, event: 1, resource: 1 }]
        } as never);
        await project.commitAsync();
        expect(project.eventStore.count).toBe(1);
        expect(eventOf(project, 1 as never).resources[0].name).toBe('Hall');
        expect(project.wsState.connection.status).toBe('idle');
        project.destroy();
    });

    test('wsAutoSync: false holds revisions back from the start', async () => {
        const { project, line } = makeProject(startServer(), { wsAutoSync: false });
        await project.wsLogin({ login: 'Ada' });
        await expect.poll(() => project.wsState.connection.status).toBe('suspended');
        eventOf(project, 'a').name = 'Held back';
        await expect.poll(() => project.wsState.queue).toMatchObject({ length: 1, waiting: 1 });
        expect(line.sent.map(message => message.command)).not.toContain(Command.projectChange);
        expect(project.wsState.autoSync).toBe(false);
        project.wsAutoSync = true;
        await isSaved(project);
    });

    test('wsAutoLoad: false loads when asked to, and not before', async () => {
        const { project, line } = makeProject(startServer(), { wsAutoLoad: false });
        await project.wsLogin({ login: 'Ada' });
        await expect.poll(() => project.wsState.projects.length).toBe(2);
        project.wsProjectId = 2;
        expect(line.sent.map(message => message.command)).not.toContain(Command.dataset);
        await project.wsLoad();
        expect(project.eventStore.count).toBe(4);
    });

    test('the mixin works on a project class of the host', async () => {
        class HostProject extends ProjectModel {}
        class Mine extends ProjectWebSocketHandlerMixin(HostProject) {
            static override $name = 'Mine';
        }
        const project = new Mine({ wsProjectId: 3 } as never);
        expect(project.wsProjectId).toBe(3);
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'unreachable' });
        project.destroy();
    });
});

describe("the document's own sequence", () => {
    test('wsAddress, wsSend(login), wsSend(projects), wsProjectId', async () => {
        const server = startServer();
        const { project } = makeProject(server, { wsAddress: null, wsProjectId: null });
        const loaded = next(project, 'wsLoad');
        project.wsAddress = server.address;
        expect(await project.wsSend('login', { login: 'Ada', password: '' })).toBe(true);
        expect(await project.wsSend('projects')).toBe(true);
        project.wsProjectId = 1;
        await loaded;
        expect(project.eventStore.count).toBe(4);
        expect(project.clientId).toBe(project.wsState.session?.clientId);
        await expect
            .poll(() => project.wsState.projects)
            .toEqual([
                { id: 1, name: 'One' },
                { id: 2, name: 'Two' }
            ]);
    });

    test('a refused wsSend(login) resolves to false', async () => {
        const server = startServer({ authenticate: () => null });
        const { project } = makeProject(server);
        expect(await project.wsSend('login', { login: 'Ada' })).toBe(false);
        expect(project.wsState.connection).toMatchObject({
            status: 'needs-auth',
            reason: { code: 'wrong-credentials' }
        });
    });

    test('wsSend(logout) and wsProjectId = null', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada');
        await project.wsSend('logout');
        project.wsProjectId = null;
        await expect.poll(() => project.wsState.connection.status).toBe('idle');
        expect(project.wsState.session).toBeNull();
        expect(line.sockets).toHaveLength(1);
    });

    test('resumeAutoSync and suspendAutoSync at once send what waits', async () => {
        const { ada, ben } = await joinTwo();
        ada.suspendAutoSync();
        eventOf(ada, 'a').name = 'Synced by hand';
        await expect.poll(() => ada.wsState.queue.waiting).toBe(1);
        ada.resumeAutoSync();
        ada.suspendAutoSync();
        await expect.poll(() => eventOf(ben, 'a').name).toBe('Synced by hand');
        expect(ada.isAutoSyncSuspended).toBe(true);
        expect(ada.wsState.connection.status).toBe('suspended');
    });

    test('wsError and wsClose let a host open and load again by itself', async () => {
        const { ada, adaLine } = await joinTwo();
        const closed = next(ada, 'wsClose');
        adaLine.cut();
        await closed;
        adaLine.mend();
        expect(await ada.wsOpen()).toBe(true);
        await ada.wsLoad();
        await isLive(ada);
    });
});

describe('events', () => {
    test('wsOpen, wsSendMessage, wsMessage, wsReceiveDataset, wsLoad, in this order', async () => {
        const { project } = makeProject(startServer());
        const fired = record(project, 'wsOpen', 'wsSendMessage', 'wsMessage', 'wsReceiveDataset', 'wsLoad', 'wsClose');
        await project.wsLogin({ login: 'Ada' });
        await isLive(project);
        const types = fired.map(({ type }) => type);
        expect(types[0]).toBe('wsOpen');
        expect(types.indexOf('wsReceiveDataset')).toBeLessThan(types.indexOf('wsLoad'));
        const sent = fired.filter(({ type }) => type === 'wsSendMessage');
        expect(sent).toContainEqual(expect.objectContaining({ command: 'dataset', data: { project: 1 } }));
        const received = fired.filter(({ type }) => type === 'wsMessage').map(({ data }) => data.command);
        expect(received).toEqual(expect.arrayContaining(['login', 'users', 'projects', 'dataset']));
        expect(types).not.toContain('wsClose');
        project.wsClose();
        expect(fired.at(-1)?.type).toBe('wsClose');
        project.wsClose();
        expect(fired.filter(({ type }) => type === 'wsClose')).toHaveLength(1);
    });

    test('silent messages fire no wsSendMessage', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada');
        const fired = record(project, 'wsSendMessage');
        expect(await project.wsSend('projects', {}, true)).toBe(true);
        expect(line.sent.at(-1).command).toBe('projects');
        expect(fired).toEqual([]);
    });

    test('wsSendChanges here, wsBeforeReceiveChanges and wsReceiveChanges at the other', async () => {
        const { ada, ben } = await joinTwo();
        const here = record(ada, 'wsSendChanges');
        const there = record(ben, 'wsBeforeReceiveChanges', 'wsReceiveChanges');
        eventOf(ada, 'a').name = 'Told';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Told');
        expect(here).toHaveLength(1);
        expect(there.map(({ type }) => type)).toEqual(['wsBeforeReceiveChanges', 'wsReceiveChanges']);
        expect(there[1]!.revisions[0].changes.events.updated).toContainEqual({ id: 'a', name: 'Told' });
    });

    test('revisionQueued counts while auto-sync is off, revisionQueueClear ends it', async () => {
        const { ada } = await joinTwo();
        const fired = record(ada, 'revisionQueued', 'revisionQueueClear');
        ada.suspendAutoSync();
        eventOf(ada, 'a').name = 'One';
        await expect.poll(() => fired.length).toBe(1);
        eventOf(ada, 'b').name = 'Two';
        await expect.poll(() => fired.length).toBe(2);
        ada.resumeAutoSync();
        await isSaved(ada);
        expect(fired.map(({ type, length }) => [type, length])).toEqual([
            ['revisionQueued', 1],
            ['revisionQueued', 2],
            ['revisionQueueClear', undefined]
        ]);
    });

    test('wsVersionAutoSaveOK and loadVersionContent', async () => {
        const server = startServer({
            fill: storage =>
                createProject(storage, {
                    id: 1,
                    name: 'One',
                    dataset: { ...PLAN, versionsData: [{ id: 'v1', name: 'First', content: { kept: true } }] }
                })
        });
        const { project } = await joinProject(server, 'Ada');
        const fired = record(project, 'wsVersionAutoSaveOK', 'loadVersionContent');
        await project.wsSend(Command.requestVersionAutosave, { project: 1 });
        await expect.poll(() => fired.length).toBe(1);
        await project.wsSend(Command.loadVersionContent, { project: 1, versionId: 'v1' });
        await expect.poll(() => fired.length).toBe(2);
        expect(fired[0]!.type).toBe('wsVersionAutoSaveOK');
        expect(fired[1]).toMatchObject({
            type: 'loadVersionContent',
            versionId: 'v1',
            project: 1,
            content: { kept: true }
        });
    });

    test('a listener that throws does not stop the synchronisation', async () => {
        const { ada, ben } = await joinTwo();
        const shown: unknown[] = [];
        const onError = (event: ErrorEvent): void => {
            event.preventDefault();
            shown.push(event.error);
        };
        window.addEventListener('error', onError);
        const detach = ben.on({
            wsmessage() {
                throw new Error('A mistake of the host');
            }
        } as never) as unknown as () => void;
        eventOf(ada, 'a').name = 'Arrives';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Arrives');
        expect(String(shown[0])).toContain('A mistake of the host');
        detach();
        window.removeEventListener('error', onError);
    });
});

describe('the message log', () => {
    test('is off by default', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        expect(project.wsMessageLog).toEqual([]);
    });

    test('keeps what was sent and received, and no more than 1,000 messages', async () => {
        const { project } = await joinProject(startServer(), 'Ada', { wsLogMessages: true });
        expect(project.wsMessageLog).toContainEqual({ type: 'send', command: 'dataset', data: { project: 1 } });
        expect(project.wsMessageLog.some(({ type, command }) => type === 'receive' && command === 'users')).toBe(true);
        await Promise.all(Array.from({ length: 700 }, () => project.wsSend('version')));
        await expect.poll(() => project.wsMessageLog.at(-1)?.type).toBe('receive');
        await expect.poll(() => project.wsMessageLog.length).toBe(1_000);
    });

    test('survives a frame that is JSON but no message', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada', { wsLogMessages: true });
        const errors = record(project, 'wsError');
        for (const frame of ['5', 'null', '"text"', '[]', '{}']) {
            line.sockets[0]!.deliver(frame);
        }
        await expect.poll(() => errors.length).toBe(5);
        expect(project.wsState.connection.status).toBe('live');
    });
});

describe('destroy', () => {
    test('closes the socket and leaves nothing running', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada');
        project.destroy();
        expect(line.sockets[0]!.readyState).toBeGreaterThanOrEqual(WebSocket.CLOSING);
        window.dispatchEvent(new Event('online'));
        expect(line.sockets).toHaveLength(1);
    });

    test('rejects a login that is under way', async () => {
        const { project } = makeProject(startServer());
        const login = project.wsLogin({ login: 'Ada' });
        project.destroy();
        await expect(login).rejects.toMatchObject({ code: 'closed' });
    });
});
