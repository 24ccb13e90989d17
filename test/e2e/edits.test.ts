import type { Browser } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GESTURES } from './gestures.ts';
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

describe.each([
    ['left', 'right'],
    ['right', 'left']
])('every kind of edit travels from the %s page to the %s page:', (from, to) => {
    const planners: Record<string, Planner> = {};

    beforeAll(async () => {
        const options = { url: demo.url, server: server.address, project: 1 };
        planners.left = await Planner.open(browser, { ...options, name: 'Lena', timezoneId: 'Europe/Berlin' });
        planners.right = await Planner.open(browser, { ...options, name: 'Ravi', timezoneId: 'Asia/Kolkata' });
        await Promise.all([planners.left.logIn(), planners.right.logIn()]);
        await planners.left.page.evaluate(() => window.left.reset());
        return async () => {
            await Promise.all(Object.values(planners).map(planner => planner.close()));
        };
    });

    beforeEach(async () => {
        await Promise.all(Object.values(planners).map(planner => planner.allSaved()));
    });

    test.each(GESTURES)('$title', async ({ perform, seen }) => {
        const author = planners[from]!;
        const reader = planners[to]!;
        await perform(author);
        await seen(author.page);
        await seen(reader.page);
        await Promise.all([author.allSaved(), reader.allSaved()]);
        await expect.poll(() => reader.snapshot()).toEqual(await author.snapshot());
        expect([...author.errors, ...reader.errors]).toEqual([]);
    });
});
