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
