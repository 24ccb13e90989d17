import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { closePage, goOffline, hasQueued } from './editConflictSupport.ts';
import { eventOf, isCalm, isLive, isSaved, joinProject, joinTwo, next, startServer } from './support.ts';

const daysOf = (project: WebSocketProjectModel): number => (project as any).daysPerMonth;
const setDays = (project: WebSocketProjectModel, days: number): Promise<void> =>
    project.wsEdit(() => void ((project as any).daysPerMonth = days));

/** What every screen shows, once all is confirmed and everybody has all of it. */
async function days(...projects: WebSocketProjectModel[]): Promise<number[]> {
    await Promise.all(projects.map(isSaved));
    await expect.poll(() => new Set(projects.map(({ wsSync }: any) => wsSync.engine.loaded.revision)).size).toBe(1);
    await isCalm(...projects);
    return projects.map(daysOf);
}

test('two people set the same field of the project at once: what the server gets last counts everywhere', async () => {
    const { ada, ben } = await joinTwo();
    ada.suspendAutoSync();
    await setDays(ada, 20);
    await setDays(ben, 21);
    await isSaved(ben);
    await expect.poll(() => (ada as any).wsSync.engine.mirror.fields.daysPerMonth).toBe(21);
    await isCalm(ben);
    expect(daysOf(ada)).toBe(20);
    ada.resumeAutoSync();
    expect(await days(ada, ben)).toEqual([20, 20]);
    await Promise.all([setDays(ada, 22), setDays(ben, 23)]);
    const [byAda, byBen] = await days(ada, ben);
    expect(byAda).toBe(byBen);
    expect([22, 23]).toContain(byAda);
});

test('who was away so long that he gets the whole project has the fields of the project that were set meanwhile', async () => {
    const { ada, ben, adaLine } = await joinTwo({}, startServer({ maxCatchUp: 0 }));
    adaLine.cut();
    await setDays(ben, 21);
    await isSaved(ben);
    adaLine.mend();
    await isLive(ada);
    expect(await days(ada, ben)).toEqual([21, 21]);
});

test('a field of the project that is set offline stays where the whole project comes afterwards', async () => {
    const { ada, ben, adaLine } = await joinTwo({}, startServer({ maxCatchUp: 0 }));
    await setDays(ada, 22);
    await days(ada, ben);
    adaLine.cut();
    await setDays(ben, 21);
    await isSaved(ben);
    await setDays(ada, 20);
    adaLine.mend();
    await isLive(ada);
    expect(await days(ada, ben)).toEqual([20, 20]);
});

test('a field of the project that is set offline survives a reload of the page', async () => {
    const { server, ada, ben, adaLine } = await joinTwo();
    await goOffline(ada, adaLine);
    await setDays(ada, 20);
    await hasQueued(ada, 1);
    await closePage(ada);
    const { project: again } = await joinProject(server, 'Ada');
    expect(await days(again, ben)).toEqual([20, 20]);
});

test('a field of the project that a viewer sets is set back, to what is stored or what it was', async () => {
    const { ada, ben } = await joinTwo();
    const before = daysOf(ben);
    ada.wsReadOnly = true;
    (ada as any).daysPerMonth = 20;
    await expect.poll(() => ada.wsState.rejections.length).toBe(1);
    expect(await days(ada, ben)).toEqual([before, before]);
    await setDays(ben, 21);
    expect(await days(ada, ben)).toEqual([21, 21]);
    (ada as any).daysPerMonth = 20;
    await expect.poll(() => ada.wsState.rejections.length).toBe(2);
    expect(await days(ada, ben)).toEqual([21, 21]);
});

test('a field of the project that a listener sets while it hears of others is an edit', async () => {
    const { ada, ben } = await joinTwo();
    ada.eventStore.on({ update: () => void ((ada as any).daysPerMonth = 20), once: true });
    await ben.wsEdit(() => void (eventOf(ben, 'a').name = 'Renamed'));
    await expect.poll(() => daysOf(ben)).toBe(20);
    expect(await days(ada, ben)).toEqual([20, 20]);
});

test('what was set in one project is not shown in another one, nor after a reset', async () => {
    const { ada, ben } = await joinTwo();
    const before = daysOf(ada);
    await setDays(ada, 21);
    expect(await days(ada, ben)).toEqual([21, 21]);
    const loaded = next(ben, 'wsReceiveDataset');
    await ada.wsReset();
    await loaded;
    expect(await days(ada, ben)).toEqual([before, before]);
    await setDays(ada, 22);
    await days(ada, ben);
    ada.wsProjectId = 2;
    await ada.wsLoad();
    expect(daysOf(ada)).toBe(before);
});
