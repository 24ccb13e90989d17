import type { ProjectModel } from '@bryntum/schedulerpro';

/** Two events in a row, and a calendar nobody works in. */
export const TWO_EVENTS = {
    startDate: '2026-03-02',
    calendars: [{ id: 'never', name: 'Never', unspecifiedTimeIsWorking: false }],
    resources: [{ id: 1, name: 'Workshop' }],
    events: [
        { id: 1, name: 'Saw', startDate: '2026-03-02', duration: 2 },
        { id: 2, name: 'Paint', startDate: '2026-03-05', duration: 2 }
    ],
    assignments: [
        { id: 1, event: 1, resource: 1 },
        { id: 2, event: 2, resource: 1 }
    ],
    dependencies: [{ id: 1, fromEvent: 1, toEvent: 2 }]
};

const midnight = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T00:00:00`;

/** What a server has stored: {@link TWO_EVENTS}, each as it was scheduled, and as many more as wanted after "Paint". */
export function storedPlan(followers = 0): Record<string, object[]> {
    const { calendars, resources, assignments } = TWO_EVENTS;
    const constraint = { constraintType: 'startnoearlierthan', constraintDate: midnight(2) };
    const further = Array.from({ length: followers }, (_, index) => ({ id: index + 3, name: `Pack ${index + 1}` }));
    return {
        calendars,
        resources,
        events: [
            { id: 1, name: 'Saw', startDate: midnight(2), endDate: midnight(4), duration: 2, ...constraint },
            { id: 2, name: 'Paint', startDate: midnight(4), endDate: midnight(6), duration: 2 },
            ...further.map(event => ({ ...event, startDate: midnight(6), endDate: midnight(7), duration: 1 }))
        ],
        assignments: [...assignments, ...further.map(({ id }) => ({ id, event: id, resource: 1 }))],
        dependencies: [
            { id: 1, fromEvent: 1, toEvent: 2, type: 2 },
            ...further.map(({ id }) => ({ id: id + 1, fromEvent: 2, toEvent: id, type: 2 }))
        ]
    };
}

/** "Paint" must start on the day on which "Saw", its predecessor, starts. */
export function causeConflict(project: ProjectModel): void {
    const paint = project.eventStore.getById(2) as unknown as { constraintType: string; constraintDate: Date };
    paint.constraintType = 'muststarton';
    paint.constraintDate = new Date(2026, 2, 2);
}

/** "Paint" comes before "Saw" too. */
export function causeCycle(project: ProjectModel): void {
    project.dependencyStore.add({ id: 2, fromEvent: 2, toEvent: 1 });
}

/** "Saw" may only happen when nobody works. */
export function causeEmptyCalendar(project: ProjectModel): void {
    const saw = project.eventStore.getById(1) as unknown as { calendar: string };
    saw.calendar = 'never';
}

/** Both, one after the other: whatever is done about the first one leads to the second. */
export function causeTwoConflicts(project: ProjectModel): void {
    causeConflict(project);
    const pack = project.eventStore.getById(3) as unknown as { constraintType: string; constraintDate: Date };
    pack.constraintType = 'muststarton';
    pack.constraintDate = new Date(2026, 2, 2);
}
