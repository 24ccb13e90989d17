import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import { eventOf, isCalm, isLive, isSaved, joinTwo, startServer } from './support.ts';

const setEffort = (project: WebSocketProjectModel, effort: number): Promise<void> =>
    project.wsEdit(() => void (eventOf(project, 'a').effort = effort));

/** The effort on every screen, once they have been compared with the server. */
async function efforts(...projects: WebSocketProjectModel[]): Promise<number[]> {
    await Promise.all(projects.map(isSaved));
    await expect.poll(() => new Set(projects.map(({ wsSync }: any) => wsSync.engine.loaded.revision)).size).toBe(1);
    await isCalm(...projects);
    return projects.map(project => eventOf(project, 'a').effort);
}

test('the effort that somebody gives an event stays, and so it does when somebody edits something else', async () => {
    const { ada, ben } = await joinTwo();
    expect(await efforts(ada, ben)).toEqual([48, 48]);
    await setEffort(ada, 30);
    expect(await efforts(ada, ben)).toEqual([30, 30]);
    await ben.wsEdit(() => void eventOf(ben, 'a').set({ name: 'Renamed', duration: 3 }));
    expect(await efforts(ada, ben)).toEqual([30, 30]);
    await setEffort(ben, 31);
    expect(await efforts(ada, ben)).toEqual([31, 31]);
    expect([ada, ben].flatMap(({ wsState }) => [wsState.desyncs, wsState.rejections.length])).toEqual([0, 0, 0, 0]);
});

test('an effort is undone and done again everywhere', async () => {
    const { ada, ben } = await joinTwo();
    await setEffort(ada, 30);
    expect(await efforts(ada, ben)).toEqual([30, 30]);
    await ada.stm.undo();
    expect(await efforts(ada, ben)).toEqual([48, 48]);
    await ada.stm.redo();
    expect(await efforts(ada, ben)).toEqual([30, 30]);
});

test('two people give an event an effort and a duration at once: both stay', async () => {
    const { ada, ben } = await joinTwo();
    await efforts(ada, ben);
    await Promise.all([setEffort(ada, 30), ben.wsEdit(() => void (eventOf(ben, 'a').duration = 4))]);
    expect(await efforts(ada, ben)).toEqual([30, 30]);
    expect([ada, ben].map(project => eventOf(project, 'a').duration)).toEqual([4, 4]);
});

test('who was away so long that he gets the whole project has the effort that was set meanwhile', async () => {
    const { ada, ben, adaLine } = await joinTwo({}, startServer({ maxCatchUp: 0 }));
    await efforts(ada, ben);
    adaLine.cut();
    await setEffort(ben, 30);
    await isSaved(ben);
    adaLine.mend();
    await isLive(ada);
    expect(await efforts(ada, ben)).toEqual([30, 30]);
});

test('where the effort follows from the units, those are told, and the effort follows everywhere', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await ada.wsEdit(() => void (eventOf(ada, 'a').schedulingMode = 'FixedDuration'));
    expect(await efforts(ada, ben)).toEqual([48, 48]);
    await setEffort(ada, 24);
    expect(await efforts(ada, ben)).toEqual([24, 24]);
    expect([ada, ben].map(project => eventOf(project, 'a').assignments[0].units)).toEqual([50, 50]);
    const last = adaLine.sent.findLast(({ command }) => command === Command.projectChange);
    expect(last.data.revisions[0].changes.events?.$input?.updated?.[0]?.effort).toBeUndefined();
    await ben.wsEdit(() => void (eventOf(ben, 'a').duration = 4));
    expect(await efforts(ada, ben)).toEqual([48, 48]);
});
