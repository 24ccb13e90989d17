/** Makes the README's picture: the demo with two people logged in, on a server and database of its own. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { browserLaunchOptions } from './browser.ts';
import { startDemo } from './demo.ts';

const { values } = parseArgs({
    options: {
        out: { type: 'string', default: 'docs/demo.png' },
        theme: { type: 'string', default: 'light' },
        width: { type: 'string', default: '1600' },
        height: { type: 'string', default: '900' }
    }
});

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
// A spinner turns for ever, shown or not.
await page.waitForFunction(() =>
    document
        .getAnimations()
        .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity)
);
mkdirSync('docs', { recursive: true });
await page.screenshot({ path: values.out });
console.log(`Wrote ${values.out}`);
await browser.close();
await demo.close();
