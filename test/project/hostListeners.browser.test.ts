import { describe, expect, test } from 'vitest';
import { converge, eventOf, isCalm, isLive, joinProject, joinTwo, makeProject, startServer } from './support.ts';

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

test('a removal that a listener of the host forbids takes no dependency along', async () => {
    const { project } = await joinProject(startServer(), 'Ada');
    (project.eventStore as any).on({ beforeRemove: sayNo });
    project.eventStore.remove('a');
    expect([eventOf(project, 'a')?.id, project.dependencyStore.getById('a-c')?.id]).toEqual(['a', 'a-c']);
});

describe('what a listener edits while it is told of somebody else’s edit reaches everybody:', () => {
    test.each<[string, (project: any) => void, (project: any) => unknown]>([
        [
            'a name',
            project => (eventOf(project, 'b').name = 'Follows'),
            project => eventOf(project, 'b').name === 'Follows'
        ],
        [
            'a duration',
            project => (eventOf(project, 'b').duration = 6),
            project => eventOf(project, 'b').duration === 6
        ],
        [
            'another field of the same event',
            project => (eventOf(project, 'a').eventColor = 'red'),
            project => eventOf(project, 'a').eventColor === 'red'
        ],
        [
            'the duration of the same event',
            project => (eventOf(project, 'a').duration = 6),
            project => eventOf(project, 'a').duration === 6
        ],
        [
            'the very field',
            project => (eventOf(project, 'a').name = 'Paint!'),
            project => eventOf(project, 'a').name === 'Paint!'
        ],
        ['its removal', project => project.eventStore.remove('a'), project => !eventOf(project, 'a')],
        [
            'a resource',
            project => (project.resourceStore.getById('hall').name = 'Great hall'),
            project => project.resourceStore.getById('hall').name === 'Great hall'
        ],
        ['a removal', project => project.eventStore.remove('d'), project => !eventOf(project, 'd')],
        [
            'a new event',
            project => project.eventStore.add({ id: 'n', name: 'n', startDate: new Date(2026, 0, 6), duration: 1 }),
            project => eventOf(project, 'n')?.duration === 1
        ],
        [
            'an assignment',
            project => eventOf(project, 'd').assign(project.resourceStore.getById('yard')),
            project => eventOf(project, 'd').resources[0]?.id === 'yard'
        ],
        [
            'the removal of a dependency',
            project => project.dependencyStore.remove('a-c'),
            project => !project.dependencyStore.getById('a-c')
        ]
    ])('%s', async (_, edit, seen) => {
        const { ada, ben } = await joinTwo();
        await isCalm(ada, ben);
        const desyncs = ada.wsState.desyncs + ben.wsState.desyncs;
        let isDone = false;
        (ada.eventStore as any).on({
            update: ({ record }: any) => {
                if (record.id === 'a' && ada.wsSource === 'remote' && !isDone) {
                    isDone = true;
                    edit(ada);
                }
            }
        });
        eventOf(ben, 'a').name = 'Paint';
        await expect.poll(() => isDone).toBe(true);
        await converge([ada, ben], seen);
        expect(ada.wsState.desyncs + ben.wsState.desyncs, 'found by comparing only').toBe(desyncs);
    });
});
