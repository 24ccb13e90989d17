import { describe, expect, it } from 'vitest';
import type { Write } from '../../src/server/storage/Storage.ts';
import { change, createTestHub, rename, smallStorage } from './support.ts';

/** A hub that tells what is committed, transaction by transaction. */
function watchedHub() {
    const storage = smallStorage();
    const commits: Write['type'][][] = [];
    const commit = storage.commit.bind(storage);
    storage.commit = writes => {
        commit(writes);
        commits.push(writes.map(({ type }) => type));
    };
    const hub = createTestHub({ storage });
    // The first login of all looks for old sessions.
    hub.join('nobody', { protocol: 2 });
    hub.endDelays();
    commits.length = 0;
    return { ...hub, storage, commits };
}

describe('a session', () => {
    it('is stored in the transaction of the first revision that is accepted in it', () => {
        const { join, endTurn, storage, commits } = watchedHub();
        const ann = join('ann', { protocol: 2 }, 1);
        const { client, session } = ann.last('login').data;
        expect(commits).toEqual([]);
        ann.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        expect(commits).toHaveLength(1);
        expect(commits[0]).toEqual(expect.arrayContaining(['putSession', 'addRevision']));
        expect(storage.findSession(session)).toMatchObject({ client, userId: 'ann' });
        ann.send('project_change', change('local-2', rename(1, 'y')));
        endTurn();
        expect(commits[1]).not.toContain('putSession');
    });

    it('without revisions is stored a moment later, with all others', () => {
        const { join, endDelays, storage, commits } = watchedHub();
        const people = ['ann', 'bob', 'cem'].map(name => join(name, { protocol: 2 }, 1));
        expect(commits).toEqual([]);
        endDelays();
        expect(commits).toEqual([['putSession', 'putSession', 'putSession']]);
        for (const person of people) {
            const { client, session } = person.last('login').data;
            expect(storage.findSession(session)).toMatchObject({ client });
        }
    });

    it('is known before it is stored', () => {
        const { join, storage } = watchedHub();
        const { client, session } = join('ann', { protocol: 2 }, 1).last('login').data;
        expect(storage.findSession(session)).toBeNull();
        expect(join('ann', { protocol: 2, session }, 1).last('login').data).toMatchObject({ client, session });
    });

    it('is stored when the server shuts down', () => {
        const { hub, join, storage } = watchedHub();
        const { session } = join('ann', { protocol: 2 }, 1).last('login').data;
        hub.shutDown();
        expect(storage.findSession(session)).not.toBeNull();
    });

    it('that could not be stored is stored with the next revision', () => {
        const { join, endTurn, endDelays, storage, errors } = watchedHub();
        const ann = join('ann', { protocol: 2 }, 1);
        const { session } = ann.last('login').data;
        const { commit } = storage;
        storage.commit = () => {
            throw new Error('the disk is full');
        };
        endDelays();
        expect(errors).toEqual([new Error('the disk is full')]);
        storage.commit = commit;
        ann.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        expect(storage.findSession(session)).not.toBeNull();
    });
});
