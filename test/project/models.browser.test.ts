import { AssignmentModel, EventModel } from '@bryntum/schedulerpro';
import { describe, expect, test } from 'vitest';
import { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { createProject } from '../../src/server/core.ts';
import { converge, eventOf, isCalm, isSaved, joinProject, joinTwo, PLAN, startServer } from './support.ts';

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
        await isCalm(ada, ben);
        expect([ada, ben].map(project => eventOf(project, 'a').resources[0]?.id)).toEqual(['yard', 'yard']);
        expect([ada, ben].map(({ wsState }) => wsState.desyncs)).toEqual([0, 0]);
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
    const titles = (): string[] => project.stm.queue as unknown as string[];
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
