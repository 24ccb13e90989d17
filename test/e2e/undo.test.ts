import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLAN } from './plan.ts';
import { Planner } from './planner.ts';
import { launchBrowser, serveDemo, ServerProcess } from './processes.ts';

const server = new ServerProcess();
let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;

beforeAll(async () => {
    server.seed(1, 'Plan', PLAN);
    await server.start();
    demo = await serveDemo();
    browser = await launchBrowser();
});

afterAll(async () => {
    await browser?.close();
    await demo?.close();
    await server.dispose();
});

test('an undo says who has changed the same since, and undoes what is left on both pages', async () => {
    const options = { url: demo.url, server: server.address, project: 1 };
    const lena = await Planner.open(browser, { ...options, name: 'Lena' });
    const ravi = await Planner.open(browser, { ...options, name: 'Ravi' });
    await Promise.all([lena.logIn(), ravi.logIn()]);

    await lena.page.evaluate(() =>
        window.left.edit(
            () => {
                for (const id of ['delta', 'echo']) {
                    (window.left.project.eventStore.getById(id) as any).name = `${id} by Lena`;
                }
            },
            { title: 'Rename two' }
        )
    );
    await ravi.sees('echo', 'echo by Lena');
    await ravi.rename('delta', 'delta by Ravi');
    await lena.sees('delta', 'delta by Ravi');

    // The scheduler has the focus, and its own shortcut is not to undo a second time.
    await lena.bar('delta by Ravi').click();
    await lena.page.keyboard.press('Control+z');
    const dialog = lena.page.getByRole('dialog', { name: 'Undo: Rename two' });
    await dialog.getByText(/^Ravi changed “delta by Ravi”: name “delta by Ravi”/).waitFor();
    await lena.sees('echo', 'echo by Lena');
    await dialog.getByRole('button', { name: 'Undo only the rest' }).click();
    await ravi.sees('echo', 'Echo');
    await ravi.sees('delta', 'delta by Ravi');
    await lena.page.keyboard.press('Control+y');
    await ravi.sees('echo', 'echo by Lena');
    await Promise.all([lena.allSaved(), ravi.allSaved()]);
    expect(await lena.snapshot()).toEqual(await ravi.snapshot());
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
});
