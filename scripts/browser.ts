import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from 'playwright';

const INSTALLED = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

/** Flags that keep Chromium quiet on machines without network or GPU, and let it run as root in containers. */
const ARGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync'
];

/** The browser the tests use: `CHROME`, else an installed Chromium or Chrome, else Playwright's own; or null. */
export function findBrowser(): string | null {
    const { CHROME } = process.env;
    if (CHROME) {
        if (!existsSync(CHROME)) {
            throw new Error(
                `CHROME names '${CHROME}', which does not exist. Point it at a Chromium or Chrome executable.`
            );
        }
        return CHROME;
    }
    return [...INSTALLED, chromium.executablePath()].find(path => existsSync(path)) ?? null;
}

/** Launch options for Playwright; without any browser Playwright itself says which one it misses. */
export function browserLaunchOptions(): LaunchOptions {
    const executablePath = findBrowser();
    return { args: ARGS, ...(executablePath && { executablePath }) };
}
