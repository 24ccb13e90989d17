import { expect, test } from 'vitest';
import { runQueued } from '../../src/project/engine.ts';
import { isCalm, converge, eventOf, isSaved, joinTwo } from './support.ts';

test('what a host edits when the engine is made anew reaches everybody', async () => {
    const { ada, ben } = await joinTwo();
    ada.on({
        dataReady: () => {
            (ada.eventStore as any).add({ name: 'By the host', startDate: new Date(2026, 0, 6), duration: 1 });
            eventOf(ada, 'a').name = 'Renamed by the host';
            ada.eventStore.remove('d');
        },
        once: true
    } as never);
    await (ada as any).wsSync.engine.rebuild();
    await converge(
        [ada, ben],
        project =>
            project.eventStore.query((r: any) => r.name === 'By the host').length === 1 &&
            eventOf(project, 'a').name === 'Renamed by the host' &&
            !eventOf(project, 'd')
    );
});

test('O7: a message that gets lost between others that wait is fetched again', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    const socket = adaLine.sockets.at(-1)!;
    const deliver = socket.deliver.bind(socket);
    let count = 0;
    socket.deliver = text => (text.includes('"project_change"') && ++count === 3 ? undefined : deliver(text));
    // While a user drags, what arrives has to wait.
    const { promise, resolve } = Promise.withResolvers<void>();
    void runQueued(ada, () => promise);
    for (const [id, name] of [
        ['a', 'One'],
        ['b', 'Two'],
        ['c', 'Lost'],
        ['d', 'Three']
    ] as const) {
        eventOf(ben, id).name = name;
        // oxlint-disable-next-line no-await-in-loop -- one message each
        await isSaved(ben);
    }
    await expect.poll(() => count).toBeGreaterThanOrEqual(4);
    resolve();
    await converge(
        [ada, ben],
        project =>
            eventOf(project, 'a').name === 'One' &&
            eventOf(project, 'b').name === 'Two' &&
            eventOf(project, 'c').name === 'Lost' &&
            eventOf(project, 'd').name === 'Three'
    );
    expect(ada.wsState.desyncs).toBe(0);
});

test('a dependency that is added right before one of its events is removed goes with it', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const [link] = ada.dependencyStore.add({ fromEvent: 'a', toEvent: 'd' }) as { id: unknown }[];
    eventOf(ada, 'a').name = 'In the same moment';
    ada.eventStore.remove('d');
    await converge(
        [ada, ben],
        project => eventOf(project, 'a').name === 'In the same moment' && !eventOf(project, 'd')
    );
    expect([ada, ben].map(({ dependencyStore }) => dependencyStore.getById(link!.id as string))).toEqual([
        undefined,
        undefined
    ]);
    expect([ada.wsState.desyncs, ada.wsState.rejections]).toEqual([0, []]);
    await ada.stm.undo();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'A' && !!eventOf(project, 'd'));
});

test('a record that is missing on one screen is found when it is quiet, whoever has touched it', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const { recorder } = (ada as any).wsSync.engine;
    recorder.stop();
    const lost = ada.assignmentStore.first as { id: string | number };
    ada.assignmentStore.remove(lost as never);
    await ada.commitAsync();
    recorder.start();
    eventOf(ben, 'a').name = 'Anything';
    await converge([ada, ben], project => !!project.assignmentStore.getById(lost.id));
    expect(ada.wsState.desyncs).toBe(1);
});
