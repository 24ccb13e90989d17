/** Makes the README's pictures: the demo with two people logged in, on a server and database of its own. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Locator, type Page } from 'playwright';
import type { Realtime } from '../src/index.ts';
import { browserLaunchOptions } from './browser.ts';
import { startDemo } from './demo.ts';

const { values } = parseArgs({
    options: {
        picture: { type: 'string', default: 'demo' },
        out: { type: 'string' },
        theme: { type: 'string', default: 'light' },
        width: { type: 'string', default: '1600' },
        height: { type: 'string', default: '900' }
    }
});

/** What is done before the picture is taken, and what it shows. */
const PICTURES: Record<string, (page: Page, left: Locator) => Promise<Locator | Page>> = {
    async demo(page, left) {
        await left.getByTitle(/Ben Ortiz/).waitFor();
        return page;
    },
    async versions(page, left) {
        await left.getByRole('button', { name: 'Versions' }).click();
        await left.getByRole('textbox', { name: 'Name of the version' }).fill('Agreed with the customer');
        await page.keyboard.press('Enter');
        const version = left.getByRole('button', { name: /Agreed with the customer/ });
        await version.waitFor();
        await page.evaluate(changeSchedule);
        await version.click();
        await left.getByText('Changed since').waitFor();
        await left.getByRole('button', { name: 'Preview' }).click();
        await left.locator('.demo-preview .b-sch-event').first().waitFor();
        return left;
    },
    async 'edit-conflicts'(page, left) {
        await page.evaluate(editTheSame);
        await left.getByRole('button', { name: '3 editing conflicts' }).click();
        await page.getByRole('dialog').waitFor();
        return page;
    },
    async conflict(page, left) {
        // A dialog lies over the whole page.
        await page.setViewportSize({ width: 1200, height: 800 });
        await page.goto(`${page.url()}&panels=1`);
        await logIn(left, 'Ada Park');
        await page.evaluate(contradictSchedule);
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('radio').first().check();
        await dialog.locator('.sprt-effects[data-state=ready]').waitFor();
        return page;
    },
    async undo(page, left) {
        await page.setViewportSize({ width: 1200, height: 800 });
        await page.evaluate(editSchedule);
        await page.evaluate(changeTheSame);
        await left.getByRole('button', { name: 'Undo', exact: false }).first().click();
        await page.getByRole('dialog').getByText('Ben Ortiz', { exact: false }).first().waitFor();
        return page;
    },
    async activity(page, left) {
        await page.evaluate(editSchedule);
        await left.getByRole('button', { name: 'Activity' }).click();
        const entries = left.getByRole('article');
        await entries.nth(5).waitFor();
        await entries.nth(1).getByRole('button', { name: 'Details' }).click();
        await entries
            .nth(1)
            .getByRole('button', { name: /^moved/ })
            .first()
            .click();
        await page.mouse.move(0, 0);
        return left;
    }
};

async function logIn(panel: Locator, name: string): Promise<void> {
    await panel.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await panel.getByRole('button', { name: 'Login' }).click();
    await panel.getByText(`Logged in as ${name}`).waitFor();
    await panel.locator('.b-sch-event').first().waitFor();
}

/** What both do, one after the other; runs in the page. */
async function editSchedule(): Promise<void> {
    const { left, right } = window as unknown as Record<string, Realtime>;
    const day = 86_400_000;
    const edits: [Realtime | undefined, (events: any[], project: any) => unknown][] = [
        [right, ([first]) => (first.percentDone = 80)],
        [left, (events, { eventStore }) => eventStore.remove(events.at(-1))],
        [right, (events, { resourceStore }) => events[4].assignments[0].set('resource', resourceStore.last)],
        [left, events => (events[2].name += ' (second coat)')],
        [right, ([, second]) => second.setStartDate(new Date(+second.startDate + 7 * day))],
        [left, events => (events[3].duration += 1)]
    ];
    for (const [author, change] of edits) {
        const { edit, project, store } = author!;
        const { eventStore } = project as any;
        const monday = new Date();
        monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
        monday.setHours(0, 0, 0, 0);
        await edit(
            () =>
                change(
                    eventStore.query((event: any) => event.startDate >= monday),
                    project
                ) as void
        );
        while (store.getState().queue.length) {
            await new Promise(resolve => setTimeout(resolve, 50));
        }
    }
}

/** One does two things in one step, and the other changes one of them; runs in the page. */
async function changeTheSame(): Promise<void> {
    const { left, right } = window as unknown as Record<'left' | 'right', Realtime>;
    const task = ({ project }: Realtime, number: number): any =>
        (project as any).eventStore.query((event: any) => event.startDate >= new Date()).at(number);
    const { id } = task(left, 0);
    await left.edit(
        () => {
            task(left, 0).name += ', two coats';
            task(left, 1).duration += 2;
        },
        { title: 'Plan two coats' }
    );
    const mine = (right.project as any).eventStore.getById(id);
    while (!mine.name.endsWith('coats')) {
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    await right.edit(() => (mine.name += ' and polish'));
    while (!task(left, 0).name.endsWith('polish')) {
        await new Promise(resolve => setTimeout(resolve, 50));
    }
}

/** What both do to the same tasks, one of them without knowing of it; runs in the page. */
async function editTheSame(): Promise<void> {
    const { left, right } = window as unknown as Record<'left' | 'right', Realtime>;
    const edit = ({ edit: run, project }: Realtime, name: string, days: number, duration: number): Promise<void> =>
        run(() => {
            const { eventStore } = project as any;
            const [first, second] = eventStore
                .query(({ startDate }: any) => startDate >= new Date(2026, 0, 1))
                .slice(-9);
            first.name += name;
            first.setStartDate(new Date(+first.startDate + days * 86_400_000));
            second.duration = duration;
        });
    left.setAutoSync(false);
    await edit(left, ', two coats', 2, 6);
    await edit(right, ' and polish', 7, 3);
    while (left.store.getState().editConflicts.length < 3) {
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    left.setAutoSync(true);
}

/** Moves the first of a row of events beyond the second, which must start where it is; runs in the page. */
async function contradictSchedule(): Promise<void> {
    const { edit, project } = (window as unknown as { left: Realtime }).left;
    const { dependencyStore } = project as any;
    const { fromEvent, toEvent } = dependencyStore.find(
        ({ toEvent: next }: any) => next.startDate >= new Date() && next.outgoingDeps.size > 0
    );
    await edit(() => toEvent.set({ constraintType: 'muststarton', constraintDate: toEvent.startDate }));
    void edit(() => fromEvent.setStartDate(toEvent.startDate));
}

/** What the other one does; runs in the page. */
async function changeSchedule(): Promise<void> {
    const { edit, project } = (window as unknown as { right: Realtime }).right;
    const { eventStore, resourceStore } = project as any;
    await edit(() => {
        const shown = eventStore.query((event: any) => event.startDate >= new Date(2026, 0, 1)).slice(-9);
        const [moved, longer, removed] = shown;
        moved.setStartDate(new Date(+moved.startDate + 2 * 86_400_000));
        longer.duration += 2;
        eventStore.remove(removed);
        const [added] = eventStore.add({ name: 'Extra shift', startDate: moved.startDate, duration: 2 });
        added.assign(resourceStore.last);
    });
}

const demo = await startDemo({ port: 0, serverPort: 0, database: ':memory:' });
const browser = await chromium.launch(browserLaunchOptions());
const page = await browser.newPage({
    viewport: { width: Number(values.width), height: Number(values.height) },
    deviceScaleFactor: 1
});
await page.goto(`${demo.url}?theme=${values.theme}`);
for (const [side, name] of [
    ['left', 'Ada Park'],
    ['right', 'Ben Ortiz']
]) {
    await logIn(page.getByRole('region', { name: `${side} scheduler` }), name!);
}
const shown = await PICTURES[values.picture]!(page, page.getByRole('region', { name: 'left scheduler' }));
// A spinner turns for ever, shown or not.
await page.waitForFunction(() =>
    document
        .getAnimations()
        .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity)
);
const out = values.out ?? `docs/${values.picture}.png`;
mkdirSync('docs', { recursive: true });
await shown.screenshot({ path: out });
console.log(`Wrote ${out}`);
await browser.close();
await demo.close();
