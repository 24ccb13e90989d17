import { expect, test } from 'vitest';
import { converge, eventOf, isLive, joinProject, makeProject, startServer } from './support.ts';

/** Easily written; the engine takes it for a veto, and tells nobody after it. */
const sayNo = (): boolean => false;

test('an edit reaches everybody although a listener of the host returns false', async () => {
    const server = startServer();
    const { project: ada } = makeProject(server);
    for (const source of [ada, ada.stm, ada.eventStore, ada.resourceStore, ada.assignmentStore]) {
        (source as any).on({ change: sayNo, update: sayNo, recordingStart: sayNo, recordingStop: sayNo });
    }
    await ada.wsLogin({ login: 'Ada' });
    await isLive(ada);
    const { project: ben } = await joinProject(server, 'Ben');
    eventOf(ada, 'a').name = 'Paint';
    eventOf(ada, 'd').assign((ada.resourceStore as any).getById('yard'));
    await converge(
        [ada, ben],
        project => eventOf(project, 'a').name === 'Paint' && eventOf(project, 'd').resources[0]?.id === 'yard'
    );
});

test('who listens to a store after the project was loaded is told that it is filtered', async () => {
    const { project } = await joinProject(startServer(), 'Ada');
    const told: string[] = [];
    (project.eventStore as any).on({ refresh: ({ action }: { action: string }) => void told.push(action) });
    void project.eventStore.filter({ filters: (record: any) => record.id === 'a', replace: true } as never);
    await expect.poll(() => told).toContain('filter');
});
