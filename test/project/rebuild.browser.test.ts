import { expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { converge, eventOf, isCalm, isLive, isSaved, joinProject, record, startServer } from './support.ts';

/** Lets the next commit of the engine fail. */
function failOnce(project: WebSocketProjectModel): void {
    const failing = project as any;
    failing.commitAsync = async () => {
        delete failing.commitAsync;
        throw new Error('The engine throws now and then');
    };
}

test('an engine that is made anew while another project waits to be loaded ends with that one', async () => {
    const server = startServer();
    const { project: ada } = await joinProject(server, 'Ada');
    const { project: ben } = await joinProject(server, 'Ben', { wsProjectId: 2 });
    const { promise: drag, resolve: drop } = Promise.withResolvers<void>();
    void (ada as any).queue(() => drag);
    eventOf(ada, 'a').name = 'In project 1';
    void (ada as any).wsSync.engine.settle();
    const arrived = record(ada, 'wsMessage');
    ada.wsProjectId = 2;
    // It does not wait for the end of the drag.
    const hasArrived = (): boolean => arrived.some(({ data }) => data.command === Command.dataset);
    await expect.poll(hasArrived).toBe(true);
    failOnce(ada);
    drop();
    await isLive(ada);
    eventOf(ada, 'b').name = 'In project 2';
    await converge(
        [ada, ben],
        project => eventOf(project, 'b').name === 'In project 2' && eventOf(project, 'a').name === 'A'
    );
    expect((ada as any).wsSync.engine.loaded.project).toBe(2);
    ada.wsProjectId = 1;
    await expect.poll(() => eventOf(ada, 'a').name).toBe('In project 1');
    await isSaved(ada);
});

test('an engine that throws while it takes over what the server has is made anew, and ends like the server', async () => {
    const { project: ada } = await joinProject(startServer(), 'Ada');
    await isCalm(ada);
    const reasons = record(ada, 'wsDesync');
    // Shown without being an edit: what a failure of the engine leaves.
    const { recorder } = (ada as any).wsSync.engine;
    eventOf(ada, 'a').name = 'Of nobody';
    recorder.take('events', 'a');
    ada.on({ wsdesync: () => failOnce(ada), once: true } as never);
    (ada as any).wsSync.engine.suspects.note('events', 'a');
    await ada.wsSend(Command.projectChange, {
        project: 1,
        client: ada.wsState.session!.clientId,
        revisions: [{ revision: 'other', changes: { events: { $input: { updated: [{ id: 'b', name: 'Other' }] } } } }]
    });
    await expect.poll(() => reasons.map(({ reason }) => reason)).toEqual(['differs', 'engine']);
    await isCalm(ada);
    expect(eventOf(ada, 'a').name).toBe('A');
    expect(ada.wsState.queue.length).toBe(0);
    expect(ada.wsState.connection.status).toBe('live');
});

test('a second reassignment that is made in the moment in which the engine is made anew is what everybody ends with', async () => {
    const server = startServer();
    const { project: ada, line } = await joinProject(server, 'Ada');
    const { project: ben } = await joinProject(server, 'Ben');
    await isCalm(ada, ben);
    const assign = (to: string): void => {
        (ada.assignmentStore.getById('a-hall') as any).resource = ada.resourceStore.getById(to);
    };
    line.cut();
    assign('shop');
    await expect.poll(() => ada.wsState.queue.length).toBe(1);
    const rebuilt = (ada as any).wsSync.engine.rebuild(new Error('The engine throws now and then'));
    assign('yard');
    await rebuilt;
    line.mend();
    await converge([ada, ben], project => eventOf(project, 'a').resources[0].id === 'yard');
});
