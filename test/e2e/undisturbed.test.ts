import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { boxOf } from './gestures.ts';
import { openPlanners, type Office } from './openPlanners.ts';
import type { Planner } from './planner.ts';
import { ServerProcess } from './processes.ts';

const ROWS = 60;

const event = (id: string, day: number): object => ({
    id,
    name: id,
    startDate: `2026-01-${String(day).padStart(2, '0')}T00:00:00`,
    duration: 2,
    durationUnit: 'day'
});

/** Sixty rows with two bars each: more than fits. */
const PLAN = {
    resourcesData: Array.from({ length: ROWS }, (_, row) => ({ id: `r${row}`, name: `Row ${row}` })),
    eventsData: Array.from({ length: ROWS }, (_, row) => [event(`early-${row}`, 5), event(`late-${row}`, 9)]).flat(),
    assignmentsData: Array.from({ length: ROWS }, (_, row) =>
        ['early', 'late'].map(part => ({ id: `${part}-${row}-a`, event: `${part}-${row}`, resource: `r${row}` }))
    ).flat(),
    dependenciesData: []
};

const server = new ServerProcess();
let office: Office;
let lena: Planner;
let ravi: Planner;
/** Numbers the edits, so that no two are alike. */
let round = 0;

beforeAll(async () => {
    server.seed(1, 'Plan', PLAN);
    office = await openPlanners(server);
    [lena, ravi] = office.planners as [Planner, Planner];
});

afterAll(() => office?.close());

beforeEach(() => void round++);

/** Twenty edits of all kinds by Ravi, one after the other, none of them of the records that Lena works with. */
async function makeTwentyEdits(): Promise<void> {
    await ravi.page.evaluate(async number => {
        const { project } = window.left;
        const { eventStore, resourceStore, assignmentStore } = project as any;
        for (let edit = 0; edit < 20; edit++) {
            const row = 30 + edit;
            const id = `new-${number}-${edit}`;
            // oxlint-disable-next-line no-await-in-loop -- twenty edits, not one
            await window.left.edit(() => {
                if (edit % 5 === 0) {
                    eventStore.add({ id, name: id, startDate: new Date(2026, 0, 14), duration: 1 });
                    assignmentStore.add({ id: `${id}-a`, event: id, resource: 'r20' });
                } else if (edit % 5 === 1) {
                    eventStore.getById(`late-${row}`).startDate = new Date(2026, 0, 9 + number);
                } else if (edit % 5 === 2) {
                    resourceStore.getById(`r${row}`).name = `Row ${row}, ${number}`;
                } else if (edit % 5 === 3) {
                    // One of the rows above what Lena sees.
                    resourceStore.remove(resourceStore.getById(`r${(edit - 3) / 5 + 4 * number - 4}`));
                } else {
                    eventStore.getById(`early-${row}`).name = `edited ${number}`;
                }
            });
        }
    }, round);
    await ravi.allSaved();
}

/** Waits until the last of these edits has come to Lena, whether she sees it or not. */
const haveArrived = (): Promise<unknown> =>
    lena.page.waitForFunction(
        number => Boolean((window.left.project as any).wsSync.engine.mirror.get('events', `new-${number}-15`)),
        round
    );

const sees = (): Promise<unknown> =>
    lena.page.waitForFunction(number => Boolean(window.left.project.eventStore.getById(`new-${number}-15`)), round);

async function expectEqual(): Promise<void> {
    await Promise.all([lena.allSaved(), ravi.allSaved()]);
    await expect
        .poll(async () => JSON.stringify(await lena.snapshot()) === JSON.stringify(await ravi.snapshot()))
        .toBe(true);
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
}

/** What Lena sees first, and how far from the top; what is selected. */
const view = (): Promise<unknown> =>
    lena.page.evaluate(() => {
        const scheduler = (window as any).bryntum.query('schedulerpro');
        const { y } = scheduler.scrollable;
        const row = scheduler.rowManager.rows.find(({ top, height }: any) => top + height > y);
        return [row.id, row.top - y, scheduler.selectedEvents.map(({ id }: any) => id)];
    });

async function scrollTo(row: string): Promise<void> {
    await lena.page.evaluate(
        id => (window as any).bryntum.query('schedulerpro').scrollRowIntoView(id, { block: 'start', animate: false }),
        row
    );
    await lena.bar('early-21').waitFor();
}

test('someone scrolls and selects: everything stays, and is up to date', async () => {
    await scrollTo('r20');
    await lena.bar('early-21').click();
    const before = await view();
    await makeTwentyEdits();
    await sees();
    expect(await view()).toEqual(before);
    await expectEqual();
});

test('someone has a bar in the hand: it is dropped where it was dragged to', async () => {
    await scrollTo('r20');
    const { mouse } = lena.page;
    await lena.bar('early-21').hover();
    const { x, y, width, height } = await boxOf(lena.bar('early-21'));
    await mouse.move(x + width / 2, y + height / 2);
    await mouse.down();
    await mouse.move(x + width / 2 + 10, y + height / 2, { steps: 3 });
    await mouse.move(x + width * 1.2, y + height / 2, { steps: 5 });
    await lena.page.locator('.b-dragging').first().waitFor();
    await makeTwentyEdits();
    expect(await lena.page.locator('.b-dragging').count()).toBeGreaterThan(0);
    await mouse.move(x + width * 1.5, y + height / 2, { steps: 5 });
    await mouse.up();
    await sees();
    await expectEqual();
    const moved = await ravi.page.evaluate(() =>
        (window.left.project.eventStore.getById('early-21') as any).startDate.getDate()
    );
    expect(moved).toBe(7);
});

test('someone types in an editor: the schedule goes on around it, and what is typed is saved', async () => {
    await scrollTo('r20');
    await lena.bar('early-22').dblclick();
    const editor = lena.page.getByRole('dialog');
    const name = editor.getByLabel('Name', { exact: true });
    await name.fill('Typed by Lena');
    await makeTwentyEdits();
    await haveArrived();
    await sees();
    expect(await name.inputValue()).toBe('Typed by Lena');
    expect(await name.evaluate(input => input === document.activeElement)).toBe(true);
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.waitFor({ state: 'hidden' });
    await ravi.sees('early-22', 'Typed by Lena');
    await expectEqual();
});

test('a bar that someone else changes flashes in the colour of that person', async () => {
    await scrollTo('r20');
    const colorOfRavi = await lena.page
        .getByTitle(/Ravi/)
        .locator('.sprt-avatar')
        .evaluate(avatar => getComputedStyle(avatar).backgroundColor);
    const flash = lena.page.waitForFunction(() => {
        const scheduler = (window as any).bryntum.query('schedulerpro');
        const bar = scheduler.getElementFromEventRecord(window.left.project.eventStore.getById('early-23'));
        const animation = bar?.getAnimations().find((each: Animation) => !(each instanceof CSSTransition));
        return animation && getComputedStyle(bar).outlineColor;
    });
    await ravi.rename('early-23', 'By Ravi');
    expect(await (await flash).jsonValue()).toBe(colorOfRavi);
    await expectEqual();
});
