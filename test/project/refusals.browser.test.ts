import { expect, test } from 'vitest';
import { converge, eventOf, isCalm, joinTwo, record, startServer } from './support.ts';

test('an edit that was accepted before the server failed is not reported as refused, during a drag neither', async () => {
    const server = startServer({ onError: () => {} });
    const { ada, ben } = await joinTwo({}, server);
    await isCalm(ada, ben);
    ada.suspendAutoSync();
    await ada.wsEdit(() => void (eventOf(ada, 'a').name = 'First'));
    await ada.wsEdit(() => void (eventOf(ada, 'b').name = 'Second'));
    const storage = (server as any).storage;
    const findRevision = storage.findRevision.bind(storage);
    let isFailing = true;
    storage.findRevision = (project: number, client: string, local: string) => {
        // What is calculated may be sent by either of them.
        if (isFailing && client === ada.wsState.session!.clientId && local === 'local-2') {
            isFailing = false;
            throw new Error('The disk is busy');
        }
        return findRevision(project, client, local);
    };
    const { promise: drag, resolve: drop } = Promise.withResolvers<void>();
    void (ada as any).queue(() => drag);
    const problems = record(ada, 'wsError');
    ada.resumeAutoSync();
    await expect.poll(() => problems.map(({ error }) => error.code)).toContain('server-error');
    drop();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'First' && eventOf(project, 'b').name === 'B');
    expect(ada.wsState.rejections.map(({ title }) => title)).toEqual(['Edit task B']);
});
