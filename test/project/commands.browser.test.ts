import { describe, expect, test, vi } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { converge, eventOf, isLive, isSaved, joinProject, joinTwo, makeProject, next, startServer } from './support.ts';

test('sendRevisions rejects before a project is loaded, and sends once it is', async () => {
    const server = startServer();
    const { project: ada } = makeProject(server, { wsAutoLoad: false });
    const { project: ben } = await joinProject(server, 'Ben');
    await ada.wsLogin({ login: 'Ada' });
    const updated = [{ id: 'a', name: 'Sent' }];
    const revisions = [{ revision: 'host-1', changes: { events: { $input: { updated }, updated } } }] as never;
    await expect(ada.sendRevisions(revisions)).rejects.toMatchObject({ code: 'no-project', message: /wsLoad/ });
    await ada.wsLoad();
    expect(await ada.sendRevisions(revisions)).toBe(true);
    await expect.poll(() => eventOf(ben, 'a').name).toBe('Sent');
});

describe('wsLoad', () => {
    test('rejects without a project, without a server, without a login', async () => {
        const server = startServer();
        const { project } = makeProject(server, { wsProjectId: null });
        await expect(project.wsLoad()).rejects.toMatchObject({ name: 'RealtimeError', code: 'no-project' });
        project.wsProjectId = 1;
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'not-signed-in' });
        const closed = next(project, 'wsClose');
        server.stop();
        await closed;
        await expect(project.wsLoad()).rejects.toMatchObject({ code: 'unreachable' });
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
    const heard: string[] = [];
    // Who is online is everybody's business; what happens to a project is not.
    const { users, join } = Command;
    (ben as any).on({
        wsMessage: ({ data }: any) => data.command !== users && data.command !== join && heard.push(data.command),
        wsSendMessage: ({ command }: any) => heard.push(command),
        wsClose: () => heard.push('close')
    });
    eventOf(ada, 'a').name = "Ada's";
    await isSaved(ada);
    await ada.wsLoad();
    expect(heard).toEqual([]);
    expect(eventOf(ben, 'a').name).toBe('A');
    ada.wsClose();
    expect(ben.wsState.connection.status).toBe('live');
});
