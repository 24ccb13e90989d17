import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { converge, eventOf, joinTwo } from './support.ts';

/** More than applying a revision takes. */
const MOMENTS = Array.from({ length: 120 }, (_, moment) => moment);

const POLL = { timeout: 20_000, interval: 5 };

/** What Ada does, and how one sees that it was done. */
interface Kind {
    title: string;
    /** What there has to be before. */
    prepare?: (ada: any, moment: number) => void;
    theirs: (ben: any, moment: number) => void;
    edit: (ada: any, moment: number) => void;
    seen: (project: any, moment: number) => unknown;
}

const colour = (moment: number): string => `#0000${String(moment).padStart(2, '0').slice(-2)}`;
const startDate = new Date(2026, 0, 6);
const link = (project: any): any => project.dependencyStore.find((each: any) => each.toEvent?.id === 'd');

const KINDS: Kind[] = [
    {
        title: 'another field of the same event',
        theirs: (ben, moment) => (eventOf(ben, 'a').eventColor = colour(moment)),
        edit: (ada, moment) => (eventOf(ada, 'a').name = `own ${moment}`),
        seen: (project, moment) => eventOf(project, 'a').name === `own ${moment}`
    },
    {
        title: 'its duration',
        theirs: (ben, moment) => (eventOf(ben, 'a').name = `theirs ${moment}`),
        edit: (ada, moment) => (eventOf(ada, 'a').duration = 1 + (moment % 7)),
        seen: (project, moment) => eventOf(project, 'a').duration === 1 + (moment % 7)
    },
    {
        title: 'its removal',
        prepare: (ada, moment) => ada.eventStore.add({ id: `x${moment}`, name: 'x', startDate, duration: 1 }),
        theirs: (ben, moment) => (eventOf(ben, `x${moment}`).name = 'theirs'),
        edit: (ada, moment) => ada.eventStore.remove(`x${moment}`),
        seen: (project, moment) => !eventOf(project, `x${moment}`)
    },
    {
        title: 'a new event',
        theirs: (ben, moment) => (eventOf(ben, 'a').eventColor = colour(moment)),
        edit: (ada, moment) => ada.eventStore.add({ id: `n${moment}`, name: 'n', startDate, duration: 1 }),
        seen: (project, moment) => eventOf(project, `n${moment}`)?.duration === 1
    },
    {
        title: 'a dependency, and its removal',
        theirs: (ben, moment) => (eventOf(ben, 'd').name = `theirs ${moment}`),
        edit: (ada, moment) =>
            moment % 2
                ? ada.dependencyStore.remove(link(ada))
                : ada.dependencyStore.add({ fromEvent: eventOf(ada, 'b'), toEvent: eventOf(ada, 'd') }),
        seen: (project, moment) => !link(project) === (moment % 2 === 1)
    }
];

async function microtasks(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
        // oxlint-disable-next-line no-await-in-loop -- that is the point
        await Promise.resolve();
    }
}

/** Does something so many microtasks after revisions begin to be applied; resolves when both are done. */
async function duringApply(project: WebSocketProjectModel, moment: number, work: () => void): Promise<void> {
    const happens = (name: string): Promise<void> =>
        new Promise(resolve => (project as any).on({ [name]: () => resolve(), once: true }));
    await Promise.all([
        happens('wsReceiveChanges'),
        happens('wsBeforeReceiveChanges')
            .then(() => microtasks(moment))
            .then(work)
    ]);
}

test.each(KINDS)('no moment of an apply swallows an edit: $title', async ({ prepare, theirs, edit, seen }) => {
    const { ada, ben } = await joinTwo();
    const both = [ada, ben];
    MOMENTS.forEach(moment => prepare?.(ada, moment));
    await converge(both, () => true);
    const lost: number[] = [];
    for (const moment of MOMENTS) {
        const done = duringApply(ada, moment, () => edit(ada, moment));
        theirs(ben, moment);
        // oxlint-disable no-await-in-loop -- one moment after the other
        await done;
        const isThere = (): boolean => both.every(project => seen(project, moment));
        await expect
            .poll(isThere, { ...POLL, timeout: 2_000 })
            .toBe(true)
            .catch(() => lost.push(moment));
        // oxlint-enable no-await-in-loop
    }
    expect(lost).toEqual([]);
    await converge(both, () => true);
    expect(both.map(({ wsState }) => wsState.desyncs)).toEqual([0, 0]);
});
