import { expect, test } from 'vitest';
import { converge, eventOf, joinTwo } from './support.ts';

test('an undo that is asked for while an edit is under way takes exactly that back', async () => {
    const { ada, ben } = await joinTwo();
    const stm = ada.stm as any;
    eventOf(ada, 'a').name = 'First';
    await converge([ada, ben], project => eventOf(project, 'a').name === 'First');
    const edits = [
        ada.wsEdit(() => {
            eventOf(ada, 'a').duration = 7;
            ada.eventStore.remove('b');
        }),
        stm.undo(),
        ada.wsEdit(() => (eventOf(ada, 'd').name = 'Last'))
    ];
    await Promise.all(edits);
    await converge(
        [ada, ben],
        project =>
            eventOf(project, 'a').name === 'First' &&
            eventOf(project, 'a').duration === 2 &&
            eventOf(project, 'b')?.name === 'B' &&
            eventOf(project, 'd').name === 'Last'
    );
    expect(ada.wsState.desyncs).toBe(0);
});

test('whoever waits for an undo finds the schedule calculated and the edit queued', async () => {
    const { ada, adaLine } = await joinTwo();
    adaLine.cut();
    await expect.poll(() => ada.wsState.connection.status).not.toBe('live');
    await ada.wsEdit(() => (eventOf(ada, 'a').startDate = new Date(2026, 0, 20)));
    expect(eventOf(ada, 'c').startDate.getDate()).toBe(22);
    await (ada.stm as any).undo();
    expect(eventOf(ada, 'a').startDate.getDate()).toBe(5);
    expect((ada as any).wsSync.outgoing.outbox(1).length).toBe(2);
});

test('redo does nothing once a new edit has taken its place', async () => {
    const { ada, ben } = await joinTwo();
    const stm = ada.stm as any;
    await ada.wsEdit(() => (eventOf(ada, 'a').name = 'First'));
    await stm.undo();
    eventOf(ada, 'a').name = 'Second';
    await stm.redo();
    await stm.undo(9);
    await stm.undo();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'A');
    await stm.redoAll();
    await stm.redoAll();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Second');
    expect(ada.wsState.desyncs).toBe(0);
});

test('undo inside of a function given to edit() is refused with an explanation', async () => {
    const { ada } = await joinTwo();
    await ada.wsEdit(() => (eventOf(ada, 'a').name = 'First'));
    await expect(ada.wsEdit(() => (ada.stm as any).undo())).rejects.toMatchObject({ code: 'nested' });
    expect(eventOf(ada, 'a').name).toBe('First');
});

test('an undo that the engine cannot do leaves a project that goes on', async () => {
    const { ada, ben } = await joinTwo();
    const stm = ada.stm as any;
    await ada.wsEdit(() => (eventOf(ada, 'a').name = 'First'));
    const [action] = stm.rawQueue.at(-1).queue;
    action.undo = () => {
        throw new Error('Cannot be undone');
    };
    await expect(stm.undo()).rejects.toThrow('Cannot be undone');
    eventOf(ada, 'b').name = 'Later';
    await converge(
        [ada, ben],
        project => eventOf(project, 'a').name === 'First' && eventOf(project, 'b').name === 'Later'
    );
});
