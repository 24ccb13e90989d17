import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'schedulerpro-realtime-demo-'));
let browser: Browser;
let running: ChildProcess | null = null;

/** What the last {@link npmStart} has printed. */
let printed = '';

/** `npm start`, on free ports and a database of its own; resolves to the address it prints. */
async function npmStart(): Promise<string> {
    const database = join(folder, 'schedule.sqlite');
    const args = ['scripts/start.ts', '--port', '0', '--server-port', '0', '--database', database];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    printed = '';
    for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', chunk => (printed += String(chunk)));
    }
    // What it prints comes in pieces: up to the last line.
    const pattern = /Open\s+(http\S+)[^]*Stop/;
    await expect.poll(() => pattern.test(printed) || child.exitCode !== null).toBe(true);
    const [, url] = pattern.exec(printed) ?? [];
    if (!url) {
        throw new Error(`npm start ended without printing an address: ${printed}`);
    }
    return url;
}

async function stop(): Promise<number | null> {
    const child = running!;
    running = null;
    child.kill('SIGTERM');
    await once(child, 'exit');
    return child.exitCode;
}

beforeAll(async () => {
    browser = await launchBrowser();
});

afterAll(async () => {
    await browser?.close();
    running?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
});

function panel(page: Page, side: string): Locator {
    return page.getByRole('region', { name: `${side} scheduler` });
}

async function logIn(page: Page, side: string, name: string): Promise<void> {
    const region = panel(page, side);
    await region.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await region.getByRole('button', { name: 'Login' }).click();
    await region.getByText(`Logged in as ${name}`).waitFor();
    await region.locator('.b-sch-event').first().waitFor();
}

async function dates(page: Page, side: string): Promise<string[]> {
    return page.evaluate(
        name =>
            (window as any)[name].project.eventStore.map(
                (event: any) => `${event.id} ${event.startDate.toISOString()}`
            ),
        side
    );
}

test('npm start shows two schedulers; a bar dragged on the left moves on the right, and stays there', async () => {
    const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(String(error)));
    await page.goto(await npmStart());
    await logIn(page, 'left', 'Ada');
    await logIn(page, 'right', 'Ben');
    await panel(page, 'left').getByTitle(/^Ben/).waitFor();

    const before = await dates(page, 'right');
    const bar = panel(page, 'left').locator('.b-sch-event').first();
    const { x, y, width, height } = (await bar.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 70, y + height / 2, { steps: 10 });
    await page.mouse.up();
    await expect.poll(() => dates(page, 'right')).not.toEqual(before);
    const after = await dates(page, 'right');
    expect(await dates(page, 'left')).toEqual(after);

    expect(await stop()).toBe(0);
    await page.goto(await npmStart());
    await logIn(page, 'right', 'Ben');
    expect(await dates(page, 'right')).toEqual(after);
    expect(errors).toEqual([]);
    expect(await stop()).toBe(0);
});

test('npm start says when its server has ended, and how to start it again', async () => {
    await npmStart();
    const pid = Number(/process (\d+)/.exec(printed)![1]);
    const address = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(printed)!;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => printed).toContain('The realtime server has ended');
    expect(printed).toContain(
        `npm run serve -- --port ${address[1]} --database ${join(folder, 'schedule.sqlite')} --demo`
    );
    expect(await stop()).toBe(0);
});
