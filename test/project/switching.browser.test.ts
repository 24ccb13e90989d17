import { describe, expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { converge, eventOf, isCalm, isSaved, joinProject, joinTwo, next, startServer } from './support.ts';

const hasQueued = (project: WebSocketProjectModel, length: number): Promise<void> =>
    expect.poll(() => project.wsState.queue.length).toBe(length);

const named = (project: any, name: string): any[] => project.eventStore.query((r: any) => r.name === name);

describe('switching to another project', () => {
    test('and back keeps the unsent edits of the first', async () => {
        const { ada, ben } = await joinTwo();
        ada.suspendAutoSync();
        eventOf(ada, 'a').name = 'Unsent';
        await hasQueued(ada, 1);
        ada.wsProjectId = 2;
        await expect.poll(() => eventOf(ada, 'a').name).toBe('A');
        await expect.poll(() => ada.wsState.queue).toMatchObject({ length: 0, waiting: 0 });
        ada.wsProjectId = 1;
        await expect.poll(() => eventOf(ada, 'a').name).toBe('Unsent');
        await hasQueued(ada, 1);
        ada.resumeAutoSync();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Unsent');
    });

    test('right after an edit neither loses nor repeats it', async () => {
        const { ada, ben } = await joinTwo();
        (ada.eventStore as any).add({ name: 'Hasty', startDate: new Date(2026, 0, 6), duration: 1 });
        await next(ada, 'wsSendChanges');
        ada.wsProjectId = 2;
        await expect.poll(() => named(ben, 'Hasty').length).toBe(1);
        eventOf(ben, 'a').name = 'Later';
        await expect.poll(() => named(ada, 'Hasty').length).toBe(0);
        ada.wsProjectId = 1;
        await converge(
            [ada, ben],
            project => named(project, 'Hasty').length === 1 && eventOf(project, 'a').name === 'Later'
        );
    });

    test.each([2, null])('in the moment of an edit sends that first, going to %s', async wsProjectId => {
        const { ada, ben } = await joinTwo();
        await isCalm(ada, ben);
        eventOf(ada, 'a').name = 'Hasty';
        eventOf(ada, 'd').startDate = new Date(2026, 0, 20);
        ada.wsProjectId = wsProjectId;
        await expect.poll(() => [eventOf(ben, 'a').name, eventOf(ben, 'd').startDate.getDate()]).toEqual(['Hasty', 20]);
        ada.wsProjectId = 1;
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Hasty');
    });

    test('does not wait for an editor that stands open', async () => {
        const { ada } = await joinTwo();
        const stm = ada.stm as any;
        stm.autoRecord = false;
        stm.startTransaction();
        eventOf(ada, 'a').name = 'Not saved yet';
        ada.wsProjectId = 2;
        await expect.poll(() => ada.wsState.connection.status).toBe('loading');
    });

    test('and back at once, and the data is that of the last one', async () => {
        const server = startServer();
        const { project: ada } = await joinProject(server, 'Ada');
        const { project: ben } = await joinProject(server, 'Ben', { wsProjectId: 2 });
        eventOf(ben, 'a').name = 'Of project 2';
        await isSaved(ben);
        for (const [index, id] of [2, 1, 2, 1, 2, 1, 2].entries()) {
            ada.wsProjectId = id;
            // oxlint-disable-next-line no-await-in-loop -- the switches are to fall into different phases of loading
            await new Promise(resolve => setTimeout(resolve, index * 5));
        }
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Of project 2');
        ada.wsProjectId = 1;
        await expect.poll(() => eventOf(ada, 'a').name).toBe('A');
        await isSaved(ada);
    });

    test('keeps what is edited while the other one loads in the project it was made in', async () => {
        const server = startServer();
        const { project: ada } = await joinProject(server, 'Ada');
        ada.wsProjectId = 2;
        eventOf(ada, 'a').name = 'Made in one';
        await expect.poll(() => eventOf(ada, 'a').name).toBe('A');
        await isSaved(ada);
        ada.wsProjectId = 1;
        await expect.poll(() => eventOf(ada, 'a').name).toBe('Made in one');
        await isSaved(ada);
    });
});
