import { describe, expect, it } from 'vitest';
import { createProject, MemoryStorage } from '../../src/server/core.ts';
import { readDataset } from '../../src/server/room/dataset.ts';
import { countingIds, openRoom } from './support.ts';

const read = (dataset: Record<string, unknown>) => readDataset(dataset, countingIds());

describe('reading initial data', () => {
    it('takes stores under each of their names', () => {
        const records = [{ id: 1 }];
        for (const key of ['events', 'eventsData', 'tasks', 'tasksData']) {
            expect(read({ [key]: records }).stores).toEqual([['events', records]]);
        }
    });

    it('gives ids to records without one', () => {
        expect(read({ events: [{ name: 'a' }, { name: 'b' }] }).stores[0]![1].map(({ id }) => id)).toEqual([
            'id-1',
            'id-2'
        ]);
    });

    it.each([
        [{ events: 'none' }, /'events' is not an array/],
        [{ 'no name': [] }, /'no name' is not an array/],
        [{ events: [1] }, /not a record/],
        [{ events: [{ id: 1 }, { id: '1' }] }, /contains the id '1' twice/],
        [{ events: [], eventsData: [] }, /names the store 'events' twice/]
    ])('refuses %j', (dataset, reason) => {
        expect(() => read(dataset)).toThrow(reason);
    });

    it('keeps trees, and lets a change name a record inside one', () => {
        const storage = new MemoryStorage();
        const calendars = [{ id: 'a', children: [{ id: 'b', children: [{ id: 'c' }] }] }];
        createProject(storage, { id: 1, name: 'Tree', dataset: { calendars } });
        const { send, dataset } = openRoom(storage);
        expect(send('x', 'local-1', { calendars: { updated: [{ id: 'c', name: 'deep' }] } }).type).toBe('accepted');
        expect(dataset()['calendarsData']).toEqual([
            { id: 'a', children: [{ id: 'b', parentId: 'a', children: [{ id: 'c', parentId: 'b', name: 'deep' }] }] }
        ]);
    });
});
