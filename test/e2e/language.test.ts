import type { Browser, Page } from 'playwright';
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

const choose = (page: Page, from: string, to: string): Promise<unknown> =>
    page.getByRole('combobox', { name: from, exact: true }).selectOption({ label: to });

test('everybody reads the page in a language of their own, switched at run time, and why an edit was refused', async () => {
    const options = { url: demo.url, server: server.address, project: 1 };
    const lena = await Planner.open(browser, { ...options, name: 'Lena' });
    const ravi = await Planner.open(browser, { ...options, name: 'Ravi' });
    await Promise.all([lena.logIn(), ravi.logIn()]);

    await choose(lena.page, 'Language', 'Deutsch');
    await lena.page.getByText('Angemeldet als Lena').waitFor();
    await lena.page.getByText('Alles gespeichert').first().waitFor();
    // The scheduler's own texts.
    await lena.page.locator('.b-grid-header', { hasText: 'Name' }).waitFor();
    await choose(ravi.page, 'Language', 'Nederlands');
    await ravi.page.getByText('Ingelogd als Ravi').waitFor();
    await ravi.page.locator('.b-grid-header', { hasText: 'Naam' }).waitFor();
    expect(await lena.page.getByText('Ingelogd als').count()).toBe(0);

    // Ravi renames, while his edits are held back, what Lena removes.
    await ravi.page.evaluate(() => window.left.setAutoSync(false));
    await ravi.rename('delta', 'Delta for Ravi');
    await ravi.page.getByText('1 wijziging nog niet opgeslagen').first().waitFor();
    await lena.bar('Delta').click();
    await lena.page.keyboard.press('Delete');
    await lena.allSaved();
    await ravi.page.evaluate(() => window.left.setAutoSync(true));
    await ravi.page.getByText('Taak ‘Delta’ is verwijderd door Lena').waitFor();

    await choose(ravi.page, 'Taal', 'Svenska');
    await ravi.page.getByText('Aktiviteten ”Delta” har tagits bort av Lena').waitFor();
    await ravi.page.reload();
    await ravi.page.getByRole('button', { name: 'Logga in' }).waitFor();
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
    await Promise.all([lena.close(), ravi.close()]);
});
