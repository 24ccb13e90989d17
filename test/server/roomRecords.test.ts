import { describe, expect, it } from 'vitest';
import type { Changes } from '../../src/protocol/index.ts';
import { add, changesOf, refusalOf, remove } from './roomSupport.ts';
import { openRoom, rename } from './support.ts';

describe('new records', () => {
    it('get an id of the server, and keep their temporary one in the broadcast only', () => {
        const { send, dataset } = openRoom();
        const { events } = changesOf(send('a', 'local-1', add('_generated1', 'New')));
        expect(events).toEqual({
            $input: { added: [{ $PhantomId: '_generated1', id: 'id-1', name: 'New' }] },
            added: [{ $PhantomId: '_generated1', id: 'id-1', name: 'New', duration: 1 }]
        });
        expect(dataset()['eventsData']!.at(-1)).toEqual({ id: 'id-1', name: 'New', duration: 1 });
    });

    it('of two clients under the same temporary id stay two records', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', add('_generated1', 'From a'));
        send('b', 'local-1', add('_generated1', 'From b'));
        send('b', 'local-2', rename('_generated1', 'From b, renamed'));
        expect(dataset()['eventsData']!.slice(3)).toEqual([
            { id: 'id-1', name: 'From a', duration: 1 },
            { id: 'id-2', name: 'From b, renamed', duration: 1 }
        ]);
    });

    it('keep an id of the host that is free', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', { events: { added: [{ id: 77, name: 'By id' }] } });
        send('a', 'local-2', add('order-5', 'By phantom'));
        expect(
            dataset()
                ['eventsData']!.slice(3)
                .map(event => event.id)
        ).toEqual([77, 'order-5']);
    });

    it('get a new id when somebody else has theirs, and references follow in their own store only', () => {
        const { send, dataset } = openRoom();
        const outcome = send('a', 'local-1', {
            events: { added: [{ id: 1, $PhantomId: 1, name: 'Taken' }] },
            assignments: { added: [{ $PhantomId: '_generatedA', event: 1, resource: 1 }] }
        });
        expect(changesOf(outcome)['events'].added[0]).toMatchObject({ id: 'id-1', $PhantomId: 1 });
        expect(dataset()['eventsData']).toHaveLength(4);
        expect(dataset()['eventsData']![0].name).toBe('Paint');
        expect(dataset()['assignmentsData']!.at(-1)).toMatchObject({ event: 'id-1', resource: 1 });
    });

    it('with a new id are called by their temporary one only until their author knows the new one', () => {
        const { send, dataset } = openRoom();
        const rename = (name: string): Changes => ({ events: { $input: { updated: [{ id: 77, name }] } } });
        send('ann', 'local-1', add(77, 'Of Ann'));
        expect(changesOf(send('bob', 'local-1', add(77, 'Of Bob'), 'base'))['events'].added[0].id).toBe('id-1');
        send('bob', 'local-2', rename('Of Bob, not confirmed yet'), 'server-1');
        send('bob', 'local-3', rename('Of Ann, edited by Bob'), 'server-2');
        expect(
            dataset()
                ['eventsData']!.slice(3)
                .map(({ id, name }) => [id, name])
        ).toEqual([
            [77, 'Of Ann, edited by Bob'],
            ['id-1', 'Of Bob, not confirmed yet']
        ]);
    });

    it('that their author knew before are those records: their removal was refused, and then undone', () => {
        const { send, dataset } = openRoom();
        send('b', 'local-1', remove('events', 2));
        const both = { events: { $input: { removed: [{ id: 1 }], updated: [{ id: 2, name: 'x' }] } } };
        expect(send('a', 'local-1', both, 'base').type).toBe('refused');
        const { events } = changesOf(send('a', 'local-2', add(1, 'Back'), 'base'));
        expect(events.updated).toEqual([{ id: 1, name: 'Back', duration: 1 }]);
        expect(events.added).toEqual([]);
        expect(dataset()['eventsData']!.map(({ id }) => id)).toEqual([1, 'ship']);
        // This one came later than what the author knew: two people have chosen the same id.
        send('b', 'local-2', add('order-5', 'By b'), 'server-2');
        send('a', 'local-3', add('order-5', 'By a'), 'server-2');
        expect(dataset()['eventsData']!.map(({ name }) => name)).toEqual(['Back', 'Ship', 'By b', 'By a']);
    });

    it('that two people bring back are one record', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', remove('events', 1), 'base');
        send('b', 'local-1', add(1, 'Back by b'), 'server-1');
        expect(changesOf(send('a', 'local-2', add(1, 'Back by a'), 'base'))['events'].updated).toEqual([
            { id: 1, name: 'Back by a', duration: 1 }
        ]);
        expect(dataset()['eventsData']!.filter(({ name }) => String(name).startsWith('Back'))).toHaveLength(1);
    });

    it('without any id get one each, the same in both lists', () => {
        const { send, dataset } = openRoom();
        const list = () => [{ name: 'One' }, { name: 'Two' }];
        const { events } = changesOf(send('a', 'local-1', { events: { $input: { added: list() }, added: list() } }));
        expect(events.added.map((event: { id: string }) => event.id)).toEqual(['id-1', 'id-2']);
        expect(events.$input.added).toEqual(events.added);
        expect(dataset()['eventsData']).toHaveLength(5);
    });

    it('are put in wherever their temporary id stands, in the same and in later revisions', () => {
        const { send, commit, dataset } = openRoom();
        const outcome = send('a', 'local-1', {
            ...add('_generatedE', 'New'),
            assignments: { $input: { added: [{ $PhantomId: '_generatedA', event: '_generatedE', resource: 1 }] } },
            notes: { added: [{ id: 'n', about: { list: ['_generatedE', 'other'] } }] }
        });
        expect(changesOf(outcome)['notes'].added[0].about.list).toEqual(['id-1', 'other']);
        expect(dataset()['assignmentsData']!.at(-1)).toEqual({ id: 'id-2', event: 'id-1', resource: 1 });
        commit();
        const later = changesOf(send('a', 'local-2', rename('_generatedE', 'Renamed')));
        expect(later['events'].updated).toEqual([{ id: 'id-1', name: 'Renamed' }]);
        expect(later['events'].$input.updated).toEqual([{ id: 'id-1', name: 'Renamed' }]);
        expect(changesOf(send('a', 'local-3', remove('events', '_generatedE')))['events'].removed).toEqual([
            { id: 'id-1' }
        ]);
        expect(dataset()['eventsData']).toHaveLength(3);
    });

    it('find their new parent', () => {
        const { send, dataset } = openRoom();
        const outcome = send('a', 'local-1', {
            events: {
                added: [
                    { $PhantomId: '_generatedP', name: 'Parent' },
                    { $PhantomId: '_generatedC', $PhantomParentId: '_generatedP', name: 'Child' }
                ]
            }
        });
        expect(changesOf(outcome)['events'].added[1]).toMatchObject({ id: 'id-2', parentId: 'id-1' });
        expect(dataset()['eventsData']!.at(-1)).toEqual({
            id: 'id-1',
            name: 'Parent',
            children: [{ id: 'id-2', name: 'Child', parentId: 'id-1' }]
        });
    });

    it('stand once in the dataset when they came with their children inside', () => {
        const { room, send, dataset } = openRoom();
        const child = { id: 'c', parentId: 'p' };
        send('a', 'local-1', { events: { added: [{ id: 'p', children: [child] }, child] } });
        expect(dataset()['eventsData']!.at(-1)).toEqual({ id: 'p', children: [child] });
        expect(room.datasetJson().match(/children/g)).toHaveLength(1);
    });

    it('that are added again by their author become updates, in the input too', () => {
        const { storage, send, commit, dataset } = openRoom();
        send('a', 'local-1', add('_generated1', 'New'));
        const expected = {
            $input: { added: [], updated: [{ id: 'id-1', name: 'Renamed' }] },
            added: [],
            updated: [{ id: 'id-1', name: 'Renamed', duration: 1 }]
        };
        expect(changesOf(send('a', 'local-2', add('_generated1', 'Renamed')))['events']).toEqual(expected);
        commit();
        const restarted = openRoom(storage);
        expect(changesOf(restarted.send('a', 'local-3', add('_generated1', 'Renamed')))['events']).toEqual(expected);
        expect(dataset()['eventsData']).toHaveLength(4);
    });

    it('that were removed meanwhile come back under their real id when their author edits them', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', add('_generated1', 'New'));
        send('b', 'local-1', remove('events', 'id-1'));
        const { events } = changesOf(send('a', 'local-2', add('_generated1', 'Still here')));
        expect(events.added).toEqual([{ $PhantomId: '_generated1', id: 'id-1', name: 'Still here', duration: 1 }]);
        expect(dataset()['eventsData']!.at(-1)).toMatchObject({ id: 'id-1', name: 'Still here' });
        expect(send('b', 'local-2', rename('id-1', 'ok')).type).toBe('accepted');
    });
});

describe('removing', () => {
    it('takes dependencies and assignments of the removed event with it', () => {
        const { send, dataset } = openRoom();
        const outcome = send('a', 'local-1', remove('events', 1));
        expect(changesOf(outcome)).toEqual({
            ...remove('events', 1),
            dependencies: { removed: [{ id: 1 }] },
            assignments: { removed: [{ id: 1 }] }
        });
        expect(dataset()['dependenciesData']).toEqual([]);
        expect(dataset()['assignmentsData']).toEqual([{ id: 2, event: 2, resource: 2 }]);
    });

    it('takes the assignments of the removed resource with it', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', remove('resources', 2));
        expect(dataset()['assignmentsData']).toEqual([{ id: 1, event: 1, resource: 1 }]);
        expect(dataset()['dependenciesData']).toHaveLength(1);
    });

    it('takes the children of the removed record with it', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', { events: { added: [{ id: 'c', parentId: 1 }] } });
        send('a', 'local-2', { events: { added: [{ id: 'cc', parentId: 'c' }] } });
        send('a', 'local-3', remove('events', 1));
        expect(dataset()['eventsData']!.map(event => event.id)).toEqual([2, 'ship']);
        expect(refusalOf(send('b', 'local-1', rename('cc', 'x')))).toContain('was removed by a');
    });

    it('of what somebody has removed already has no effect', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', remove('events', 1));
        expect(send('b', 'local-1', remove('events', 1)).type).toBe('accepted');
        expect(dataset()['eventsData']).toHaveLength(2);
    });

    it('can be undone: the record comes back under its old id', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', remove('events', 1));
        const { events } = changesOf(send('a', 'local-2', add(1, 'Paint')));
        expect(events.added).toEqual([{ $PhantomId: 1, id: 1, name: 'Paint', duration: 1 }]);
        expect(dataset()['eventsData']!.at(-1)).toEqual({ id: 1, name: 'Paint', duration: 1 });
        send('b', 'local-1', remove('events', 1));
        expect(changesOf(send('a', 'local-3', add(1, 'Again')))['events'].added[0].id).toBe(1);
    });

    it('have one reference under two names, whichever of them is set', () => {
        const { send, dataset } = openRoom();
        const set = (fields: object): Changes => ({ assignments: { $input: { updated: [{ id: 1, ...fields }] } } });
        send('ann', 'local-1', set({ resource: 2, resourceId: 2 }));
        send('bob', 'local-1', set({ resourceId: 1 }));
        expect(dataset()['assignmentsData']![0]).toEqual({ id: 1, event: 1, resource: 1, resourceId: 1 });
        send('ann', 'local-2', set({ resource: 2 }));
        expect(dataset()['assignmentsData']![0]).toEqual({ id: 1, event: 1, resource: 2, resourceId: 2 });
    });
});
