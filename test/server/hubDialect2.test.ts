import { describe, expect, it } from 'vitest';
import { CloseCode } from '../../src/protocol/index.ts';
import type { Identity } from '../../src/server/core.ts';
import { change, createTestHub, rename, smallStorage } from './support.ts';

describe('dialect 2', () => {
    it('login: says who it is, and how often to give a sign of life', () => {
        const { join } = createTestHub({ heartbeat: 1_234 });
        expect(join('ann', { protocol: 2 }).received[0]!.data).toEqual({
            client: 'id-1',
            userName: 'ann',
            userId: 'ann',
            role: 'editor',
            protocol: 2,
            session: 'id-2',
            heartbeat: 1_234
        });
    });

    it('login with a session: keeps the client, and its revisions are recognised', () => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann', { protocol: 2 }, 1);
        const { client, session } = ann.received[0]!.data;
        ann.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        ann.connection.closed();
        const again = join('ann', { protocol: 2, session }, 1);
        const bob = join('bob', { protocol: 2 }, 1);
        expect(again.received[0]!.data).toMatchObject({ client, session });
        again.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        expect(again.last('project_change').data.revisions).toEqual([
            {
                revision: 'server-1',
                localRevision: 'local-1',
                client,
                userId: 'ann',
                userName: 'ann',
                at: expect.any(Number),
                changes: rename(1, 'x')
            }
        ]);
        expect(bob.all('project_change')).toEqual([]);
    });

    it('login with a session of somebody else, or an unknown one: gets a new one', () => {
        const { join } = createTestHub();
        const { client, session } = join('ann', { protocol: 2 }).received[0]!.data;
        for (const shown of [session, 'made up']) {
            const { data } = join('bob', { protocol: 2, session: shown }).received[0]!;
            expect(data.client).not.toBe(client);
            expect(data.session).not.toBe(shown);
        }
    });

    it('login while the older socket of the same client still seems open: closes that one', () => {
        const { join } = createTestHub();
        const older = join('ann', { protocol: 2 }, 1);
        const newer = join('ann', { protocol: 2, session: older.received[0]!.data.session }, 1);
        expect(older.closedWith?.code).toBe(CloseCode.replaced);
        expect(newer.closedWith).toBeNull();
        expect(newer.connection.loggedIn).toBe(true);
    });

    it('users: one person in three tabs is one entry', () => {
        const authenticate = ({ login }: { login: string }): Identity => ({
            userId: login,
            userName: login.toUpperCase(),
            projects: '*',
            ...(login === 'ann' && { color: 'red', avatar: 'a.png' })
        });
        const { join, endDelays } = createTestHub({ authenticate });
        const ann = join('ann', { protocol: 2 });
        join('ann', { protocol: 2 });
        join('ann');
        const bob = join('bob');
        endDelays();
        expect(ann.last('users').data.users).toEqual([
            { userId: 'ann', userName: 'ANN', clients: 3, color: 'red', avatar: 'a.png' },
            { userId: 'bob', userName: 'BOB', clients: 1 }
        ]);
        expect(bob.last('users').data.users).toEqual(['ANN', 'BOB']);
    });

    it('dataset: names the last revision it contains', () => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann', { protocol: 2 }, 1);
        expect(ann.last('dataset').data.revision).toBe('base');
        ann.send('project_change', change('local-1', rename(1, 'x')));
        ann.send('dataset', { project: 1 });
        endTurn();
        expect(ann.last('dataset').data.revision).toBe('server-1');
    });

    it('dataset of another project: ends the subscription to the first', () => {
        const storage = smallStorage();
        storage.commit([
            { type: 'createProject', project: { id: 'b', name: 'B', content: { fields: {}, stores: [] } } }
        ]);
        const { join, endTurn } = createTestHub({ storage });
        const [ann, bob] = [join('ann', { protocol: 2 }, 1), join('bob', { protocol: 2 }, 1)];
        ann.send('dataset', { project: 'b' });
        bob.send('project_change', change('local-1', rename(1, 'x')));
        ann.send('project_change', change('local-1', rename(1, 'y')));
        endTurn();
        expect(ann.all('project_change')).toEqual([]);
        expect(ann.last('error').data.code).toBe('subscription-required');
    });

    it('update: subscribes and sends what was missed in order, in chunks, then where that led', () => {
        const { join, endTurn } = createTestHub();
        const bob = join('bob', { protocol: 2 }, 1);
        for (let i = 1; i <= 250; i++) {
            bob.send('project_change', change(`local-${i}`, rename(1, `name ${i}`)));
        }
        endTurn();
        const ann = join('ann', { protocol: 2 });
        ann.send('update', { project: 1, fromRevision: 'server-2' });
        bob.send('project_change', change('local-251', rename(1, 'while catching up')));
        endTurn();
        const changes = ann
            .all('project_change')
            .map(({ data }) => data.revisions.map((r: any) => r.revision as string));
        expect(changes.flat()).toEqual(Array.from({ length: 249 }, (_, index) => `server-${index + 3}`));
        expect(changes.length).toBeGreaterThan(2);
        expect(ann.received.slice(-2).map(({ command }) => command)).toEqual(['update', 'project_change']);
        expect(ann.last('update').data).toEqual({ project: 1, revision: 'server-250' });
    });

    it.each(['server-9', 'nonsense', 'server-0', ''])(
        'update from %j, which is no revision of it: sends the dataset',
        from => {
            const { join, endTurn } = createTestHub();
            const ann = join('ann', { protocol: 2 });
            ann.send('update', { project: 1, fromRevision: from });
            endTurn();
            expect(ann.last('dataset').data.revision).toBe('base');
            expect(ann.all('update')).toEqual([]);
        }
    );

    it('update from before a reset, or from too far back: sends the dataset', () => {
        const { join, endTurn } = createTestHub({ maxCatchUp: 2 });
        const ann = join('ann', { protocol: 2 }, 1);
        ann.send('reset', { project: 1 });
        ann.send('update', { project: 1, fromRevision: 'base' });
        endTurn();
        expect(ann.received.at(-1)).toMatchObject({ command: 'dataset', data: { revision: 'server-1' } });
        for (const name of ['a', 'b', 'c']) {
            ann.send('project_change', change(name, rename(1, name)));
        }
        ann.send('update', { project: 1, fromRevision: 'server-1' });
        endTurn();
        expect(ann.received.at(-1)).toMatchObject({ command: 'dataset', data: { revision: 'server-4' } });
    });

    it('a refused revision: answered by itself, to its author', () => {
        const { join, endTurn } = createTestHub();
        const [ann, bob] = [join('ann', { protocol: 2 }, 1), join('bob', { protocol: 2 }, 1)];
        bob.send('project_change', change('local-1', { events: { removed: [{ id: 1 }] } }));
        ann.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        expect(ann.last('revision_rejected').data).toEqual({
            project: 1,
            localRevision: 'local-1',
            code: 'record-removed',
            message: "The event 'Paint' was removed by bob; your change to it was not applied",
            parameters: { store: 'events', id: 1, name: 'Paint', userName: 'bob' }
        });
        expect(bob.all('revision_rejected')).toEqual([]);
    });

    it('errors: carry a code, the command and the project', () => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann', { protocol: 2 });
        ann.send('dataset', { project: 'unknown' });
        ann.send('frobnicate');
        endTurn();
        expect(ann.all('error')).toEqual([
            {
                command: 'error',
                error: 'Authorization required',
                data: {
                    code: 'authorization-required',
                    message: 'Authorization required',
                    fatal: true,
                    command: 'dataset',
                    project: 'unknown'
                }
            },
            {
                command: 'error',
                error: "This server does not know the command 'frobnicate'",
                data: {
                    code: 'unknown-command',
                    message: "This server does not know the command 'frobnicate'",
                    command: 'frobnicate'
                }
            }
        ]);
    });
});

describe('what somebody may do', () => {
    const authenticate = ({ login }: { login: string }): Identity => ({
        userId: login,
        userName: login,
        role: login === 'viewer' ? 'viewer' : 'editor',
        projects: login === 'stranger' ? [2, '3'] : ['1']
    });

    it('a project of others looks like one that does not exist', () => {
        const { join, endTurn } = createTestHub({ authenticate });
        const stranger = join('stranger', { protocol: 2 });
        for (const project of [1, 99]) {
            for (const command of ['dataset', 'reset', 'request_version_autosave']) {
                stranger.send(command, { project });
            }
            stranger.send('update', { project, fromRevision: 'base' });
            stranger.send('project_change', change('local-1', {}, project));
            stranger.send('load_version_content', { project, versionId: 1 });
        }
        stranger.send('projects');
        endTurn();
        const errors = stranger.all('error');
        expect(errors).toHaveLength(12);
        expect(new Set(errors.map(({ data }) => data.code as string))).toEqual(new Set(['authorization-required']));
        expect(stranger.last('projects').data).toEqual({ projects: [] });
    });

    it('a viewer sees everything and changes nothing', () => {
        const { join, endTurn, storage } = createTestHub({ authenticate });
        const viewer = join('viewer', { protocol: 2 }, 1);
        const editor = join('editor', { protocol: 2 }, 1);
        viewer.send('project_change', change('local-1', rename(1, 'x')));
        viewer.send('reset', { project: 1 });
        viewer.send('request_version_autosave', { project: 1 });
        editor.send('request_version_autosave', { project: 1 });
        endTurn();
        expect(viewer.last('revision_rejected').data).toMatchObject({
            localRevision: 'local-1',
            code: 'authorization-required'
        });
        expect(viewer.last('error').data).toMatchObject({ code: 'authorization-required', command: 'reset' });
        expect(viewer.last('error').data.fatal).toBeUndefined();
        expect(viewer.all('versionAutoSaveOK')).toEqual([]);
        expect(editor.all('versionAutoSaveOK')).toHaveLength(1);
        expect(storage.load(1)!.revision).toBe(0);
        editor.send('project_change', change('local-1', rename(1, 'y')));
        endTurn();
        expect(viewer.all('project_change')).toHaveLength(1);
    });
});
