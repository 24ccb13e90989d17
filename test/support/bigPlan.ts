/** How many events there are in {@link BIG}. */
export const COUNT = 1_000;

/** A thousand events on fifty resources, every fourth one before its neighbour. */
export const BIG = {
    eventsData: Array.from({ length: COUNT }, (_, index) => ({
        id: `e${index}`,
        name: `E${index}`,
        startDate: `2026-01-${String(5 + (index % 20)).padStart(2, '0')}T00:00:00`,
        duration: 2,
        durationUnit: 'day'
    })),
    resourcesData: Array.from({ length: 50 }, (_, index) => ({ id: `r${index}`, name: `R${index}` })),
    assignmentsData: Array.from({ length: COUNT }, (_, index) => ({
        id: `a${index}`,
        event: `e${index}`,
        resource: `r${index % 50}`
    })),
    dependenciesData: Array.from({ length: COUNT / 4 }, (_, index) => ({
        id: `d${index}`,
        fromEvent: `e${index * 4}`,
        toEvent: `e${index * 4 + 1}`,
        type: 2
    })),
    calendarsData: []
};
