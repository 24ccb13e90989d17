import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLAN } from './plan.ts';
import { Planner } from './planner.ts';
import { launchBrowser, serveDemo, ServerProcess } from './processes.ts';
import { Proxy } from './proxy.ts';

const server = new ServerProcess(['--heartbeat', '0.5']);
let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;

beforeAll(async () => {
    [1, 2].forEach(id => server.seed(id, 'Plan', PLAN));
    await server.start();
    demo = await serveDemo();
    browser = await launchBrowser();
});

afterAll(async () => {
    await browser?.close();
    await demo?.close();
    await server.dispose();
});

/** Lena, whose line to the server can be cut, and Ravi. */
async function join(project: number): Promise<{ lena: Planner; ravi: Planner; proxy: Proxy }> {
    const proxy = new Proxy(server.address);
    const options = { url: demo.url, project };
    const lena = await Planner.open(browser, { ...options, server: await proxy.listen(), name: 'Lena' });
    const ravi = await Planner.open(browser, { ...options, server: server.address, name: 'Ravi' });
    await Promise.all([lena.logIn(), ravi.logIn()]);
    return { lena, ravi, proxy };
}

/** Moves an event to a day of January as a host's code does. */
const move = ({ page }: Planner, id: string, day: number): Promise<void> =>
    page.evaluate(
        ([event, date]) =>
            window.left.edit(
                () => void (window.left.project.eventStore.getById(event) as any).setStartDate(new Date(2026, 0, date))
            ),
        [id, day] as const
    );

/** What somebody sees who comes only now: what the database holds. */
async function stored(project: number): Promise<string[]> {
    const visitor = await Planner.open(browser, { url: demo.url, server: server.address, project, name: 'Nils' });
    await visitor.logIn();
    const snapshot = await visitor.snapshot();
    await visitor.close();
    return snapshot;
}

test('who was offline sees what somebody else has changed meanwhile, takes theirs for one and keeps mine for the other', async () => {
    const { lena, ravi, proxy } = await join(1);
    proxy.die();
    await lena.isCut();
    await lena.rename('delta', 'Delta by Lena');
    await move(lena, 'echo', 20);
    await lena.page.getByText('2 edits not saved yet').first().waitFor();
    await ravi.rename('delta', 'Delta by Ravi');
    await move(ravi, 'echo', 27);
    await ravi.allSaved();
    proxy.revive();
    await lena.allSaved();
    await ravi.sees('delta', 'Delta by Lena');

    // It is there over a reload of the page, until it is decided.
    await lena.page.getByRole('button', { name: '2 editing conflicts' }).waitFor();
    await lena.page.reload();
    await lena.logIn();
    await lena.page.getByRole('button', { name: '2 editing conflicts' }).click();
    const dialog = lena.page.getByRole('dialog', { name: 'Editing conflicts' });
    const name = dialog.getByRole('row').filter({ hasText: 'Name' });
    await expect
        .poll(() => name.getByRole('cell').allInnerTexts())
        .toEqual([
            '“Delta”',
            '“Delta by Lena”',
            expect.stringMatching(/^“Delta by Ravi”\s*Ravi, .*ago$/),
            expect.anything()
        ]);
    const start = dialog.getByRole('row').filter({ hasText: 'Start date' });
    await expect
        .poll(() => start.getByRole('cell').allInnerTexts())
        .toEqual([
            expect.stringMatching(/Jan \d+, 2026/),
            'Jan 20, 2026',
            expect.stringMatching(/^Jan 27, 2026\s*Ravi, .*ago$/),
            expect.anything()
        ]);
    await name.getByRole('button', { name: /Take theirs/ }).click();
    await ravi.sees('delta', 'Delta by Ravi');
    await start.getByRole('button', { name: /Keep mine/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await lena.page.getByRole('button', { name: 'No editing conflicts' }).waitFor();

    await Promise.all([lena.allSaved(), ravi.allSaved()]);
    const snapshot = await lena.snapshot();
    expect(snapshot.join()).toContain('"echo","Echo","2026-01-20T00:00:00"');
    expect(await ravi.snapshot()).toEqual(snapshot);
    expect(await stored(1)).toEqual(snapshot);
    // Taking theirs was one step of Lena's, and can be undone.
    await lena.page.getByRole('button', { name: /^Undo: / }).click();
    await ravi.sees('delta', 'Delta by Lena');
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
    await Promise.all([lena.close(), ravi.close()]);
    proxy.close();
});

test('who comes back with many edits reviews them before anybody else sees them', async () => {
    const { lena, ravi, proxy } = await join(2);
    proxy.die();
    await lena.isCut();
    const ids = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'];
    for (const id of ids) {
        // oxlint-disable-next-line no-await-in-loop -- one edit after the other
        await lena.rename(id, `${id} by Lena`);
        // oxlint-disable-next-line no-await-in-loop -- one edit after the other
        await lena.page.waitForFunction(
            count => window.left.store.getState().queue.length === count,
            ids.indexOf(id) + 1
        );
    }
    await lena.isKept(ids.length);
    await ravi.rename('bravo', 'bravo by Ravi');
    await ravi.allSaved();

    // Not only the line is lost, but the page, too.
    lena.page.on('dialog', dialog => void dialog.accept());
    await lena.page.reload();
    proxy.revive();
    await lena.logIn();
    const dialog = lena.page.getByRole('dialog', { name: 'Review your edits' });
    const items = dialog.getByRole('listitem');
    await expect.poll(() => items.count()).toBe(6);
    await items
        .filter({ hasText: 'bravo by Lena' })
        .getByText(/Would overwrite: Ravi changed .*bravo by Ravi/)
        .waitFor();

    // What others do arrives meanwhile, and the review survives being put off and another reload.
    await dialog.getByRole('button', { name: 'Decide later' }).click();
    await ravi.rename('golf', 'golf by Ravi');
    await lena.sees('golf', 'golf by Ravi');
    await lena.page.reload();
    await lena.logIn();
    await expect.poll(() => items.count()).toBe(6);
    await ravi.sees('alpha', 'Alpha');

    await items
        .filter({ hasText: 'bravo by Lena' })
        .getByRole('button', { name: /Discard/ })
        .click();
    await lena.sees('bravo', 'bravo by Ravi');
    await items.filter({ hasText: 'alpha by Lena' }).getByRole('button', { name: /Send/ }).click();
    await ravi.sees('alpha', 'alpha by Lena');
    await ravi.sees('charlie', 'Charlie');
    await dialog.getByRole('button', { name: 'Send all' }).click();
    await ravi.sees('foxtrot', 'foxtrot by Lena');
    await dialog.waitFor({ state: 'hidden' });

    await Promise.all([lena.allSaved(), ravi.allSaved()]);
    const snapshot = await lena.snapshot();
    expect(await ravi.snapshot()).toEqual(snapshot);
    expect(await stored(2)).toEqual(snapshot);
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
    await Promise.all([lena.close(), ravi.close()]);
    proxy.close();
});
