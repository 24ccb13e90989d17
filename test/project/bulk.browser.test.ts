import { describe, expect, test } from 'vitest';
import type { ReportProgress } from '../../src/project/bulk.ts';
import type { BulkState } from '../../src/project/state.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import { createProject } from '../../src/server/core.ts';
import { BIG, COUNT } from '../support/bigPlan.ts';
import type { InPageServer } from '../support/inPageServer.ts';
import {
    converge,
    eventOf,
    isLive,
    isSaved,
    joinProject,
    joinTwo,
    record,
    snapshot,
    startServer,
    type Line
} from './support.ts';

function startBig(): InPageServer {
    return startServer({ fill: storage => createProject(storage, { id: 1, name: 'Big', dataset: BIG }) });
}

const events = (project: WebSocketProjectModel): any[] => project.eventStore.records;

/** Gives every event another duration, one after the other. */
const lengthen =
    (project: WebSocketProjectModel, duration = 5) =>
    async (report: ReportProgress): Promise<void> => {
        const all = events(project);
        for (const [index, event] of all.entries()) {
            event.duration = duration;
            // oxlint-disable-next-line no-await-in-loop -- that is how it is used
            await report(index + 1, all.length);
        }
    };

const hasAll =
    (duration: number) =>
    (project: WebSocketProjectModel): boolean =>
        events(project).every(event => event.duration === duration);

/** The edits that a client has sent, without what it has only calculated. */
const sentBy = ({ sent }: Line): any[] =>
    sent
        .filter(({ command }) => command === Command.projectChange)
        .flatMap(({ data }) => data.revisions)
        .filter(({ revision }) => revision.startsWith('local-'));

/** What the state has told of bulks, without repetitions. */
function watchBulks(project: WebSocketProjectModel): (BulkState | null)[] {
    const seen: (BulkState | null)[] = [];
    project.on({
        wsStateChange({ changes }: { changes: { bulk?: BulkState | null } }) {
            if ('bulk' in changes) {
                seen.push(changes.bulk ?? null);
            }
        }
    } as never);
    return seen;
}

describe('a bulk over 1,000 events', () => {
    test('is one revision and one undo step, and others calculate it once', async () => {
        const { ada, ben, adaLine } = await joinTwo({}, startBig());
        const received = record(ben, 'wsReceiveChanges');
        const calculated: number[] = [];
        ben.on({ dataReady: ({ records }: any) => void calculated.push(records.size) } as never);
        await ada.wsBulk(lengthen(ada), 'Five days each');
        await converge([ada, ben], hasAll(5));

        const [revision, ...others] = sentBy(adaLine);
        expect(revision.changes.events.$input.updated).toHaveLength(COUNT);
        expect(others).toEqual([]);
        const edits = received.flatMap(({ revisions }) => revisions).filter(({ changes }) => changes.events?.$input);
        expect(edits).toHaveLength(1);
        expect(calculated.filter(count => count > COUNT / 2)).toHaveLength(1);

        expect([ada.stm.position, ada.stm.length]).toEqual([1, 1]);
        expect((ada.stm as any).rawQueue[0].title).toBe('Five days each');
        await ada.stm.undo();
        await converge([ada, ben], hasAll(2));
        expect([ada.stm.position, ada.stm.length]).toEqual([0, 1]);
    });

    test('tells how far it is, and lets the page answer meanwhile', async () => {
        const { project } = await joinProject(startBig(), 'Ada');
        const seen = watchBulks(project);
        const { port1, port2 } = new MessageChannel();
        let turns = 0;
        port1.onmessage = () => {
            turns += project.wsState.bulk?.phase === 'editing' ? 1 : 0;
            port2.postMessage(null);
        };
        port2.postMessage(null);
        await project.wsBulk(lengthen(project), 'Five days each');
        port1.close();

        expect(seen[0]).toEqual({ title: 'Five days each', phase: 'editing', done: null, total: null });
        expect(seen.at(-1)).toBeNull();
        const counts = seen.flatMap(state => (state?.phase === 'editing' && state.done !== null ? [state.done] : []));
        expect(counts.length).toBeGreaterThan(2);
        expect(counts).toEqual(counts.toSorted((a, b) => a - b));
        expect(Math.max(...counts)).toBeLessThanOrEqual(COUNT);
        expect(seen.at(-2)?.phase).toBe('calculating');
        expect(turns).toBeGreaterThanOrEqual(counts.length);
        await isSaved(project);
    });

    test('may be one that does everything at once', async () => {
        const { ada, ben, adaLine } = await joinTwo({}, startBig());
        const seen = watchBulks(ada);
        const result = await ada.wsBulk(() => {
            events(ada).forEach(event => (event.duration = 3));
            return 'done';
        });
        expect(result).toBe('done');
        const phases = seen.map(state => state?.phase ?? null);
        expect(phases.filter((phase, index) => phase !== phases[index - 1])).toEqual(['editing', 'calculating', null]);
        await converge([ada, ben], hasAll(3));
        expect(sentBy(adaLine)).toHaveLength(1);
        expect(ada.stm.length).toBe(1);
    });

    test('tells how far the engine is', async () => {
        const { project } = await joinProject(startBig(), 'Ada');
        const seen = watchBulks(project);
        await project.wsBulk(() => events(project).forEach(event => (event.duration = 3)));
        const calculating = seen.flatMap(state => (state?.phase === 'calculating' && state.total ? [state] : []));
        expect(calculating.length).toBeGreaterThan(0);
        for (const { done, total } of calculating) {
            expect(done!).toBeGreaterThanOrEqual(0);
            expect(done!).toBeLessThanOrEqual(total!);
        }
        await isSaved(project);
    });

    test.each([
        ['at once', false],
        ['in turns', true]
    ])('leaves nothing when it throws halfway, working %s', async (_, isInTurns) => {
        const { ada, ben, adaLine } = await joinTwo({}, startBig());
        const before = snapshot(ada);
        const seen = watchBulks(ada);
        const work = ada.wsBulk(async report => {
            ada.resourceStore.add({ id: 'new', name: 'New' });
            ada.eventStore.remove(['e998', 'e999']);
            for (const [index, event] of events(ada).entries()) {
                event.duration = 7;
                event.name = `${event.name}!`;
                if (index === COUNT / 2) {
                    throw new Error('Halfway');
                }
                if (isInTurns) {
                    // oxlint-disable-next-line no-await-in-loop -- that is how it is used
                    await report(index, COUNT);
                }
            }
        });
        await expect(work).rejects.toThrow('Halfway');
        expect(seen.at(-1)).toBeNull();
        await converge([ada, ben], project => project.eventStore.count === COUNT);
        expect(snapshot(ada)).toEqual(before);
        expect([sentBy(adaLine), ada.stm.length]).toEqual([[], 0]);

        await ada.wsEdit(() => (eventOf(ada, 'e1').name = 'Goes on'));
        await converge([ada, ben], project => eventOf(project, 'e1').name === 'Goes on');
    });

    test('is not touched by one that is asked for meanwhile and throws', async () => {
        const { ada, ben, adaLine } = await joinTwo({}, startBig());
        const work = ada.wsBulk(() => events(ada).forEach(event => (event.duration = 5)));
        await expect.poll(() => ada.wsState.bulk?.phase).toBe('editing');
        const other = ada.wsBulk(() => {
            eventOf(ada, 'e1').name = 'Not to stay';
            throw new Error('Halfway');
        });
        await expect(other).rejects.toThrow('Halfway');
        await work;
        await converge([ada, ben], project => hasAll(5)(project) && eventOf(project, 'e1').name === 'E1');
        expect(sentBy(adaLine)).toHaveLength(1);
    });

    test('is taken back as a whole when one that has joined in throws', async () => {
        const { ada, ben, adaLine } = await joinTwo({}, startBig());
        const work = ada.wsBulk(async () => {
            eventOf(ada, 'e1').name = 'Before';
            const inner = ada.wsEdit(() => {
                eventOf(ada, 'e2').name = 'Within';
                throw new Error('Within');
            });
            await inner.catch(() => {});
            eventOf(ada, 'e3').name = 'After';
        });
        await expect(work).rejects.toThrow('Within');
        expect(['e1', 'e2', 'e3'].map(id => eventOf(ada, id).name)).toEqual(['E1', 'E2', 'E3']);
        await ada.wsEdit(() => (eventOf(ada, 'e4').name = 'Goes on'));
        await converge([ada, ben], project => eventOf(project, 'e4').name === 'Goes on');
        expect(sentBy(adaLine)).toHaveLength(1);
    });

    test('arrives whole when the line breaks in the middle of it', async () => {
        const { ada, ben, adaLine } = await joinTwo({}, startBig());
        let isCut = false;
        await ada.wsBulk(async report => {
            await lengthen(ada)(async (done, total) => {
                if (!isCut && done > COUNT / 3) {
                    isCut = true;
                    adaLine.cut();
                }
                await report(done, total);
            });
            expect(ada.wsState.connection.status).not.toBe('live');
        });
        await expect.poll(() => ada.wsState.queue.length).toBe(1);
        expect(hasAll(5)(ben)).toBe(false);
        adaLine.mend();
        await isLive(ada);
        await converge([ada, ben], hasAll(5));
        expect(sentBy(adaLine)).toHaveLength(1);
        expect(ada.stm.length).toBe(1);
    });

    test('keeps what others edit meanwhile', async () => {
        const { ada, ben } = await joinTwo({}, startBig());
        let isEdited = false;
        await ada.wsBulk(async report => {
            await lengthen(ada)(async (done, total) => {
                if (!isEdited && done > COUNT / 3) {
                    isEdited = true;
                    eventOf(ben, 'e7').name = 'Ben’s';
                    await isSaved(ben);
                }
                await report(done, total);
            });
            expect(eventOf(ada, 'e7').name).toBe('E7');
        });
        await converge([ada, ben], project => hasAll(5)(project) && eventOf(project, 'e7').name === 'Ben’s');
    });
});

describe('suspended auto-sync around it', () => {
    test('as in the vendor’s document: what is changed in between is sent at the end, as one revision', async () => {
        const { ada, ben, adaLine } = await joinTwo({}, startBig());
        ada.suspendAutoSync();
        try {
            for (const event of events(ada)) {
                event.duration = 5;
            }
        } finally {
            ada.resumeAutoSync();
        }
        await converge([ada, ben], hasAll(5));
        expect(sentBy(adaLine)).toHaveLength(1);
    });

    test('nested, with bulks in between: nothing is sent before the last is resumed', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        const cleared = record(ada, 'revisionQueueClear');
        ada.suspendAutoSync();
        await ada.wsBulk(() => (eventOf(ada, 'a').name = 'One'));
        ada.suspendAutoSync();
        await ada.wsBulk(async report => {
            ada.suspendAutoSync();
            eventOf(ada, 'b').name = 'Two';
            await report(1, 1);
            ada.resumeAutoSync();
        });
        ada.resumeAutoSync();
        expect(ada.isAutoSyncSuspended).toBe(true);
        await expect.poll(() => ada.wsState.queue).toMatchObject({ length: 2, waiting: 2 });
        eventOf(ben, 'c').name = 'Ben’s';
        await converge([ben], project => eventOf(project, 'c').name === 'Ben’s');
        await expect.poll(() => eventOf(ada, 'c').name).toBe('Ben’s');
        expect([sentBy(adaLine), cleared, eventOf(ben, 'a').name]).toEqual([[], [], 'A']);

        ada.resumeAutoSync();
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Two');
        expect(sentBy(adaLine).map(({ changes }) => changes.events.$input.updated[0].name)).toEqual(['One', 'Two']);
        expect(cleared).toHaveLength(1);
    });
});

describe('bulks and edits', () => {
    test('inside of each other are one, which goes by the name of the outer', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        const seen = watchBulks(ada);
        await ada.wsBulk(async () => {
            eventOf(ada, 'a').name = 'Outer';
            await ada.wsBulk(async report => {
                eventOf(ada, 'b').name = 'Inner';
                await report(1, 2);
            }, 'Inner');
            await ada.wsEdit(() => (eventOf(ada, 'c').name = 'Edit'));
        }, 'Outer');
        await converge([ada, ben], project => eventOf(project, 'c').name === 'Edit');
        expect(new Set(seen.map(state => state?.title))).toEqual(new Set(['Outer', undefined]));
        expect([sentBy(adaLine).length, ada.stm.length]).toEqual([1, 1]);
    });

    test.each(['wsEdit', 'wsBulk'] as const)('that wait for something in the middle are one: %s', async method => {
        const { ada, ben, adaLine } = await joinTwo();
        // As long as it takes the history to think that nothing more will come.
        const wait = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 300));
        await ada[method](async () => {
            eventOf(ada, 'a').duration = 5;
            await wait();
            eventOf(ada, 'b').duration = 5;
            await wait();
        });
        await converge([ada, ben], project => eventOf(project, 'b').duration === 5);
        expect([sentBy(adaLine).length, ada.stm.length]).toEqual([1, 1]);
        await ada.stm.undo();
        await converge([ada, ben], project =>
            [eventOf(project, 'a'), eventOf(project, 'b')].every(e => e.duration === 2)
        );

        const before = snapshot(ada);
        const work = ada[method](async () => {
            eventOf(ada, 'a').name = 'X';
            eventOf(ada, 'a').duration = 7;
            await wait();
            eventOf(ada, 'b').name = 'Y';
            throw new Error('No');
        });
        await expect(work).rejects.toThrow('No');
        expect(snapshot(ada)).toEqual(before);
        // The history goes on by itself.
        eventOf(ada, 'c').name = 'Z';
        await converge([ada, ben], project => eventOf(project, 'c').name === 'Z');
        expect([ada.stm.autoRecord, ada.stm.position]).toEqual([true, 1]);
    });

    test('one after the other have a revision and a state each', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        const seen = watchBulks(ada);
        await Promise.all([
            ada.wsBulk(() => (eventOf(ada, 'a').name = 'First'), 'First'),
            ada.wsBulk(() => (eventOf(ada, 'b').name = 'Second'), 'Second')
        ]);
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Second');
        const titles = seen.map(state => state?.title ?? null).filter((title, index, all) => title !== all[index - 1]);
        expect(titles.filter(Boolean)).toEqual(['First', 'Second']);
        expect([seen.at(-1), sentBy(adaLine).length, ada.stm.length]).toEqual([null, 2, 2]);
    });

    test('of who may not edit are refused before they show', async () => {
        const { project } = await joinProject(startServer(), 'Ada', { wsReadOnly: true });
        const seen = watchBulks(project);
        await expect(project.wsBulk(() => {})).rejects.toMatchObject({ code: 'read-only' });
        expect(seen.filter(Boolean)).toEqual([]);
    });
});
