import type { Dataset, ServerRevision } from '../../src/protocol/index.ts';

/** Events of a row, one behind the other; every second one depends on the one before it. */
const EVENTS_PER_ROW = 10;
const DAY = 24 * 60 * 60_000;
const START = Date.UTC(2026, 0, 5);

function day(number: number): string {
    return new Date(START + number * DAY).toISOString().slice(0, 19);
}

/** A schedule with so many events, ten to a resource. */
export function schedule(events: number): Dataset {
    const ids = Array.from({ length: events }, (_, index) => index + 1);
    const rows = ids.slice(0, Math.ceil(events / EVENTS_PER_ROW));
    const place = (id: number): number => ((id - 1) % EVENTS_PER_ROW) * 4;
    return {
        eventsData: ids.map(id => ({
            id,
            name: `Event ${id}`,
            startDate: day(place(id)),
            endDate: day(place(id) + 2),
            duration: 2,
            durationUnit: 'day'
        })),
        resourcesData: rows.map(id => ({ id, name: `Row ${id}` })),
        assignmentsData: ids.map(id => ({ id, event: id, resource: Math.ceil(id / EVENTS_PER_ROW) })),
        dependenciesData: ids
            .filter(id => id % 4 === 2)
            .map(id => ({ id, fromEvent: id - 1, toEvent: id, type: 2, lag: 0 }))
    };
}

/** Days of a round: a number that shares no factor with how many events there are, so that an event never stays put. */
const DAYS_OF_ROUND = 19;

/** The changes of somebody who moves an event: input, and the end that follows from it. */
function moveOf(event: number, turn: number): ServerRevision['changes'] {
    const startDate = day(turn % DAYS_OF_ROUND);
    const endDate = day((turn % DAYS_OF_ROUND) + 2);
    return {
        events: {
            $input: { updated: [{ id: event, startDate }] },
            updated: [{ id: event, startDate, endDate }]
        }
    };
}

/** A revision as its author sends it, of some 235 bytes. */
export function moveMessage(localRevision: string, event: number, turn: number): string {
    const revisions = [{ revision: localRevision, changes: moveOf(event, turn) }];
    return JSON.stringify({ command: 'project_change', data: { project: 1, revisions } });
}

/** The same as it reaches everybody: with a number, and its author's id. */
export function movedMessage(localRevision: string, event: number, turn: number): string {
    const client = '00000000-0000-4000-8000-000000000000';
    const revisions = [{ revision: `server-${turn}`, localRevision, client, changes: moveOf(event, turn) }];
    return JSON.stringify({ command: 'project_change', data: { project: 1, revisions } });
}
