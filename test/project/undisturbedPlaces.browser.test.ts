import { beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createProject } from '../../src/server/core.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { applyTheme } from '../support/renderRealtime.tsx';
import { converge, eventOf, joinTwo, PLAN } from './support.ts';
import { barOf, day, LIVE, nameOf, placeOf, resource, showIn, watch } from './viewSupport.ts';

beforeEach(() => applyTheme('light'));

describe('where one is', () => {
    /** A thousand events on 200 rows, and somebody in the midst of them. */
    async function inTheMidst() {
        const resourcesData = Array.from({ length: 200 }, (_, index) => ({ id: `r${index}`, name: `Row ${index}` }));
        const eventsData = Array.from({ length: 1_000 }, (_, index) => ({
            ...(PLAN.eventsData[0] as object),
            id: `e${index}`,
            name: `E${index}`,
            startDate: day(3 + 3 * Math.floor(index / 200)),
            endDate: undefined
        }));
        const assignmentsData = eventsData.map(({ id }, index) => ({
            id: `a${index}`,
            event: id,
            resource: `r${index % 200}`
        }));
        const dataset = { ...PLAN, resourcesData, eventsData, assignmentsData, dependenciesData: [] };
        const server = createInPageServer({
            fill(storage) {
                const copy = (): any => JSON.parse(JSON.stringify(dataset));
                const other = copy();
                other.resourcesData[0].name = 'First';
                createProject(storage, { id: 1, name: 'Big', dataset: copy() });
                createProject(storage, { id: 2, name: 'Other', dataset: other });
            }
        });
        const { ada, ben } = await joinTwo({}, server);
        const scheduler = showIn(ada, { ...LIVE, tickSize: 100, multiEventSelect: true });
        await barOf(scheduler, 'e0');
        scheduler.scrollable.y = 2_000;
        scheduler.timeAxisSubGrid.scrollable.x = 300;
        await expect.poll(() => placeOf(scheduler)).toEqual(['Row 33', -20, 300]);
        return { ada, ben, scheduler };
    }

    const selected = (scheduler: any): string[] => scheduler.selectedEvents.map(({ id }: any) => id);

    test('rows stay where they are, bars selected, whatever others do above, below and to them', async () => {
        const { ada, ben, scheduler } = await inTheMidst();
        const place = placeOf(scheduler);
        scheduler.selectedEvents = [eventOf(ada, 'e34'), eventOf(ada, 'e35')];
        ben.resourceStore.remove('r3');
        await converge([ada, ben], project => !resource(project, 'r3'));
        expect(placeOf(scheduler)).toEqual(place);
        ben.resourceStore.remove(['r4', 'r5', 'r6', 'r100']);
        (ben.resourceStore as any).add({ id: 'last', name: 'Last' });
        eventOf(ben, 'e34').name = 'Renamed';
        eventOf(ben, 'e35').startDate = day(9);
        await converge(
            [ada, ben],
            project => project.resourceStore.count === 196 && nameOf(project, 'e34') === 'Renamed'
        );
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34', 'e35']]);
        await ben.wsEdit(() => {
            ben.eventStore.forEach((event: any) => (event.eventColor = 'red'));
        });
        await converge([ada, ben], project => eventOf(project, 'e999').eventColor === 'red');
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34', 'e35']]);
        ben.eventStore.remove('e35');
        await converge([ada, ben], project => !eventOf(project, 'e35'));
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34']]);
    });

    test('a dataset, and an engine that is made anew, leave everything where it was', async () => {
        const { ada, ben, scheduler } = await inTheMidst();
        const place = placeOf(scheduler);
        scheduler.selectedEvents = [eventOf(ada, 'e34')];
        ben.eventStore.remove('e33');
        await ada.wsLoad();
        await converge([ada, ben], project => !eventOf(project, 'e33'));
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34']]);
        await (ada as any).wsSync.engine.rebuild();
        await converge([ada, ben], project => eventOf(project, 'e34'));
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34']]);
    });

    test('another project begins at its top', async () => {
        const { ada, scheduler } = await inTheMidst();
        ada.wsProjectId = 2;
        await expect.poll(() => resource(ada, 'r0')?.name).toBe('First');
        await expect.poll(() => placeOf(scheduler)[0]).toBe('First');
    });
});

describe('what has the focus', () => {
    test('keeps it: a bar that is changed and moved, then a cell', async () => {
        const { ada, ben, scheduler } = await watch();
        await userEvent.click(await barOf(scheduler, 'b'));
        const focused = (): unknown => scheduler.resolveEventRecord(document.activeElement)?.id;
        expect(focused()).toBe('b');
        eventOf(ben, 'b').name = 'B of Ben';
        eventOf(ben, 'b').startDate = day(8);
        await converge([ada, ben], project => nameOf(project, 'b') === 'B of Ben');
        expect([focused(), scheduler.selectedEvents.map(({ id }: any) => id)]).toEqual(['b', ['b']]);
        await userEvent.keyboard('{ArrowUp}');
        await expect.poll(focused).toBe('a');

        scheduler.focusCell({ id: 'shop', field: 'name' });
        resource(ben, 'shop').name = 'Shop of Ben';
        ben.resourceStore.remove('hall');
        await converge(
            [ada, ben],
            project => resource(project, 'shop').name === 'Shop of Ben' && !resource(project, 'hall')
        );
        expect(document.activeElement!.textContent).toBe('Shop of Ben');
        expect(scheduler.focusedCell.id).toBe('shop');
    });

    test('keeps it: a menu', async () => {
        const { ada, ben, scheduler } = await watch();
        await userEvent.click(await barOf(scheduler, 'b'), { button: 'right' });
        const menu = (): HTMLElement | null => document.querySelector('.b-menu');
        await expect.poll(() => menu()?.contains(document.activeElement)).toBe(true);
        eventOf(ben, 'b').name = 'B of Ben';
        ben.resourceStore.remove('yard');
        await converge([ada, ben], project => nameOf(project, 'b') === 'B of Ben' && !resource(project, 'yard'));
        expect([menu()?.isConnected, menu()?.contains(document.activeElement)]).toEqual([true, true]);
    });
});
