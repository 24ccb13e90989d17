import { expect, test } from 'vitest';
import { microtasks } from '../support/microtasks.ts';
import { converge, eventOf, joinTwo, snapshot } from './support.ts';

/** More than applying a revision takes. */
const MOMENTS = Array.from({ length: 60 }, (_, moment) => moment);

const link = (project: any): any => project.dependencyStore.find((each: any) => each.toEvent?.id === 'd');

/** What Ada does, and how one sees that it was done. */
const KINDS: { title: string; edit: (ada: any) => unknown; seen: (project: any) => unknown }[] = [
    {
        title: 'a name',
        edit: ada => (eventOf(ada, 'b').name = 'Own'),
        seen: project => eventOf(project, 'b').name === 'Own'
    },
    {
        title: 'a duration',
        edit: ada => (eventOf(ada, 'b').duration = 7),
        seen: project => eventOf(project, 'b').duration === 7
    },
    {
        title: 'a start',
        edit: ada => (eventOf(ada, 'b').startDate = new Date(2026, 0, 12)),
        seen: project => eventOf(project, 'b').startDate.getDate() === 12
    },
    {
        title: 'the name of the event that they move',
        edit: ada => (eventOf(ada, 'a').name = 'Own'),
        seen: project => eventOf(project, 'a').name === 'Own'
    },
    {
        title: 'another resource',
        edit: ada => (eventOf(ada, 'b').resourceId = 'hall'),
        seen: project => eventOf(project, 'b').resource.id === 'hall'
    },
    {
        title: 'a new event',
        edit: ada => ada.eventStore.add({ id: 'x', name: 'x', startDate: new Date(2026, 0, 6), duration: 1 }),
        seen: project => eventOf(project, 'x')?.duration === 1
    },
    {
        title: 'a removal',
        edit: ada => ada.eventStore.remove('b'),
        seen: project => !eventOf(project, 'b')
    },
    {
        title: 'a dependency',
        edit: ada => ada.dependencyStore.add({ fromEvent: eventOf(ada, 'b'), toEvent: eventOf(ada, 'd') }),
        seen: link
    }
];

test.each(KINDS)(
    '$title, edited while somebody’s edit is being applied, is one step to undo',
    async ({ edit, seen }) => {
        const { ada, ben } = await joinTwo();
        const stm = ada.stm as any;
        const { engine } = (ada as any).wsSync;
        const apply = engine.apply.bind(engine);
        const own = (): string[] => snapshot(ada).filter(row => !/"(a|c)"/.test(row));
        const before = own();
        const { position } = stm;
        for (const moment of MOMENTS) {
            const edited = new Promise<unknown>(resolve => {
                engine.apply = (...given: unknown[]) => {
                    delete engine.apply;
                    void microtasks(moment).then(() => resolve(edit(ada)));
                    return apply(...given);
                };
            });
            const duration = 3 + (moment % 5);
            eventOf(ben, 'a').duration = duration;
            const isMoved = (project: any): boolean =>
                eventOf(project, 'a').duration === duration &&
                eventOf(project, 'c').startDate.getDate() === 5 + duration;
            // oxlint-disable no-await-in-loop -- one moment after the other
            await edited;
            await converge([ada, ben], project => seen(project) && isMoved(project));
            expect(stm.position, `moment ${moment}`).toBe(position + 1);
            await stm.undo();
            await converge([ada, ben], project => !seen(project) && isMoved(project));
            // oxlint-enable no-await-in-loop
            expect(own(), `moment ${moment}`).toEqual(before);
        }
        expect(ada.wsState.desyncs + ben.wsState.desyncs).toBe(0);
    },
    60_000
);
