import { describe, expect, it } from 'vitest';
import { CloseCode, ERRORS } from '../../src/protocol/index.ts';
import { MemoryStorage } from '../../src/server/core.ts';
import { change, createTestHub, rename, smallStorage } from './support.ts';

class FailingStorage extends MemoryStorage {
    failing = false;

    override commit(...args: Parameters<MemoryStorage['commit']>): void {
        if (this.failing) {
            throw new Error('the disk is full');
        }
        super.commit(...args);
    }
}

function failingStorage(): FailingStorage {
    const storage = new FailingStorage();
    storage.commit([
        {
            type: 'createProject',
            project: { id: 1, name: 'Small', content: { fields: {}, stores: [['events', [{ id: 1, name: 'Paint' }]]] } }
        }
    ]);
    return storage;
}

describe('group commit', () => {
    it('tells nobody anything before the commit, and commits a turn at once', () => {
        const storage = smallStorage();
        const commits: number[] = [];
        const commit = storage.commit.bind(storage);
        const { join, endTurn } = createTestHub({ storage });
        const [ann, bob] = [join('ann', {}, 1), join('bob', {}, 1)];
        const heard = () => [...ann.all('project_change'), ...bob.all('project_change')].length;
        storage.commit = writes => {
            expect(heard()).toBe(0);
            commits.push(writes.filter(({ type }) => type === 'addRevision').length);
            commit(writes);
        };
        ann.send('project_change', change('local-1', rename(1, 'x')));
        bob.send('project_change', change('local-1', rename(2, 'y')));
        ann.send('project_change', change('local-2', rename(1, 'z')));
        expect(heard()).toBe(0);
        endTurn();
        expect(commits).toEqual([3]);
        expect(heard()).toBe(6);
    });

    it('a failed commit: nobody hears of anything, senders get an error, and it works again later', () => {
        const storage = failingStorage();
        const { join, connect, endTurn, endDelays, errors } = createTestHub({ storage });
        const [ann, bob] = [join('ann', { protocol: 2 }, 1), join('bob', {}, 1)];
        endDelays();
        const late = connect();
        ann.received = [];
        bob.received = [];
        storage.failing = true;
        ann.send('project_change', change('local-1', rename(1, 'lost')));
        late.send('login', { login: 'late', protocol: 2 });
        late.send('dataset', { project: 1 });
        endTurn();
        expect(ann.received).toMatchObject([
            { command: 'error', data: { code: 'unavailable', command: 'project_change', project: 1 } }
        ]);
        expect(bob.received).toEqual([]);
        expect(late.received).toMatchObject([
            { command: 'login', data: { code: 'unavailable' } },
            { command: 'dataset', data: { code: 'unavailable' } }
        ]);
        expect(late.connection.loggedIn).toBe(false);
        expect(ann.closedWith?.code).toBe(CloseCode.tryAgainLater);
        ann.send('project_change', change('local-2', rename(1, 'behind it')));
        endTurn();
        expect(ann.received).toHaveLength(1);
        expect(errors).toEqual([new Error('the disk is full')]);

        storage.failing = false;
        late.send('login', { login: 'late', protocol: 2 });
        late.send('dataset', { project: 1 });
        endTurn();
        const again = join('ann', { protocol: 2 }, 1);
        again.send('project_change', change('local-1', rename(1, 'kept')));
        endTurn();
        endDelays();
        expect(late.last('dataset').data).toMatchObject({
            revision: 'base',
            dataset: { eventsData: [{ name: 'Paint' }] }
        });
        expect(bob.last('project_change').data.revisions).toMatchObject([{ revision: 'server-1' }]);
        expect(bob.last('users').data.users).toEqual(['bob', 'late', 'ann']);
    });

    it('a failed commit: who leaves in the same turn is told nothing that is not true', () => {
        const storage = failingStorage();
        const { join, endTurn } = createTestHub({ storage });
        const ann = join('ann', { protocol: 2 }, 1);
        ann.received = [];
        storage.failing = true;
        ann.send('project_change', change('local-1', rename(1, 'lost')));
        ann.send('logout');
        endTurn();
        expect(ann.received).toEqual([]);
        expect(ann.closedWith?.code).toBe(CloseCode.loggedOut);
    });

    it('what one client breaks is answered to that client', () => {
        const storage = smallStorage();
        const { join, endTurn, errors } = createTestHub({ storage });
        const [ann, bob] = [join('ann', { protocol: 2 }, 1), join('bob', { protocol: 2 }, 1)];
        storage.projects = () => {
            throw new Error('/secret/path broke');
        };
        ann.send('projects');
        bob.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        expect(ann.last('error')).toMatchObject({ error: ERRORS['server-error'].message });
        expect(JSON.stringify(ann.received)).not.toContain('secret');
        expect(ann.all('project_change')).toHaveLength(1);
        expect(errors).toHaveLength(1);
    });

    it('what a transport throws stays with that client', () => {
        const { hub, join, endTurn, endDelays, errors } = createTestHub();
        const ann = join('ann', {}, 1);
        const broken = hub.connect({
            send() {
                throw new Error('closed already');
            },
            close() {
                throw new Error('closed already');
            },
            bufferedAmount: () => 0
        });
        broken.receive('{"command":"login","data":{"login":"broken"}}');
        broken.receive('{"command":"dataset","data":{"project":1}}');
        endTurn();
        ann.send('project_change', change('local-1', rename(1, 'x')));
        endDelays();
        broken.receive('{"command":"logout"}');
        endDelays();
        expect(ann.all('project_change')).toHaveLength(1);
        expect(ann.last('logout').data).toEqual({ userName: 'broken' });
        expect(errors.length).toBeGreaterThan(0);
    });
});
