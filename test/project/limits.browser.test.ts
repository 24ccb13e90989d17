import { expect, test } from 'vitest';
import { Command, MAX_FRAME, MAX_REVISIONS, type LocalRevision } from '../../src/protocol/index.ts';
import type { WebSocketConstructor } from '../../src/transport/WebSocketManager.ts';
import type { InPageServer } from '../support/inPageServer.ts';
import type { StoredRevision } from '../../src/sync/OutboxStorage.ts';
import { InPageWebSocket } from '../support/InPageWebSocket.ts';
import { converge, eventOf, isCalm, isLive, isSaved, joinProject, makeProject, startServer } from './support.ts';

/** A way to a server that closes the socket when a frame is larger than it may be, as those of this package do. */
function withLimit(server: InPageServer): {
    webSocketImplementation: WebSocketConstructor;
    count: { tooLarge: number };
} {
    const Socket = server.webSocketImplementation as unknown as new (address: string) => InPageWebSocket;
    const count = { tooLarge: 0 };
    class Limited extends Socket {
        override send(text: string): void {
            if (new TextEncoder().encode(text).length > MAX_FRAME) {
                count.tooLarge++;
                this.deliverClose(1009, 'Max payload size exceeded');
            } else {
                super.send(text);
            }
        }
    }
    return { webSocketImplementation: Limited, count };
}

test('edits that waited and together exceed what one message may hold arrive in several', async () => {
    const server = startServer();
    const { webSocketImplementation, count } = withLimit(server);
    const { project: ada } = await joinProject(server, 'Ada', { webSocketImplementation });
    const { project: ben } = await joinProject(server, 'Ben');
    const names = { a: 'a'.repeat(1_500_000), b: 'b'.repeat(1_500_000), c: 'c'.repeat(1_500_000) };
    ada.suspendAutoSync();
    for (const [id, name] of Object.entries(names)) {
        // oxlint-disable-next-line no-await-in-loop -- one edit after the other
        await ada.wsEdit(() => void (eventOf(ada, id).name = name));
    }
    await expect.poll(() => ada.wsState.queue.length).toBe(3);
    ada.resumeAutoSync();
    await converge([ada, ben], project =>
        Object.entries(names).every(([id, name]) => eventOf(project, id).name === name)
    );
    expect(count.tooLarge).toBe(0);
}, 60_000);

test('an edit that no message can hold is taken back by name, and those before and after it arrive', async () => {
    const server = startServer();
    const { webSocketImplementation } = withLimit(server);
    const { project: ada } = await joinProject(server, 'Ada', { webSocketImplementation });
    const { project: ben } = await joinProject(server, 'Ben');
    ada.suspendAutoSync();
    await ada.wsEdit(() => void (eventOf(ada, 'a').name = 'Before'));
    await ada.wsEdit(() => void (eventOf(ada, 'b').name = 'b'.repeat(MAX_FRAME)));
    await ada.wsEdit(() => void (eventOf(ada, 'c').name = 'After'));
    ada.resumeAutoSync();
    await converge([ada, ben], project => eventOf(project, 'c').name === 'After' && eventOf(project, 'b').name === 'B');
    expect(eventOf(ben, 'a').name).toBe('Before');
    expect(ada.wsState.rejections).toMatchObject([{ code: 'too-large', title: 'Edit task B' }]);
    expect(ada.wsState.connection.status).toBe('live');
}, 60_000);

test('more edits of an earlier page than may be asked about at once arrive, and none is made twice', async () => {
    const server = startServer();
    const { project: earlier } = await joinProject(server, 'Ada');
    const client = earlier.wsState.session!.clientId;
    const sessions = { [client]: (earlier as any).wsSync.connection.session.session as string };
    const revisions = Array.from({ length: MAX_REVISIONS + 2 }, (_, index): LocalRevision => {
        const updated = [{ id: 'a', name: `N${index}` }];
        return { revision: `local-${index}`, changes: { events: { $input: { updated }, updated } } };
    });
    // The server has all of them but the last one, and the earlier page has not heard of it.
    for (const part of [revisions.slice(0, MAX_REVISIONS), revisions.slice(MAX_REVISIONS, -1)]) {
        // oxlint-disable-next-line no-await-in-loop -- in order
        await earlier.wsSend(Command.projectChange, { project: 1, revisions: part });
    }
    await expect.poll(() => eventOf(earlier, 'a').name).toBe(`N${MAX_REVISIONS}`);
    await isCalm(earlier);
    earlier.destroy();

    const entries = revisions.map((revision, createdAt): StoredRevision => ({
        revision,
        client,
        createdAt,
        summary: { title: '', changes: [] }
    }));
    const file = { adopt: async () => ({ entries, sessions }), save: async () => {}, close() {} };
    const { project: ada, line } = makeProject(server, { wsOutboxStorage: { open: () => file } });
    await ada.wsLogin({ login: 'Ada' });
    await expect.poll(() => ada.wsState.connection.status).toBe('live');
    await isSaved(ada);
    expect(eventOf(ada, 'a').name).toBe(`N${MAX_REVISIONS + 1}`);
    const made = line.sent.flatMap(({ data }): LocalRevision[] => data.revisions ?? []);
    expect(made.map(({ changes }) => (changes.events as any).$input?.updated[0].name)).toEqual([
        `N${MAX_REVISIONS + 1}`
    ]);
    const asked = line.sent.filter(({ command }) => command === Command.dataset);
    expect(asked.map(({ data }) => data.pending[0].revisions.length)).toEqual([MAX_REVISIONS, 2]);
}, 120_000);

test('edits of more earlier pages than may be asked about at once arrive', async () => {
    const server = startServer();
    const { project: ben } = await joinProject(server, 'Ben');
    const clients = Array.from({ length: 101 }, (_, index) => `page-${index}`);
    const entries = clients.map((client, createdAt): StoredRevision => {
        const updated = [{ id: 'a', name: client }];
        const revision = { revision: 'local-1', changes: { events: { $input: { updated }, updated } } };
        return { revision, client, createdAt, summary: { title: '', changes: [] } };
    });
    const sessions = Object.fromEntries(clients.map(client => [client, `secret of ${client}`]));
    const file = { adopt: async () => ({ entries, sessions }), save: async () => {}, close() {} };
    const { project: ada } = makeProject(server, { wsOutboxStorage: { open: () => file } });
    await ada.wsLogin({ login: 'Ada' });
    await isLive(ada);
    await converge([ada, ben], project => eventOf(project, 'a').name === 'page-100');
}, 60_000);
