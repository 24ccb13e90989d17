/** Two weeks in one window, every bar in reach of the mouse. */
const event = (id: string, day: number): object => ({
    id,
    name: id[0]!.toUpperCase() + id.slice(1),
    startDate: `2026-01-${String(day).padStart(2, '0')}T00:00:00`,
    endDate: `2026-01-${String(day + 2).padStart(2, '0')}T00:00:00`,
    duration: 2,
    durationUnit: 'day'
});

const ROWS: Record<string, [id: string, day: number][]> = {
    hall: [
        ['alpha', 5],
        ['bravo', 11]
    ],
    shop: [
        ['charlie', 5],
        ['delta', 8],
        ['golf', 12]
    ],
    dock: [
        ['echo', 5],
        ['foxtrot', 9]
    ],
    yard: [['hotel', 5]],
    gate: [
        ['india', 5],
        ['juliett', 9]
    ]
};

/** A schedule that every gesture of the end-to-end tests finds its records in. */
export const PLAN = {
    eventsData: Object.values(ROWS).flatMap(row => row.map(([id, day]) => event(id, day))),
    resourcesData: Object.keys(ROWS).map(id => ({ id, name: id[0]!.toUpperCase() + id.slice(1) })),
    assignmentsData: Object.entries(ROWS).flatMap(([resource, row]) =>
        row.map(([id]) => ({ id: `${id}-${resource}`, event: id, resource }))
    ),
    dependenciesData: []
};
