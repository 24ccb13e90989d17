import type { Locator } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanners, type Office } from './openPlanners.ts';
import { PLAN } from './plan.ts';
import { PlainClient } from './plainClient.ts';
import { type Planner, type Snapshot } from './planner.ts';
import { ServerProcess } from './processes.ts';

// Often enough for a test; only what has changed makes a version.
const server = new ServerProcess(['--autosave-revisions', '60', '--autosave-keep', '2']);
let office: Office;
let lena: Planner;
let ravi: Planner;

const versions = ({ page }: Planner): Locator => page.getByRole('region', { name: 'Versions' });

/** What can be seen of the list. */
const entries = (planner: Planner): Promise<string[]> =>
    versions(planner).locator('.sprt-version-title').allTextContents();

/** The entry of a version with its buttons, opened. */
async function open(planner: Planner, name: string | RegExp): Promise<Locator> {
    const entry = versions(planner).getByRole('listitem').filter({ hasText: name }).first();
    const head = entry.getByRole('button').first();
    if ((await head.getAttribute('aria-expanded')) === 'false') {
        await head.click();
    }
    return entry;
}

async function save(planner: Planner, name: string): Promise<void> {
    const list = versions(planner);
    await list.getByRole('textbox', { name: 'Name of the version' }).fill(name);
    await planner.page.keyboard.press('Enter');
    await list.getByRole('button', { name }).waitFor();
}

async function restore(planner: Planner, name: string): Promise<void> {
    const entry = await open(planner, name);
    await entry.getByRole('button', { name: 'Restore' }).click();
    const dialog = planner.page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await dialog.waitFor({ state: 'hidden' });
}

async function expectBoth(snapshot: Snapshot): Promise<void> {
    await expect.poll(() => lena.snapshot()).toEqual(snapshot);
    await expect.poll(() => ravi.snapshot()).toEqual(snapshot);
    await Promise.all([lena.allSaved(), ravi.allSaved()]);
}

/** Waits until the clients have told the server everything that is calculated. */
async function isCalm(): Promise<void> {
    await Promise.all(
        [lena, ravi].map(({ page }) =>
            page.waitForFunction(() => (window.left.project as any).wsSync.isQuiet as boolean)
        )
    );
}

let before: Snapshot;
let edited: Snapshot;

beforeAll(async () => {
    server.seed(1, 'Plan', PLAN);
    office = await openPlanners(server);
    [lena, ravi] = office.planners as [Planner, Planner];
    await isCalm();
    for (const { page } of [lena, ravi]) {
        // oxlint-disable-next-line no-await-in-loop -- two pages
        await page.getByRole('button', { name: 'Versions' }).click();
    }
});

afterAll(() => office?.close());

test('a version that one page saves is in the list of the other, with name and author', async () => {
    before = await lena.snapshot();
    await save(lena, 'Before the move');
    await versions(ravi)
        .getByRole('button', { name: /Before the move Lena · / })
        .waitFor();
    expect(await entries(ravi)).toEqual(['Before the move']);
});

test('what has changed since is told in words, on both pages', async () => {
    await ravi.page.evaluate(async () => {
        const { project } = window.left as { project: any };
        await window.left.edit(() => {
            project.eventStore.getById('alpha').name = 'Alpha moved';
            project.eventStore.getById('alpha').setStartDate(new Date(2026, 0, 7));
            project.eventStore.remove('delta');
            const [added] = project.eventStore.add({ name: 'Kilo', startDate: new Date(2026, 0, 6), duration: 1 });
            added.assign(project.resourceStore.getById('yard'));
            project.assignmentStore.getById('golf-shop').resource = project.resourceStore.getById('yard');
        });
    });
    await ravi.allSaved();
    await lena.sees('alpha', 'Alpha moved');
    await isCalm();
    edited = await ravi.snapshot();
    for (const planner of [lena, ravi]) {
        // oxlint-disable-next-line no-await-in-loop -- one page after the other
        const entry = await open(planner, 'Before the move');
        const text = (): Promise<string[]> =>
            entry.locator('.sprt-version-changes p, .sprt-version-changes li > span').allTextContents();
        // oxlint-disable-next-line no-await-in-loop -- see above
        await expect
            .poll(text)
            .toEqual([
                'Added since: 1',
                'Kilo',
                'Removed since: 1',
                'Delta',
                'Changed since: 2',
                'Alpha moved',
                'name: “Alpha” → “Alpha moved”',
                'start date: Jan 5, 2026 → Jan 7, 2026',
                'Assignment Golf → Yard',
                'resource: “Shop” → “Yard”'
            ]);
    }
});

test('a preview shows the old plan to one page only, read-only, while the other edits on', async () => {
    const { page } = lena;
    const entry = await open(lena, 'Before the move');
    await entry.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('You are looking at “Before the move”').waitFor();
    const preview = page.locator('.demo-preview');
    await preview.locator('.b-sch-event', { hasText: 'Delta' }).waitFor();
    expect(await preview.locator('.b-sch-event', { hasText: 'Alpha moved' }).count()).toBe(0);
    const bar = (await preview.locator('.b-sch-event', { hasText: 'Alpha' }).boundingBox())!;
    await page.mouse.move(bar.x + 20, bar.y + 20);
    await page.mouse.down();
    await page.mouse.move(bar.x + 200, bar.y + 20, { steps: 8 });
    await page.mouse.up();
    await ravi.rename('hotel', 'Hotel, edited meanwhile');
    await lena.sees('hotel', 'Hotel, edited meanwhile');
    expect((await preview.locator('.b-sch-event', { hasText: 'Alpha' }).boundingBox())!.x).toBe(bar.x);
    expect(await preview.locator('.b-sch-event', { hasText: 'edited meanwhile' }).count()).toBe(0);
    expect(await ravi.page.locator('.demo-preview').count()).toBe(0);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await preview.waitFor({ state: 'detached' });
    await ravi.rename('hotel', 'Hotel');
    await lena.sees('hotel', 'Hotel');
    await expectBoth(edited);
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
});

test('restoring reaches both pages as one revision, and undo takes it back on both', async () => {
    await ravi.page.evaluate(() => {
        const received: unknown[] = [];
        Object.assign(window, { received });
        window.left.project.on({
            wsreceivechanges: ({ revisions }: { revisions: { changes: object }[] }) =>
                received.push(...revisions.filter(({ changes }) => !('versions' in changes)))
        } as never);
    });
    await restore(lena, 'Before the move');
    await expectBoth(before);
    await isCalm();
    expect(await ravi.page.evaluate(() => (window as any).received.length as number)).toBe(1);
    await versions(ravi).getByText('Automatic').waitFor();

    await lena.page.getByRole('button', { name: /^Undo: / }).click();
    await expectBoth(edited);
    await lena.page.getByRole('button', { name: /^Redo: / }).click();
    await expectBoth(before);
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
});

test('the list and what it holds survive SIGKILL of the server', async () => {
    const list = await entries(ravi);
    await server.stop('SIGKILL');
    await lena.page.getByText('Offline').first().waitFor();
    await server.start();
    await Promise.all([lena.isLive(), ravi.isLive()]);
    await ravi.page.reload();
    await ravi.logIn();
    await ravi.page.getByRole('button', { name: 'Versions' }).click();
    await expect.poll(() => entries(ravi)).toEqual(list);
    await ravi.rename('echo', 'Echo changed');
    await ravi.allSaved();
    await restore(ravi, 'Before the move');
    await expectBoth(before);
});

test('the server saves versions by itself, says whose edits they have, and keeps the last two', async () => {
    await ravi.page.evaluate(async () => {
        const event = window.left.project.eventStore.getById('india') as unknown as { name: string };
        for (let edit = 0; edit < 150; edit++) {
            // oxlint-disable-next-line no-await-in-loop -- one revision each
            await window.left.edit(() => {
                event.name = `India ${edit}`;
            });
        }
    });
    await ravi.allSaved();
    await versions(lena).getByText('Edits by Ravi').nth(1).waitFor();
    await expect.poll(() => versions(lena).getByText('Automatic', { exact: true }).count()).toBe(2);
});

test('a reset can be taken back with the version that was saved before it', async () => {
    await lena.rename('alpha', 'Worth keeping');
    await lena.allSaved();
    await ravi.sees('alpha', 'Worth keeping');
    await isCalm();
    const kept = await lena.snapshot();
    await ravi.page.getByRole('button', { name: 'Reset' }).click();
    await ravi.page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click();
    await lena.sees('alpha', 'Alpha');
    await isCalm();
    const saved = versions(lena).getByRole('listitem').first();
    await saved.getByText('Automatic').waitFor();
    const name = await saved.locator('.sprt-version-title').textContent();
    await restore(lena, name!);
    await expectBoth(kept);
});

test('a plain client of dialect 1 sees the versions, loads what they hold, and saves one of its own', async () => {
    const plain = await PlainClient.connect(server.address);
    const { dataset } = await plain.logInAndLoad('Plain', 1);
    const saved = (dataset.versionsData as { id: string; name: string; content?: unknown }[]).find(
        ({ name }) => name === 'Before the move'
    )!;
    expect(saved.content).toBeUndefined();
    plain.send('load_version_content', { project: 1, versionId: saved.id });
    const { content } = (await plain.receive('loadVersionContent')).data;
    expect(content.events).toContainEqual(expect.objectContaining({ id: 'delta', name: 'Delta' }));
    const added = [{ $PhantomId: 'mine', name: 'Saved by a plain client', content }];
    const changes = { versions: { $input: { added }, added } };
    plain.send('project_change', { project: 1, revisions: [{ revision: 'local-1', changes }] });
    await versions(lena)
        .getByRole('button', { name: /Saved by a plain client Plain · / })
        .waitFor();
    plain.close();
    await restore(lena, 'Saved by a plain client');
    await expectBoth(before);
});
