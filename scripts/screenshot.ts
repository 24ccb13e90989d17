/** Makes the README's pictures: the demo with two people logged in, on a server and database of its own. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { browserLaunchOptions } from './browser.ts';
import { startDemo } from './demo.ts';

const { values } = parseArgs({
    options: {
        /** One of {@link SCENES}. */
        scene: { type: 'string', default: 'demo' },
        /** Default: `docs/<scene>.png`. */
        out: { type: 'string' },
        theme: { type: 'string', default: 'light' },
        width: { type: 'string', default: '1600' },
        height: { type: 'string', default: '900' }
    }
});

/** What is to be seen, made from two people who are logged in. */
const SCENES: Record<string, (page: Page) => Promise<void>> = {
    demo: async () => {},
    async undo(page) {
        await page.evaluate(async () => {
            const { left, right } = window as any;
            const event = (side: any, id: number): any => side.project.eventStore.getById(id);
            const until = async (holds: () => boolean): Promise<void> => {
                while (!holds()) {
                    await new Promise(resolve => setTimeout(resolve, 20));
                }
            };
            const [first, second] = left.project.eventStore.records.map(({ id }: any) => id);
            await left.edit(() => {
                event(left, first).name += ', first part';
                event(left, second).duration += 1;
            });
            await until(() => event(right, first).name === event(left, first).name);
            event(right, first).name = 'Morning shift';
            await until(() => event(left, first).name === 'Morning shift');
        });
        await page.getByRole('button', { name: /^Undo: / }).click();
        await page.getByRole('dialog').waitFor();
    }
};
const makeScene = SCENES[values.scene];
if (!makeScene) {
    throw new Error(`There is no scene '${values.scene}'; --scene takes one of ${Object.keys(SCENES).join(', ')}`);
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
    const panel = page.getByRole('region', { name: `${side} scheduler` });
    await panel.getByRole('textbox', { name: 'Name', exact: true }).fill(name!);
    await panel.getByRole('button', { name: 'Login' }).click();
    await panel.getByText(`Logged in as ${name}`).waitFor();
    await panel.locator('.b-sch-event').first().waitFor();
}
await page
    .getByRole('region', { name: 'left scheduler' })
    .getByTitle(/Ben Ortiz/)
    .waitFor();
await makeScene(page);
// A spinner turns for ever, shown or not.
await page.waitForFunction(() =>
    document
        .getAnimations()
        .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity)
);
mkdirSync('docs', { recursive: true });
const path = values.out ?? `docs/${values.scene}.png`;
await page.screenshot({ path });
console.log(`Wrote ${path}`);
await browser.close();
await demo.close();
