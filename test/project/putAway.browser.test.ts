import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import type { InPageServer } from '../support/inPageServer.ts';
import { converge, eventOf, joinProject, makeProject, startServer, type Line } from './support.ts';

const named = (project: WebSocketProjectModel, name: string): number =>
    project.eventStore.query((event: any) => event.name === name).length;

/** Waits until what this server's users have not sent is left to others. */
const isLeft = ({ address }: InPageServer): Promise<void> =>
    expect
        .poll(async () => (await navigator.locks.query()).held!.filter(({ name }) => name!.includes(address)))
        .toEqual([]);

/** The Back button. */
const bringBack = (): unknown => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));

/** Somebody whose page was put away with two unsent edits. */
async function leaveEdits(server: InPageServer): Promise<{ project: WebSocketProjectModel; line: Line }> {
    const { project, line } = await joinProject(server, 'Ada');
    line.cut();
    await project.wsEdit(() => {
        (project.eventStore as any).add({ id: 'once', name: 'Once', startDate: new Date(2026, 0, 6), duration: 1 });
    });
    await project.wsEdit(() => void (eventOf(project, 'b').name = 'Offline'));
    await expect.poll(() => project.wsState.queue.length).toBe(2);
    await (project as any).wsSync.outgoing.saved(1);
    // The link to another page of the app: the browser puts the page away alive.
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await isLeft(server);
    return { project, line };
}

test('what another page has taken over is not sent again by a page that is put away and brought back', async () => {
    const server = startServer();
    const { project: ada, line } = await leaveEdits(server);
    const { project: other } = await joinProject(server, 'Ada');
    await converge([other], project => named(project, 'Once') && eventOf(project, 'b').name === 'Offline');
    await other.wsEdit(() => void (eventOf(other, 'b').name = 'Later'));
    await converge([other], project => eventOf(project, 'b').name === 'Later');
    bringBack();
    await expect.poll(() => [ada.wsState.queue.length, named(ada, 'Once')]).toEqual([0, 0]);
    line.mend();
    await converge([other, ada], project => named(project, 'Once') === 1 && eventOf(project, 'b').name === 'Later');
});

test('what nobody has taken over goes out when the page is brought back, also what is edited then', async () => {
    const server = startServer();
    const { project: ada, line } = await leaveEdits(server);
    bringBack();
    await ada.wsEdit(() => void (eventOf(ada, 'a').name = 'Back'));
    line.mend();
    const { project: ben } = await joinProject(server, 'Ben');
    await converge(
        [ben, ada],
        project =>
            named(project, 'Once') === 1 &&
            eventOf(project, 'a').name === 'Back' &&
            eventOf(project, 'b').name === 'Offline'
    );
});

test('a page that is brought back takes over again what the other page has left unsent', async () => {
    const server = startServer();
    const { project: ada, line } = await leaveEdits(server);
    const { project: other } = makeProject(server, { wsAutoSync: false });
    await other.wsLogin({ login: 'Ada' });
    await expect.poll(() => other.wsState.queue.length).toBe(2);
    await (other as any).wsSync.outgoing.saved(1);
    other.destroy();
    await isLeft(server);
    bringBack();
    line.mend();
    const { project: ben } = await joinProject(server, 'Ben');
    await converge([ben, ada], project => named(project, 'Once') === 1 && eventOf(project, 'b').name === 'Offline');
});
