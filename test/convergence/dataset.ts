/** What everybody starts with. */
export const DATASET = {
    eventsData: [1, 2, 3, 4, 5, 6].map(id => ({
        id,
        name: `event ${id}`,
        startDate: `2026-01-${String(id * 3).padStart(2, '0')}T00:00:00`,
        endDate: `2026-01-${String(id * 3 + 1 + (id % 3)).padStart(2, '0')}T00:00:00`,
        duration: 1 + (id % 3),
        durationUnit: 'day'
    })),
    resourcesData: [1, 2, 3].map(id => ({ id, name: `row ${id}` })),
    assignmentsData: [1, 2, 3, 4, 5, 6].map(id => ({ id, event: id, resource: 1 + (id % 3) })),
    dependenciesData: [
        { id: 1, fromEvent: 1, toEvent: 2 },
        { id: 2, fromEvent: 3, toEvent: 4 }
    ],
    calendarsData: []
};
