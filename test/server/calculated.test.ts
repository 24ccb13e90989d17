import { describe, expect, it } from 'vitest';
import type { Changes } from '../../src/protocol/index.ts';
import { changesOf, remove } from './roomSupport.ts';
import { ANN, change, createTestHub, openRoom, rename } from './support.ts';

/** Somebody moves event 1; what follows for event 2 is calculated. */
function move(startDate: string, follows: Record<string, unknown> = {}): Changes {
    return {
        events: {
            $input: { updated: [{ id: 1, startDate }] },
            updated: [
                { id: 1, startDate, endDate: `${startDate} + 2` },
                { id: 2, ...follows }
            ]
        }
    };
}

describe('C2: calculated values of somebody who did not know all edits', () => {
    it('do not overwrite what others have set since', () => {
        const { send, dataset } = openRoom();
        send('b', 'local-1', { events: { $input: { updated: [{ id: 2, duration: 9 }] } } });
        const outcome = send(
            'a',
            'local-1',
            move('Monday', { duration: 1, startDate: 'Wednesday', name: 'Dry' }),
            'base'
        );
        expect(dataset()['eventsData']![1]).toEqual({ id: 2, name: 'Dry', duration: 9 });
        expect(changesOf(outcome)['events'].updated).toEqual([
            { id: 1, startDate: 'Monday', endDate: 'Monday + 2' },
            { id: 2, name: 'Dry' }
        ]);
    });

    it('count when their author knew, or does not say', () => {
        for (const base of ['server-1', undefined]) {
            const { send, dataset } = openRoom();
            send('b', 'local-1', { events: { $input: { updated: [{ id: 2, duration: 9 }] } } });
            send('a', 'local-1', move('Monday', { duration: 1 }), base);
            expect(dataset()['eventsData']![1].duration).toBe(1);
        }
    });

    it('count against what only the author has set', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-1', { events: { $input: { updated: [{ id: 2, duration: 9 }] } } });
        send('a', 'local-2', move('Monday', { duration: 1 }), 'base');
        expect(dataset()['eventsData']![1].duration).toBe(1);
    });

    it('are not mistaken for input: the last edit of a field counts, whatever its author knew', () => {
        const { send, dataset } = openRoom();
        send('b', 'local-1', rename(1, 'By b'));
        send('a', 'local-1', rename(1, 'By a'), 'base');
        expect(dataset()['eventsData']![0].name).toBe('By a');
    });

    it('are compared with the log after a restart', () => {
        const { storage, send, commit } = openRoom();
        send('b', 'local-1', { events: { $input: { updated: [{ id: 2, duration: 9 }] } } });
        commit();
        const again = openRoom(storage);
        again.send('a', 'local-1', move('Monday', { duration: 1 }), 'base');
        expect(again.dataset()['eventsData']![1].duration).toBe(9);
    });

    it('are compared with no more of the past than fits into a bounded memory', () => {
        const { send, dataset } = openRoom();
        send('a', 'local-0', rename(1, 'First'));
        send('a', 'local-1', move('Monday', { duration: 1 }), 'base');
        const many = Array.from({ length: 2_000 }, () => Object.fromEntries([['id', 2], ...fields(150)]));
        send('b', 'local-1', { events: { $input: { updated: many } } });
        expect(send('a', 'local-2', move('Tuesday', { duration: 2 }), 'base').type).toBe('accepted');
        expect(dataset()['eventsData']![1].duration).toBe(2);
    });

    function fields(count: number): [string, number][] {
        return Array.from({ length: count }, (_, index) => [`field${index}`, index]);
    }
});

describe('C3: a correction', () => {
    it('that changes nothing takes no number and is not answered', () => {
        const { join, endTurn, storage } = createTestHub();
        const ann = join('ann', { protocol: 2 }, 1);
        const before = ann.received.length;
        ann.send('project_change', change('calculated-0-1', { events: { updated: [{ id: 1, duration: 2 }] } }));
        endTurn();
        expect(ann.received).toHaveLength(before);
        expect(storage.load(1)!.revision).toBe(0);
    });

    it('that changes something is stored and relayed', () => {
        const { send, dataset, room } = openRoom();
        expect(send('a', 'calculated-0-1', { events: { updated: [{ id: 1, duration: 3 }] } }).type).toBe('accepted');
        expect(dataset()['eventsData']![0].duration).toBe(3);
        expect(room.revision).toBe('server-1');
    });

    it('loses the values of records that are gone', () => {
        const { send, dataset } = openRoom();
        send('b', 'local-1', remove('events', 1));
        const updated = [
            { id: 1, duration: 3 },
            { id: 2, duration: 4 }
        ];
        expect(send('a', 'calculated-0-1', { events: { updated } }).type).toBe('accepted');
        expect(dataset()['eventsData']!.map(({ id, duration }) => [id, duration])).toEqual([
            [2, 4],
            ['ship', 3]
        ]);
    });
});

describe('C4: the hash of what a client holds', () => {
    function createPair() {
        const hub = createTestHub();
        const ann = hub.join('ann', { protocol: 2 }, 1);
        ann.send('project_change', change('local-1', rename(1, 'Renamed')));
        hub.endTurn();
        const tell = (revision: string, hash: string) => {
            ann.send('state', { project: 1, revision, hash });
            hub.endTurn();
            return ann.all('resync').map(({ data }) => data as object);
        };
        return { ...hub, ann, tell, hash: hub.hub.channel(1)!.room.hash };
    }

    it('that the server shares is answered with silence', () => {
        const { tell, hash } = createPair();
        expect(tell('server-1', hash)).toEqual([]);
    });

    it('that differs at the same revision is answered with a resync', () => {
        const { tell } = createPair();
        expect(tell('server-1', 'other')).toEqual([{ project: 1, reason: 'state' }]);
    });

    it('of another revision says nothing', () => {
        const { tell } = createPair();
        expect(tell('base', 'other')).toEqual([]);
        expect(tell('server-2', 'other')).toEqual([]);
        expect(tell('nonsense', 'other')).toEqual([]);
    });

    it('follows every change, and is the same after a restart', () => {
        const { storage, room, send, commit } = openRoom();
        const seen = new Set([room.hash]);
        send('a', 'local-1', rename(1, 'x'));
        seen.add(room.hash);
        send('a', 'local-2', remove('events', 1));
        seen.add(room.hash);
        send('a', 'local-3', { events: { added: [{ id: 9 }] } });
        seen.add(room.hash);
        commit();
        expect(seen.size).toBe(4);
        expect(openRoom(storage).room.hash).toBe(room.hash);
        room.reset(ANN);
        expect(room.hash).toBe(openRoom().room.hash);
    });
});
