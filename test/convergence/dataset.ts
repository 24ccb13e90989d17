const IDS = [1, 2, 3, 4, 5, 6];

/** Whether nobody edits an event or a link to it: only what it follows moves it. */
export const isBystander = (event: { id?: unknown } | null): boolean => String(event?.id).startsWith('bystander');

/** What everybody starts with. */
export const DATASET = {
    eventsData: [
        ...IDS.map(id => ({
            id,
            name: `event ${id}`,
            startDate: `2026-01-${String(id * 3).padStart(2, '0')}T00:00:00`,
            endDate: `2026-01-${String(id * 3 + 1 + (id % 3)).padStart(2, '0')}T00:00:00`,
            duration: 1 + (id % 3),
            durationUnit: 'day'
        })),
        // Stored where the engine will not leave them.
        ...IDS.map(id => ({
            id: `bystander ${id}`,
            name: `bystander ${id}`,
            startDate: '2026-02-20T00:00:00',
            endDate: '2026-02-21T00:00:00',
            duration: 1,
            durationUnit: 'day'
        }))
    ],
    resourcesData: [1, 2, 3].map(id => ({ id, name: `row ${id}` })),
    assignmentsData: IDS.map(id => ({ id, event: id, resource: 1 + (id % 3) })),
    dependenciesData: [
        { id: 1, fromEvent: 1, toEvent: 2 },
        { id: 2, fromEvent: 3, toEvent: 4 },
        ...IDS.map(id => ({ id: `to bystander ${id}`, fromEvent: id, toEvent: `bystander ${id}` }))
    ],
    calendarsData: []
};
