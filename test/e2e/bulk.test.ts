import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIG, COUNT } from '../support/bigPlan.ts';
import { Planner } from './planner.ts';
import { launchBrowser, serveDemo, ServerProcess } from './processes.ts';

const server = new ServerProcess();
let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;
let lena: Planner;
let ravi: Planner;

beforeAll(async () => {
    server.seed(1, 'Big', BIG);
    await server.start();
    demo = await serveDemo();
    browser = await launchBrowser();
    const options = { url: demo.url, server: server.address, project: 1 };
    lena = await Planner.open(browser, { ...options, name: 'Lena' });
    ravi = await Planner.open(browser, { ...options, name: 'Ravi' });
    await Promise.all([lena.logIn(), ravi.logIn()]);
});

afterAll(async () => {
    await browser?.close();
    await demo?.close();
    await server.dispose();
});

/** Starts to lengthen every event, as a host's code does, and stops in the middle until it is let go on. */
async function startBulk(page: Page, duration: number): Promise<{ finish: (error?: string) => Promise<unknown> }> {
    await page.evaluate(
        ([days, half]) => {
            const { promise, resolve, reject } = Promise.withResolvers<void>();
            const events = window.left.project.eventStore.records as unknown as { duration: number }[];
            const work = window.left.bulk(
                async report => {
                    for (const [index, event] of events.entries()) {
                        event.duration = days!;
                        // oxlint-disable-next-line no-await-in-loop -- that is how it is used
                        await report(index + 1, events.length);
                        // oxlint-disable-next-line no-await-in-loop -- once
                        await (index === half ? promise : undefined);
                    }
                },
                { title: `${days} days each` }
            );
            Object.assign(window, { bulk: { work: work.catch(String), resolve, reject } });
        },
        [duration, COUNT / 2]
    );
    return {
        finish: error =>
            page.evaluate(message => {
                const { work, resolve, reject } = (window as any).bulk;
                (message ? reject : resolve)(message);
                return work;
            }, error)
    };
}

const durations = ({ page }: Planner): Promise<number[]> =>
    page.evaluate(() => [...new Set(window.left.project.eventStore.records.map((event: any) => event.duration))]);

test('a bulk over 1,000 events shows how far it is, arrives at once, and is one undo step', async () => {
    const { page } = lena;
    const { finish } = await startBulk(page, 5);
    const bar = page.getByRole('progressbar', { name: '5 days each' });
    await bar.waitFor();
    await page.getByText(/^\d+ of 1,000$/).waitFor();
    expect(await bar.evaluate((element: HTMLProgressElement) => element.position)).toBeGreaterThan(0);
    // The page answers meanwhile, and nobody else sees half of it.
    await page.getByRole('button', { name: 'All saved' }).click();
    await page.getByText('The server has every edit.').waitFor();
    await page.keyboard.press('Escape');
    expect(await durations(ravi)).toEqual([2]);

    await finish();
    await bar.waitFor({ state: 'detached' });
    await lena.allSaved();
    await expect.poll(() => durations(ravi)).toEqual([5]);
    await expect.poll(() => ravi.snapshot()).toEqual(await lena.snapshot());
    expect(await ravi.page.getByRole('progressbar').count()).toBe(0);

    await page.getByRole('button', { name: /^Undo: / }).click();
    await expect.poll(() => durations(lena)).toEqual([2]);
    await lena.allSaved();
    await expect.poll(() => ravi.snapshot()).toEqual(await lena.snapshot());
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
});

test('a bulk that fails halfway leaves nothing, on neither page', async () => {
    const before = await lena.snapshot();
    const { finish } = await startBulk(lena.page, 9);
    await lena.page.getByRole('progressbar', { name: '9 days each' }).waitFor();
    expect(await finish('No, after all')).toBe('No, after all');
    await lena.page.getByRole('progressbar').waitFor({ state: 'detached' });
    await lena.allSaved();
    await expect.poll(() => lena.snapshot()).toEqual(before);
    await lena.rename('e3', 'Goes on');
    await ravi.sees('e3', 'Goes on');
    await lena.allSaved();
    await expect.poll(() => ravi.snapshot()).toEqual(await lena.snapshot());
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
});
