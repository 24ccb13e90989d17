import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLAN } from './plan.ts';
import { PlainClient } from './plainClient.ts';
import { Planner } from './planner.ts';
import { launchBrowser, serveDemo, ServerProcess } from './processes.ts';

const server = new ServerProcess();
let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;
let lena: Planner;

beforeAll(async () => {
    server.seed(1, 'Plan', PLAN);
    await server.start();
    demo = await serveDemo();
    browser = await launchBrowser();
    lena = await Planner.open(browser, { url: demo.url, server: server.address, project: 1, name: 'Lena' });
    await lena.logIn();
});

afterAll(async () => {
    await browser?.close();
    await demo?.close();
    await server.dispose();
});

test('a plain dialect 1 client logs in, loads, edits and hears others', async () => {
    const plain = await PlainClient.connect(server.address);
    const { client, dataset } = await plain.logInAndLoad('Plain', 1);
    expect(dataset.eventsData).toHaveLength(PLAN.eventsData.length);
    await lena.page.getByTitle(/Plain/).first().waitFor();

    const update = { updated: [{ id: 'alpha', name: 'Renamed without the kit' }] };
    plain.send('project_change', {
        project: 1,
        client,
        revisions: [{ revision: 'local-1', clientId: client, changes: { events: { ...update, $input: update } } }]
    });
    await plain.hears(revision => revision.localRevision === 'local-1' && revision.client === client);
    await lena.bar('Renamed without the kit').waitFor();

    await lena.page.evaluate(() => {
        (window.left.project.eventStore.getById('bravo') as any).name = 'Renamed with the kit';
    });
    const { changes } = await plain.hears(revision => revision.changes.events?.$input);
    expect(changes.events.updated).toContainEqual({ id: 'bravo', name: 'Renamed with the kit' });
    plain.close();
});
