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
        expect((project.eventStore.modelClass as any).fieldMap.startDate.dataSource).toBe('start');
        expect((project.assignmentStore.modelClass as any).fieldMap.resourceId.persist).toBe(true);
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

test('dates travel without a time zone, also those of ranges of time, calendars, segments and of the host’s own fields', async () => {
    class Dated extends EventModel {
        static override $name = 'Dated';
        static override fields = [{ name: 'deadline', type: 'date' }];
    }
    const { ada, adaLine } = await joinTwo({ eventModelClass: Dated } as never);
    await isCalm(ada);
    const { calendarManagerStore, timeRangeStore } = ada as any;
    const [startDate, endDate] = [new Date(2026, 0, 12, 9), new Date(2026, 0, 14, 18)];
    eventOf(ada, 'a').deadline = endDate;
    eventOf(ada, 'b').segments = [
        { startDate, endDate: new Date(2026, 0, 13) },
        { startDate: new Date(2026, 0, 14), endDate }
    ];
    timeRangeStore.add({ id: 'fair', startDate, endDate });
    calendarManagerStore.add({ id: 'free', intervals: [{ startDate, endDate, isWorking: false }] });
    await isSaved(ada);
    const sent = JSON.stringify(adaLine.sent);
    expect(sent).toContain('"deadline":"2026-01-14T18:00:00"');
    expect(sent.match(/"startDate":"2026-01-12T09:00:00"/g)!.length).toBeGreaterThanOrEqual(3);
    expect(sent).not.toMatch(/T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)"/);
});
