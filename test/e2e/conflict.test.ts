import type { Browser, Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { boxOf, drag } from './gestures.ts';
import { PLAN } from './plan.ts';
import { Planner } from './planner.ts';
import { launchBrowser, serveDemo, ServerProcess } from './processes.ts';

let server: ServerProcess;
let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;
let lena: Planner;
let ravi: Planner;

/** "Bravo" follows "Alpha" and must start on the 11th; "Golf", in another row, follows "Bravo". */
const DATASET = {
    ...PLAN,
    eventsData: (PLAN.eventsData as { id: string }[]).map(event =>
        event.id === 'bravo'
            ? { ...event, constraintType: 'muststarton', constraintDate: '2026-01-11T00:00:00' }
            : event.id === 'golf'
              ? { ...event, startDate: '2026-01-13T00:00:00', endDate: '2026-01-15T00:00:00' }
              : event
    ),
    dependenciesData: [
        { id: 'alpha-bravo', fromEvent: 'alpha', toEvent: 'bravo', type: 2 },
        { id: 'bravo-golf', fromEvent: 'bravo', toEvent: 'golf', type: 2 }
    ]
};

beforeAll(async () => {
    demo = await serveDemo();
    browser = await launchBrowser();
});

afterAll(async () => {
    await browser?.close();
    await demo?.close();
});

beforeEach(async () => {
    server = new ServerProcess();
    server.seed(1, 'Plan', DATASET);
    await server.start();
    const options = { url: demo.url, server: server.address, project: 1 };
    lena = await Planner.open(browser, { ...options, name: 'Lena' });
    ravi = await Planner.open(browser, { ...options, name: 'Ravi' });
    await Promise.all([lena.logIn(), ravi.logIn()]);
    await Promise.all([lena.allSaved(), ravi.allSaved()]);
});

afterEach(async () => {
    await Promise.all([lena.close(), ravi.close()]);
    await server.dispose();
});

/** Drags "Alpha" to the day on which "Bravo" must start; resolves to the question this raises. */
async function dragAlpha(): Promise<Locator> {
    const { x, y, width, height } = await boxOf(lena.bar('Alpha'));
    await drag(lena.page, [x + width / 2, y + height / 2], [x + width / 2 + width * 3, y + height / 2]);
    const dialog = lena.page.getByRole('dialog', { name: 'Scheduling conflict' });
    await dialog.waitFor();
    return dialog;
}

const effects = (dialog: Locator): Promise<string[]> =>
    dialog.getByRole('region', { name: 'What it would do' }).locator('p, li').allInnerTexts();

/** Start and end of these events, in a page. */
const dates = ({ page }: Planner): Promise<Record<string, string>> =>
    page.evaluate(() =>
        Object.fromEntries(
            ['alpha', 'bravo', 'golf'].map(id => {
                const { startDate, endDate } = window.left.project.eventStore.getById(id) as any;
                return [id, `${startDate.getDate()}–${endDate.getDate()}`];
            })
        )
    );

/** The schedule as a page would store it. */
const shown = ({ page }: Planner): Promise<string[]> =>
    page.evaluate(() => {
        const { eventStore, dependencyStore } = window.left.project as any;
        return [
            ...eventStore.map((event: any) => {
                const { name, constraintType } = event;
                const [startDate, endDate] = [event.startDate, event.endDate].map(date =>
                    new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
                );
                return [event.id, name, startDate, endDate, constraintType ?? null];
            }),
            ...dependencyStore.map(({ id, active }: any) => [id, active])
        ]
            .map(row => JSON.stringify(row))
            .toSorted();
    });

const BEFORE = { alpha: '5–7', bravo: '11–13', golf: '13–15' };

/** Waits until both pages show the same, and that this is what the server has on disk. */
async function allEqual(): Promise<void> {
    await Promise.all([lena.allSaved(), ravi.allSaved()]);
    await expect.poll(() => ravi.snapshot()).toEqual(await lena.snapshot());
    const { events = [], dependencies = [] } = server.stored(1);
    const stored = [
        ...events.map(each => [
            each.id,
            each['name'],
            each['startDate'],
            each['endDate'],
            each['constraintType'] ?? null
        ]),
        ...dependencies.map(each => [each.id, each['active'] ?? true])
    ];
    expect(await shown(lena)).toEqual(stored.map(row => JSON.stringify(row)).toSorted());
    expect([...lena.errors, ...ravi.errors]).toEqual([]);
}

test('what a choice was said to do happens on both pages', async () => {
    const dialog = await dragAlpha();
    await dialog.getByLabel('Remove "Must-Start-On" constraint of task "Bravo"').check();
    await dialog.getByText('3 tasks get other dates').waitFor();
    expect((await effects(dialog)).map(text => text.replaceAll('\n', ': '))).toEqual([
        '3 tasks get other dates',
        'Alpha: Jan 5 – 7, 2026 → Jan 11 – 13, 2026',
        'Bravo: Jan 11 – 13, 2026 → Jan 13 – 15, 2026',
        'Golf: Jan 13 – 15, 2026 → Jan 15 – 17, 2026'
    ]);
    // It was a calculation, no more.
    expect(await dates(ravi)).toEqual(BEFORE);

    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const after = { alpha: '11–13', bravo: '13–15', golf: '15–17' };
    await expect.poll(() => dates(ravi)).toEqual(after);
    expect(await dates(lena)).toEqual(after);
    await allEqual();

    await lena.page.getByRole('button', { name: /^Undo: / }).click();
    await expect.poll(() => dates(ravi)).toEqual(BEFORE);
    await allEqual();
});

test('taking the edit back leaves both pages as they were', async () => {
    const before = await lena.snapshot();
    const dialog = await dragAlpha();
    await lena.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => lena.snapshot()).toEqual(before);
    expect(await ravi.snapshot()).toEqual(before);
    expect(await lena.page.getByRole('button', { name: /^Undo/ }).isDisabled()).toBe(true);
    await allEqual();
});

test.each(['apply', 'take back'])('what the other edits while the question is open is kept: %s', async answer => {
    const dialog = await dragAlpha();
    await ravi.rename('bravo', 'Bravo by Ravi');
    await ravi.page.evaluate(() => {
        (window.left.project.eventStore.getById('golf') as any).duration = 3;
    });
    await ravi.allSaved();
    expect(await dialog.isVisible()).toBe(true);
    if (answer === 'apply') {
        await dialog.getByLabel(/^Deactivate dependency/).check();
        await dialog.getByText('becomes inactive').waitFor();
        await dialog.getByRole('button', { name: 'Apply' }).click();
    } else {
        await dialog.getByRole('button', { name: 'Cancel the change' }).click();
    }
    await dialog.waitFor({ state: 'hidden' });
    await lena.sees('bravo', 'Bravo by Ravi');
    const after = { alpha: answer === 'apply' ? '11–13' : '5–7', bravo: '11–13', golf: '13–16' };
    await expect.poll(() => dates(ravi)).toEqual(after);
    await expect.poll(() => dates(lena)).toEqual(after);
    await allEqual();
});
