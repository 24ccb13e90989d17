import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { microtasks } from '../support/microtasks.ts';
import { converge, eventOf, isCalm, joinTwo } from './support.ts';

/** More than applying a revision takes. */
const MOMENTS = Array.from({ length: 120 }, (_, moment) => moment);

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

/** Something else that changes the project, or what is known of it. */
const PROCESSES: { title: string; run: (ada: any, started: () => void, moment: number) => Promise<unknown> }[] = [
    {
        title: 'a load of what is shown already',
        run(ada, started) {
            const { engine } = ada.wsSync;
            const load = engine.load.bind(engine);
            engine.load = (...given: unknown[]) => {
                delete engine.load;
                started();
                return load(...given);
            };
            return ada.wsLoad();
        }
    },
    {
        title: 'a rebuild of the engine',
        run(ada, started) {
            started();
            return ada.wsSync.engine.rebuild();
        }
    },
    {
        title: 'an edit()',
        run(ada, started, moment) {
            started();
            return ada.wsEdit(() => (eventOf(ada, 'b').name = `edit ${moment}`));
        }
    },
    {
        title: 'an edit() that throws',
        run(ada, started) {
            const edited = ada.wsEdit(() => {
                eventOf(ada, 'b').name = 'Of no use';
                started();
                throw new Error('on purpose');
            });
            return edited.catch(() => {});
        }
    },
    {
        title: 'a bulk()',
        run(ada, started, moment) {
            return ada.wsBulk(() => {
                started();
                eventOf(ada, 'b').name = `bulk ${moment}`;
            });
        }
    }
];

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

/** Whether something comes true before long. */
const soon = async (isThere: () => boolean): Promise<boolean> => {
    const end = performance.now() + 20_000;
    while (!isThere() && performance.now() < end) {
        await new Promise(resolve => setTimeout(resolve, 5));
    }
    return isThere();
};

test.each(PROCESSES)('no moment of $title swallows an edit', async ({ run }) => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const desyncs = ada.wsState.desyncs + ben.wsState.desyncs;
    const lost: number[] = [];
    // oxlint-disable no-await-in-loop -- one moment after the other
    for (const moment of MOMENTS) {
        let edited: Promise<void>;
        await run(
            ada,
            () => (edited = microtasks(moment).then(() => void (eventOf(ada, 'a').name = `own ${moment}`))),
            moment
        );
        await edited!;
        if (
            !(await soon(
                () => eventOf(ada, 'a').name === `own ${moment}` && eventOf(ben, 'a').name === `own ${moment}`
            ))
        ) {
            lost.push(moment);
        }
    }
    expect(lost).toEqual([]);
    await converge([ada, ben], () => true);
    expect(ada.wsState.desyncs + ben.wsState.desyncs).toBe(desyncs);
});

test('no moment of an undo swallows an edit, unless it is that edit which is undone', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const lost: number[] = [];
    // oxlint-disable no-await-in-loop -- one moment after the other
    for (const moment of MOMENTS) {
        await ada.wsEdit(() => (eventOf(ada, 'b').name = `step ${moment}`));
        const before = eventOf(ada, 'a').name;
        const edited = microtasks(moment).then(() => void (eventOf(ada, 'a').name = `own ${moment}`));
        await (ada.stm as any).undo();
        await edited;
        // What was edited before it was the undo's turn was the last step.
        const isUndone = eventOf(ada, 'b').name === `step ${moment}`;
        const name = isUndone ? before : `own ${moment}`;
        if (!(await soon(() => [ada, ben].every(project => eventOf(project, 'a').name === name)))) {
            lost.push(moment);
        }
    }
    // oxlint-enable no-await-in-loop
    expect(lost).toEqual([]);
    await converge([ada, ben], () => true);
});

test.each(KINDS)('no moment of an apply swallows an edit: $title', async ({ prepare, theirs, edit, seen }) => {
    const { ada, ben } = await joinTwo();
    const both = [ada, ben];
    MOMENTS.forEach(moment => prepare?.(ada, moment));
    await converge(both, () => true);
    await isCalm(ada, ben);
    const desyncs = ada.wsState.desyncs + ben.wsState.desyncs;
    const lost: number[] = [];
    for (const moment of MOMENTS) {
        const done = duringApply(ada, moment, () => edit(ada, moment));
        theirs(ben, moment);
        // oxlint-disable-next-line no-await-in-loop -- one moment after the other
        await done;
        // oxlint-disable-next-line no-await-in-loop
        if (!(await soon(() => both.every(project => seen(project, moment))))) {
            lost.push(moment);
        }
    }
    expect(lost).toEqual([]);
    await converge(both, () => true);
    expect(ada.wsState.desyncs + ben.wsState.desyncs).toBe(desyncs);
});
