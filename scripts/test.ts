/** Everything that must hold on main. The last line counts the tests as their runners reported them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const REPORTS = 'test-results';
const PROJECTS = ['unit', 'browser', 'e2e'];

function step(title: string, command: string, args: string[]): boolean {
    console.log(`\n▶ ${title}`);
    const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
    if (error) {
        console.error(String(error));
    }
    return status === 0;
}

function finish(passed: number, failed: number): never {
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS);

const isReady =
    step('browser', process.execPath, ['scripts/ensureBrowser.ts']) &&
    step('format', 'prettier', ['--check', '.']) &&
    step('lint', 'oxlint', ['--type-aware']) &&
    step('types', 'tsc', []) &&
    step('build', process.execPath, ['scripts/build.ts']) &&
    step('package', 'npm', ['run', '--silent', 'check:package']) &&
    step('storybook', 'npm', ['run', '--silent', 'build-storybook', '--', '--quiet', '--disable-telemetry']);
if (!isReady) {
    finish(0, 1);
}

let passed = 0;
let failed = 0;
for (const project of PROJECTS) {
    const report = `${REPORTS}/${project}.json`;
    const isGreen = step(`${project} tests`, 'vitest', [
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`
    ]);
    let counted = { numPassedTests: 0, numFailedTests: 0 };
    try {
        counted = JSON.parse(readFileSync(report, 'utf8')) as typeof counted;
    } catch {
        console.error(`The ${project} tests left no report.`);
    }
    passed += counted.numPassedTests;
    // A run can fail without a failed test, e.g. when a file cannot be loaded.
    failed += counted.numFailedTests || (isGreen ? 0 : 1);
}
finish(passed, failed);
