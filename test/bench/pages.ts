import { resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { browserLaunchOptions } from '../../scripts/browser.ts';
// Declares `window.bench`.
import type {} from './page/main.ts';

/** A browser and the pages of the measurements, served from source. */
export interface Pages {
    /** A page in a browser profile of its own. */
    open(): Promise<Page>;
    close(): Promise<void>;
}

/** Milliseconds until a page must be there. */
const PATIENCE = 60_000;

/** Starts the browser, and the server of the pages. */
export async function startPages(): Promise<Pages> {
    const vite = await createServer({
        configFile: 'vite.config.ts',
        root: 'test/bench/page',
        logLevel: 'error',
        cacheDir: resolve('node_modules/.vite-bench'),
        server: { port: 0, hmr: false, watch: null }
    });
    await vite.listen();
    const browser = await chromium.launch(browserLaunchOptions());
    return {
        async open() {
            const context = await browser.newContext({ viewport: { width: 1400, height: 800 }, timezoneId: 'UTC' });
            context.setDefaultTimeout(PATIENCE);
            const page = await context.newPage();
            page.on('pageerror', error => console.error('page error:', error.message.slice(0, 300)));
            await page.goto(vite.resolvedUrls!.local[0]!);
            await page.waitForFunction(() => 'bench' in window);
            return page;
        },
        async close() {
            await browser.close();
            await vite.close();
        }
    };
}
