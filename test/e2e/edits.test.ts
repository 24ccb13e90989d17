import type { Browser } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GESTURES } from './gestures.ts';
import { PLAN } from './plan.ts';
import { Planner } from './planner.ts';
import { launchBrowser, serveDemo, ServerProcess } from './processes.ts';

let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;

beforeAll(async () => {
    demo = await serveDemo();
    browser = await launchBrowser();
});

afterAll(async () => {
    await browser?.close();
    await demo?.close();
});

describe.each([
    ['left', 'right'],
    ['right', 'left']
])('every kind of edit travels from the %s page to the %s page:', (from, to) => {
    const server = new ServerProcess();
    const planners: Record<string, Planner> = {};

    beforeAll(async () => {
        server.seed(1, 'Plan', PLAN);
        await server.start();
        const options = { url: demo.url, server: server.address, project: 1 };
        planners.left = await Planner.open(browser, { ...options, name: 'Lena', timezoneId: 'Europe/Berlin' });
        planners.right = await Planner.open(browser, { ...options, name: 'Ravi', timezoneId: 'Asia/Kolkata' });
        await Promise.all([planners.left.logIn(), planners.right.logIn()]);
        return async () => {
            await Promise.all(Object.values(planners).map(planner => planner.close()));
            await server.dispose();
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
