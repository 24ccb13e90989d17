import type { Dataset, RecordData } from '../../protocol/index.ts';
import { DAY, localIso } from './dates.ts';
import { planJobs } from './planner.ts';
import { WORKSHOP_JOBS, WORKSHOP_RESOURCES, type Job } from './workshop.ts';

function withIds(records: readonly object[]): RecordData[] {
    return records.map((record, index) => ({ id: index + 1, ...record }));
}

/** Calendars to choose from; none is in use, so that the demo's dates stay as they are. */
const CALENDARS = [
    {
        id: 'general',
        name: 'Mon-Fri 8-17',
        unspecifiedTimeIsWorking: false,
        intervals: [
            { recurrentStartDate: 'on Mon-Fri at 8:00', recurrentEndDate: 'on Mon-Fri at 17:00', isWorking: true }
        ]
    },
    {
        id: 'late-shift',
        name: 'Late shift Mon-Sat 14-22',
        unspecifiedTimeIsWorking: false,
        intervals: [
            { recurrentStartDate: 'on Mon-Sat at 14:00', recurrentEndDate: 'on Mon-Sat at 22:00', isWorking: true }
        ]
    }
];

/** 49 events of an invented workshop for stages and exhibition stands. */
export function workshopProject(monday: number): Dataset {
    return {
        calendars: CALENDARS,
        resources: withIds(WORKSHOP_RESOURCES),
        ...planJobs(WORKSHOP_JOBS, monday)
    };
}

const WEDDING: readonly Job[] = [
    {
        color: 'pink',
        from: 0,
        steps: [
            ['Invitations to the printer', 1, 1, 'fa fa-envelope'],
            ['Seating plan', 1, 2, 'fa fa-chair'],
            ['Final call with the couple', 1, '16:00+1h', 'fa fa-phone']
        ]
    },
    {
        color: 'green',
        from: 1,
        steps: [
            ['Menu tasting', 2, '12:00+3h', 'fa fa-utensils'],
            ['Order from the market', 2, 1, 'fa fa-basket-shopping'],
            ['Cook ahead', 2, 2, 'fa fa-kitchen-set']
        ]
    },
    {
        color: 'violet',
        from: 2,
        steps: [
            ['Flower arches', 3, 2, 'fa fa-seedling'],
            ['Decorate the barn', 3, 1, 'fa fa-wand-magic-sparkles']
        ]
    },
    {
        color: 'cyan',
        from: 2,
        steps: [
            ['Set up the tent', 4, 1, 'fa fa-tent'],
            ['Light strings and sound', 4, 1, 'fa fa-music']
        ]
    }
];

/** 10 events, 4 resources. */
export function weddingProject(monday: number): Dataset {
    return {
        calendars: CALENDARS,
        resources: withIds([
            { name: 'Nora Haas', role: 'Planner' },
            { name: 'Kitchen Two Spoons', role: 'Catering' },
            { name: 'Florist Greta', role: 'Decoration' },
            { name: 'Rigging crew', role: 'Technics' }
        ]),
        ...planJobs(WEDDING, monday)
    };
}

const WORK = ['Inspect', 'Service', 'Repaint', 'Rewire', 'Measure', 'Replace', 'Test', 'Clean'] as const;
const THINGS = ['pump', 'conveyor', 'gate', 'boiler', 'crane', 'press', 'lift', 'filter', 'drive'] as const;
const PLACES = ['hall A', 'hall B', 'the yard', 'line 1', 'line 2', 'the tower', 'dock 3'] as const;
const COLORS = ['blue', 'green', 'orange', 'teal', 'purple', 'indigo'] as const;

const CREWS = 50;
const EVENTS_PER_CREW = 20;

/** 1,000 events, 50 resources: a maintenance plan, for seeing how a larger project feels. */
export function maintenanceProject(monday: number): Dataset {
    const events: RecordData[] = [];
    const assignments: RecordData[] = [];
    const dependencies: RecordData[] = [];
    for (let crew = 0; crew < CREWS; crew++) {
        let day = crew % 5;
        for (let turn = 0; turn < EVENTS_PER_CREW; turn++) {
            const id = events.length + 1;
            const duration = 1 + ((crew + turn * 3) % 3);
            const startDate = localIso(monday + day * DAY);
            const follows = turn % 4 === 3;
            events.push({
                id,
                name: `${WORK[(id * 5) % WORK.length]} ${THINGS[(id * 7) % THINGS.length]} in ${PLACES[id % PLACES.length]}`,
                startDate,
                endDate: localIso(monday + (day + duration) * DAY),
                duration,
                durationUnit: 'day',
                eventColor: COLORS[crew % COLORS.length],
                ...(follows && { constraintType: 'startnoearlierthan', constraintDate: startDate })
            });
            assignments.push({ id, event: id, resource: crew + 1 });
            if (follows) {
                dependencies.push({ id: dependencies.length + 1, fromEvent: id - 1, toEvent: id });
            }
            day += duration + ((crew + turn) % 2);
        }
    }
    const resources = withIds(Array.from({ length: CREWS }, (_, crew) => ({ name: `Crew ${crew + 1}` })));
    return { calendars: CALENDARS, resources, events, assignments, dependencies };
}
