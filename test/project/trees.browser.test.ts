import { expect, test } from 'vitest';
import { createProject } from '../../src/server/core.ts';
import { isCalm, joinTwo, startServer } from './support.ts';
import { all, PLAN } from './versionSupport.ts';

/** Two people who see a tree of resources. */
async function openTree() {
    const server = startServer({ fill: storage => createProject(storage, { id: 1, name: 'One', dataset: PLAN }) });
    const { ada, ben } = await joinTwo({ resourceStore: { tree: true } } as object, server);
    await isCalm(ada, ben);
    return { ada: ada as any, ben: ben as any };
}

test('undoing the removal of a resource brings back what was below it, on every screen', async () => {
    const { ada, ben } = await openTree();
    const before = all(ada);
    ada.resourceStore.remove('site');
    await isCalm(ada, ben);
    expect(ben.resourceStore.getById('hall')).toBeFalsy();
    await ada.stm.undo();
    await isCalm(ada, ben);
    expect(all(ada)).toEqual(before);
    expect(all(ben)).toEqual(before);
});

test('what is moved to a new parent while the old one is removed stays on every screen, with what hangs on it', async () => {
    const { ada, ben } = await openTree();
    await ada.wsEdit(() => {
        const [fresh] = ada.resourceStore.rootNode.appendChild([{ id: 'fresh', name: 'Fresh' }]);
        fresh.appendChild(ada.resourceStore.getById('hall'));
        ada.resourceStore.remove('site');
    });
    await isCalm(ada, ben);
    expect(all(ben)).toEqual(all(ada));
    expect(ben.resourceStore.getById('hall').parentId).toBe('fresh');
    expect(ben.eventStore.getById('a').resources[0].id).toBe('hall');
    expect([ada.wsState.desyncs, ben.wsState.desyncs]).toEqual([0, 0]);
});

test('an event that gets another resource while its own is removed stays on every screen', async () => {
    const { ada, ben } = await openTree();
    await ada.wsEdit(() => {
        ada.assignmentStore.getById('d-yard').resource = ada.resourceStore.getById('hall');
        ada.resourceStore.remove('yard');
    });
    await isCalm(ada, ben);
    expect(ben.eventStore.getById('d')?.resources[0].id).toBe('hall');
    expect(all(ben)).toEqual(all(ada));
    expect([ada.wsState.desyncs, ben.wsState.desyncs]).toEqual([0, 0]);
});

test('an engine that is made anew has its trees', async () => {
    const { ada } = await openTree();
    await ada.wsSync.engine.rebuild();
    expect(ada.resourceStore.getById('hall').parentId).toBe('site');
});
