import { describe, expect, it } from 'vitest';
import type { Changes } from '../../src/protocol/index.ts';
import { refusalOf } from './roomSupport.ts';
import { change, createTestHub, openRoom, rename } from './support.ts';

/** What a client sends that has calculated another end of an event. */
function calculated(endDate: string, id = 1): Changes {
    return { events: { updated: [{ id, endDate }] } };
}

/** Lets two clients correct each other until one is stopped; returns how many corrections were accepted. */
function quarrel(send: (client: string, revision: string, changes: Changes) => { type: string }, label = ''): number {
    for (let round = 0; round < 20; round++) {
        const client = round % 2 ? 'b' : 'a';
        if (send(client, `local-${label}${round}`, calculated(client)).type === 'refused') {
            return round;
        }
    }
    throw new Error('Nobody was stopped');
}

describe('C5: two clients that never agree on calculated values', () => {
    it('are stopped after a few reversals each', () => {
        const { send, room } = openRoom();
        expect(quarrel(send)).toBeLessThanOrEqual(10);
        expect(send('a', 'local-again', calculated('a'))).toMatchObject({ refusal: { code: 'storm' } });
        expect(room.takeStormParties().sort()).toEqual(['a', 'b']);
        expect(room.takeStormParties()).toEqual([]);
    });

    it('are heard again after the next edit, of anybody', () => {
        const { send } = openRoom();
        quarrel(send);
        send('c', 'local-1', rename(2, 'An edit'));
        expect(quarrel(send, 'again')).toBeGreaterThan(3);
    });

    it('may correct an edit together without a storm', () => {
        const { send } = openRoom();
        for (let edit = 1; edit <= 10; edit++) {
            send('c', `local-${edit}`, rename(1, `Edit ${edit}`));
            for (const [client, value] of [
                ['a', 'x'],
                ['b', 'y'],
                ['a', 'x']
            ] as const) {
                expect(send(client, `local-${edit}`, calculated(value)).type).not.toBe('refused');
            }
        }
    });

    it('are no storm while each correction is a new value', () => {
        const { send } = openRoom();
        for (let round = 0; round < 30; round++) {
            const client = round % 2 ? 'a' : 'b';
            expect(send(client, `local-${round}`, calculated(`value ${round}`)).type).toBe('accepted');
        }
    });
});

describe('C5: a storm stops nobody else', () => {
    it('edits are accepted while it rages, those of its parties too', () => {
        const { send } = openRoom();
        quarrel(send);
        expect(send('a', 'local-edit', rename(1, 'By a party')).type).toBe('accepted');
        quarrel(send, 'again');
        expect(send('c', 'local-edit', rename(1, 'By another')).type).toBe('accepted');
    });

    it('values without input of those who take no part are accepted', () => {
        const { send } = openRoom();
        quarrel(send);
        expect(send('c', 'local-1', { events: { updated: [{ id: 1, name: 'Edit without input' }] } }).type).toBe(
            'accepted'
        );
        expect(send('c', 'local-2', calculated('b')).type).toBe('accepted');
    });

    it('what is no reversal is accepted from its parties', () => {
        const { send } = openRoom();
        quarrel(send);
        expect(send('a', 'local-new', calculated('c', 2)).type).toBe('accepted');
    });

    it('a client that goes back and forth alone makes none', () => {
        const { send } = openRoom();
        for (let round = 0; round < 30; round++) {
            expect(send('h', `local-${round}`, calculated(round % 2 ? 'x' : 'y')).type).toBe('accepted');
        }
        expect(send('a', 'local-1', calculated('x')).type).toBe('accepted');
        expect(refusalOf(send('a', 'local-2', calculated('y')))).toMatch(/^not refused/);
    });
});

describe('C5: what the parties are told', () => {
    function createStorm() {
        const hub = createTestHub();
        const [ann, bob, eve] = ['ann', 'bob', 'eve'].map(name => hub.join(name, { protocol: 2 }, 1)) as any[];
        let count = 0;
        const quarrelOnce = () => {
            const [author, value] = ++count % 2 ? [ann, 'a'] : [bob, 'b'];
            author.send('project_change', change(`calculated-${count}`, calculated(value)));
            hub.endTurn();
        };
        for (let round = 0; round < 12; round++) {
            quarrelOnce();
        }
        return { ...hub, ann, bob, eve, quarrelOnce };
    }

    it('the refused revision is named, and each party is told once to load afresh', () => {
        const { ann, bob, eve } = createStorm();
        const rejected = [...ann.all('revision_rejected'), ...bob.all('revision_rejected')];
        expect(rejected.length).toBeGreaterThan(1);
        expect(new Set(rejected.map(({ data }) => data.code))).toEqual(new Set(['storm']));
        for (const party of [ann, bob]) {
            expect(party.all('resync').map((message: any) => message.data)).toEqual([{ project: 1, reason: 'storm' }]);
        }
        expect(eve.all('resync')).toEqual([]);
        expect(eve.all('revision_rejected')).toEqual([]);
    });

    it('nothing of it is relayed any more, and numbers have no gap', () => {
        const { eve, quarrelOnce, storage } = createStorm();
        const before = eve.all('project_change').length;
        quarrelOnce();
        quarrelOnce();
        expect(eve.all('project_change')).toHaveLength(before);
        expect(storage.load(1)!.revision).toBe(before);
    });
});
