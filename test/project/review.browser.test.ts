import { describe, expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { closePage, goOffline, hasConflicts, hasQueued } from './editConflictSupport.ts';
import { converge, eventOf, isLive, isSaved, joinProject, joinTwo, startServer } from './support.ts';

const CONFIG = { wsReviewAbove: 2 };

const titles = ({ wsState }: WebSocketProjectModel): string[] => (wsState.review ?? []).map(({ title }) => title);
const names = (project: WebSocketProjectModel): string[] =>
    ['a', 'b', 'c', 'd'].map(id => eventOf(project, id)?.name ?? '–');

async function rename(project: WebSocketProjectModel, ...pairs: [id: string, name: string][]): Promise<void> {
    for (const [id, name] of pairs) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, as people do
        await project.wsEdit(() => void (eventOf(project, id).name = name));
    }
}

/** Ada has made three edits while she was offline, and is back. */
async function comeBack(
    edit = (ada: WebSocketProjectModel): Promise<void> => rename(ada, ['a', 'A1'], ['b', 'B1'], ['a', 'A2'])
) {
    const joined = await joinTwo(CONFIG);
    const { ada, adaLine } = joined;
    await goOffline(ada, adaLine);
    await edit(ada);
    adaLine.mend();
    await isLive(ada);
    return joined;
}

test('up to the limit edits are sent at once, and so are those of somebody who was never away', async () => {
    const { ada, ben } = await comeBack(project => rename(project, ['a', 'A1'], ['b', 'B1']));
    await converge([ada, ben], project => eventOf(project, 'b').name === 'B1');
    expect(ada.wsState.review).toBeNull();
    ada.wsAutoSync = false;
    await rename(ada, ['a', '1'], ['a', '2'], ['a', '3']);
    ada.wsAutoSync = true;
    await converge([ada, ben], project => eventOf(project, 'a').name === '3');
    expect(ada.wsState.review).toBeNull();
});

test('without a limit any number is sent at once', async () => {
    const { ada, ben, adaLine } = await joinTwo();
    await goOffline(ada, adaLine);
    await rename(ada, ...Array.from({ length: 20 }, (_, index): [string, string] => ['a', `A${index}`]));
    adaLine.mend();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'A19');
});

describe('more edits than the limit', () => {
    test('are kept back, while what others do arrives, with what it conflicts with', async () => {
        const { ada, ben } = await comeBack();
        expect(titles(ada)).toEqual(['Edit task A', 'Edit task B', 'Edit task A']);
        await rename(ben, ['a', 'Ben’s'], ['d', 'D1']);
        await expect.poll(() => names(ada)).toEqual(['A2', 'B1', 'C', 'D1']);
        expect(names(ben)).toEqual(['Ben’s', 'B', 'C', 'D1']);
        await hasConflicts(ada, 'a name');
        const [conflict] = ada.wsState.editConflicts;
        expect(conflict).toMatchObject({ before: { name: 'A' }, mine: { name: 'A2' }, theirs: { name: 'Ben’s' } });
        expect(conflict!.edit).toBe(ada.wsState.review![2]!.id);
    });

    test('are not sent by the Sync button either', async () => {
        const { ada, ben } = await comeBack();
        ada.wsFlush();
        await ben.wsEdit(() => void (eventOf(ben, 'd').name = 'D1'));
        await expect.poll(() => eventOf(ada, 'd').name).toBe('D1');
        expect(ada.wsState.queue).toMatchObject({ length: 3, waiting: 3 });
        expect(names(ben)).toEqual(['A', 'B', 'C', 'D1']);
    });

    test('are sent in order when all are accepted', async () => {
        const { ada, ben } = await comeBack();
        await ada.wsReview('accept');
        await converge([ada, ben], project => names(project).join() === 'A2,B1,C,D');
        expect(ada.wsState.review).toBeNull();
    });

    test('are taken back when all are discarded', async () => {
        const { ada, ben } = await comeBack();
        await rename(ben, ['a', 'Ben’s']);
        await hasConflicts(ada, 'a name');
        await ada.wsReview('discard');
        await converge([ada, ben], project => names(project).join() === 'Ben’s,B,C,D');
        expect(ada.wsState).toMatchObject({ review: null, editConflicts: [], rejections: [], lastError: null });
    });

    test('are decided one by one: an accepted one waits for those before it', async () => {
        const { ada, ben } = await comeBack();
        const [first, second, third] = ada.wsState.review!.map(({ id }) => id);
        await ada.wsReview('accept', [second!]);
        await expect.poll(() => titles(ada)).toEqual(['Edit task A', 'Edit task A']);
        expect(names(ben)).toEqual(['A', 'B', 'C', 'D']);
        await ada.wsReview('accept', [first!]);
        await expect.poll(() => names(ben)).toEqual(['A1', 'B1', 'C', 'D']);
        expect(names(ada)).toEqual(['A2', 'B1', 'C', 'D']);
        await ada.wsReview('discard', [third!]);
        await converge([ada, ben], project => names(project).join() === 'A1,B1,C,D');
        expect(ada.wsState.review).toBeNull();
    });

    test('let new edits wait behind them', async () => {
        const { ada, ben } = await comeBack();
        await rename(ada, ['d', 'New']);
        expect(titles(ada)).toHaveLength(3);
        expect(ada.wsState.queue.length).toBe(4);
        const [, , third] = ada.wsState.review!;
        await ada.wsReview('discard', [third!.id]);
        await ada.wsReview('accept');
        await converge([ada, ben], project => names(project).join() === 'A1,B1,C,New');
    });

    test('are still to be reviewed after another break and after a reload, and only those that were not decided', async () => {
        const { server, ada, ben, adaLine } = await joinTwo(CONFIG);
        await goOffline(ada, adaLine);
        await rename(ada, ['a', 'A1'], ['b', 'B1'], ['c', 'C1'], ['d', 'D1']);
        adaLine.mend();
        await isLive(ada);
        await ada.wsReview('accept', [ada.wsState.review![3]!.id]);
        await goOffline(ada, adaLine);
        adaLine.mend();
        await isLive(ada);
        expect(titles(ada)).toEqual(['Edit task A', 'Edit task B', 'Edit task C']);
        await ada.wsReview('discard', [ada.wsState.review![0]!.id]);
        await (ada as any).wsSync.outgoing.saved(1);
        await closePage(ada);
        const { project } = await joinProject(server, 'Ada', CONFIG);
        await hasQueued(project, 3);
        expect(titles(project)).toEqual(['Edit task B', 'Edit task C']);
        expect(names(project)).toEqual(['A', 'B1', 'C1', 'D1']);
        await project.wsReview('accept');
        await converge([project, ben], each => names(each).join() === 'A,B1,C1,D1');
    });

    test('are there on the next page, too, when they were made on one that is gone', async () => {
        const server = startServer();
        const { project: ada, line } = await joinProject(server, 'Ada', CONFIG);
        await goOffline(ada, line);
        await rename(ada, ['a', 'A1'], ['b', 'B1'], ['c', 'C1']);
        await (ada as any).wsSync.outgoing.saved(1);
        await closePage(ada);
        const { project: ben } = await joinProject(server, 'Ben');
        await rename(ben, ['b', 'Ben’s']);
        await isSaved(ben);
        const { project } = await joinProject(server, 'Ada', CONFIG);
        await hasQueued(project, 3);
        expect(titles(project)).toHaveLength(3);
        await hasConflicts(project, 'b name');
        await project.wsReview('discard', [project.wsState.review![1]!.id]);
        await expect.poll(() => names(project)).toEqual(['A1', 'Ben’s', 'C1', 'D']);
        await project.wsReview('accept');
        await converge([project, ben], each => names(each).join() === 'A1,Ben’s,C1,D');
        expect(project.wsState.editConflicts).toEqual([]);
    });

    test('are kept back in whichever project they were made, not only in the first one that the next page opens', async () => {
        const server = startServer();
        const { project: ada, line } = await joinProject(server, 'Ada', { ...CONFIG, wsProjectId: 2 });
        await goOffline(ada, line);
        await rename(ada, ['a', 'A1'], ['b', 'B1'], ['c', 'C1']);
        await (ada as any).wsSync.outgoing.saved(2);
        await closePage(ada);
        const { project } = await joinProject(server, 'Ada', CONFIG);
        project.wsProjectId = 2;
        await expect.poll(() => names(project)).toEqual(['A1', 'B1', 'C1', 'D']);
        await isLive(project);
        expect(titles(project)).toHaveLength(3);
        await project.wsReview('accept');
        await isSaved(project);
    });

    test('are kept back in a project that was not open when the connection came back', async () => {
        const server = startServer();
        const { project, line } = await joinProject(server, 'Ada', CONFIG);
        await goOffline(project, line);
        await rename(project, ['a', 'A1'], ['b', 'B1'], ['c', 'C1']);
        project.wsProjectId = 2;
        line.mend();
        await expect.poll(() => names(project)).toEqual(['A', 'B', 'C', 'D']);
        await isLive(project);
        project.wsProjectId = 1;
        await expect.poll(() => names(project)).toEqual(['A1', 'B1', 'C1', 'D']);
        await isLive(project);
        expect(titles(project)).toHaveLength(3);
    });
});

test('with a new record goes what needs it', async () => {
    const { ada, ben } = await comeBack(async project => {
        const { eventStore, assignmentStore, dependencyStore } = project as any;
        await project.wsEdit(() => void eventStore.add({ name: 'New', startDate: new Date(2026, 0, 6), duration: 1 }));
        const added = eventStore.find(({ name }: any) => name === 'New');
        await project.wsEdit(
            () => void assignmentStore.add({ event: added, resource: project.resourceStore.getById('yard') })
        );
        await rename(project, ['a', 'A1']);
        await project.wsEdit(() => void (added.name = 'Newer'));
        await project.wsEdit(() => void dependencyStore.add({ fromEvent: added, toEvent: eventOf(project, 'd') }));
    });
    const review = ada.wsState.review!;
    const [first, second, , fourth, fifth] = review.map(({ id }) => id);
    expect(review.map(({ dependents }) => dependents)).toEqual([[second, fourth, fifth], [], [], [], []]);
    await ada.wsReview('discard', [first!]);
    await expect.poll(() => titles(ada)).toEqual(['Edit task A']);
    await ada.wsReview('accept');
    await converge([ada, ben], project => eventOf(project, 'a').name === 'A1');
    expect(ada.eventStore.count).toBe(4);
    expect([ada.wsState.lastError, ada.wsState.rejections]).toEqual([null, []]);
});

test('an edit after a discarded one is compared with what that one had found', async () => {
    const { ada, ben } = await comeBack(project => rename(project, ['a', 'A1'], ['a', 'A2'], ['b', 'B1']));
    await ada.wsReview('discard', [ada.wsState.review![0]!.id]);
    await rename(ben, ['a', 'Ben’s']);
    await hasConflicts(ada, 'a name');
    expect(ada.wsState.editConflicts[0]!.before).toEqual({ name: 'A' });
});
