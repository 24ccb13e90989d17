import type { EditConflict } from '../../src/sync/editConflicts.ts';
import type { ReviewedEdit } from '../../src/store/realtimeStore.ts';
import { pendingEdits } from './edits.ts';

type Sample = Pick<EditConflict, 'id' | 'name' | 'before' | 'mine' | 'theirs'> & Partial<EditConflict>;

/** An editing conflict about an event. */
export function conflict(field: string | null, sample: Sample): EditConflict {
    return {
        key: `${sample.id} ${field}`,
        store: 'events',
        kind: field === null ? 'removed' : 'updated',
        field,
        userName: 'Calm Heron',
        at: Date.now() - 130_000,
        edit: 'c1/2',
        base: 'base',
        until: 'server-1',
        ...sample
    };
}

const start = (day: number): Record<string, string> => ({
    startDate: `2026-03-0${day}T00:00:00`,
    constraintType: 'startnoearlierthan',
    constraintDate: `2026-03-0${day}T00:00:00`
});

/** One of each kind. */
export const CONFLICTS: readonly EditConflict[] = [
    conflict('name', {
        id: 1,
        name: 'Varnish, two coats',
        before: { name: 'Varnish' },
        mine: { name: 'Varnish, two coats' },
        theirs: { name: 'Varnish and polish' }
    }),
    conflict('startDate', {
        id: 1,
        name: 'Varnish, two coats',
        before: start(2),
        mine: start(4),
        theirs: start(9),
        at: Date.now() - 7_500_000
    }),
    conflict('duration', {
        id: 2,
        name: 'Saw',
        before: { duration: 2 },
        mine: { duration: 3 },
        theirs: { duration: 1.5 },
        userName: null,
        at: null
    }),
    conflict(null, {
        id: 3,
        name: 'Glue',
        before: { name: 'Glue', percentDone: 0 },
        mine: { name: 'Glue the frame', percentDone: 20 },
        theirs: {}
    }),
    conflict(null, {
        id: 4,
        name: 'Hinges',
        before: { percentDone: 50 },
        mine: { percentDone: 100 },
        theirs: {},
        lost: { events: [{ id: 4, name: 'Hinges', percentDone: 50 }] }
    })
];

/** So many edits that wait for their review. */
export function reviewedEdits(count: number): ReviewedEdit[] {
    return pendingEdits(count, false).map((edit, index) => ({
        ...edit,
        at: Date.now() - 60_000 * (count - index) * 7,
        changes: edit.changes.map(change => ({
            ...change,
            fields: change.kind === 'updated' ? { name: change.name, duration: 2 + (index % 4) } : {}
        })),
        dependents: index === 2 ? [`c1/${index + 1}`] : []
    }));
}
