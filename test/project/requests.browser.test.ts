import { describe, expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import type { OutboxStorage } from '../../src/sync/OutboxStorage.ts';
import type { InPageServer } from '../support/inPageServer.ts';
import { eventOf, isCalm, isLive, isSaved, joinProject, joinTwo, makeProject, record, startServer } from './support.ts';

const rename = (project: WebSocketProjectModel, id: string, name: string): Promise<void> =>
    project.wsEdit(() => void (eventOf(project, id).name = name));

const statusIs = (project: WebSocketProjectModel, status: string): Promise<void> =>
    expect.poll(() => project.wsState.connection.status).toBe(status);

/** Does something in the moment in which a command is sent for the first time; resolves then. */
const onSend = (project: WebSocketProjectModel, command: string, then: () => unknown): Promise<void> =>
    new Promise(resolve => {
        let isDone = false;
        project.on({
            wssendmessage: (event: any) => {
                if (!isDone && event.command === command) {
                    isDone = true;
                    then();
                    resolve();
                }
            }
        } as never);
    });

test('a connection that is lost while the edits of closed pages are fetched loads the project when it is back', async () => {
    const { promise: isAdopted, resolve: adopted } = Promise.withResolvers<void>();
    const wsOutboxStorage: OutboxStorage = {
        open: () => ({
            adopt: () => isAdopted.then(() => ({ entries: [], sessions: {} })),
            save: async () => {},
            close() {}
        })
    };
    const { project, line } = makeProject(startServer(), { wsOutboxStorage });
    await project.wsLogin({ login: 'Ada' });
    line.cut();
    await statusIs(project, 'reconnecting');
    adopted();
    line.mend();
    await isLive(project);
    expect(eventOf(project, 'a').name).toBe('A');
});

test('a project that is closed before its data is there loads when it is opened again', async () => {
    const { project } = makeProject(startServer(), { wsProjectId: null });
    await project.wsLogin({ login: 'Ada' });
    const arrived = record(project, 'wsMessage');
    void onSend(project, Command.dataset, () => (project.wsProjectId = null));
    project.wsProjectId = 1;
    await expect.poll(() => arrived.some(({ data }) => data.command === Command.dataset)).toBe(true);
    await isCalm(project);
    project.wsProjectId = 1;
    await statusIs(project, 'live');
});

describe('a project that may not be opened', () => {
    const startPicky = (): InPageServer =>
        startServer({ authenticate: ({ login }) => ({ userId: login, userName: login, projects: [1] }) });

    test('keeps nobody from the one that is opened right after it', async () => {
        const { project } = await joinProject(startPicky(), 'Ada');
        await isCalm(project);
        const problems = record(project, 'wsError');
        const datasets = record(project, 'wsReceiveDataset', 'wsDesync');
        void onSend(project, Command.dataset, () => (project.wsProjectId = 1));
        project.wsProjectId = 2;
        await expect.poll(() => problems.map(({ error }) => error.code)).toEqual(['authorization-required']);
        await statusIs(project, 'live');
        await isCalm(project);
        expect(datasets, 'what there was needs no loading').toEqual([]);
        await rename(project, 'a', 'Edited');
        await isSaved(project);
    });

    test('is told so, and can be left later', async () => {
        const { project } = await joinProject(startPicky(), 'Ada');
        project.wsProjectId = 2;
        await statusIs(project, 'failed');
        project.wsProjectId = 1;
        await statusIs(project, 'live');
        expect(eventOf(project, 'a').name).toBe('A');
    });
});

test('an edit whose confirmation got lost is confirmed when its project is opened while another one catches up', async () => {
    const { project: ada, line } = await joinProject(startServer(), 'Ada', { wsProjectId: 2 });
    await isCalm(ada);
    line.cutAfterSending(Command.projectChange);
    await rename(ada, 'a', 'Accepted');
    await statusIs(ada, 'reconnecting');
    ada.wsProjectId = 1;
    line.mend();
    await isLive(ada);
    await isCalm(ada);
    void onSend(ada, Command.update, () => (ada.wsProjectId = 2));
    line.sockets.at(-1)!.break();
    await expect.poll(() => eventOf(ada, 'a').name).toBe('Accepted');
    const sent = line.sent.length;
    await isSaved(ada);
    expect(line.sent.slice(sent).map(({ command }) => command)).not.toContain(Command.projectChange);
});

test('an edit that the server knows already leaves the queue, however old its number is', async () => {
    const { project: ada } = await joinProject(startServer(), 'Ada');
    await isCalm(ada);
    const revision = {
        revision: 'twice',
        changes: {
            events: { $input: { updated: [{ id: 'a', name: 'Twice' }] }, updated: [{ id: 'a', name: 'Twice' }] }
        }
    };
    const client = ada.wsState.session!.clientId;
    await ada.wsSend(Command.projectChange, { project: 1, client, revisions: [revision] });
    await expect.poll(() => eventOf(ada, 'a').name).toBe('Twice');
    await ada.sendRevisions([{ ...revision, clientId: client }]);
    await expect.poll(() => ada.wsState.queue.length).toBe(0);
    await isCalm(ada);
    expect(eventOf(ada, 'a').name).toBe('Twice');
});

test('a host that loads at once when the connection is back gets fresh data and keeps the undo history', async () => {
    const { project: ada, line } = await joinProject(startServer(), 'Ada');
    await rename(ada, 'a', 'Edited');
    await isSaved(ada);
    await isCalm(ada);
    const { length } = ada.stm as any;
    const datasets = record(ada, 'wsReceiveDataset');
    const { promise: loaded, resolve } = Promise.withResolvers<unknown>();
    void onSend(ada, Command.update, () => resolve(ada.wsLoad().then(() => datasets.length)));
    line.sockets.at(-1)!.break();
    expect(await loaded, 'datasets when the load is done').toBe(1);
    await isLive(ada);
    await isCalm(ada);
    expect(datasets).toHaveLength(1);
    expect((ada.stm as any).length).toBe(length);
});

test('a load that ends on a connection that came after it does not count as what that one has asked for', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    const { engine } = (ada as any).wsSync;
    const load = engine.load.bind(engine);
    const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
    const isLoading = new Promise<void>(resolve => {
        engine.load = async (...given: unknown[]) => {
            delete engine.load;
            resolve();
            await isReleased;
            await load(...given);
        };
    });
    ada.wsLoad().catch(() => {});
    await isLoading;
    adaLine.cut();
    await statusIs(ada, 'reconnecting');
    await rename(ben, 'b', 'Missed');
    await isSaved(ben);
    const arrived = record(ada, 'wsMessage');
    const shown: string[] = [];
    ada.on({ wsload: () => void shown.push(eventOf(ada, 'b').name) } as never);
    adaLine.mend();
    await expect
        .poll(() => arrived.some(({ data }) => [Command.update, Command.dataset].includes(data.command)))
        .toBe(true);
    release();
    await statusIs(ada, 'live');
    await isCalm(ada, ben);
    expect(new Set(shown)).toEqual(new Set(['Missed']));
});
