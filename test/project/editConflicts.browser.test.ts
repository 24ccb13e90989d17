import { describe, expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import type { EditConflict } from '../../src/sync/editConflicts.ts';
import { converge, eventOf, isSaved, joinTwo } from './support.ts';

const conflicts = (project: WebSocketProjectModel): readonly EditConflict[] => project.wsState.editConflicts;

/** Waits until the project has queued so many revisions. */
const hasQueued = (project: WebSocketProjectModel, length: number): Promise<void> =>
    expect.poll(() => project.wsState.queue.length, { timeout: 5_000 }).toBe(length);

const isOffline = (project: WebSocketProjectModel): Promise<void> =>
    expect.poll(() => project.wsState.connection.status).not.toBe('live');

const hasConflicts = (project: WebSocketProjectModel, count: number): Promise<void> =>
    expect.poll(() => conflicts(project).length, { timeout: 10_000 }).toBe(count);

/** Ada renames an event while she is offline, Ben does so meanwhile, and Ada comes back. */
async function renameBoth(config: object = {}) {
    const both = await joinTwo(config);
    const { ada, ben, adaLine } = both;
    adaLine.cut();
    await isOffline(ada);
    eventOf(ada, 'a').name = 'Ada’s';
    await hasQueued(ada, 1);
    eventOf(ben, 'a').name = 'Ben’s';
    await isSaved(ben);
    adaLine.mend();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
    return both;
}

describe('somebody has changed the same field while one was offline', () => {
    test('the own edit counts on all screens, and what they had set is remembered with who and when', async () => {
        const { ada, ben } = await renameBoth();
        expect(conflicts(ada)).toEqual([
            expect.objectContaining({
                store: 'events',
                id: 'a',
                name: 'Ada’s',
                kind: 'updated',
                field: 'name',
                before: { name: 'A' },
                mine: { name: 'Ada’s' },
                theirs: { name: 'Ben’s' },
                userName: 'Ben'
            })
        ]);
        expect(Math.abs(Date.now() - conflicts(ada)[0]!.at!)).toBeLessThan(60_000);
        expect(conflicts(ben)).toEqual([]);
    });

    test('taking theirs is one edit and one undo step', async () => {
        const { ada, ben } = await renameBoth();
        const { position } = ada.stm;
        await ada.wsResolveEditConflicts('theirs');
        expect(conflicts(ada)).toEqual([]);
        expect(ada.stm.position).toBe(position + 1);
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ben’s');
        await (ada.stm as any).undo();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        await hasConflicts(ada, 0);
    });
});
