import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import { converge, eventOf, isCalm, isLive, isSaved, joinTwo, record } from './support.ts';

const isOffline = (project: WebSocketProjectModel): Promise<void> =>
    expect.poll(() => project.wsState.connection.status).not.toBe('live');

test('L2: a reconnect goes on under the same client id and fetches only what was missed', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    const before = ada.wsState.session?.clientId;
    const datasets = record(ada, 'wsReceiveDataset');
    adaLine.cut();
    await isOffline(ada);
    eventOf(ben, 'a').name = 'Missed';
    await isSaved(ben);
    adaLine.mend();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Missed');
    expect(ada.wsState.session?.clientId).toBe(before);
    expect(datasets).toEqual([]);
});

test('everything that was missed is shown at once, however many revisions it is', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    // The server has been told what was calculated first.
    const known = (): number[] => [ada, ben].map(project => (project as any).wsSync.engine.loaded.revision);
    await expect.poll(known).toEqual([1, 1]);
    adaLine.cut();
    await isOffline(ada);
    const revisions = Array.from({ length: 250 }, (_, index) => ({
        revision: `missed-${index}`,
        changes: { events: { $input: { updated: [{ id: 'a', name: `Missed ${index}` }] } } }
    }));
    await ben.wsSend(Command.projectChange, { project: 1, revisions });
    await expect.poll(() => eventOf(ben, 'a').name).toBe('Missed 249');
    const received = record(ada, 'wsReceiveChanges');
    adaLine.mend();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Missed 249');
    expect(received).toHaveLength(1);
    const missed = received[0]!['revisions'].filter(({ localRevision }: any) => !localRevision.startsWith('missed-'));
    expect(missed, 'nobody has made more of them').toEqual([]);
});

test('much that was missed is asked for once, and nobody is told that it is loaded before all of it is there', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    adaLine.cut();
    await isOffline(ada);
    const revisions = Array.from({ length: 2_500 }, (_, index) => ({
        revision: `missed-${index}`,
        changes: { events: { $input: { updated: [{ id: 'a', name: `Missed ${index}` }] } } }
    }));
    await ben.wsSend(Command.projectChange, { project: 1, revisions });
    await expect.poll(() => eventOf(ben, 'a').name).toBe('Missed 2499');
    const shown: string[] = [];
    ada.on({ wsload: () => void shown.push(eventOf(ada, 'a').name) } as never);
    const { length } = adaLine.sent;
    adaLine.mend();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Missed 2499');
    expect(shown).toEqual(['Missed 2499']);
    expect(adaLine.sent.slice(length).filter(({ command }) => command === Command.update)).toHaveLength(1);
});

test('undo works on after a reconnect', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    eventOf(ada, 'a').name = 'Before';
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Before');
    adaLine.cut();
    await isOffline(ada);
    adaLine.mend();
    await isLive(ada);
    await (ada.stm as any).undo();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'A');
});
