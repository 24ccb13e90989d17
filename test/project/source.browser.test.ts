import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import {
    converge,
    eventOf,
    isLive,
    isSaved,
    joinProject,
    joinTwo,
    makeProject,
    record,
    startServer
} from './support.ts';

const STORES = ['eventStore', 'resourceStore', 'assignmentStore', 'dependencyStore', 'calendarManagerStore'] as const;
const NAMES = ['change', 'add', 'remove', 'update', 'refresh'];

/** Collects what a host's listeners of the stores read, each source once, since the last time it was asked. */
function listen(project: WebSocketProjectModel): () => string[] {
    let seen = new Set<string>();
    for (const store of STORES) {
        (project[store] as any).on(
            Object.fromEntries(NAMES.map(name => [name, () => void seen.add(project.wsSource)]))
        );
    }
    return () => {
        const sources = [...seen].sort();
        seen = new Set();
        return sources;
    };
}

/** Waits until a project has nothing more to tell. */
const isQuiet = (project: WebSocketProjectModel): Promise<unknown> =>
    expect.poll(() => (project as any).wsSync.isQuiet).toBe(true);

test('edits by hand and by code, and undo and redo, are local here and remote elsewhere', async () => {
    const { ada, ben } = await joinTwo();
    const [atAda, atBen] = [listen(ada), listen(ben)];
    eventOf(ada, 'a').duration = 4;
    eventOf(ada, 'b').name = 'B of Ada';
    await converge([ada, ben], project => eventOf(project, 'b').name === 'B of Ada');
    expect([atAda(), atBen()]).toEqual([['local'], ['remote']]);
    await ada.wsEdit(() => {
        ada.eventStore.add({ id: 'new', name: 'New', startDate: new Date(2026, 0, 3), duration: 2 } as never);
        ada.assignmentStore.add({ id: 'new-yard', event: 'new', resource: 'yard' } as never);
        ada.eventStore.remove('d');
    });
    await converge([ada, ben], project => eventOf(project, 'new') && !eventOf(project, 'd'));
    expect([atAda(), atBen()]).toEqual([['local'], ['remote']]);
    await ada.stm.undo();
    await converge([ada, ben], project => eventOf(project, 'd'));
    await ada.stm.redo();
    await converge([ada, ben], project => !eventOf(project, 'd'));
    expect([atAda(), atBen()]).toEqual([['local'], ['remote']]);
    await expect(
        ada.wsEdit(() => {
            eventOf(ada, 'b').name = 'taken back';
            throw new Error('no');
        })
    ).rejects.toThrow('no');
    expect(atAda()).toEqual(['local']);
    expect([ada.wsSource, ben.wsSource]).toEqual(['local', 'local']);
});

test('what was missed, a dataset and a refusal come from the server', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    const atAda = listen(ada);
    adaLine.cut();
    await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
    eventOf(ben, 'b').name = 'missed';
    ben.eventStore.remove('d');
    await isSaved(ben);
    adaLine.mend();
    await converge([ada, ben], project => eventOf(project, 'b').name === 'missed');
    expect(atAda()).toEqual(['remote']);
    eventOf(ben, 'b').name = 'again';
    await isSaved(ben);
    await ada.wsLoad();
    await converge([ada, ben], project => eventOf(project, 'b').name === 'again');
    await isQuiet(ada);
    expect(atAda()).toEqual(['remote']);

    adaLine.cut();
    await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
    ben.eventStore.remove('c');
    await isSaved(ben);
    eventOf(ada, 'c').name = 'too late';
    await expect.poll(() => ada.wsState.queue.length).toBe(1);
    expect(atAda()).toEqual(['local']);
    adaLine.mend();
    await expect.poll(() => ada.wsState.rejections.length).toBe(1);
    await converge([ada, ben], project => !eventOf(project, 'c'));
    expect(atAda()).toEqual(['remote']);
});

test('the first dataset comes from the server, and one’s own pending edits are made again on it', async () => {
    const server = startServer();
    const { project: ada, line } = await joinProject(server, 'Ada');
    line.cut();
    await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
    eventOf(ada, 'b').name = 'pending';
    await expect.poll(() => ada.wsState.queue.length).toBe(1);
    // The end of the page: what is pending is on the disk.
    await (ada as any).wsSync.outgoing.saved(1);
    ada.destroy();
    const held = async (): Promise<unknown> =>
        (await navigator.locks.query()).held!.find(({ name }) => name!.includes(server.address));
    await expect.poll(held).toBeUndefined();

    const { project } = makeProject(server);
    const sources = listen(project);
    const renamed: string[] = [];
    project.eventStore.on({
        update({ record: { id, name } }: any) {
            if (id === 'b' && name === 'pending') {
                renamed.push(project.wsSource);
            }
        }
    } as never);
    await project.wsLogin({ login: 'Ada' });
    await isLive(project);
    await isSaved(project);
    expect(eventOf(project, 'b').name).toBe('pending');
    expect([renamed, sources()]).toEqual([['replay'], ['remote', 'replay']]);
});

test('an engine that is made anew replays', async () => {
    const { ada, ben } = await joinTwo();
    await isQuiet(ada);
    const atAda = listen(ada);
    await (ada as any).wsSync.engine.rebuild();
    expect(atAda()).toEqual(['replay']);
    await converge([ada, ben], project => eventOf(project, 'a'));
    expect(ada.wsSource).toBe('local');
});

test('events of the project say it, too', async () => {
    const { ada, ben } = await joinTwo();
    const fired = record(ada, 'wsReceiveChanges', 'wsShowChanges', 'wsReceiveDataset');
    eventOf(ben, 'b').name = 'B of Ben';
    await converge([ada, ben], project => eventOf(project, 'b').name === 'B of Ben');
    await ada.wsLoad();
    expect(fired.map(({ type, source }) => [type, source])).toEqual([
        ['wsShowChanges', 'remote'],
        ['wsReceiveChanges', 'remote'],
        ['wsReceiveDataset', 'remote']
    ]);
});

test('a host’s listener can answer an edit without answering others’ and so without end', async () => {
    const { ada, ben } = await joinTwo();
    for (const project of [ada, ben]) {
        project.eventStore.on({
            update({ record: event, changes }: any) {
                if (changes.name && project.wsSource === 'local') {
                    event.eventColor = `from-${project === ada ? 'ada' : 'ben'}`;
                }
            }
        } as never);
    }
    eventOf(ada, 'b').name = 'B of Ada';
    await converge([ada, ben], project => eventOf(project, 'b').eventColor === 'from-ada');
    await Promise.all([ada, ben].map(isQuiet));
    expect(eventOf(ben, 'b').eventColor).toBe('from-ada');
});
