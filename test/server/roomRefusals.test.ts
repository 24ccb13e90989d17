import { describe, expect, it } from 'vitest';
import type { Changes } from '../../src/protocol/index.ts';
import { add, changesOf, refusalOf, remove } from './roomSupport.ts';
import { openRoom, rename } from './support.ts';

describe('refusing', () => {
    it('names the removed record and who removed it', () => {
        const { storage, send, commit } = openRoom();
        send('Ann', 'local-1', remove('events', 1));
        const message = "The event 'Paint' was removed by Ann; your change to it was not applied";
        expect(refusalOf(send('b', 'local-1', rename(1, 'x')))).toBe(message);
        commit();
        expect(refusalOf(openRoom(storage).send('b', 'local-2', rename(1, 'x')))).toBe(message);
    });

    it.each<[string, Changes, RegExp]>([
        ['an update of what never existed', rename(99, 'x'), /event with the id '99' does not exist/],
        [
            'a removal of what never existed',
            remove('resources', 'nobody'),
            /resource with the id 'nobody' does not exist/
        ],
        [
            'an assignment of a missing event',
            { assignments: { added: [{ event: 99, resource: 1 }] } },
            /'99' does not exist; your new assignment was not applied/
        ],
        [
            'a dependency on a missing event',
            { dependencies: { $input: { added: [{ from: 1, to: 'gone' }] } } },
            /'gone' does not exist; your new dependency was not applied/
        ],
        ['events under both names', { events: {}, tasks: {} }, /both 'events' and 'tasks'/],
        ['a record inside itself', { events: { updated: [{ id: 1, parentId: 1 }] } }, /inside itself/],
        [
            'a circle of parents',
            {
                events: {
                    updated: [
                        { id: 1, parentId: 2 },
                        { id: 2, parentId: 1 }
                    ]
                }
            },
            /inside itself/
        ]
    ])('refuses %s', (_, changes, reason) => {
        const { room, send } = openRoom();
        const before = room.datasetJson();
        const both = { project: { touched: true }, resources: { updated: [{ id: 1, name: 'touched' }] } };
        expect(refusalOf(send('a', 'local-1', { ...both, ...changes }))).toMatch(reason);
        expect(room.datasetJson()).toBe(before);
        expect(room.pending).toEqual([]);
        expect(room.revision).toBe('base');
    });

    it('refuses a link to what the same revision removes, and names who removed what is gone', () => {
        const { send } = openRoom();
        const link = { assignments: { added: [{ event: 1, resource: 2 }] } };
        expect(send('a', 'local-1', { ...remove('events', 1), ...link }).type).toBe('refused');
        send('a', 'local-2', remove('events', 1));
        expect(refusalOf(send('b', 'local-1', link))).toBe(
            "The event 'Paint' was removed by a; your new assignment was not applied"
        );
    });

    it('accepts a link to an event of the same revision', () => {
        const { send } = openRoom();
        const added = [{ $PhantomId: '_generatedD', fromEvent: 1, toEvent: '_generatedE' }];
        const changes = { dependencies: { added }, ...add('_generatedE', 'New') };
        expect(changesOf(send('a', 'local-1', changes))['dependencies'].added[0].toEvent).toBe('id-1');
    });

    it('drops calculated updates of missing records, and keeps the rest', () => {
        const { send, dataset } = openRoom();
        send('b', 'local-1', remove('events', 2));
        const outcome = send('a', 'local-1', {
            events: {
                $input: { updated: [{ id: 1, duration: 4 }] },
                updated: [
                    { id: 1, duration: 4 },
                    { id: 2, duration: 9 }
                ]
            }
        });
        expect(changesOf(outcome)['events'].updated).toEqual([{ id: 1, duration: 4 }]);
        expect(dataset()['eventsData']!.map(event => event.id)).toEqual([1, 'ship']);
    });

    it('takes a store without input for calculated when another one has input', () => {
        const { send, dataset } = openRoom();
        send('b', 'local-1', remove('events', 2));
        const dependency = { id: 'd', fromEvent: 1, toEvent: 'ship' };
        const outcome = send('a', 'local-1', {
            dependencies: { $input: { added: [dependency] }, added: [dependency] },
            events: {
                updated: [
                    { id: 'ship', duration: 5 },
                    { id: 2, duration: 9 }
                ]
            }
        });
        expect(changesOf(outcome)['events']).toEqual({ updated: [{ id: 'ship', duration: 5 }] });
        expect(dataset()['dependenciesData']).toEqual([dependency]);
    });

    it('refuses values nested so deep that nobody could read them again', () => {
        const { send } = openRoom();
        const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
        const changes = { events: { updated: [{ id: 1, name: deep }] } };
        expect(refusalOf(send('a', 'local-1', changes))).toMatch(/more than 100 levels/);
    });

    it('refuses ids that cannot be stored apart from each other', () => {
        const { send } = openRoom();
        expect(send('a', 'local-1', add('a\ud800', 'x')).type).toBe('refused');
        expect(send('a', 'local-\udfff', {}).type).toBe('refused');
    });
});
