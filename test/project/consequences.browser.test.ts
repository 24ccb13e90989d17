import { expect, test } from 'vitest';
import type { Recorder } from '../../src/project/Recorder.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command, StoreMap } from '../../src/protocol/index.ts';
import { converge, eventOf, isCalm, isSaved, joinTwo, record, type Line } from './support.ts';

/** Starts to listen to what a client edits: the changes it sends, but for what it has only calculated. */
function editsOf({ sent }: Line): () => unknown[] {
    const before = sent.length;
    return () =>
        sent
            .slice(before)
            .filter(({ command }) => command === Command.projectChange)
            .flatMap(({ data }) => data.revisions)
            .filter(({ changes }) => JSON.stringify(changes).includes('"$input"'))
            .map(({ changes }) => changes);
}

const assigned = (project: WebSocketProjectModel): any => project.assignmentStore.getById('b-shop');

/** Sends changes as a client does that knows nothing of the engine. */
async function sendRaw(project: WebSocketProjectModel, changes: object): Promise<void> {
    const client = project.wsState.session!.clientId;
    await project.wsSend(Command.projectChange, { project: 1, client, revisions: [{ revision: 'raw', changes }] });
}

test('somebody takes an event off its only resource: it stays, and nobody removes it', async () => {
    const { ada, ben, adaLine, benLine } = await joinTwo();
    ada.dependencyStore.add({ fromEvent: 'b', toEvent: 'd' } as never);
    await isSaved(ada);
    await isCalm(ada, ben);
    const [byAda, byBen] = [editsOf(adaLine), editsOf(benLine)];
    await sendRaw(ben, { assignments: { $input: { removed: [{ id: 'b-shop' }] }, removed: [{ id: 'b-shop' }] } });
    await converge([ada, ben], project => !assigned(project) && eventOf(project, 'b'));
    await isCalm(ada, ben);
    expect(byAda()).toEqual([]);
    expect(byBen()).toHaveLength(1);
    expect([ada, ben].map(({ dependencyStore }) => dependencyStore.count)).toEqual([2, 2]);
});

test('somebody removes a resource with the events that only it had: nobody else does so once more', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    ada.dependencyStore.add({ fromEvent: 'b', toEvent: 'd' } as never);
    await isSaved(ada);
    await isCalm(ada, ben);
    const byAda = editsOf(adaLine);
    ben.resourceStore.remove('shop');
    await converge([ada, ben], project => !project.resourceStore.getById('shop') && !eventOf(project, 'b'));
    await isCalm(ada, ben);
    expect(byAda()).toEqual([]);
    expect(ada.wsState.rejections).toEqual([]);
});

test('somebody removes a resource, and not the events that only it had: they stay', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    const byAda = editsOf(adaLine);
    const removed = (id: string): object => ({ $input: { removed: [{ id }] }, removed: [{ id }] });
    await sendRaw(ben, { assignments: removed('b-shop'), resources: removed('shop') });
    await converge([ada, ben], project => !project.resourceStore.getById('shop') && eventOf(project, 'b'));
    await isCalm(ada, ben);
    expect(byAda()).toEqual([]);
});

test('a listener of the host that throws while somebody’s edit is shown makes no edits of it', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    const byAda = editsOf(adaLine);
    const thrown = new Error('the host has a bug');
    ada.resourceStore.on({
        update() {
            throw thrown;
        },
        once: true
    });
    const errors = record(ada, 'wsError');
    await ben.wsEdit(() => {
        (ben.resourceStore.getById('hall') as any).name = 'Hall';
        ben.eventStore.remove('b');
    });
    await converge(
        [ada, ben],
        project => !eventOf(project, 'b') && (project.resourceStore.getById('hall') as any).name === 'Hall'
    );
    await isCalm(ada, ben);
    expect(errors).toMatchObject([{ error: thrown }]);
    expect(byAda()).toEqual([]);
});

test('what a listener of the host changes of an event that is about to be removed is moot', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    const byAda = editsOf(adaLine);
    ada.eventStore.on({ remove: () => void eventOf(ada, 'd')?.set('name', 'about to go'), once: true });
    ada.dependencyStore.on({ remove: () => void eventOf(ada, 'b')?.set('name', 'about to go'), once: true });
    await ben.wsEdit(() => {
        ben.dependencyStore.remove(['a-c']);
        ben.eventStore.remove(['a', 'b', 'd']);
    });
    await converge([ada, ben], project => !eventOf(project, 'b') && !eventOf(project, 'd'));
    await isCalm(ada, ben);
    expect(byAda()).toEqual([]);
});

test('who names a resource otherwise than the one before moves an assignment all the same', async () => {
    const { ada, ben } = await joinTwo();
    assigned(ada).resource = ada.resourceStore.getById('yard');
    await converge([ada, ben], project => assigned(project).resource.id === 'yard');
    await isCalm(ada, ben);
    await sendRaw(ben, { assignments: { $input: { updated: [{ id: 'b-shop', resourceId: 'hall' }] } } });
    await converge([ada, ben], project => assigned(project).resource.id === 'hall');
    await isCalm(ada, ben);
    expect([ada, ben].map(({ wsState }) => wsState.desyncs)).toEqual([0, 0]);
});

test('what the engine removes along with what the kit removes is nobody’s edit', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const { recorder } = (ada as any).wsSync.engine as { recorder: Recorder };
    recorder.write(() => {
        recorder.writes.aimRemoval('events', [eventOf(ada, 'a')]);
        ada.eventStore.remove('a');
    });
    recorder.accept((store, id) => store === 'events' && id === 'a', new StoreMap());
    await ada.commitAsync();
    expect(recorder.capture()).toBeNull();
    expect(ada.assignmentStore.getById('a-hall')).toBeFalsy();
});
