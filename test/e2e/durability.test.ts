import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanners, type Office } from './openPlanners.ts';
import { PLAN } from './plan.ts';
import type { Planner } from './planner.ts';
import { PlainClient } from './plainClient.ts';
import { ServerProcess } from './processes.ts';

const server = new ServerProcess();
let office: Office;
let lena: Planner;
let ravi: Planner;

beforeAll(async () => {
    server.seed(1, 'Plan', PLAN);
    office = await openPlanners(server, [{ name: 'Lena' }, { name: 'Ravi' }]);
    [lena, ravi] = office.planners as [Planner, Planner];
});

afterAll(() => office?.close());

const rename = (planner: Planner, id: string, name: string): Promise<void> => planner.rename(id, name);
const sees = (planner: Planner, id: string, name: string): Promise<void> => planner.sees(id, name);

test('a reloaded page shows what was edited before', async () => {
    await rename(lena, 'alpha', 'Edited before the reload');
    await lena.allSaved();
    await ravi.page.reload();
    await ravi.logIn();
    await sees(ravi, 'alpha', 'Edited before the reload');
    expect(await ravi.snapshot()).toEqual(await lena.snapshot());
});

test('a confirmed edit survives SIGKILL of the server, and the pages go on by themselves', async () => {
    await rename(ravi, 'bravo', 'Confirmed before the crash');
    await ravi.allSaved();
    await server.stop('SIGKILL');
    await lena.page.getByText('Offline').first().waitFor();
    await server.start();
    await Promise.all([lena.isLive(), ravi.isLive()]);
    await sees(lena, 'bravo', 'Confirmed before the crash');
    await rename(lena, 'charlie', 'Edited after the crash');
    await sees(ravi, 'charlie', 'Edited after the crash');

    const outsider = await PlainClient.connect(server.address);
    const { dataset } = await outsider.logInAndLoad('Outsider', 1);
    expect(dataset.eventsData).toContainEqual(
        expect.objectContaining({ id: 'bravo', name: 'Confirmed before the crash' })
    );
    outsider.close();
});

test('edits made by both sides while the server is down arrive on both sides', async () => {
    await server.stop('SIGTERM');
    await Promise.all([lena.isCut(), ravi.isCut()]);
    await rename(lena, 'delta', 'Offline, by Lena');
    await rename(ravi, 'echo', 'Offline, by Ravi');
    await lena.page.getByText('1 edit not saved yet').first().waitFor();
    await server.start();
    await Promise.all([lena, ravi].map(({ page }) => page.evaluate(() => window.left.retryNow())));
    await sees(ravi, 'delta', 'Offline, by Lena');
    await sees(lena, 'echo', 'Offline, by Ravi');
    await Promise.all([lena.allSaved(), ravi.allSaved()]);
    expect(await ravi.snapshot()).toEqual(await lena.snapshot());
});

test.each([800, 480])('the schedule stays where it is while the server is away, %i pixels wide', async width => {
    const { page } = lena;
    await page.setViewportSize({ width, height: 800 });
    await Promise.all([lena.isLive(), ravi.isLive()]);
    const schedule = page.locator('.demo-schedule');
    const before = await schedule.boundingBox();
    await server.stop('SIGTERM');
    await page.getByRole('button', { name: 'Try now' }).waitFor();
    await rename(lena, 'juliett', `Offline, ${width} pixels wide`);
    await page.getByText('1 edit not saved yet').first().waitFor();
    expect(await schedule.boundingBox()).toEqual(before);
    await server.start();
    await page.evaluate(() => window.left.retryNow());
    await lena.allSaved();
    expect(await schedule.boundingBox()).toEqual(before);
});

test('edits made while auto-sync is off are counted, and sent when it is switched on', async () => {
    const { page } = lena;
    await page.getByRole('switch', { name: 'Auto-sync' }).click();
    await rename(lena, 'foxtrot', 'Held back 1');
    await page.getByRole('button', { name: /Sync.*1/ }).waitFor();
    await rename(lena, 'golf', 'Held back 2');
    await page.getByRole('button', { name: /Sync.*2/ }).waitFor();
    await rename(ravi, 'hotel', 'Received meanwhile');
    await sees(lena, 'hotel', 'Received meanwhile');
    await page.getByRole('switch', { name: 'Auto-sync' }).click();
    await sees(ravi, 'golf', 'Held back 2');
    await sees(ravi, 'foxtrot', 'Held back 1');
    await lena.allSaved();
});

test('the Sync button sends what waits and leaves auto-sync off', async () => {
    const { page } = lena;
    await page.getByRole('switch', { name: 'Auto-sync' }).click();
    await rename(lena, 'india', 'Sent by the button');
    await page.getByRole('button', { name: /Sync.*1/ }).click();
    await sees(ravi, 'india', 'Sent by the button');
    expect(await page.getByRole('switch', { name: 'Auto-sync' }).getAttribute('aria-checked')).toBe('false');
    await page.getByRole('switch', { name: 'Auto-sync' }).click();
});

test('a reset brings the initial schedule back on every page', async () => {
    const { page } = ravi;
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click();
    await sees(lena, 'alpha', 'Alpha');
    await sees(ravi, 'alpha', 'Alpha');
    expect(await ravi.snapshot()).toEqual(await lena.snapshot());
});
