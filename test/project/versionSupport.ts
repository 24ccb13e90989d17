import type { Dataset } from '../../src/protocol/index.ts';
import { versionsOf } from '../../src/project/versions/Versions.ts';
import { createProject } from '../../src/server/core.ts';
import { isCalm, joinTwo, snapshot, startServer } from './support.ts';

/** Midnight of a day of January, as it travels. */
export const local = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T00:00:00`;

/** An event of two days. */
export const event = (id: string, day: number, more: object = {}): object => ({
    id,
    name: id.toUpperCase(),
    startDate: local(day),
    duration: 2,
    durationUnit: 'day',
    ...more
});

/** A calendar, a tree of resources, events in a row and by themselves. */
export const PLAN = {
    calendars: [
        {
            id: 'weekdays',
            name: 'Weekdays',
            intervals: [{ recurrentStartDate: 'on Sat at 0:00', recurrentEndDate: 'on Mon at 0:00', isWorking: false }]
        }
    ],
    resources: [
        { id: 'site', name: 'Site', children: [{ id: 'hall', name: 'Hall' }] },
        { id: 'yard', name: 'Yard' }
    ],
    events: [
        event('a', 5),
        event('b', 7),
        event('c', 9, { calendar: 'weekdays' }),
        event('d', 12, { percentDone: 40, eventColor: 'green' }),
        event('e', 14, { constraintType: 'finishnolaterthan', constraintDate: local(20) })
    ],
    dependencies: [
        { id: 'a-b', fromEvent: 'a', toEvent: 'b', type: 2 },
        { id: 'b-c', fromEvent: 'b', toEvent: 'c', type: 2 }
    ],
    assignments: [
        { id: 'a-hall', event: 'a', resource: 'hall' },
        { id: 'b-hall', event: 'b', resource: 'hall' },
        { id: 'd-yard', event: 'd', resource: 'yard' }
    ]
};

/** Two people who see a project with a version named "First", saved by the first of them. */
export async function openTwo(dataset: Dataset = PLAN) {
    const server = startServer({ fill: storage => createProject(storage, { id: 1, name: 'One', dataset }) });
    const joined = await joinTwo({ resourceStore: { tree: true } } as object, server);
    const { ada, ben } = joined;
    await isCalm(ada, ben);
    await versionsOf(ada).save('First');
    await isCalm(ada, ben);
    return { ...joined, first: ada.wsState.versions[0]!.id };
}

/** Everything there is in a project, the intervals of calendars and all trees too. */
export function all(project: any): string[] {
    const rows = [
        ...project.eventStore.allRecords.map((each: any) => ['progress', each.id, each.percentDone, each.parentId]),
        ...project.resourceStore.allRecords.map((each: any) => ['resource', each.id, each.name, each.parentId]),
        ...project.calendarManagerStore.map((each: any) => [
            'intervals',
            each.id,
            each.intervals.map((one: any) => [
                one.recurrentStartDate,
                one.startDate && +new Date(one.startDate),
                one.isWorking
            ])
        ]),
        ['project', project.hoursPerDay, project.calendar?.id]
    ];
    return [...snapshot(project), ...rows.map(row => JSON.stringify(row))].sort();
}
