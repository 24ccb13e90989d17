import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boxOf, drag } from './gestures.ts';
import { openPlanners, type Office } from './openPlanners.ts';
import { PLAN } from './plan.ts';
import { type Planner, type Snapshot } from './planner.ts';
import { ServerProcess } from './processes.ts';

const server = new ServerProcess();
let office: Office;
let viewer: Planner;
let lena: Planner;

beforeAll(async () => {
    server.seed(1, 'Plan', PLAN);
    office = await openPlanners(server, [{ name: 'viewer' }, { name: 'Lena' }]);
    [viewer, lena] = office.planners as [Planner, Planner];
});

afterAll(() => office?.close());

const row = (page: Page, index: number): Locator => page.locator('.b-timeline-sub-grid .b-grid-row').nth(index);

/** Where nothing is in a row, in sight without scrolling. */
async function emptySpot(page: Page, index: number): Promise<[x: number, y: number]> {
    const { y, height } = await boxOf(row(page, index));
    return [1_200, y + height / 2];
}

/** Types into whatever editor has come up, and saves. */
async function fillIn(page: Page, text: string): Promise<void> {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
}

/** Resolves when it is there; with a viewer, for whom it is not to come, also after a moment in which it did not. */
const appears = (planner: Planner, locator: Locator): Promise<boolean> =>
    locator.waitFor(planner === viewer ? { timeout: 1_500 } : {}).then(
        () => true,
        error => {
            if (planner !== viewer) {
                throw error;
            }
            return false;
        }
    );

/** What people try with mouse and keys; the same for everybody, none of it knows what will come of it. */
const ATTEMPTS: [title: string, attempt: (planner: Planner) => Promise<void>][] = [
    [
        'dragging a bar',
        async planner => {
            const { x, y, width, height } = await boxOf(planner.bar('Alpha'));
            await drag(planner.page, [x + width / 2, y + height / 2], [x + width * 1.5, y + height / 2]);
        }
    ],
    [
        'dragging a bar to another row',
        async planner => {
            const { x, y, width, height } = await boxOf(planner.bar('Golf'));
            const target = await boxOf(row(planner.page, 3));
            await drag(planner.page, [x + width / 2, y + height / 2], [x + width / 2, target.y + 20]);
        }
    ],
    [
        'resizing a bar',
        async planner => {
            const { x, y, width, height } = await boxOf(planner.bar('Bravo'));
            await drag(planner.page, [x + width - 3, y + height / 2], [x + width * 2 - 3, y + height / 2]);
        }
    ],
    [
        'dragging a new bar into an empty row',
        async planner => {
            const { page } = planner;
            const [x, y] = await emptySpot(page, 3);
            await drag(page, [x - 200, y], [x, y]);
            if (await appears(planner, page.getByRole('dialog'))) {
                await fillIn(page, 'Dragged');
            }
        }
    ],
    [
        'double-clicking an empty spot',
        async planner => {
            const { page } = planner;
            await page.mouse.dblclick(...(await emptySpot(page, 4)));
            if (await appears(planner, page.getByRole('dialog'))) {
                await fillIn(page, 'Clicked');
            }
        }
    ],
    [
        'editing a cell',
        async ({ page }) => {
            await page.locator('.b-grid-cell', { hasText: 'Hall' }).dblclick();
            await fillIn(page, 'Great hall');
            await page.keyboard.press('Escape');
        }
    ],
    [
        'editing a cell by keyboard',
        async ({ page }) => {
            await page.locator('.b-grid-cell', { hasText: 'Yard' }).click();
            await page.keyboard.press('F2');
            await fillIn(page, 'Back yard');
            await page.keyboard.press('Escape');
        }
    ],
    [
        'renaming in the task editor',
        async planner => {
            const { page } = planner;
            await planner.bar('Charlie').dblclick();
            await page.getByRole('dialog').waitFor();
            await page.getByRole('dialog').getByLabel('Name', { exact: true }).focus();
            await fillIn(page, 'Charles');
            await page.keyboard.press('Escape');
            await page.getByRole('dialog').waitFor({ state: 'hidden' });
        }
    ],
    [
        'deleting with the keyboard',
        async planner => {
            await planner.bar('Delta').click();
            await planner.page.keyboard.press('Delete');
        }
    ],
    [
        'deleting with the menu of a bar',
        async planner => {
            await planner.bar('Hotel').click({ button: 'right' });
            const item = planner.page.getByRole('menuitem', { name: 'Delete' });
            if (await appears(planner, item)) {
                await item.click();
            }
        }
    ],
    [
        'adding with the menu of an empty spot',
        async planner => {
            const { page } = planner;
            await page.mouse.click(...(await emptySpot(page, 2)), { button: 'right' });
            const item = page.getByRole('menuitem', { name: 'Add' });
            if (await appears(planner, item)) {
                await item.click();
                await page.getByRole('dialog').waitFor();
                await fillIn(page, 'From the menu');
            }
        }
    ],
    [
        'drawing a dependency',
        async planner => {
            const from = await boxOf(planner.bar('Echo'));
            const to = await boxOf(planner.bar('Foxtrot'));
            await planner.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
            const terminal = planner.bar('Echo').locator('.b-sch-terminal-right, .b-sch-terminal-end');
            if (await appears(planner, terminal)) {
                const { x, y, width, height } = await boxOf(terminal);
                await drag(planner.page, [x + width / 2, y + height / 2], [to.x + 4, to.y + to.height / 2]);
            }
        }
    ],
    [
        'copying and pasting a bar',
        async planner => {
            const { page } = planner;
            await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
            await planner.bar('India').click();
            await page.keyboard.press('ControlOrMeta+c');
            await page.keyboard.press('ControlOrMeta+v');
        }
    ]
];

const stateOf = ({ page }: Planner) =>
    page.evaluate(() => {
        const { queue, rejections, lastError, readOnly } = window.left.store.getState();
        return { queued: queue.length, rejected: rejections.length, error: lastError?.code, readOnly };
    });

describe('a viewer changes nothing, on neither page, and nothing is queued, by', () => {
    let before: Snapshot;
    let edits = 0;

    /** Lets an edit of the editor through: whatever the viewer's page had done was found before that. */
    async function settle(): Promise<void> {
        const name = `Gate ${++edits}`;
        await lena.page.evaluate(value => {
            (window.left.project.resourceStore.getById('gate') as unknown as { name: string }).name = value;
        }, name);
        await viewer.page.locator('.b-grid-cell', { hasText: name }).waitFor();
        await lena.allSaved();
        before = before.map(row => (row.startsWith('["resource","gate"') ? `["resource","gate","${name}"]` : row));
    }

    test('looking', async () => {
        // What the engine adds when it loads a schedule for the first time is stored then.
        const isQuiet = `window.left.project.wsSync.isQuiet`;
        await Promise.all([lena, viewer].map(({ page }) => page.waitForFunction(isQuiet)));
        before = await lena.snapshot();
        await expect.poll(() => viewer.snapshot()).toEqual(before);
    });

    test.each(ATTEMPTS)('%s', async (_, attempt) => {
        await attempt(viewer);
        await viewer.page.keyboard.press('Escape');
        await settle();
        expect(await stateOf(viewer)).toEqual({ queued: 0, rejected: 0, error: undefined, readOnly: true });
        expect(await viewer.snapshot()).toEqual(before);
        expect(await lena.snapshot()).toEqual(before);
    });

    test('code in the page', async () => {
        const codes = await viewer.page.evaluate(async () => {
            const { left } = window;
            const event = left.project.eventStore.getById('alpha') as unknown as { name: string };
            const edit = () => void (event.name = 'By code');
            const failures = [left.edit(edit), left.bulk(edit)].map(work => work.catch(error => error.code));
            const results = await Promise.all(failures);
            edit();
            return results;
        });
        expect(codes).toEqual(['read-only', 'read-only']);
        await expect.poll(() => stateOf(viewer)).toMatchObject({ queued: 0, rejected: 1, error: 'read-only' });
        await viewer.page.getByText('You may look at this project, but not change it').waitFor();
        await expect.poll(() => viewer.snapshot()).toEqual(before);
        expect(await lena.snapshot()).toEqual(before);
        await viewer.isKept(0);
        await viewer.page.getByRole('button', { name: 'Dismiss' }).click();
    });

    test('controls: there are none for editing', async () => {
        expect(await viewer.page.getByText('View only').first().isVisible()).toBe(true);
        expect(await viewer.page.getByRole('button', { name: /Undo|Redo|Reset|Sync/ }).count()).toBe(0);
        expect(await viewer.page.getByRole('switch').count()).toBe(0);
        expect(await lena.page.getByRole('button', { name: 'Reset' }).count()).toBe(1);
    });
});

describe('an editor does all of it, and the viewer sees it:', () => {
    test.each(ATTEMPTS)('%s', async (_, attempt) => {
        const before = await lena.snapshot();
        await attempt(lena);
        await expect.poll(() => lena.snapshot()).not.toEqual(before);
        await lena.allSaved();
        await expect.poll(() => viewer.snapshot()).toEqual(await lena.snapshot());
        expect(await stateOf(viewer)).toEqual({ queued: 0, rejected: 0, error: undefined, readOnly: true });
        expect([...viewer.errors, ...lena.errors]).toEqual([]);
    });
});
