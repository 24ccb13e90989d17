import { describe, expect, it } from 'vitest';
import { Room } from '../../src/server/room/Room.ts';
import { add, changesOf, remove } from './roomSupport.ts';
import { ANN, openRoom, rename, smallStorage } from './support.ts';

describe('numbering', () => {
    it('numbers accepted revisions without gaps, and goes on after a restart', () => {
        const { storage, room, send, commit } = openRoom();
        expect(room.revision).toBe('base');
        send('a', 'local-1', rename(1, 'x'));
        send('a', 'local-2', rename('nobody', 'x'));
        send('b', 'local-1', rename(2, 'y'));
        expect(room.revision).toBe('server-2');
        commit();
        expect(Room.open(1, { storage, mintId: () => '', now: () => 0 })!.revision).toBe('server-2');
    });

    it('accepts a revision that changes nothing, because its author waits for it', () => {
        const { send } = openRoom();
        expect(send('a', 'local-1', {}).type).toBe('accepted');
        expect(send('a', 'local-2', { events: { updated: [] } }).type).toBe('accepted');
    });
});

describe('resending', () => {
    it('recognises a revision it has accepted, before and after the commit and after a restart', () => {
        const { storage, send, commit } = openRoom();
        const first = send('a', 'local-1', add('_generated1', 'New'));
        expect(send('a', 'local-1', add('_generated1', 'New'))).toEqual({ ...first, type: 'repeated' });
        commit();
        expect(send('a', 'local-1', add('_generated1', 'New'))).toEqual({ ...first, type: 'repeated' });
        const restarted = openRoom(storage);
        expect(restarted.send('a', 'local-1', {})).toEqual({ ...first, type: 'repeated' });
        expect(restarted.dataset()['eventsData']).toHaveLength(4);
    });

    it('keeps the local ids of two clients apart', () => {
        const { send } = openRoom();
        send('a', 'local-1', rename(1, 'a'));
        expect(send('b', 'local-1', rename(1, 'b')).type).toBe('accepted');
    });

    it('tries a refused revision again', () => {
        const { send } = openRoom();
        expect(send('a', 'local-1', rename('ghost', 'x')).type).toBe('refused');
        expect(send('a', 'local-1', rename(1, 'x')).type).toBe('accepted');
    });
});

describe('storing', () => {
    it('stores the outer lists, and passes the input on', () => {
        const { send, dataset } = openRoom();
        const outcome = send('a', 'local-1', {
            events: {
                $input: { updated: [{ id: 1, name: 'Paint' }] },
                updated: [{ id: 1, name: 'Paint', duration: 5 }]
            }
        });
        expect(changesOf(outcome)['events'].$input).toEqual({ updated: [{ id: 1, name: 'Paint' }] });
        expect(dataset()['eventsData']![0]).toEqual({ id: 1, name: 'Paint', duration: 5 });
    });

    it('stores the input of a store that has nothing else', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', { events: { $input: { updated: [{ id: 1, name: 'Only input' }] } } });
        expect(dataset()['eventsData']![0].name).toBe('Only input');
    });

    it('merges project fields and passes them on', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', { project: { calendar: 'general', note: 1 } });
        const outcome = send('a', 'local-2', { project: { note: 2 } });
        expect(changesOf(outcome)['project']).toEqual({ note: 2 });
        expect(dataset()['project']).toEqual({ calendar: 'general', note: 2 });
    });

    it('puts the stores of a revision in the order of their references', () => {
        const { send } = openRoom();
        const changes = Object.fromEntries(
            ['timeRanges', 'assignments', 'dependencies', 'tasks', 'resources', 'calendars'].map(store => [store, {}])
        );
        expect(Object.keys(changesOf(send('a', 'local-1', { ...changes, project: {} })))).toEqual([
            'project',
            'calendars',
            'resources',
            'events',
            'dependencies',
            'assignments',
            'timeRanges'
        ]);
    });

    it('keeps stores and records whose names mean something to JavaScript', () => {
        const { send, dataset } = openRoom();
        const added = [{ id: '__proto__', name: 'odd' }];
        expect(send('a', 'local-1', { constructor: { added } as never }).type).toBe('accepted');
        expect(dataset()['constructorData']).toEqual(added);
    });

    it('sends a store empty once its last record is gone, even after a restart', () => {
        const { storage, send, commit } = openRoom();
        send('a', 'local-1', { timeRanges: { added: [{ id: 1 }] } });
        send('a', 'local-2', remove('timeRanges', 1));
        commit();
        expect(openRoom(storage).dataset()).toMatchObject({ timeRangesData: [], versionsData: [] });
    });

    it('builds the dataset once however many load it', () => {
        const { room, send } = openRoom();
        expect(room.datasetJson()).toBe(room.datasetJson());
        send('a', 'local-1', rename(1, 'Fresh'));
        expect(room.datasetJson()).toContain('Fresh');
    });
});

describe('catching up', () => {
    it('tells everything after a number, committed or not, or that it cannot', () => {
        const { room, send, commit } = openRoom();
        send('a', 'local-1', rename(1, 'x'));
        send('a', 'local-2', rename(1, 'y'));
        commit();
        send('a', 'local-3', rename(1, 'z'));
        const numbers = (from: number, limit = 10) =>
            room.revisionsAfter(from, limit, Infinity)?.map(({ number }) => number);
        expect(numbers(0)).toEqual([1, 2, 3]);
        expect(numbers(2)).toEqual([3]);
        expect(numbers(3)).toEqual([]);
        expect(numbers(4)).toBeUndefined();
        expect(numbers(0, 2)).toBeUndefined();
    });
});

describe('resetting', () => {
    it('restores the initial data under one number, and cuts the log', () => {
        const { storage, room, send, commit, dataset } = openRoom();
        const before = dataset();
        send('a', 'local-1', add('_generated1', 'New'));
        send('a', 'local-2', remove('events', 1));
        commit();
        room.reset(ANN);
        expect(dataset()).toEqual(before);
        expect(room.revision).toBe('server-3');
        expect(room.revisionsAfter(2, 10, Infinity)).toBeNull();
        expect(room.revisionsAfter(3, 10, Infinity)).toEqual([]);
        expect(changesOf(send('a', 'local-3', add('_generated1', 'Once more')))['events'].added[0].id).toBe('id-2');
        commit();
        expect(openRoom(storage).dataset()).toEqual(dataset());
        expect(room.revisionsAfter(3, 10, Infinity)).toHaveLength(1);
    });

    it('does not take a late resend for a new edit', () => {
        const { room, send, commit, dataset } = openRoom();
        send('a', 'local-1', rename(1, 'Old edit'));
        commit();
        room.reset(ANN);
        commit();
        expect(send('a', 'local-1', rename(1, 'Old edit'))).toMatchObject({
            type: 'repeated',
            revision: { number: 1, changes: '{}' }
        });
        expect(dataset()['eventsData']![0].name).toBe('Paint');
    });
});

describe('losing a commit', () => {
    it('goes back to what the storage has', () => {
        const { room, send, commit, dataset } = openRoom(smallStorage());
        send('a', 'local-1', rename(1, 'Safe'));
        commit();
        const safe = dataset();
        send('a', 'local-2', add('_generated1', 'Lost'));
        room.reset(ANN);
        room.rollback();
        expect(dataset()).toEqual(safe);
        expect(room.revision).toBe('server-1');
        expect(send('a', 'local-2', rename(1, 'Again')).type).toBe('accepted');
        expect(room.revision).toBe('server-2');
    });
});
