import { describe, expect, test, vi } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { isEditing } from '../../src/project/edit.ts';
import { commitTransaction, runQueued } from '../../src/project/engine.ts';
import { Command } from '../../src/protocol/index.ts';
import { microtasks } from '../support/microtasks.ts';
import {
    isCalm,
    converge,
    eventOf,
    isSaved,
    joinProject,
    joinTwo,
    next,
    record,
    snapshot,
    startServer
} from './support.ts';

const named = (project: any, name: string): any[] => project.eventStore.query((r: any) => r.name === name);
const addNew = (project: WebSocketProjectModel, name: string): any =>
    (project.eventStore as any).add({ name, startDate: new Date(2026, 0, 6), duration: 1 })[0];

/** Waits until the project has queued so many revisions. */
const hasQueued = (project: WebSocketProjectModel, length: number): Promise<void> =>
    expect.poll(() => project.wsState.queue.length).toBe(length);

const isOffline = (project: WebSocketProjectModel): Promise<void> =>
    expect.poll(() => project.wsState.connection.status).not.toBe('live');

describe.each([
    ['a server of this package', false],
    ['D2: a server that knows dialect 1 only', true]
])('a lost connection to %s:', (_, isDialect1) => {
    test('edits made offline arrive, in order, once', async () => {
        const server = startServer();
        const { project: ada, line } = await joinProject(server, 'Ada', {}, { isDialect1 });
        const { project: ben } = await joinProject(server, 'Ben');
        line.cut();
        await isOffline(ada);
        addNew(ada, 'Offline');
        await hasQueued(ada, 1);
        named(ada, 'Offline')[0].duration = 4;
        await hasQueued(ada, 2);
        eventOf(ada, 'a').name = 'Renamed offline';
        await hasQueued(ada, 3);
        eventOf(ben, 'b').name = 'Renamed meanwhile';
        await isSaved(ben);
        line.mend();
        await converge(
            [ada, ben],
            project =>
                named(project, 'Offline').length === 1 &&
                named(project, 'Offline')[0].duration === 4 &&
                eventOf(project, 'a').name === 'Renamed offline' &&
                eventOf(project, 'b').name === 'Renamed meanwhile'
        );
        expect(ada.wsState.lastError).toBeNull();
    });
});

test('what is edited while the data is loaded again under a new client id is sent under that, and settled', async () => {
    const server = startServer();
    // Such a server knows nobody again, so that every connection has an id of its own.
    const { project: ada, line } = await joinProject(server, 'Ada', {}, { isDialect1: true });
    const { project: ben } = await joinProject(server, 'Ben');
    const { engine } = (ada as any).wsSync;
    for (const moment of [0, 1, 3, 10, 30, 100]) {
        const load = vi.spyOn(engine, 'load').mockImplementationOnce((...given) => {
            load.mockRestore();
            const loaded = engine.load(...given);
            void microtasks(moment).then(() => {
                eventOf(ada, 'a').name = `Edited after ${moment}`;
            });
            return loaded;
        });
        line.cut();
        // oxlint-disable-next-line no-await-in-loop -- one moment after the other
        await isOffline(ada);
        line.mend();
        // oxlint-disable-next-line no-await-in-loop
        await converge([ada, ben], project => eventOf(project, 'a').name === `Edited after ${moment}`);
    }
});

test('O4: an edit whose confirmation got lost is not made twice', async () => {
    const server = startServer();
    const { project: ada, line } = await joinProject(server, 'Ada');
    const { project: ben } = await joinProject(server, 'Ben');
    await isCalm(ada, ben);
    line.cutAfterSending(Command.projectChange);
    addNew(ada, 'Once');
    await expect.poll(() => named(ben, 'Once').length).toBe(1);
    await isOffline(ada);
    await hasQueued(ada, 1);
    line.mend();
    await converge([ada, ben], project => named(project, 'Once').length === 1);
});

describe('R6: a refused revision', () => {
    test('is reported by the name of its record, and the rest of the outbox survives', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        adaLine.cut();
        await isOffline(ada);
        eventOf(ada, 'a').name = 'Kept 1';
        await hasQueued(ada, 1);
        eventOf(ada, 'b').name = 'Of no use';
        await hasQueued(ada, 2);
        addNew(ada, 'Kept 2');
        await hasQueued(ada, 3);
        eventOf(ada, 'd').duration = 6;
        await hasQueued(ada, 4);
        ben.eventStore.remove('b');
        await isSaved(ben);
        adaLine.mend();
        await converge(
            [ada, ben],
            project =>
                !eventOf(project, 'b') &&
                eventOf(project, 'a').name === 'Kept 1' &&
                named(project, 'Kept 2').length === 1 &&
                eventOf(project, 'd').duration === 6
        );
        expect(ada.wsState.lastError?.message).toMatch(/'B' was removed by Ben/);
        expect(ben.wsState.lastError).toBeNull();
    });

    test('is taken back on the screen although the connection is lost before it is the turn of that', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        await isCalm(ada, ben);
        const { desyncs } = ada.wsState;
        ada.suspendAutoSync();
        eventOf(ada, 'a').name = 'Of no use';
        eventOf(ada, 'b').name = 'Of no use';
        await hasQueued(ada, 1);
        let goOn = (): void => {};
        const edited = ada.wsEdit(() => new Promise<void>(resolve => (goOn = resolve)));
        await expect.poll(() => isEditing(ada)).toBe(true);
        ben.eventStore.remove('b');
        await isSaved(ben);
        ada.resumeAutoSync();
        await expect.poll(() => ada.wsState.rejections.length).toBe(1);
        adaLine.cut();
        await isOffline(ada);
        goOn();
        await edited;
        adaLine.mend();
        await converge([ada, ben], project => !eventOf(project, 'b') && eventOf(project, 'a').name === 'A');
        expect(ada.wsState.desyncs, 'found by comparing only').toBe(desyncs);
    });

    test('gives an assignment its resource back, whichever of its names the dataset knows', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        const assignment = (project: WebSocketProjectModel): any => project.assignmentStore.getById('a-hall');
        adaLine.cut();
        await isOffline(ada);
        void ada.wsEdit(() => {
            eventOf(ada, 'b').name = 'Of no use';
            assignment(ada).resource = ada.resourceStore.getById('yard');
        });
        await hasQueued(ada, 1);
        await (ada.stm as any).undo();
        await hasQueued(ada, 2);
        ben.eventStore.remove('b');
        await isSaved(ben);
        adaLine.mend();
        await converge([ada, ben], project => !eventOf(project, 'b'));
        expect(ada.wsState.rejections).toHaveLength(2);
        expect(assignment(ada).resource?.id).toBe('hall');
        expect(assignment(ben).resource?.id).toBe('hall');
    });
});

test('O8: an edit that was refused is not made after all, later than the next one, when the refusal got lost', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    adaLine.cut();
    await isOffline(ada);
    void ada.wsEdit(() => {
        eventOf(ada, 'a').name = 'Of no use';
        eventOf(ada, 'b').name = 'First';
    });
    await hasQueued(ada, 1);
    eventOf(ada, 'b').name = 'Second';
    await hasQueued(ada, 2);
    ben.eventStore.remove('a');
    await isSaved(ben);
    adaLine.cutAfterSending(Command.projectChange);
    adaLine.mend();
    await expect.poll(() => eventOf(ben, 'b').name).toBe('Second');
    await isOffline(ada);
    await (ben.stm as any).undo();
    await isSaved(ben);
    adaLine.mend();
    await converge(
        [ada, ben],
        project => eventOf(project, 'b').name === 'Second' && eventOf(project, 'a').name === 'A'
    );
    expect(ada.wsState.rejections).toHaveLength(1);
    expect(ada.wsState.rejections[0]!.code).toBe('refused-unheard');
    expect(JSON.stringify(ada.wsState.rejections[0]!.changes)).toContain('Of no use');
});

test('a logout with unsent edits keeps them for the next login, which adds no record twice', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    adaLine.cutAfterSending(Command.projectChange);
    addNew(ada, 'Sent');
    await expect.poll(() => named(ben, 'Sent').length).toBe(1);
    await isOffline(ada);
    eventOf(ada, 'a').name = 'Unsent';
    await hasQueued(ada, 2);
    ada.wsLogout();
    expect(ada.wsState.queue.length).toBe(2);
    adaLine.mend();
    await ada.wsLogin({ login: 'Ada' });
    await converge(
        [ada, ben],
        project => named(project, 'Sent').length === 1 && eventOf(project, 'a').name === 'Unsent'
    );
});

test('R6: a refusal by a dialect 1 server, which names no revision, shows its reason and the truth', async () => {
    const server = startServer();
    const { project: ada } = await joinProject(server, 'Ada', {}, { isDialect1: true });
    const { project: ben } = await joinProject(server, 'Ben');
    ada.suspendAutoSync();
    eventOf(ada, 'b').name = 'Of no use';
    await hasQueued(ada, 1);
    const removed = next(ada, 'wsReceiveChanges');
    ben.eventStore.remove('b');
    await removed;
    ada.resumeAutoSync();
    await converge([ada, ben], project => !eventOf(project, 'b'));
    expect(ada.wsState.lastError?.message).toMatch(/'B' was removed by Ben/);
});

describe('a reset', () => {
    test('restores the initial data for everybody', async () => {
        const { ada, ben } = await joinTwo();
        const initial = snapshot(ada);
        eventOf(ada, 'a').name = 'Gone soon';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Gone soon');
        await ada.wsReset();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'A');
        expect(snapshot(ben)).toEqual(initial);
    });

    test('by somebody else leaves pending edits, which are made again on top', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        eventOf(ben, 'b').name = 'Gone soon';
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Gone soon');
        ada.suspendAutoSync();
        eventOf(ada, 'a').name = 'Pending';
        addNew(ada, 'Pending too');
        await expect.poll(() => ada.wsState.queue.waiting).toBeGreaterThan(0);
        await ben.wsReset();
        await expect.poll(() => eventOf(ada, 'b').name).toBe('B');
        ada.resumeAutoSync();
        await converge(
            [ada, ben],
            project => eventOf(project, 'a').name === 'Pending' && named(project, 'Pending too').length === 1
        );
        expect(adaLine.sockets).toHaveLength(1);
    });

    test('that crosses an edit on its way ends the same everywhere, and adds no record twice', async () => {
        const { ada, ben } = await joinTwo();
        addNew(ada, 'Crossing');
        await next(ada, 'wsSendChanges');
        await ben.wsReset();
        await Promise.all([isSaved(ada), isSaved(ben)]);
        await expect.poll(() => snapshot(ben)).toEqual(snapshot(ada));
        expect(named(ada, 'Crossing').length).toBeLessThanOrEqual(1);
    });
});

describe('edits at the same time', () => {
    test('of one field end with one value', async () => {
        const { ada, ben } = await joinTwo();
        eventOf(ada, 'a').name = "Ada's";
        eventOf(ben, 'a').name = "Ben's";
        await converge([ada, ben], project => ["Ada's", "Ben's"].includes(eventOf(project, 'a').name));
        eventOf(ada, 'a').duration = 3;
        eventOf(ben, 'a').duration = 5;
        await converge([ada, ben], project => [3, 5].includes(eventOf(project, 'a').duration));
    });

    test('of many records, through the queue that the view uses, converge', async () => {
        const { ada, ben } = await joinTwo();
        const edit = (project: WebSocketProjectModel, round: number): Promise<void> =>
            runQueued(project, async () => {
                const name = project === ada ? 'Ada' : 'Ben';
                project.stm.startTransaction();
                eventOf(project, 'ab'[round % 2]!).duration = round + (project === ada ? 1 : 2);
                eventOf(project, 'cd'[round % 2]!).name = `${round} ${name}`;
                if (round % 3 === 0) {
                    addNew(project, `New ${round} ${name}`);
                }
                await commitTransaction(project);
            });
        await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].flatMap(round => [edit(ada, round), edit(ben, round)]));
        await converge([ada, ben], project => project.eventStore.count === 10);
    });
});

test('edits of one server are not sent to another', async () => {
    const first = startServer();
    const second = startServer();
    const { project: ada } = await joinProject(first, 'Ada');
    const { project: ben } = await joinProject(second, 'Ben');
    ada.wsAutoSync = false;
    eventOf(ada, 'a').name = 'Of the first server';
    await hasQueued(ada, 1);
    const elsewhere = second.address.replace('in-page', 'other');
    const Second = second.webSocketImplementation;
    ada.webSocketImplementation = class extends (Second as any) {
        constructor() {
            super(second.address);
        }
    } as never;
    ada.wsAddress = elsewhere;
    await ada.wsLogin({ login: 'Ada' });
    ada.wsAutoSync = true;
    await isSaved(ada);
    expect(eventOf(ada, 'a').name).toBe('A');
    expect(eventOf(ben, 'a').name).toBe('A');
});

test('a project that is destroyed while revisions arrive says nothing', async () => {
    const { ada, ben } = await joinTwo();
    const warn = vi.spyOn(console, 'warn');
    eventOf(ada, 'a').name = 'On its way';
    await next(ben, 'wsBeforeReceiveChanges');
    ben.destroy();
    await isSaved(ada);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
});

test('what was removed, brought back and removed by somebody else meanwhile is back, and stays on the screen', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await isCalm(ada, ben);
    adaLine.cut();
    await expect.poll(() => ada.wsState.connection.status).not.toBe('live');
    ben.eventStore.remove('a');
    await isSaved(ben);
    await ada.wsEdit(() => (eventOf(ada, 'a').name = 'Refused'));
    await ada.wsEdit(() => ada.dependencyStore.add({ fromEvent: eventOf(ada, 'a'), toEvent: eventOf(ada, 'd') }));
    await ada.wsEdit(() => ada.eventStore.remove('a'));
    await (ada.stm as any).undo();
    await hasQueued(ada, 4);
    const removed: unknown[] = [];
    for (const store of [ada.eventStore, ada.assignmentStore]) {
        store.on({ remove: ({ records }: any) => void removed.push(...records.map(({ id }: any) => id)) } as never);
    }
    const received = record(ben, 'wsReceiveChanges');
    // Every message by itself: what is confirmed is shown before the refusals of what came before it are there.
    const { prototype } = adaLine.webSocketImplementation as any;
    const { deliver } = prototype;
    let delivered = Promise.resolve();
    prototype.deliver = function deliverLate(data: string) {
        delivered = delivered.then(() => new Promise(resolve => setTimeout(resolve, 40)));
        void delivered.then(() => deliver.call(this, data));
    };
    adaLine.mend();
    await converge([ada, ben], project => eventOf(project, 'a')?.resources[0]?.id === 'hall');
    await isCalm(ada, ben);
    expect(removed).toEqual([]);
    const revisions = received.flatMap(({ revisions: each }: any): any[] => each);
    expect(revisions.filter(({ changes }: any) => changes.assignments?.removed)).toEqual([]);
});
