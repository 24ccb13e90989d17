import type { Dataset, RecordData } from '../../protocol/index.ts';
import { DAY, HOUR, isWeekend, localIso } from './dates.ts';
import type { Job, Step } from './workshop.ts';

interface Span {
    /** First day, counted from the Monday. */
    day: number;
    /** Days it occupies, at least one. */
    days: number;
    /** Start and end in milliseconds from the Monday. */
    start: number;
    end: number;
    duration: number;
    durationUnit: 'day' | 'hour';
}

/**
 * Plans jobs so that nobody does two things at once and nothing but on weekdays: every step takes the first free
 * days after the one before it.
 */
export function planJobs(jobs: readonly Job[], monday: number): Pick<Dataset, string> {
    const events: RecordData[] = [];
    const assignments: RecordData[] = [];
    const dependencies: RecordData[] = [];
    const busy = new Set<string>();
    const next = jobs.map(({ from }) => ({ day: from, event: 0 }));
    // Step by step over all jobs, so that no job takes all the early days.
    for (let step = 0; step < Math.max(...jobs.map(({ steps }) => steps.length)); step++) {
        jobs.forEach((job, index) => {
            const planned = job.steps[step];
            const cursor = next[index]!;
            if (!planned) {
                return;
            }
            const [name, resource, , iconCls] = planned;
            const span = findSpan(planned, cursor.day, busy);
            const id = events.length + 1;
            const startDate = localIso(monday + span.start);
            events.push({
                id,
                name,
                startDate,
                endDate: localIso(monday + span.end),
                duration: span.duration,
                durationUnit: span.durationUnit,
                eventColor: job.color,
                iconCls,
                // A step with a predecessor would move up to its end; the constraint keeps it where it is.
                ...(cursor.event && { constraintType: 'startnoearlierthan', constraintDate: startDate })
            });
            assignments.push({ id, event: id, resource });
            if (cursor.event) {
                dependencies.push({ id: dependencies.length + 1, fromEvent: cursor.event, toEvent: id });
            }
            next[index] = { day: span.day + span.days, event: id };
        });
    }
    return { events, assignments, dependencies };
}

function findSpan([, resource, length]: Step, earliest: number, busy: Set<string>): Span {
    const days = typeof length === 'number' ? length : 1;
    const range = (day: number) => Array.from({ length: days }, (_, offset) => day + offset);
    let day = earliest;
    while (range(day).some(each => isWeekend(each) || busy.has(`${resource}:${each}`))) {
        day++;
    }
    range(day).forEach(each => busy.add(`${resource}:${each}`));
    if (typeof length === 'number') {
        const start = day * DAY;
        return { day, days, start, end: start + days * DAY, duration: days, durationUnit: 'day' };
    }
    const [time, hours] = length.split('+');
    const duration = Number.parseInt(hours!, 10);
    const start = day * DAY + Number.parseInt(time!, 10) * HOUR;
    return { day, days, start, end: start + duration * HOUR, duration, durationUnit: 'hour' };
}
