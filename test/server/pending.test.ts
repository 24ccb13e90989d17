import { describe, expect, it } from 'vitest';
import { CloseCode } from '../../src/protocol/index.ts';
import { add } from './roomSupport.ts';
import { change, createTestHub, rename, type TestClient } from './support.ts';

/** A page that was closed after it had sent some revisions, and the page of the same user that came after it. */
function createReload() {
    const hub = createTestHub();
    const old = hub.join('ann', { protocol: 2 }, 1);
    const { client, session } = old.received[0]!.data as { client: string; session: string };
    old.send('project_change', change('local-1', add('_generated1', 'New')));
    old.send('project_change', change('local-2', rename('ghost', 'Refused')));
    old.send('project_change', change('local-3', rename(1, 'Accepted')));
    hub.endTurn();
    const reloaded = hub.join('ann', { protocol: 2 });
    const pending = [{ session, revisions: ['local-1', 'local-2', 'local-3', 'local-4'] }];
    const ask = (asker: TestClient, command: string, fromRevision = 'base', groups: object = pending) => {
        asker.send(command, { project: 1, fromRevision, pending: groups });
        hub.endTurn();
    };
    return { ...hub, old, client, session, reloaded, ask };
}

const SETTLED = {
    accepted: [['local-1', 'local-3']],
    ids: [[{ store: 'events', phantom: '_generated1', id: 'id-3' }]]
};

describe('P2: what became of the revisions of an earlier session', () => {
    it('stands in the dataset', () => {
        const { reloaded, ask } = createReload();
        ask(reloaded, 'dataset');
        expect(reloaded.last('dataset').data).toMatchObject({ revision: 'server-2', ...SETTLED });
    });

    it.each(['base', 'server-1', 'server-2'])('stands in the answer to an update from %s', from => {
        const { reloaded, ask } = createReload();
        ask(reloaded, 'update', from);
        expect(reloaded.last('update').data).toEqual({ project: 1, revision: 'server-2', ...SETTLED });
        expect(reloaded.all('dataset')).toEqual([]);
    });

    it('stands in the dataset that answers an update', () => {
        const { reloaded, ask } = createReload();
        ask(reloaded, 'update', 'server-99');
        expect(reloaded.last('dataset').data).toMatchObject(SETTLED);
    });

    it('counts what has arrived in the same turn', () => {
        const { old, reloaded, ask } = createReload();
        old.send('project_change', change('local-4', rename(1, 'Just now')));
        ask(reloaded, 'update');
        expect(reloaded.last('update').data).toMatchObject({
            revision: 'server-3',
            accepted: [['local-1', 'local-3', 'local-4']]
        });
    });

    it('is nothing to those who show no session of theirs', () => {
        const { join, session, ask } = createReload();
        const bob = join('bob', { protocol: 2 });
        ask(bob, 'update', 'base', [
            { session, revisions: ['local-1'] },
            { session: 'made up', revisions: ['local-1'] }
        ]);
        expect(bob.last('update').data).toMatchObject({ accepted: [[], []], ids: [[], []] });
    });

    it('names a revision once, however often it was asked about', () => {
        const { session, reloaded, ask } = createReload();
        ask(reloaded, 'update', 'base', [{ session, revisions: Array.from({ length: 1_000 }, () => 'local-1') }]);
        expect(reloaded.last('update').data).toMatchObject({ accepted: [['local-1']], ids: [SETTLED.ids[0]] });
    });

    it('is not mentioned to those who do not ask', () => {
        const { reloaded, endTurn } = createReload();
        reloaded.send('update', { project: 1, fromRevision: 'base' });
        reloaded.send('dataset', { project: 1 });
        endTurn();
        expect(reloaded.last('update').data).toEqual({ project: 1, revision: 'server-2' });
        expect(Object.keys(reloaded.last('dataset').data as object)).toEqual(['project', 'revision', 'dataset']);
    });
});

describe('P4: a session that somebody asks for', () => {
    it('is over: what its socket still sends is not accepted beside what the asker sends instead', () => {
        const { old, reloaded, ask, endTurn, storage } = createReload();
        ask(reloaded, 'dataset');
        expect(old.closedWith?.code).toBe(CloseCode.replaced);
        old.send('project_change', change('local-4', rename(1, 'Too late')));
        reloaded.send('project_change', change('local-1', rename(1, 'Sent by the new page')));
        endTurn();
        expect(storage.load(1)!.revision).toBe(3);
    });

    it('goes on when it is the own one, or somebody else asks', () => {
        const { old, session, join, ask } = createReload();
        ask(old, 'update', 'server-2', [{ session, revisions: ['local-3'] }]);
        expect(old.last('update').data.accepted).toEqual([['local-3']]);
        ask(join('bob', { protocol: 2 }), 'dataset');
        expect(old.closedWith).toBeNull();
    });
});
