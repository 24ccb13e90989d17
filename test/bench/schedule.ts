import type { Dataset, RecordData, ServerRevision } from '../../src/protocol/index.ts';

/** Events of a row, one behind the other. */
const EVENTS_PER_ROW = 10;

/** Of four events the second one follows the first one; the others go where they are put. */
const GROUP = 4;
const FOLLOWER = 2;

const DAY = 24 * 60 * 60_000;
const START = Date.UTC(2026, 0, 5);

/** Days an event lasts, and days from one event of a row to the next. */
const LENGTH = 2;
const DISTANCE = 4;

/** Days that events are moved to in turn: a number that shares no factor with any number of events. */
const TARGET_DAYS = 19;

/** Between the events of consecutive moves, counted without followers. */
const STRIDE = 7;

function date(day: number): string {
    return new Date(START + day * DAY).toISOString().slice(0, 19);
}

function isFollower(id: number): boolean {
    return id % GROUP === FOLLOWER;
}

/** The dates of an event that starts on a day; whoever is put there has the constraint that says so. */
function dates(day: number): RecordData {
    return { startDate: date(day), endDate: date(day + LENGTH) };
}

function constraint(day: number): RecordData {
    return { constraintType: 'startnoearlierthan', constraintDate: date(day) };
}

/** A schedule with so many events, ten to a resource, as it is when the engine has nothing left to calculate. */
export function schedule(events: number): Dataset {
    const ids = Array.from({ length: events }, (_, index) => index + 1);
    const rows = ids.slice(0, Math.ceil(events / EVENTS_PER_ROW));
    const dayOf = (id: number): number =>
        isFollower(id) ? dayOf(id - 1) + LENGTH : ((id - 1) % EVENTS_PER_ROW) * DISTANCE;
    return {
        eventsData: ids.map(id => ({
            id,
            name: `Event ${id}`,
            ...dates(dayOf(id)),
            ...(!isFollower(id) && constraint(dayOf(id))),
            duration: LENGTH,
            durationUnit: 'day'
        })),
        resourcesData: rows.map(id => ({ id, name: `Row ${id}` })),
        assignmentsData: ids.map(id => ({ id, event: id, resource: Math.ceil(id / EVENTS_PER_ROW) })),
        dependenciesData: ids.filter(isFollower).map(id => ({ id, fromEvent: id - 1, toEvent: id, type: 2, lag: 0 }))
    };
}

/** The changes of somebody who moves an event, as the kit makes them: input, and what follows from it. */
function move(number: number, events: number): ServerRevision['changes'] {
    const place = (number * STRIDE) % Math.floor((events * (GROUP - 1)) / GROUP);
    const id = Math.floor(place / (GROUP - 1)) * GROUP + [1, 3, 4][place % (GROUP - 1)]!;
    const day = number % TARGET_DAYS;
    const { startDate, endDate } = dates(day);
    const { constraintType, constraintDate } = constraint(day);
    const updated: RecordData[] = [{ id, startDate, endDate, constraintDate }];
    if (isFollower(id + 1)) {
        updated.push({ id: id + 1, ...dates(day + LENGTH) });
    }
    return { events: { $input: { updated: [{ id, startDate, constraintType, constraintDate }] }, updated } };
}

/** The move of this number in a schedule with so many events, as its author sends it, in some 400 bytes. */
export function moveMessage(number: number, events: number): string {
    const revisions = [{ revision: `local-${number}`, changes: move(number, events) }];
    return JSON.stringify({ command: 'project_change', data: { project: 1, revisions } });
}

/** The same as it reaches everybody: with a number, its author and its time. */
export function movedMessage(number: number, events: number): string {
    const revision: ServerRevision = {
        revision: `server-${number}`,
        localRevision: `local-${number}`,
        client: '00000000-0000-4000-8000-000000000000',
        userId: 'user 10',
        userName: 'user 10',
        at: START,
        changes: move(number, events)
    };
    return JSON.stringify({ command: 'project_change', data: { project: 1, revisions: [revision] } });
}
