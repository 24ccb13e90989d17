import { AssignmentModel, EventModel } from '@bryntum/schedulerpro';
import { describe, expect, test, vi } from 'vitest';
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
        expect(project).toMatchObject({
            wsAddress: null,
            wsUserName: '',
            wsAutoLoad: true,
            wsAutoSync: true,
            wsConnectionTimeout: 60_000,
            wsProjectId: null,
            wsLogMessages: false,
            websocketManager: null
        });
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
        await expect.poll(() => project.wsState.queue).toEqual({ length: 1, waiting: 1 });
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
        class Mine extends ProjectWebSocketHandlerMixin(WebSocketProjectModelBase()) {
            static $name = 'Mine';
        }
        const project = new Mine({ wsProjectId: 3 });
        expect(project.wsProjectId).toBe(3);
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'unreachable' });
        project.destroy();
    });
});

/** The vendor's class under the mixin, reached through the kit's own one. */
function WebSocketProjectModelBase(): any {
    return Object.getPrototypeOf(Object.getPrototypeOf(WebSocketProjectModel));
}

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

describe('wsLoad', () => {
    test('rejects without a project, without a server, without a login', async () => {
        const server = startServer();
        const { project } = makeProject(server, { wsProjectId: null });
        await expect(project.wsLoad()).rejects.toMatchObject({ name: 'RealtimeError', code: 'no-project' });
        project.wsProjectId = 1;
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'not-signed-in' });
        server.stop();
        await expect(project.wsLoad()).rejects.toMatchObject({ code: expect.stringMatching(/unreachable|closed/) });
    });

    test('rejects when the server refuses, however often it is asked', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        const uncaught = vi.fn<(event: Event) => void>();
        window.addEventListener('error', uncaught);
        project.wsProjectId = 99;
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'authorization-required' });
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'authorization-required' });
        expect(project.wsState.connection).toMatchObject({
            status: 'failed',
            reason: { code: 'authorization-required' }
        });
        project.wsProjectId = 1;
        await isLive(project);
        expect(uncaught).not.toHaveBeenCalled();
        window.removeEventListener('error', uncaught);
    });

    test('rejects when no answer comes in time', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada', { wsConnectionTimeout: 300 });
        line.sockets[0]!.send = () => {};
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'timeout', message: /'dataset' within 300 ms/ });
    });

    test('rejects when the connection is lost meanwhile', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada');
        const load = project.wsLoad();
        line.cut();
        await expect(load).rejects.toMatchObject({ code: 'closed' });
    });

    test('twice at once is once, also right after wsProjectId was set', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada');
        const before = line.sent.filter(({ command }) => command === Command.dataset).length;
        project.wsProjectId = 2;
        await Promise.all([project.wsLoad(), project.wsLoad()]);
        expect(line.sent.filter(({ command }) => command === Command.dataset)).toHaveLength(before + 1);
    });
});

describe('wsSend', () => {
    test('opens the socket where necessary, and says whether it sent', async () => {
        const { project, line } = makeProject(startServer());
        expect(await project.wsSend('version')).toBe(true);
        expect(line.sent).toEqual([{ command: 'version', data: {} }]);
        const { project: offline } = makeProject(startServer(), { wsAddress: 'ws://nobody.example/' });
        expect(await offline.wsSend('version')).toBe(false);
        const { project: without } = makeProject(startServer(), { wsAddress: null });
        expect(await without.wsSend('version')).toBe(false);
        await expect(without.wsLogin({ login: 'Ada' })).rejects.toMatchObject({ code: 'no-address' });
    });

    test('wsReceive sees every message', async () => {
        const seen: any[] = [];
        const { project } = makeProject(startServer());
        project.wsReceive = message => void seen.push(message);
        await project.wsLogin({ login: 'Ada' });
        await isLive(project);
        expect(seen.map(({ command }) => command)).toEqual(expect.arrayContaining(['login', 'dataset']));
    });
});

describe('suspendAutoSync', () => {
    test('is counted', async () => {
        const { ada, ben } = await joinTwo();
        ada.suspendAutoSync();
        ada.suspendAutoSync();
        ada.resumeAutoSync();
        expect(ada.isAutoSyncSuspended).toBe(true);
        eventOf(ada, 'a').name = 'Held back';
        await expect.poll(() => ada.wsState.queue.waiting).toBe(1);
        expect(eventOf(ben, 'a').name).toBe('A');
        ada.resumeAutoSync();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Held back');
    });

    test('still receives', async () => {
        const { ada, ben } = await joinTwo();
        ada.suspendAutoSync();
        eventOf(ben, 'a').name = 'From Ben';
        await expect.poll(() => eventOf(ada, 'a').name).toBe('From Ben');
    });

    test('wsFlush sends what waits and leaves auto-sync off', async () => {
        const { ada, ben } = await joinTwo();
        ada.wsAutoSync = false;
        eventOf(ada, 'a').name = 'Flushed';
        await expect.poll(() => ada.wsState.queue.waiting).toBe(1);
        expect(ada.wsFlush()).toBe(true);
        await expect.poll(() => eventOf(ben, 'a').name).toBe('Flushed');
        expect([ada.wsAutoSync, ada.wsState.connection.status]).toEqual([false, 'suspended']);
    });
});

test('two projects of one page do not hear each other', async () => {
    const server = startServer();
    const { project: ada } = await joinProject(server, 'Ada');
    const { project: ben } = await joinProject(server, 'Ben', { wsProjectId: 2 });
    const heard = record(ben, 'wsMessage', 'wsClose', 'wsSendMessage', 'wsReceiveChanges');
    eventOf(ada, 'a').name = "Ada's";
    await isSaved(ada);
    await ada.wsLoad();
    expect(heard).toEqual([]);
    expect(eventOf(ben, 'a').name).toBe('A');
    ada.wsClose();
    expect(ben.wsState.connection.status).toBe('live');
});

describe("the host's own model classes", () => {
    class MyEvent extends EventModel {
        static override $name = 'MyEvent';
        static override fields = [
            { name: 'budget', type: 'number' },
            { name: 'startDate', dataSource: 'start', type: 'date' }
        ];
    }
    class MyAssignment extends AssignmentModel {
        static override $name = 'MyAssignment';
        static override fields = [{ name: 'event', dataSource: 'task' }, 'note'];
    }
    const config = { eventModelClass: MyEvent, assignmentModelClass: MyAssignment } as never;

    test('keep their fields and the names these have on the wire', async () => {
        const server = startServer({
            fill: storage =>
                createProject(storage, {
                    id: 1,
                    name: 'One',
                    dataset: {
                        eventsData: [{ id: 'a', name: 'A', start: '2026-01-05T00:00:00', duration: 2, budget: 5 }],
                        resourcesData: PLAN.resourcesData,
                        assignmentsData: [{ id: 'a-hall', task: 'a', resource: 'hall', note: 'first' }]
                    }
                })
        });
        const { ada, ben } = await joinTwo(config, server);
        expect(eventOf(ada, 'a').startDate.getDate()).toBe(5);
        expect(eventOf(ada, 'a').resources[0].id).toBe('hall');
        eventOf(ada, 'a').budget = 7;
        (ada.assignmentStore.first as any).note = 'second';
        await converge(
            [ada, ben],
            project => eventOf(project, 'a').budget === 7 && (project.assignmentStore.first as any).note === 'second'
        );
        eventOf(ben, 'a').startDate = new Date(2026, 0, 9);
        await converge([ada, ben], project => eventOf(project, 'a').startDate.getDate() === 9);
        (ben.assignmentStore.first as any).resource = ben.resourceStore.getById('yard');
        await converge([ada, ben], project => eventOf(project, 'a').resources[0]?.id === 'yard');
    });

    test('are the base of those in use, and remain as they were', () => {
        const project = new WebSocketProjectModel(config);
        expect(project.eventStore.modelClass.prototype).toBeInstanceOf(MyEvent);
        expect((project.eventStore.modelClass as any).fieldMap.startDate).toMatchObject({
            format: 'YYYY-MM-DDTHH:mm:ss',
            dataSource: 'start'
        });
        expect((project.assignmentStore.modelClass as any).fieldMap.resourceId.persist).toBe(true);
        expect((MyEvent as any).fieldMap.startDate.format).not.toBe('YYYY-MM-DDTHH:mm:ss');
        project.destroy();
    });
});

test('transactions have titles that people understand', async () => {
    const { project } = await joinProject(startServer(), 'Ada');
    const titles = (): string[] => (project.stm as any).rawQueue.map(({ title }: { title: string }) => title);
    const steps: [string, () => unknown][] = [
        ['Rename task to Paint', () => (eventOf(project, 'a').name = 'Paint')],
        ['Resize task Paint', () => (eventOf(project, 'a').duration = 4)],
        ['Move task D', () => (eventOf(project, 'd').startDate = new Date(2026, 0, 20))],
        ['Remove task B', () => project.eventStore.remove('b')],
        ['Edit resource Great hall', () => ((project.resourceStore.getById('hall') as any).name = 'Great hall')],
        ['Remove dependency', () => project.dependencyStore.remove('a-c')]
    ];
    for (const [title, edit] of steps) {
        edit();
        // oxlint-disable-next-line no-await-in-loop -- one transaction after the other
        await expect.poll(() => titles().at(-1)).toBe(title);
        // oxlint-disable-next-line no-await-in-loop -- see above
        await isSaved(project);
    }
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
