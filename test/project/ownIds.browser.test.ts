import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import { converge, eventOf, isCalm, isSaved, joinProject, joinTwo, startServer, type Line } from './support.ts';

/** An id that two people choose for different records. */
const ID = 101 as never;

const addOwn = (project: WebSocketProjectModel, name: string): Promise<unknown> =>
    project.wsEdit(
        () => void project.eventStore.add({ id: ID, name, startDate: new Date(2026, 0, 6), duration: 1 } as never)
    );

const rename = (project: WebSocketProjectModel, name: string): Promise<void> =>
    project.wsEdit(() => void (eventOf(project, ID).name = name));

const names = (project: any): string[] =>
    project.eventStore.allRecords
        .map(({ name }: any) => name)
        .filter((name: string) => name.startsWith('Of '))
        .toSorted();

/** Waits until all show records of these names, and nothing else. */
async function show(projects: readonly WebSocketProjectModel[], ...expected: string[]): Promise<void> {
    await converge(projects, project => names(project).join() === expected.join());
    await isCalm(...projects);
    expect(projects.map(names)).toEqual(projects.map(() => expected));
}

const offline = (project: WebSocketProjectModel): Promise<void> =>
    expect.poll(() => project.wsState.connection.status).not.toMatch(/live|suspended/);

/** Ben’s record goes to the server after Ada’s of the same id, and Ben hears nothing of it. */
async function collide(ada: WebSocketProjectModel, ben: WebSocketProjectModel, line: Line): Promise<void> {
    ben.suspendAutoSync();
    await addOwn(ben, 'Of Ben');
    await addOwn(ada, 'Of Ada');
    await isSaved(ada);
    line.cutAfterSending(Command.projectChange);
    ben.wsFlush();
    await offline(ben);
}

test('whoever edits somebody else’s record that has an id of one’s own choice edits that one', async () => {
    const { ada, ben } = await joinTwo();
    ben.suspendAutoSync();
    await addOwn(ben, 'Of Ben');
    await addOwn(ada, 'Of Ada');
    await isSaved(ada);
    ben.resumeAutoSync();
    await show([ada, ben], 'Of Ada', 'Of Ben');
    expect(eventOf(ben, ID).name).toBe('Of Ada');
    await rename(ben, 'Of Ada, edited by Ben');
    await show([ada, ben], 'Of Ada, edited by Ben', 'Of Ben');
});

test('somebody adds a record with the id of one that has an unsent edit of one’s own', async () => {
    const { ada, ben, adaLine, benLine } = await joinTwo();
    benLine.cut();
    await addOwn(ben, 'Of Ben');
    await addOwn(ada, 'Of Ada');
    await isSaved(ada);
    adaLine.cut();
    await rename(ada, 'Of Ada, edited by Ada');
    await expect.poll(() => ada.wsState.queue.length).toBe(1);
    benLine.mend();
    await isSaved(ben);
    adaLine.mend();
    await show([ada, ben], 'Of Ada, edited by Ada', 'Of Ben');
});

test('an edit of a record that got another id while the page was reloaded is one of that record', async () => {
    const server = startServer();
    const { project: ada } = await joinProject(server, 'Ada');
    const { project: ben, line } = await joinProject(server, 'Ben');
    await collide(ada, ben, line);
    await rename(ben, 'Of Ben, edited');
    await expect.poll(() => ben.wsState.queue.length).toBe(2);
    await (ben as any).wsSync.outgoing.saved(1);
    ben.destroy();
    const { project: next } = await joinProject(server, 'Ben');
    await show([ada, next], 'Of Ada', 'Of Ben, edited');
});

test('a number that happens to be the old id of a record stays what was entered', async () => {
    const { ada, ben, benLine } = await joinTwo();
    await collide(ada, ben, benLine);
    await ben.wsEdit(() => void (eventOf(ben, 'd').duration = ID));
    benLine.mend();
    ben.resumeAutoSync();
    await converge([ada, ben], project => eventOf(project, 'd').duration === ID);
    await show([ada, ben], 'Of Ada', 'Of Ben');
});
