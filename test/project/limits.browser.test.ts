import { expect, test } from 'vitest';
import { MAX_FRAME } from '../../src/protocol/index.ts';
import type { WebSocketConstructor } from '../../src/transport/WebSocketManager.ts';
import type { InPageServer } from '../support/inPageServer.ts';
import { InPageWebSocket } from '../support/InPageWebSocket.ts';
import { converge, eventOf, joinProject, startServer } from './support.ts';

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
