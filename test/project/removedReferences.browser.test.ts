// @ts-expect-error the package exports it, its types leave it out
import { EffectResolutionResult } from '@bryntum/schedulerpro';
import { expect, test } from 'vitest';
import type { IssueEvent } from '../../src/project/schedulingIssues.ts';
import { converge, eventOf, isCalm, joinTwo, record, snapshot } from './support.ts';

/** More than there are between the start of a commit and its results. */
const MOMENTS = [0, 1, 2, 3, 4, 5, 6, 7];

const removeEvent = (project: any): void => project.eventStore.remove(eventOf(project, 'b'));

const isRemoved = (project: any): boolean => !eventOf(project, 'b');

/** What Ada does in one go: something that refers to what she then removes. */
const KINDS: { title: string; work: (ada: any) => void; isDone: (project: any) => boolean }[] = [
    {
        title: 'a dependency from an event',
        work(ada) {
            ada.dependencyStore.add({ fromEvent: eventOf(ada, 'b'), toEvent: eventOf(ada, 'd') });
            removeEvent(ada);
        },
        isDone: isRemoved
    },
    {
        title: 'a dependency to an event',
        work(ada) {
            ada.dependencyStore.add({ from: 'd', to: 'b' });
            removeEvent(ada);
        },
        isDone: isRemoved
    },
    {
        title: 'an assignment of an event',
        work(ada) {
            ada.assignmentStore.add({ event: eventOf(ada, 'b'), resource: ada.resourceStore.first });
            removeEvent(ada);
        },
        isDone: isRemoved
    },
    {
        title: 'an assignment of a resource',
        work(ada) {
            ada.assignmentStore.add({ event: eventOf(ada, 'a'), resource: ada.resourceStore.getById('shop') });
            ada.resourceStore.remove('shop');
        },
        isDone: project => !project.resourceStore.getById('shop')
    },
    {
        title: 'all there is of a new event',
        work(ada) {
            const [added] = ada.eventStore.add({ name: 'New', startDate: new Date(2026, 0, 9), duration: 2 });
            ada.dependencyStore.add({ fromEvent: eventOf(ada, 'a'), toEvent: added });
            ada.assignmentStore.add({ event: added, resource: ada.resourceStore.first });
            added.name = 'Newer';
            ada.eventStore.remove(added);
        },
        isDone: project => !project.eventStore.find(({ name }: any) => name.startsWith('New'))
    }
];

/** Whether everything refers to something. */
const isWhole = ({ assignmentStore, dependencyStore }: any): boolean =>
    assignmentStore.records.every(({ event, resource }: any) => event && resource) &&
    dependencyStore.records.every(({ fromEvent, toEvent }: any) => fromEvent && toEvent);

test.each(KINDS)(
    '$title goes with what it refers to, whatever the engine does at the moment',
    { timeout: 90_000 },
    async ({ work, isDone }) => {
        for (const moment of MOMENTS) {
            // oxlint-disable-next-line no-await-in-loop -- one moment after the other
            const { ada, ben } = await joinTwo();
            const problems = record(ada, 'wsDesync', 'wsReject');
            eventOf(ada, 'd').startDate = new Date(2026, 0, 20);
            const commit = ada.commitAsync();
            for (let index = 0; index < moment; index++) {
                // oxlint-disable-next-line no-await-in-loop -- that is the point
                await Promise.resolve();
            }
            work(ada);
            // oxlint-disable-next-line no-await-in-loop -- one moment after the other
            await commit;
            // oxlint-disable-next-line no-await-in-loop -- one moment after the other
            await converge(
                [ada, ben],
                project => eventOf(project, 'd').startDate.getDate() === 20 && isWhole(project) && isDone(project)
            );
            expect(problems).toEqual([]);
            [ada, ben].forEach(project => project.destroy());
        }
    }
);

test.each(KINDS)('$title goes with what it refers to while views are told nothing', async ({ work, isDone }) => {
    const { ada, ben } = await joinTwo();
    const problems = record(ada, 'wsDesync', 'wsReject');
    await ada.wsBulk(() => work(ada));
    await converge([ada, ben], project => isWhole(project) && isDone(project));
    const after = snapshot(ada);
    await ada.stm.undo();
    await converge([ada, ben], project => isWhole(project) && project.eventStore.count === 4);
    await ada.stm.redo();
    await converge([ada, ben], project => isWhole(project) && isDone(project));
    expect(snapshot(ada)).toEqual(after);
    const { eventStore } = ada;
    eventStore.beginBatch();
    ada.dependencyStore.add({ fromEvent: eventOf(ada, 'd'), toEvent: eventOf(ada, 'c') });
    eventStore.remove('d');
    eventStore.endBatch();
    await converge([ada, ben], project => isWhole(project) && !eventOf(project, 'd'));
    expect(problems).toEqual([]);
});

/** Closes a circle, and adds an event that is to go again along with that. */
function addInCircle(project: any): void {
    project.dependencyStore.add({ fromEvent: eventOf(project, 'c'), toEvent: eventOf(project, 'a') });
    const [added] = project.eventStore.add({ name: 'New', startDate: new Date(2026, 0, 8), duration: 2 });
    project.assignmentStore.add({ event: added, resource: project.resourceStore.first });
}

const WAYS: { way: string; work: (ada: any) => Promise<unknown> }[] = [
    { way: 'directly', work: async ada => addInCircle(ada) },
    { way: 'in an edit', work: ada => ada.wsEdit(() => addInCircle(ada)) },
    { way: 'in bulk', work: ada => ada.wsBulk(() => addInCircle(ada)) }
];

test.each(WAYS)('a circle with what was added beside it is taken back $way, and all goes on', async ({ way, work }) => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const [problems, errors] = [record(ada, 'wsDesync', 'wsReject'), record(ada, 'wsError')];
    const before = snapshot(ada);
    const cancelled = new Promise<void>(resolve => {
        ada.on({
            cycle: (event: IssueEvent) => {
                event.continueWithResolutionResult(EffectResolutionResult.Cancel);
                resolve();
            }
        } as never);
    });
    const done = work(ada).then(
        () => null,
        ({ code }) => code
    );
    await cancelled;
    expect(await done).toBe(way === 'directly' ? null : 'taken-back');
    await isCalm(ada, ben);
    expect(snapshot(ada)).toEqual(before);
    eventOf(ada, 'b').name = 'Goes on';
    await converge([ada, ben], project => eventOf(project, 'b').name === 'Goes on');
    expect([...problems, ...errors]).toEqual([]);
});
