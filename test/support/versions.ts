import type { Dataset } from '../../src/protocol/index.ts';
import { createProject, type Storage } from '../../src/server/core.ts';
import type { SavedVersion } from '../../src/store/realtimeStore.ts';

const event = (id: string, name: string, day: number, duration = 2): object => ({
    id,
    name,
    startDate: `2026-03-${String(day).padStart(2, '0')}T00:00:00`,
    duration
});

const SAW = event('saw', 'Saw', 2);
const PAINT = event('paint', 'Paint the gate', 4);
const RESOURCES = [
    { id: 'hall', name: 'Hall 1' },
    { id: 'yard', name: 'Yard' }
];
const ASSIGNMENTS = [
    { id: 1, event: 'saw', resource: 'hall' },
    { id: 2, event: 'paint', resource: 'yard' }
];

/** What the project was like when its first version was saved. */
const BEFORE = {
    resources: RESOURCES,
    events: [event('saw', 'Saw the boards', 3, 3), PAINT, event('pack', 'Pack', 9)],
    assignments: [...ASSIGNMENTS, { id: 3, event: 'pack', resource: 'yard' }]
};

/** A project that two people have changed since its versions were saved. */
export const VERSIONED: Dataset = {
    resources: [{ id: 'hall', name: 'Hall 2' }, RESOURCES[1]],
    events: [SAW, PAINT, event('glue', 'Glue', 6)],
    assignments: ASSIGNMENTS,
    versions: [
        {
            id: 'v1',
            name: 'Before the fair',
            isAutosave: false,
            savedAt: '2026-03-01T09:30:00.000Z',
            userId: 'ada',
            userName: 'Ada',
            content: BEFORE
        },
        {
            id: 'v2',
            name: null,
            isAutosave: true,
            savedAt: '2026-03-01T12:00:00.000Z',
            userId: null,
            userName: null,
            authors: ['Ada', 'Ben'],
            content: BEFORE
        }
    ]
};

/** Fills a server with one such project. */
export function fillVersioned(storage: Storage): void {
    createProject(storage, { id: 1, name: 'One', dataset: VERSIONED });
}

/** Versions of a project, the newest first. */
export function savedVersions(count: number): SavedVersion[] {
    return Array.from({ length: count }, (_, index) => ({
        id: `v${index}`,
        name:
            index % 3
                ? null
                : ['Before the fair', 'Agreed with the customer', 'Plan B without the second crane'][(index % 9) / 3]!,
        isAutomatic: index % 3 > 0,
        savedAt: Date.UTC(2026, 2, 20, 9) - index * 3_600_000,
        userId: index % 3 ? null : index % 2 ? 'u2' : 'u1',
        userName: index % 3 ? null : index % 2 ? 'Calm Heron' : 'Amber Fox',
        authors: index % 3 ? ['Amber Fox', 'Calm Heron'].slice(0, index % 3) : [],
        hash: null
    }));
}
