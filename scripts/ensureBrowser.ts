/** Makes sure that there is a browser to test with, and says plainly what to do where it cannot. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from './browser.ts';

function run(command: string, args: string[]): boolean {
    try {
        execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
        return true;
    } catch (error) {
        console.warn(`  '${command} ${args.join(' ')}' failed: ${String(error).split('\n')[0]}`);
        return false;
    }
}

function installDebianPackage(): boolean {
    const isDebianAsRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;
    return isDebianAsRoot && run('apt-get', ['update']) && run('apt-get', ['install', '-y', 'chromium']);
}

function installPlaywrightBrowser(): boolean {
    return run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']);
}

if (!findBrowser()) {
    console.log('No Chromium or Chrome found; installing one.');
    if (!(installDebianPackage() || installPlaywrightBrowser()) || !findBrowser()) {
        console.error(
            'There is no browser to test with. Install Chromium or Chrome, or run `npx playwright install chromium`, ' +
                'or set CHROME to the path of one.'
        );
        process.exit(1);
    }
}
console.log(`Browser: ${findBrowser()}`);
