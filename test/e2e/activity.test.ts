import type { Locator } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GESTURES } from './gestures.ts';
import { openPlanners, type Office } from './openPlanners.ts';
import { PLAN } from './plan.ts';
import type { Planner } from './planner.ts';
import { ServerProcess } from './processes.ts';

const server = new ServerProcess();
let office: Office;
let lena: Planner;
let ravi: Planner;

const feed = ({ page }: Planner): Locator => page.getByRole('region', { name: 'Activity' });

/** What the entries say, the newest first. */
const said = async (planner: Planner): Promise<string[]> =>
    (await feed(planner).getByRole('article').locator('p:first-child').allTextContents()).map(text => text.trim());

const expectSaid = (planner: Planner, ...words: string[]): Promise<unknown> =>
    expect.poll(() => said(planner)).toEqual(words);

async function open(planner: Planner): Promise<void> {
    await planner.page.getByRole('button', { name: 'Activity' }).click();
    await feed(planner).waitFor();
}

const perform = async (title: string, planner: Planner): Promise<void> => {
    await GESTURES.find(gesture => gesture.title === title)!.perform(planner);
    await planner.allSaved();
};

/** Whether a bar is inside of what one sees of the schedule. */
async function isInView(planner: Planner, name: string): Promise<boolean> {
    // A view keeps no bar of what is far out of sight.
    const bar = (await planner.bar(name).count()) ? await planner.bar(name).boundingBox() : null;
    const view = await planner.page.locator('.b-timeline-sub-grid').last().boundingBox();
    return (
        bar !== null &&
        view !== null &&
        bar.x + bar.width > view.x &&
        bar.x < view.x + view.width &&
        bar.y >= view.y &&
        bar.y + bar.height <= view.y + view.height
    );
}

const EDITS = [
    'Ravi removed “Hotel”',
    'Lena renamed “Charlie” to “Charlie edited”',
    'Ravi reassigned “Golf” from Shop to Yard',
    'Ravi moved “Alpha” 2 days later'
];

beforeAll(async () => {
    server.seed(1, 'Plan', { ...PLAN, dependenciesData: [{ id: 1, from: 'alpha', to: 'delta', type: 2 }] });
    office = await openPlanners(server);
    [lena, ravi] = office.planners as [Planner, Planner];
});

afterAll(() => office?.close());

test('what one does stands on the other’s page in words, with what followed', async () => {
    await open(lena);
    await feed(lena).getByText('Nothing has been changed yet.').waitFor();
    await perform('dragging a bar in time', ravi);
    await expectSaid(lena, EDITS[3]!);
    await feed(lena).getByText('“Delta” followed').waitFor();
    await perform('dragging a bar to another resource', ravi);
    await perform('renaming in the task editor', lena);
    await ravi.page.evaluate(() => void window.left.project.eventStore.remove('hotel'));
    await expectSaid(lena, ...EDITS);
    await feed(lena).getByText('1 assignment went with it').waitFor();
});

test('it is still there after a reload, and after the server has died', async () => {
    await lena.allSaved();
    await server.stop('SIGKILL');
    await server.start();
    await lena.page.reload();
    await lena.logIn();
    await open(lena);
    await expectSaid(lena, ...EDITS);
    await feed(lena).getByText('The server remembers nothing before that.').waitFor();
});

test('shows what one person did', async () => {
    await feed(lena).getByRole('combobox', { name: 'Person' }).selectOption('Lena');
    await expectSaid(lena, EDITS[1]!);
    await feed(lena).getByRole('combobox', { name: 'Person' }).selectOption('Ravi');
    await expectSaid(lena, EDITS[0]!, EDITS[2]!, EDITS[3]!);
});

test('a click scrolls to the bar, and says so when it is gone', async () => {
    await lena.page.setViewportSize({ width: 1400, height: 460 });
    await lena.page.evaluate(() => {
        const scheduler = (window as any).bryntum.query('schedulerpro');
        scheduler.setTimeSpan(new Date(2026, 0, 1), new Date(2026, 5, 1));
        return scheduler.scrollToDate(new Date(2026, 4, 1), { block: 'start' });
    });
    expect(await isInView(lena, 'Alpha')).toBe(false);
    await feed(lena)
        .getByRole('button', { name: /moved “Alpha”/ })
        .click();
    await expect.poll(() => isInView(lena, 'Alpha')).toBe(true);

    await feed(lena)
        .getByRole('button', { name: /removed “Hotel”/ })
        .click();
    await feed(lena).getByText('“Hotel” is no longer in the schedule').waitFor();
});

test('goes on with what others do, also what they undo', async () => {
    await ravi.page.getByRole('button', { name: 'Undo' }).first().click();
    await feed(lena).getByRole('combobox', { name: 'Person' }).selectOption('Everybody');
    await expectSaid(lena, 'Ravi added “Hotel”', ...EDITS);
    await feed(lena)
        .getByRole('button', { name: /removed “Hotel”/ })
        .click();
    await expect.poll(() => isInView(lena, 'Hotel')).toBe(true);
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
});
