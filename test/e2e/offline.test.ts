import { afterAll, beforeAll, expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { openPlanners, type Office } from './openPlanners.ts';
import { PLAN } from './plan.ts';
import { Planner } from './planner.ts';
import { ServerProcess } from './processes.ts';
import { Proxy } from './proxy.ts';

/** In seconds: the server and its clients look often whether the other is still there. */
const server = new ServerProcess(['--heartbeat', '0.5']);
let office: Office;
let lena: Planner;
let ravi: Planner;

beforeAll(async () => {
    server.seed(1, 'Plan', PLAN);
    office = await openPlanners(server, [{ name: 'Lena' }, { name: 'Ravi' }]);
    [lena, ravi] = office.planners as [Planner, Planner];
});

afterAll(() => office?.close());

const allSaved = (planner: Planner): Promise<void> =>
    planner.page.getByText('All saved').first().waitFor({ state: 'visible' });

test('an edit made offline survives the reload of its tab and the restart of the server, and arrives', async () => {
    const { page } = lena;
    await allSaved(lena);
    await server.stop('SIGKILL');
    await lena.isCut();
    await lena.rename('alpha', 'Edited offline');
    await page.evaluate(
        () => void window.left.project.eventStore.add({ name: 'Added offline', startDate: '2026-03-03', duration: 2 })
    );
    await page.getByText('2 edits not saved yet').first().waitFor();
    expect(await page.getByText('All saved').count()).toBe(0);

    const warnings: string[] = [];
    page.on('dialog', dialog => {
        warnings.push(dialog.type());
        void dialog.accept();
    });
    // The browser asks only people who have touched the page.
    await page.mouse.click(5, 5);
    await lena.isKept(2);
    await page.reload();
    expect(warnings).toEqual(['beforeunload']);

    await server.start();
    await lena.logIn();
    await lena.allSaved();
    await allSaved(lena);
    await ravi.sees('alpha', 'Edited offline');
    await ravi.page.waitForFunction(
        () => (window.left.project.eventStore as any).query((e: any) => e.name === 'Added offline').length === 1
    );
    await expect.poll(() => ravi.snapshot()).toEqual(await lena.snapshot());

    // What arrived is not kept, so it is not made again.
    await lena.isKept(0);
    await page.reload();
    await lena.logIn();
    await lena.allSaved();
    expect(await lena.snapshot()).toEqual(await ravi.snapshot());
});

test('a crashed tab leaves its edits to the next one of the same person', async () => {
    await server.stop('SIGKILL');
    await lena.isCut();
    await lena.rename('bravo', 'Edited before the crash');
    await lena.isKept(1);
    const heir = await lena.openTab();
    await lena.page.close({ runBeforeUnload: false });
    await server.start();
    await heir.logIn();
    await heir.allSaved();
    await ravi.sees('bravo', 'Edited before the crash');
    await expect.poll(() => ravi.snapshot()).toEqual(await heir.snapshot());
    lena = heir;
});

test('two tabs of one browser do not send each other’s edits', async () => {
    const second = await lena.openTab();
    await second.logIn();
    await server.stop('SIGKILL');
    await Promise.all([lena.isCut(), second.isCut()]);
    await lena.page.evaluate(
        () =>
            void window.left.project.eventStore.add({
                name: 'From the first tab',
                startDate: '2026-03-04',
                duration: 1
            })
    );
    await lena.isKept(1);
    await second.page.reload();
    await server.start();
    await second.logIn();
    await Promise.all([lena.allSaved(), second.allSaved()]);
    await ravi.page.waitForFunction(
        () => (window.left.project.eventStore as any).query((e: any) => e.name === 'From the first tab').length === 1
    );
    await expect.poll(() => ravi.snapshot()).toEqual(await second.snapshot());
    await second.page.close();
});

test('a line that goes dead without a word is noticed within two heartbeats, and nothing is lost', async () => {
    const proxy = new Proxy(server.address);
    const nora = await Planner.open(office.browser, {
        url: office.url,
        server: await proxy.listen(),
        project: 1,
        name: 'Nora'
    });
    let beats = 0;
    nora.page.on('websocket', socket =>
        socket.on('framesent', ({ payload }) => void (beats += Number(String(payload).includes(Command.ping))))
    );
    await nora.logIn();
    await expect.poll(() => beats).toBeGreaterThan(0);
    beats = 0;
    proxy.die();
    await nora.rename('charlie', 'Edited on a dead line');
    await nora.isCut();
    // Counted in heartbeats: what one lasts on a busy machine is not the page's doing.
    expect(beats).toBeLessThanOrEqual(2);
    expect(await nora.page.getByText('All saved').count()).toBe(0);
    proxy.revive();
    await nora.allSaved();
    await ravi.sees('charlie', 'Edited on a dead line');
    await nora.close();
    proxy.close();
});
