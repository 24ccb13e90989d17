/** Simulates people who edit one schedule over a bad network, seed after seed: do they end the same? */
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import type { SimulationOptions, SimulationResult } from '../test/convergence/simulate.ts';
import { browserLaunchOptions } from './browser.ts';

const { values } = parseArgs({
    options: {
        seeds: { type: 'string', default: '20' },
        from: { type: 'string', default: '1' },
        steps: { type: 'string', default: '60' },
        pages: { type: 'string', default: '2' },
        'no-faults': { type: 'boolean', default: false },
        'during-apply': { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false }
    }
});

const vite = await createServer({
    configFile: 'vite.config.ts',
    root: 'test/convergence/page',
    logLevel: 'error',
    cacheDir: 'node_modules/.vite-convergence',
    server: { port: 0, hmr: false, watch: null }
});
await vite.listen();
const browser = await chromium.launch(browserLaunchOptions());

async function openPage(): Promise<Page> {
    const page = await browser.newPage();
    page.on('pageerror', error => console.log('  page error:', error.message.slice(0, 200)));
    await page.goto(vite.resolvedUrls!.local[0]!);
    await page.waitForFunction('window.simulate', null, { timeout: 60_000 });
    return page;
}

const first = Number(values.from);
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => first + index);
const failed: number[] = [];

async function work(page: Page): Promise<void> {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const options: SimulationOptions = {
            seed,
            steps: Number(values.steps),
            faults: !values['no-faults'],
            duringApply: values['during-apply']
        };
        const result = (await page.evaluate(given => (window as any).simulate(given), options)) as SimulationResult;
        if (!result.converged) {
            failed.push(seed);
            console.log(`seed ${seed} DIVERGED after ${result.revisions} revisions`);
            console.log(result.differing.map(row => `  ${row}`).join('\n'));
        }
        if (values.verbose) {
            console.log(`seed ${seed}: ${result.revisions} revisions`, result.errors, result.log);
        }
    }
}

const total = seeds.length;
const pages = await Promise.all(Array.from({ length: Number(values.pages) }, openPage));
await Promise.all(pages.map(work));
console.log(
    `${total - failed.length} of ${total} seeds converged${failed.length ? `; not: ${failed.join(', ')}` : ''}`
);
await browser.close();
await vite.close();
process.exit(failed.length ? 1 : 0);
