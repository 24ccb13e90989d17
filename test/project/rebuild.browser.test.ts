import { expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { converge, eventOf, isLive, isSaved, joinProject, record, startServer } from './support.ts';

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
    await expect.poll(() => arrived.some(({ data }) => data.command === Command.dataset)).toBe(true);
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
