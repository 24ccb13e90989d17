import { beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { mouse, placeIn } from '../support/mouse.ts';
import { applyTheme } from '../support/renderRealtime.tsx';
import { converge, eventOf, isLive } from './support.ts';
import { barOf, countRevisions, day, editorFields, nameOf, press, received, resource, watch } from './viewSupport.ts';

beforeEach(() => applyTheme('light'));

describe('during a gesture', () => {
    test.each([
        ['a drag', 0.5, (scheduler: any) => scheduler.features.eventDrag.isDragging, () => ({ startDate: +day(7) })],
        ['a resize', 0.97, (scheduler: any) => scheduler.features.eventResize.isResizing, () => ({ duration: 4 })]
    ])('%s goes on, and what arrived shows afterwards', async (_, at, isGoingOn, result) => {
        const { ada, ben, adaLine, scheduler } = await watch();
        countRevisions(ada);
        const bar = await barOf(scheduler, 'b');
        const [x, y] = placeIn(bar, at);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(x + 60, y);
        await expect.poll(() => isGoingOn(scheduler)).toBe(true);
        eventOf(ben, 'b').name = 'B of Ben';
        eventOf(ben, 'd').name = 'D of Ben';
        ben.eventStore.remove('c');
        await received(ada, ben, adaLine);
        expect([isGoingOn(scheduler), nameOf(ada, 'b'), bar.isConnected]).toEqual([true, 'B', true]);
        await mouse.move(x + 80, y);
        await mouse.up(x + 80, y);
        await converge([ada, ben], project => nameOf(project, 'b') === 'B of Ben' && !eventOf(project, 'c'));
        const { startDate, duration } = eventOf(ben, 'b');
        expect({ startDate: +startDate, duration }).toMatchObject(result());
    });

    test('a dependency can be drawn on', async () => {
        const { ada, ben, adaLine, scheduler } = await watch();
        countRevisions(ada);
        const bar = await barOf(scheduler, 'b');
        await mouse.move(...placeIn(bar));
        const terminal = (): Element | null => bar.querySelector('.b-sch-terminal-end');
        await expect.poll(terminal).toBeTruthy();
        const [x, y] = placeIn(terminal()!);
        const [toX, toY] = placeIn(await barOf(scheduler, 'c'), 0.1);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(toX, toY);
        await expect.poll(() => !!scheduler.features.dependencies.creationData).toBe(true);
        eventOf(ben, 'c').name = 'C of Ben';
        await received(ada, ben, adaLine);
        expect([!!scheduler.features.dependencies.creationData, nameOf(ada, 'c')]).toEqual([true, 'C']);
        await mouse.up(toX, toY);
        await converge(
            [ada, ben],
            project => project.dependencyStore.count === 2 && nameOf(project, 'c') === 'C of Ben'
        );
    });

    test('a new bar can be drawn, and others’ edits go on while its editor is open', async () => {
        const { ada, ben, adaLine, scheduler } = await watch();
        countRevisions(ada);
        await barOf(scheduler, 'b');
        const [x, y] = placeIn(scheduler.getRowFor(resource(ada, 'yard')).elements.normal, 0.1);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(x + 80, y);
        eventOf(ben, 'c').name = 'C of Ben';
        await received(ada, ben, adaLine);
        expect(nameOf(ada, 'c')).toBe('C');
        await mouse.up(x + 80, y);
        const { name } = await editorFields(scheduler);
        await expect.poll(() => nameOf(ada, 'c')).toBe('C of Ben');
        await userEvent.fill(name.input, 'Mine');
        eventOf(ben, 'd').name = 'D of Ben';
        await expect.poll(() => nameOf(ada, 'd')).toBe('D of Ben');
        expect([name.value, ada.eventStore.count, ben.eventStore.count]).toEqual(['Mine', 5, 4]);
        await press('Save');
        await converge([ada, ben], project => project.eventStore.find((each: any) => each.name === 'Mine'));
    });

    test('a new bar that is given up is gone, and others’ edits are there', async () => {
        const { ada, ben, scheduler } = await watch();
        await barOf(scheduler, 'b');
        const [x, y] = placeIn(scheduler.getRowFor(resource(ada, 'yard')).elements.normal, 0.1);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(x + 80, y);
        await mouse.up(x + 80, y);
        await editorFields(scheduler);
        eventOf(ben, 'd').startDate = day(14);
        ben.eventStore.remove('c');
        await expect.poll(() => [+eventOf(ada, 'd').startDate, eventOf(ada, 'c')]).toEqual([+day(14), undefined]);
        await press('Cancel');
        await converge([ada, ben], project => project.eventStore.count === 3 && +eventOf(project, 'd').startDate);
        expect(ada.wsState.rejections).toEqual([]);
    });
});

test('a drag that lasts keeps no more waiting than can be asked for again', async () => {
    const { ada, ben, scheduler } = await watch();
    const bar = await barOf(scheduler, 'b');
    const [x, y] = placeIn(bar);
    await mouse.down(x, y);
    await mouse.move(x + 10, y);
    await mouse.move(x + 40, y);
    await expect.poll(() => scheduler.features.eventDrag.isDragging).toBe(true);
    for (let revision = 1; revision <= 1_200; revision++) {
        // oxlint-disable-next-line no-await-in-loop -- each of them a revision
        await ben.sendRevisions([
            {
                revision: `many-${revision}`,
                clientId: ben.clientId!,
                changes: {
                    events: {
                        updated: [{ id: 'd', name: `D${revision}` }],
                        $input: { updated: [{ id: 'd', name: `D${revision}` }] }
                    }
                }
            }
        ]);
    }
    await expect.poll(() => ben.wsState.queue.length).toBe(0);
    expect([scheduler.features.eventDrag.isDragging, nameOf(ada, 'd')]).toEqual([true, 'D']);
    await mouse.up(x + 40, y);
    await expect.poll(() => nameOf(ada, 'd')).toBe('D1200');
    await isLive(ada);
});
