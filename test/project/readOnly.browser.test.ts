import { describe, expect, test } from 'vitest';
import { versionsOf } from '../../src/project/versions/Versions.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import type { Role } from '../../src/server/hub/auth.ts';
import type { InPageServer } from '../support/inPageServer.ts';
import {
    converge,
    eventOf,
    isLive,
    isSaved,
    joinProject,
    joinTwo,
    snapshot,
    startServer,
    type Line
} from './support.ts';

/** A server on which roles can be changed; whoever is not mentioned edits. */
function startServerWithRoles(roles: Record<string, Role>): InPageServer {
    return startServer({
        authenticate: ({ login }) => ({
            userId: login,
            userName: login,
            role: roles[login] ?? 'editor',
            projects: '*'
        })
    });
}

/** Whether a client has sent edits. */
const hasSent = ({ sent }: Line): boolean => sent.some(({ command }) => command === Command.projectChange);

const codesOf = ({ wsState }: WebSocketProjectModel): string[] => wsState.rejections.map(({ code }) => code);

/** Breaks a line, and waits until its client is back. */
async function reconnect(project: WebSocketProjectModel, line: Line): Promise<void> {
    line.cut();
    await expect.poll(() => project.wsState.connection.status).toBe('reconnecting');
    line.mend();
    await isLive(project);
}

describe('what the code of a viewer’s page edits is taken back, told, and not even queued:', () => {
    test.each<[title: string, edit: (project: any) => unknown]>([
        ['event.name', project => (eventOf(project, 'a').name = 'X')],
        ['event.startDate', project => (eventOf(project, 'b').startDate = new Date(2026, 0, 20))],
        ['event.duration', project => (eventOf(project, 'a').duration = 9)],
        ['resource.name', project => (project.resourceStore.getById('hall').name = 'X')],
        ['eventStore.add()', project => project.eventStore.add({ name: 'X', startDate: '2026-01-06', duration: 1 })],
        ['eventStore.remove()', project => project.eventStore.remove('a')],
        ['resourceStore.remove()', project => project.resourceStore.remove('hall')],
        ['event.assign()', project => eventOf(project, 'd').assign(project.resourceStore.getById('yard'))],
        ['dependencyStore.add()', project => project.dependencyStore.add({ fromEvent: 'b', toEvent: 'd' })],
        ['dependencyStore.removeAll()', project => project.dependencyStore.removeAll()]
    ])('%s', async (_, edit) => {
        const server = startServerWithRoles({ Vera: 'viewer' });
        const { project: ada } = await joinProject(server, 'Ada');
        const { project: vera, line } = await joinProject(server, 'Vera');
        await converge([ada, vera], () => true);
        const before = snapshot(ada);
        const queues: number[] = [];
        vera.on({ wsStateChange: ({ state }: any) => queues.push(state.queue.length) } as never);

        edit(vera);
        await expect.poll(() => codesOf(vera)).toEqual(['read-only']);
        await converge([vera, ada], project => snapshot(project).join() === before.join());
        expect(Math.max(...queues)).toBe(0);
        expect(hasSent(line)).toBe(false);
        expect(vera.wsState.lastError?.code).toBe('read-only');
    });
});

test('a viewer sees what others edit, also after an edit of their own was taken back', async () => {
    const server = startServerWithRoles({ Vera: 'viewer' });
    const { project: ada } = await joinProject(server, 'Ada');
    const { project: vera, line } = await joinProject(server, 'Vera');
    eventOf(vera, 'a').name = 'Vera’s';
    eventOf(ada, 'a').name = 'Ada’s';
    eventOf(ada, 'b').duration = 4;
    await converge(
        [ada, vera],
        project => eventOf(project, 'a').name === 'Ada’s' && eventOf(project, 'b').duration === 4
    );
    expect(hasSent(line)).toBe(false);
});

test('a viewer’s saving of a version rejects, and is not queued', async () => {
    const { project: vera, line } = await joinProject(startServerWithRoles({ Vera: 'viewer' }), 'Vera');
    await expect(versionsOf(vera).save('Mine')).rejects.toMatchObject({ code: 'read-only' });
    expect([vera.wsState.queue.length, vera.wsState.versions, hasSent(line)]).toEqual([0, [], false]);
});

test('wsEdit() and sendRevisions() of a viewer reject, and the function is not called', async () => {
    const { project: vera, line } = await joinProject(startServerWithRoles({ Vera: 'viewer' }), 'Vera');
    let calls = 0;
    await expect(vera.wsEdit(() => calls++)).rejects.toMatchObject({ name: 'RealtimeError', code: 'read-only' });
    const revision = { revision: 'local-1', changes: { events: { updated: [{ id: 'a', name: 'X' }] } } };
    await expect(vera.sendRevisions([revision as never])).rejects.toMatchObject({ code: 'read-only' });
    expect([calls, vera.wsState.queue.length, hasSent(line)]).toEqual([0, 0, false]);
});

describe('the role is that of the last login:', () => {
    test('an editor who is made a viewer loses what was edited meanwhile, is told so, and undoes nothing', async () => {
        const roles: Record<string, Role> = {};
        const server = startServerWithRoles(roles);
        const { project: ada, line } = await joinProject(server, 'Ada');
        const { project: ben } = await joinProject(server, 'Ben');
        eventOf(ada, 'a').name = 'As an editor';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'As an editor');
        expect(ada.wsState).toMatchObject({ readOnly: false, session: { role: 'editor' } });

        roles.Ada = 'viewer';
        line.cut();
        await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
        eventOf(ada, 'b').name = 'Offline';
        await expect.poll(() => ada.wsState.queue.length).toBe(1);
        expect(ada.wsState.readOnly).toBe(false);
        line.mend();
        await expect.poll(() => ada.wsState.readOnly).toBe(true);
        await expect.poll(() => codesOf(ada)).toEqual(['authorization-required']);
        await converge([ada, ben], project => eventOf(project, 'b').name === 'B');

        await ada.stm.undo();
        await ada.stm.undoAll();
        expect(eventOf(ada, 'a').name).toBe('As an editor');
        await converge([ada, ben], project => eventOf(project, 'a').name === 'As an editor');
        expect(codesOf(ada)).toEqual(['authorization-required']);
    });

    test('a viewer who is made an editor edits, without loading the page again', async () => {
        const roles: Record<string, Role> = { Vera: 'viewer' };
        const server = startServerWithRoles(roles);
        const { project: vera, line } = await joinProject(server, 'Vera');
        const { project: ben } = await joinProject(server, 'Ben');
        expect(vera.wsState.readOnly).toBe(true);
        roles.Vera = 'admin';
        await reconnect(vera, line);
        expect(vera.wsState).toMatchObject({ readOnly: false, session: { role: 'admin' } });
        await vera.wsEdit(() => {
            eventOf(vera, 'a').name = 'As an admin';
        });
        await converge([vera, ben], project => eventOf(project, 'a').name === 'As an admin');
    });

    test('a logout changes nothing, until somebody else logs in', async () => {
        const server = startServerWithRoles({ Vera: 'viewer' });
        const { project } = await joinProject(server, 'Vera');
        project.wsLogout();
        await expect.poll(() => project.wsState.session).toBeNull();
        expect(project.wsState.readOnly).toBe(true);
        eventOf(project, 'a').name = 'X';
        await expect.poll(() => codesOf(project)).toEqual(['read-only']);
        await expect.poll(() => eventOf(project, 'a').name).toBe('A');
        await project.wsLogin({ login: 'Ada' });
        await isLive(project);
        expect(project.wsState.readOnly).toBe(false);
    });

    test('a dialect 1 server does not say: it decides itself', async () => {
        const server = startServerWithRoles({ Vera: 'viewer' });
        const { project: vera } = await joinProject(server, 'Vera', {}, { isDialect1: true });
        expect(vera.wsState).toMatchObject({ readOnly: false, session: { role: null } });
        eventOf(vera, 'a').name = 'X';
        await expect.poll(() => codesOf(vera).length).toBe(1);
        await expect.poll(() => eventOf(vera, 'a').name).toBe('A');
    });
});

describe('the host’s word', () => {
    test('makes an editor read-only and takes that back, at run time', async () => {
        const { ada, ben, adaLine } = await joinTwo({ wsReadOnly: true });
        expect(ada.wsState.readOnly).toBe(true);
        await expect(ada.wsEdit(() => {})).rejects.toMatchObject({ code: 'read-only' });
        ada.wsReadOnly = null;
        ben.wsReadOnly = false;
        expect([ada.wsState.readOnly, ben.wsState.readOnly]).toEqual([false, false]);
        eventOf(ada, 'a').name = 'Again';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Again');
        ada.wsReadOnly = true;
        eventOf(ada, 'a').name = 'Not again';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Again');
        expect(codesOf(ada)).toEqual(['read-only']);
        expect(adaLine.sent.filter(({ command }) => command === Command.projectChange)).toHaveLength(1);
    });

    test('lets what was edited before it still go out', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        adaLine.cut();
        eventOf(ada, 'a').name = 'Before';
        await expect.poll(() => ada.wsState.queue.length).toBe(1);
        ada.wsReadOnly = true;
        adaLine.mend();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Before');
        expect(codesOf(ada)).toEqual([]);
    });

    test('does not help a viewer: the server refuses', async () => {
        const server = startServerWithRoles({ Vera: 'viewer' });
        const { project: vera, line } = await joinProject(server, 'Vera', { wsReadOnly: false });
        const { project: ben } = await joinProject(server, 'Ben');
        expect(vera.wsState.readOnly).toBe(false);
        eventOf(vera, 'a').name = 'X';
        await expect.poll(() => codesOf(vera)).toEqual(['authorization-required']);
        await converge([vera, ben], project => eventOf(project, 'a').name === 'A');
        expect(hasSent(line)).toBe(true);
    });
});

test('two projects in one page have a role each', async () => {
    const server = startServerWithRoles({ Vera: 'viewer' });
    const { project: vera } = await joinProject(server, 'Vera');
    const { project: ada } = await joinProject(server, 'Ada', { wsProjectId: 2 });
    expect([vera.wsState.readOnly, ada.wsState.readOnly]).toEqual([true, false]);
    await ada.wsEdit(() => {
        eventOf(ada, 'a').name = 'Mine';
    });
    await isSaved(ada);
    expect(eventOf(vera, 'a').name).toBe('A');
});
