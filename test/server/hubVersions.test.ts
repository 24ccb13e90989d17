import { describe, expect, it } from 'vitest';
import { CloseCode } from '../../src/protocol/index.ts';
import { SqliteStorage, type Identity } from '../../src/server/index.ts';
import { createProject, type HubOptions } from '../../src/server/core.ts';
import { change, createTestHub, rename, smallDataset, smallStorage, type TestClient } from './support.ts';

const HOUR = 60 * 60_000;

const save = (revision: string, name: string, more: object = {}) => {
    const added = [{ $PhantomId: name, name, ...more }];
    return change(revision, { versions: { $input: { added }, added } });
};

/** Everybody's role is their name. */
const authenticate = ({ login }: { login: string }): Identity => ({
    userId: login,
    userName: login,
    role: ['viewer', 'admin'].includes(login) ? (login as 'viewer' | 'admin') : 'editor',
    projects: login === 'stranger' ? [2] : '*'
});

function open(options: Partial<HubOptions> = {}) {
    const test = createTestHub({ authenticate, autosaveInterval: HOUR, ...options });
    return { ...test, enter: (login: string) => test.join(login, { protocol: 2 }, 1) };
}

/** The versions a client has been told of, by revisions alone. */
function heardOf(client: TestClient): any[] {
    return client
        .all('project_change')
        .flatMap(({ data }) => data.revisions)
        .flatMap(({ changes }) => changes.versions?.added ?? []);
}

describe('automatic versions', () => {
    it('V5: one is made in time after a change, and everybody is told; nothing happens without a change', () => {
        const { enter, join, endTurn, endDelays } = open();
        const [ann, bob] = [enter('ann'), join('bob', {}, 1)];
        endDelays(HOUR);
        expect(heardOf(bob)).toEqual([]);
        ann.send('project_change', change('local-1', rename(1, 'x')));
        ann.send('project_change', change('local-2', rename(1, 'y')));
        endTurn();
        endDelays(HOUR - 1);
        expect(heardOf(bob)).toEqual([]);
        endDelays(HOUR);
        expect(heardOf(bob)).toMatchObject([{ isAutosave: true, authors: ['ann'], revision: 'server-2' }]);
        expect(heardOf(ann)).toEqual(heardOf(bob));
        endDelays(HOUR);
        expect(heardOf(bob)).toHaveLength(1);
    });

    it('V5: one is made after so many revisions', () => {
        const { enter, endTurn } = open({ autosaveRevisions: 3 });
        const ann = enter('ann');
        for (let number = 1; number <= 7; number++) {
            ann.send('project_change', change(`local-${number}`, rename(1, `name ${number}`)));
            endTurn();
        }
        expect(heardOf(ann).map(({ revision }) => revision as string)).toEqual(['server-3', 'server-7']);
    });

    it('V5: none is made when both is switched off, and nobody is asked to', () => {
        const { enter, endTurn, endDelays } = open({ autosaveInterval: 0, autosaveRevisions: 0 });
        const ann = enter('ann');
        ann.send('project_change', change('local-1', rename(1, 'x')));
        ann.send('request_version_autosave', { project: 1 });
        endTurn();
        endDelays(Infinity);
        expect(heardOf(ann)).toEqual([]);
        expect(ann.all('versionAutoSaveOK')).toEqual([]);
    });

    it('V5: what was changed before a restart is not forgotten', () => {
        const storage = smallStorage();
        const before = open({ storage });
        before.enter('ann').send('project_change', change('local-1', rename(1, 'x')));
        before.endTurn();
        before.hub.shutDown();
        before.endTurn();
        before.endDelays(HOUR);
        expect(storage.load(1)!.revision).toBe(1);
        const after = open({ storage, mintId: () => crypto.randomUUID() });
        const bob = after.enter('bob');
        after.endDelays(HOUR);
        expect(heardOf(bob)).toMatchObject([{ authors: ['ann'] }]);
    });

    it('V5: a failure reaches nobody, and the next change has another one made', () => {
        const storage = smallStorage();
        const { enter, endTurn, endDelays, errors } = open({ storage });
        const ann = enter('ann');
        ann.send('project_change', change('local-1', rename(1, 'x')));
        endTurn();
        const commit = storage.commit.bind(storage);
        storage.commit = () => {
            throw new Error('The disk is full');
        };
        endDelays(HOUR);
        expect(errors).toHaveLength(1);
        expect(heardOf(ann)).toEqual([]);
        storage.commit = commit;
        ann.send('project_change', change('local-2', rename(1, 'y')));
        endTurn();
        endDelays(HOUR);
        expect(heardOf(ann)).toMatchObject([{ revision: 'server-2' }]);
    });

    it('V6: a reset makes one first, so that nothing is gone for good', () => {
        const { enter, endTurn } = open();
        const [ann, bob] = [enter('ann'), enter('bob')];
        ann.send('project_change', change('local-1', rename(1, 'Worth keeping')));
        endTurn();
        ann.send('reset', { project: 1 });
        endTurn();
        const [version] = heardOf(bob);
        expect(bob.last('dataset').data).toMatchObject({
            revision: 'server-3',
            dataset: { versionsData: [{ id: version.id }], eventsData: [{ name: 'Paint' }, {}, {}] }
        });
        bob.send('load_version_content', { project: 1, versionId: version.id });
        endTurn();
        expect(bob.last('loadVersionContent').data.content.events[0].name).toBe('Worth keeping');
        ann.send('reset', { project: 1 });
        endTurn();
        expect(bob.last('dataset').data.dataset.versionsData).toHaveLength(2);
    });
});

describe('who may do what', () => {
    it('V3, V7: viewers look, editors change their own, admins all, strangers nothing', () => {
        const { enter, join, endTurn } = open();
        const [ann, bob, viewer, admin] = ['ann', 'bob', 'viewer', 'admin'].map(enter) as [
            TestClient,
            TestClient,
            TestClient,
            TestClient
        ];
        const stranger = join('stranger', { protocol: 2 });
        ann.send('project_change', save('local-1', 'Plan A'));
        viewer.send('project_change', save('local-1', 'Plan V'));
        stranger.send('project_change', save('local-1', 'Plan S'));
        endTurn();
        const { id } = heardOf(viewer)[0];
        const renamed = (name: string) => change('local-2', { versions: { $input: { updated: [{ id, name }] } } });
        bob.send('project_change', renamed('Plan B'));
        endTurn();
        viewer.send('load_version_content', { project: 1, versionId: id });
        stranger.send('load_version_content', { project: 1, versionId: id });
        admin.send('project_change', renamed('Plan 0'));
        endTurn();
        expect(heardOf(viewer)).toHaveLength(1);
        expect(viewer.last('revision_rejected').data.code).toBe('authorization-required');
        expect(bob.last('revision_rejected').data.message).toContain("'Plan A' was saved by ann");
        expect(viewer.last('loadVersionContent').data.content.events).toHaveLength(3);
        expect(stranger.all('loadVersionContent')).toEqual([]);
        expect(stranger.all('error').map(({ data }) => data.code)).toEqual(Array(2).fill('authorization-required'));
        viewer.send('dataset', { project: 1 });
        endTurn();
        expect(viewer.last('dataset').data.dataset.versionsData).toMatchObject([{ name: 'Plan 0' }]);
    });

    it('O2, V1: is on disk once anybody hears of it, and was resent without being saved twice', () => {
        const storage = new SqliteStorage(':memory:');
        createProject(storage, { id: 1, name: 'Small', dataset: smallDataset() });
        const { enter, endTurn } = open({ storage });
        const ann = enter('ann');
        ann.send('project_change', save('local-1', 'Plan A'));
        ann.send('project_change', save('local-1', 'Plan A'));
        endTurn();
        const versions = storage.load(1)!.content.stores.find(([store]) => store === 'versions')![1];
        expect(versions).toMatchObject([{ name: 'Plan A', userId: 'ann' }]);
        expect(JSON.parse(storage.versionContent(1, versions[0]!.id)!)).toMatchObject({ events: [{ id: 1 }, {}, {}] });
        storage.close();
    });

    it('F7, V7: a large content is let through; who asks for too much at once is closed', () => {
        const { enter, endTurn } = open({ maxBuffered: 10_000 });
        const [ann, bob] = [enter('ann'), enter('bob')];
        ann.send('project_change', save('local-1', 'Large', { content: { text: 'x'.repeat(50_000) } }));
        endTurn();
        ann.send('load_version_content', { project: 1, versionId: 'Large' });
        endTurn();
        ann.buffered = 50_000;
        ann.send('ping');
        endTurn();
        expect(ann.closedWith).toBeNull();
        for (let count = 0; count < 3; count++) {
            bob.send('load_version_content', { project: 1, versionId: 'Large' });
        }
        endTurn();
        expect(bob.closedWith!.code).toBe(CloseCode.slowReader);
    });
});
