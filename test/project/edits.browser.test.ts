import { describe, expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { converge, eventOf, joinTwo, startServer } from './support.ts';

interface Edit {
    title: string;
    edit: (project: any) => void;
    /** Whether a project shows the result. */
    seen: (project: any) => unknown;
}

const byName = (project: any, name: string): any => project.eventStore.find((record: any) => record.name === name);
const day = (project: any, id: string): number => eventOf(project, id).startDate.getDate();

const EDITS: Edit[] = [
    {
        title: 'event.name',
        edit: project => (eventOf(project, 'a').name = 'Paint'),
        seen: project => eventOf(project, 'a').name === 'Paint'
    },
    {
        title: 'resource.name',
        edit: project => (project.resourceStore.getById('hall').name = 'Great hall'),
        seen: project => project.resourceStore.getById('hall').name === 'Great hall'
    },
    {
        title: 'event.eventColor',
        edit: project => (eventOf(project, 'b').eventColor = 'red'),
        seen: project => eventOf(project, 'b').eventColor === 'red'
    },
    {
        title: 'event.duration',
        edit: project => (eventOf(project, 'a').duration = 4),
        seen: project => eventOf(project, 'a').duration === 4 && eventOf(project, 'a').endDate.getDate() === 9
    },
    {
        title: 'event.startDate',
        edit: project => (eventOf(project, 'b').startDate = new Date(2026, 0, 8)),
        seen: project => day(project, 'b') === 8
    },
    {
        title: 'a new event',
        edit: project => project.eventStore.add({ name: 'New', startDate: new Date(2026, 0, 6), duration: 1 }),
        seen: project => byName(project, 'New')?.duration === 1
    },
    {
        title: 'a new event with an assignment',
        edit(project) {
            const [added] = project.eventStore.add({ name: 'Assigned', startDate: new Date(2026, 0, 6), duration: 1 });
            project.assignmentStore.add({ event: added, resource: project.resourceStore.getById('yard') });
        },
        seen: project => byName(project, 'Assigned')?.resources[0]?.id === 'yard'
    },
    {
        title: 'event.assign()',
        edit: project => eventOf(project, 'd').assign(project.resourceStore.getById('yard')),
        seen: project => eventOf(project, 'd').resources[0]?.id === 'yard'
    },
    {
        title: 'a new event that is edited at once',
        edit(project) {
            const [added] = project.eventStore.add({ name: 'First', startDate: new Date(2026, 0, 6), duration: 1 });
            setTimeout(() => (added.name = 'Second'), 20);
            setTimeout(() => (added.duration = 3), 40);
        },
        seen: project => byName(project, 'Second')?.duration === 3
    },
    {
        title: 'a new resource',
        edit: project => project.resourceStore.add({ name: 'Dock' }),
        seen: project => project.resourceStore.find((record: any) => record.name === 'Dock')
    },
    {
        title: 'eventStore.remove()',
        edit: project => project.eventStore.remove('b'),
        seen: project => !eventOf(project, 'b') && !project.assignmentStore.getById('b-shop')
    },
    {
        title: 'a new dependency',
        edit: project => project.dependencyStore.add({ fromEvent: 'b', toEvent: 'd', type: 2, lag: 10 }),
        seen: project => project.dependencyStore.count === 2 && day(project, 'd') === 17
    },
    {
        title: 'a removed dependency',
        edit: project => project.dependencyStore.remove('a-c'),
        seen: project => project.dependencyStore.count === 0
    },
    {
        title: 'assignment.resource',
        edit(project) {
            project.assignmentStore.getById('a-hall').resource = project.resourceStore.getById('yard');
        },
        seen: project =>
            eventOf(project, 'a').resources[0]?.id === 'yard' && eventOf(project, 'a').resources.length === 1
    },
    {
        title: 'assignment.resourceId',
        edit: project => (project.assignmentStore.getById('a-hall').resourceId = 'shop'),
        seen: project => project.assignmentStore.getById('a-hall').resource?.id === 'shop'
    },
    {
        title: 'a new calendar and an event that uses it',
        edit(project) {
            const [calendar] = project.calendarManagerStore.add({
                name: 'Weekends off',
                intervals: [{ recurrentStartDate: 'on Sat', recurrentEndDate: 'on Mon', isWorking: false }]
            });
            eventOf(project, 'd').calendar = calendar;
        },
        seen: project => eventOf(project, 'd').calendar?.name === 'Weekends off'
    },
    {
        title: 'edits of several records in one tick',
        edit(project) {
            eventOf(project, 'a').name = 'A1';
            eventOf(project, 'b').duration = 5;
            project.resourceStore.getById('yard').name = 'Y1';
            eventOf(project, 'd').eventColor = 'green';
        },
        seen: project =>
            eventOf(project, 'a').name === 'A1' &&
            eventOf(project, 'b').duration === 5 &&
            project.resourceStore.getById('yard').name === 'Y1' &&
            eventOf(project, 'd').eventColor === 'green'
    },
    {
        title: 'an edit inside a listener of the store',
        edit(project) {
            project.eventStore.on({
                update({ record, changes }: any) {
                    if (changes.duration && record.id === 'a') {
                        record.name = `${record.duration} days`;
                    }
                }
            });
            eventOf(project, 'a').duration = 3;
        },
        seen: project => eventOf(project, 'a').name === '3 days' && eventOf(project, 'a').duration === 3
    },
    {
        title: 'an edit inside dataReady',
        edit(project) {
            const detach = project.on({
                dataReady() {
                    detach();
                    eventOf(project, 'b').eventColor = 'blue';
                }
            });
            eventOf(project, 'b').duration = 1;
        },
        seen: project => eventOf(project, 'b').eventColor === 'blue' && eventOf(project, 'b').duration === 1
    }
];

describe('plain code that changes a project reaches everybody:', () => {
    test.each(EDITS)('$title', async ({ edit, seen }) => {
        const { ada, ben } = await joinTwo();
        edit(ada);
        await converge([ada, ben], seen);
        expect([ada.wsState.lastError, ben.wsState.lastError]).toEqual([null, null]);
    });
});

describe('undo and redo reach everybody:', () => {
    const UNDOABLE = EDITS.filter(({ title }) => !title.includes('inside'));

    test.each(UNDOABLE.filter(({ title }) => !title.includes('at once')))('$title', async ({ edit, seen }) => {
        const { ada, ben } = await joinTwo();
        const both: WebSocketProjectModel[] = [ada, ben];
        edit(ada);
        await converge(both, seen);
        await (ada.stm as any).undo();
        await converge(both, project => !seen(project));
        await (ada.stm as any).redo();
        await converge(both, seen);
    });
});

describe('clients that name things differently understand each other', () => {
    test('D4: an event store called tasks and one called events', async () => {
        const server = startServer();
        const { ada } = await joinTwo({ eventStore: { id: 'tasks' } as never }, server);
        const { ada: ben } = await joinTwo({}, server);
        eventOf(ada, 'a').name = 'From tasks';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'From tasks');
        eventOf(ben, 'b').duration = 7;
        await converge([ada, ben], project => eventOf(project, 'b').duration === 7);
        ada.eventStore.add({ name: 'New task', startDate: new Date(2026, 0, 6), duration: 1 });
        await converge([ada, ben], project => byName(project, 'New task'));
    });
});
