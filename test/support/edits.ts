import type { PendingEdit, RejectedEdit, RevisionQueue } from '../../src/store/realtimeStore.ts';
import type { RecordChange } from '../../src/sync/summary.ts';

/** What was set in one event. */
export function change(name: string, fields: Record<string, unknown>): RecordChange {
    return { store: 'events', kind: 'updated', id: name, name, fields };
}

type Sample = [title: string, store: string, kind: RecordChange['kind'], name: string];

const SAMPLES: Sample[] = [
    ['Edit task', 'events', 'updated', 'Paint the gate'],
    ['Edit task', 'events', 'updated', 'Saw'],
    ['Add task', 'events', 'added', 'Assembly of the second scaffold, north side'],
    ['Remove assignment', 'assignments', 'removed', 'Saw → Workshop'],
    ['Edit resource', 'resources', 'updated', 'Hall 2']
];

/** Edits of the last seconds and minutes, the oldest first. */
export function pendingEdits(count: number, sent: boolean): PendingEdit[] {
    return Array.from({ length: count }, (_, index) => {
        const [title, store, kind, name] = SAMPLES[index % SAMPLES.length]!;
        return {
            id: `c1/${index}`,
            at: Date.now() - 7_000 * (count - index) ** 2,
            sent,
            title: `${title} ${name}`,
            changes: [{ store, kind, id: index, name, fields: {} }]
        };
    });
}

/** A queue of so many edits, of which the last ones wait. */
export function queueOf(length: number, waiting = length): RevisionQueue {
    const items = pendingEdits(length, true).map((item, index) => ({ ...item, sent: index < length - waiting }));
    return { length, waiting, items, oldestAt: items[0]?.at ?? null };
}

/** Edits the server refused, for two different reasons. */
export const REJECTIONS: readonly RejectedEdit[] = [
    {
        id: '1',
        at: 1,
        code: 'record-removed',
        message: 'Somebody else has removed what this edit changes.',
        parameters: { store: 'events', id: 1, name: 'Paint', userName: 'Calm Heron' },
        title: 'Edit task Paint',
        changes: [change('Paint', { startDate: '2026-03-04T08:00:00', durationUnit: 'day' })]
    },
    {
        id: '2',
        at: 2,
        code: 'authorization-required',
        message: 'You may look at this project, but not change it.',
        title: 'Remove task Saw',
        changes: [{ ...change('Saw', {}), kind: 'removed' }]
    }
];
