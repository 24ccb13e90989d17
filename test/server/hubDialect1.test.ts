import { describe, expect, it } from 'vitest';
import { CloseCode, ERRORS, type ErrorCode } from '../../src/protocol/index.ts';
import { change, createTestHub, rename } from './support.ts';

describe('dialect 1', () => {
    it('login: answers the sender, tells the others, lists all', () => {
        const { join, endDelays } = createTestHub();
        const ann = join('ann');
        endDelays();
        const bob = join('bob');
        expect(bob.received[0]).toEqual({ command: 'login', data: { client: 'id-3', userName: 'bob' } });
        expect(bob.all('join')).toEqual([]);
        expect(ann.last('join').data).toEqual({ userName: 'bob' });
        expect(ann.last('users').data).toEqual({ users: ['ann', 'bob'] });
    });

    it('login: refuses a wrong password with the text clients compare', () => {
        const { join } = createTestHub();
        const ann = join('ann', { password: 'wrong' });
        expect(ann.received).toEqual([
            {
                command: 'login',
                error: 'Wrong username/password',
                data: { code: 'wrong-credentials', message: 'Wrong username/password', fatal: true }
            }
        ]);
    });

    it('logout: answers without a name, closes, and tells the others', () => {
        const { join, endTurn, endDelays } = createTestHub();
        const ann = join('ann');
        const bob = join('bob');
        endDelays();
        bob.send('logout');
        endTurn();
        endDelays();
        expect(bob.received.at(-1)).toEqual({ command: 'logout', data: {} });
        expect(bob.closedWith?.code).toBe(CloseCode.loggedOut);
        expect(ann.last('logout').data).toEqual({ userName: 'bob' });
        expect(ann.last('users').data).toEqual({ users: ['ann'] });
    });

    it('a closed socket is a logout to the others', () => {
        const { join, endDelays } = createTestHub();
        const ann = join('ann');
        const bob = join('bob');
        endDelays();
        bob.connection.closed();
        bob.connection.closed();
        endDelays();
        expect(ann.all('logout')).toEqual([{ command: 'logout', data: { userName: 'bob' } }]);
    });

    it('projects: lists what the user may open', () => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann');
        ann.send('projects');
        endTurn();
        expect(ann.last('projects').data).toEqual({ projects: [{ id: 1, name: 'Small' }] });
    });

    it('dataset: sends the data without a revision', () => {
        const { join } = createTestHub();
        const { data } = join('ann', {}, 1).last('dataset');
        expect(Object.keys(data)).toEqual(['project', 'dataset']);
        expect(Object.keys(data.dataset)).toEqual([
            'calendarsData',
            'resourcesData',
            'eventsData',
            'dependenciesData',
            'assignmentsData',
            'versionsData',
            'changelogsData'
        ]);
    });

    it('project_change: goes to every subscriber, the sender too, and to nobody else', () => {
        const { join, endTurn } = createTestHub();
        const [ann, bob, eve] = [join('ann', {}, 1), join('bob', {}, 1), join('eve')];
        const revisions = [
            { revision: 'local-1', clientId: 'somebody else', changes: rename(1, 'x') },
            { revision: 'local-2', changes: rename(1, 'y'), conflictResolutionFor: 'server-1' }
        ];
        ann.send('project_change', { project: '1', client: 'somebody else', revisions });
        endTurn();
        const client = ann.received[0]!.data.client as string;
        const author = { client, userId: 'ann', userName: 'ann', at: expect.any(Number) };
        expect(ann.last('project_change')).toEqual({
            command: 'project_change',
            data: {
                project: 1,
                revisions: [
                    { revision: 'server-1', localRevision: 'local-1', ...author, changes: rename(1, 'x') },
                    {
                        revision: 'server-2',
                        localRevision: 'local-2',
                        ...author,
                        conflictResolutionFor: 'server-1',
                        changes: rename(1, 'y')
                    }
                ]
            }
        });
        expect(bob.all('project_change')).toEqual(ann.all('project_change'));
        expect(eve.all('project_change')).toEqual([]);
    });

    it('project_change: refuses one revision with an error, and takes the next', () => {
        const { join, endTurn } = createTestHub();
        const [ann, bob] = [join('ann', {}, 1), join('bob', {}, 1)];
        const revisions = [
            { revision: 'local-1', changes: rename('ghost', 'x') },
            { revision: 'local-2', changes: rename(1, 'y') }
        ];
        ann.send('project_change', { project: 1, revisions });
        endTurn();
        expect(ann.received.at(-1)).toEqual({
            command: 'project_change',
            error: "The event with the id 'ghost' does not exist; reload the project"
        });
        expect(bob.last('project_change').data.revisions).toMatchObject([
            { revision: 'server-1', localRevision: 'local-2' }
        ]);
        expect(bob.received.some(message => message.error)).toBe(false);
    });

    it('reset: sends everybody fresh data, then says who did it', () => {
        const { join, endTurn } = createTestHub();
        const [ann, bob] = [join('ann', {}, 1), join('bob', {}, 1)];
        ann.send('project_change', change('local-1', rename(1, 'x')));
        ann.send('reset', { project: 1 });
        endTurn();
        for (const client of [ann, bob]) {
            expect(client.received.slice(-3).map(({ command }) => command)).toEqual([
                'project_change',
                'dataset',
                'reset'
            ]);
            expect(client.last('dataset').data.dataset.eventsData[0].name).toBe('Paint');
            expect(client.last('reset').data).toEqual({ userName: 'ann', project: 1 });
        }
    });

    it('request_version_autosave: asks one client per interval and keeps silent to the rest', () => {
        let now = 0;
        const { join, endTurn } = createTestHub({ now: () => now, autosaveInterval: 1_000 });
        const [ann, bob] = [join('ann', {}, 1), join('bob', {}, 1)];
        const ask = () => {
            ann.send('request_version_autosave', { project: 1 });
            bob.send('request_version_autosave', { project: 1 });
            endTurn();
        };
        ask();
        now = 999;
        ask();
        expect(ann.all('versionAutoSaveOK')).toEqual([{ command: 'versionAutoSaveOK', data: { project: 1 } }]);
        now = 1_000;
        ask();
        expect(ann.all('versionAutoSaveOK')).toHaveLength(2);
        expect(bob.all('versionAutoSaveOK')).toEqual([]);
    });

    it('load_version_content: answers under the name the mixin waits for', () => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann', {}, 1);
        ann.send('project_change', change('local-1', { versions: { added: [{ id: 'v', content: [1] }] } }));
        ann.send('load_version_content', { project: 1, versionId: 'v' });
        ann.send('load_version_content', { project: 1, versionId: 'w' });
        endTurn();
        expect(ann.last('loadVersionContent').data).toEqual({ project: 1, versionId: 'v', content: [1] });
        expect(ann.received.at(-1)).toEqual({
            command: 'load_version_content',
            error: ERRORS['unknown-version'].message
        });
    });

    it('version and ping: answered before login', () => {
        const { connect, endTurn } = createTestHub({ version: '1.2.3' });
        const client = connect();
        client.send('version');
        client.send('ping');
        endTurn();
        expect(client.received).toEqual([
            { command: 'version', data: { version: '1.2.3' } },
            { command: 'pong', data: {} }
        ]);
    });

    it.each<[string, unknown, ErrorCode]>([
        ['dataset', {}, 'project-required'],
        ['dataset', { project: 'unknown' }, 'authorization-required'],
        ['project_change', change('local-1', {}), 'subscription-required'],
        ['update', { project: null, fromRevision: 'base' }, 'project-required'],
        ['reset', { project: 9 }, 'authorization-required']
    ])('%s %j: refused with the standard text', (command, data, code) => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann');
        ann.send(command, data);
        endTurn();
        expect(ann.received.at(-1)).toEqual({ command, error: ERRORS[code].message });
    });

    it.each(['dataset', 'projects', 'logout', 'project_change', 'reset', 'update'])('%s: asks for a login', command => {
        const { connect, endTurn } = createTestHub();
        const client = connect();
        const data = { project: 1, fromRevision: 'base', revisions: [{ revision: 'local-1', changes: {} }] };
        client.send(command, data);
        endTurn();
        expect(client.received).toMatchObject([{ command, error: 'Authentication required' }]);
    });

    it('broken JSON: answered with an error that has a message', () => {
        const { join, endTurn } = createTestHub();
        const ann = join('ann');
        ann.connection.receive('{');
        endTurn();
        const text = ERRORS['bad-json'].message;
        expect(ann.received.at(-1)).toEqual({ command: 'error', error: text, message: text });
    });

    it('events are tasks to who calls them so', () => {
        const { join, endTurn } = createTestHub();
        const [ann, bob] = [join('ann', {}, 1), join('bob', { protocol: 2 }, 1)];
        ann.send('project_change', change('local-1', { tasks: rename(1, 'x')['events'] }));
        bob.send('project_change', change('local-1', rename(1, 'y')));
        ann.send('update', { project: 1, fromRevision: 'base' });
        endTurn();
        const stores = (list: any[]) =>
            list.flatMap(({ data }) => data.revisions.map((r: any) => Object.keys(r.changes)[0]));
        expect(stores(ann.all('project_change'))).toEqual(['tasks', 'tasks', 'tasks', 'tasks']);
        expect(stores(bob.all('project_change'))).toEqual(['events', 'events']);
    });
});
