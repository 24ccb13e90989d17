import { describe, expect, it } from 'vitest';
import type { Changes } from '../../src/protocol/index.ts';
import type { PendingRevision } from '../../src/sync/Outbox.ts';
import { laidOver, overlayOf } from '../../src/sync/overlay.ts';

/** What is pending, oldest first. */
function pending(...all: Changes[]): PendingRevision[] {
    return all.map(changes => ({ revision: { changes } }) as PendingRevision);
}

const updated = (...records: object[]): Changes => ({ events: { updated: records, $input: { updated: records } } });
const added = (...records: object[]): Changes => ({ events: { added: records, $input: { added: records } } });
const removed = (id: number): Changes => ({ events: { removed: [{ id }], $input: { removed: [{ id }] } } });

const shown = (stored: object | undefined, ...all: Changes[]) =>
    laidOver('events', stored as never, overlayOf(pending(...all)).get('events', 1));

describe('what is pending laid over what is stored', () => {
    it('is what is stored where nothing is pending', () => {
        expect(shown({ id: 1, name: 'Paint' })).toEqual({ id: 1, name: 'Paint' });
        expect(shown(undefined)).toBeNull();
    });

    it('has the newest of the pending values, and all others as they are stored', () => {
        const edits = [updated({ id: 1, name: 'Dry' }), updated({ id: 1, name: 'Ship', duration: 2 })];
        expect(shown({ id: 1, name: 'Paint', note: 'x' }, ...edits)).toEqual({
            id: 1,
            name: 'Ship',
            duration: 2,
            note: 'x'
        });
    });

    it('has the values that were calculated along with an edit, but what was set weighs more', () => {
        const changes: Changes = {
            events: {
                updated: [{ id: 1, startDate: 'calculated', endDate: 'calculated' }],
                $input: { updated: [{ id: 1, startDate: 'set' }] }
            }
        };
        expect(shown({ id: 1 }, changes)).toEqual({ id: 1, startDate: 'set', endDate: 'calculated' });
    });

    it('leaves records alone of which only calculated values have changed', () => {
        const changes: Changes = { events: { updated: [{ id: 1, endDate: 'calculated' }] } };
        expect(shown({ id: 1, endDate: 'stored' }, changes)).toEqual({ id: 1, endDate: 'stored' });
    });

    it('is nothing once the record is removed, and a whole one when it is added again', () => {
        expect(shown({ id: 1, name: 'Paint' }, removed(1))).toBeNull();
        expect(shown({ id: 1, name: 'Paint', note: 'x' }, removed(1), added({ id: 1, name: 'Again' }))).toEqual({
            id: 1,
            name: 'Again'
        });
    });

    it('knows new records by their temporary ids until they have another one', () => {
        const overlay = overlayOf(pending(added({ $PhantomId: 'new', name: 'Paint' })));
        expect(laidOver('events', undefined, overlay.get('events', 'new'))).toEqual({ id: 'new', name: 'Paint' });
    });

    it('shows no edit of a record that somebody else has removed', () => {
        expect(shown(undefined, updated({ id: 1, name: 'Dry' }))).toBeNull();
    });

    it('sets all names of a reference that the record has, whichever was edited', () => {
        const changes: Changes = { assignments: { $input: { updated: [{ id: 1, resourceId: 'b' }] } } };
        const over = overlayOf(pending(changes)).get('assignments', 1);
        expect(laidOver('assignments', { id: 1, resource: 'a', resourceId: 'a', event: 'e' }, over)).toEqual({
            id: 1,
            resource: 'b',
            resourceId: 'b',
            event: 'e'
        });
        expect(laidOver('assignments', { id: 1, resource: 'a' }, over)).toEqual({
            id: 1,
            resource: 'b',
            resourceId: 'b'
        });
    });

    it('takes the tasks of a host for the events they are', () => {
        const changes: Changes = { tasks: { $input: { updated: [{ id: 1, name: 'Dry' }] } } };
        expect(shown({ id: 1, name: 'Paint' }, changes)).toEqual({ id: 1, name: 'Dry' });
    });
});
