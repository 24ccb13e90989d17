/** Everything that must hold on main. The last line counts the tests as their runners reported them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';

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

interface Report {
    numPassedTests: number;
    numFailedTests: number;
    testResults: {
        name: string;
        message: string;
        status: string;
        assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
    }[];
}

/** What failed, with why, in lines: the end of a long log is all that some readers of it see. */
function failures({ testResults }: Report): string[] {
    return testResults.flatMap(({ name, message, status, assertionResults }) => {
        const file = relative(process.cwd(), name);
        const failed = assertionResults.filter(test => test.status === 'failed');
        return status === 'failed' && failed.length === 0
            ? [`✗ ${file}\n${message}`]
            : failed.map(test => `✗ ${file} > ${test.fullName}\n${test.failureMessages.join('\n')}`);
    });
}

function finish(passed: number, failed: number, reasons: string[] = []): never {
    if (reasons.length > 0) {
        console.log(`\n▶ failed\n${reasons.join('\n\n')}`);
    }
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
const reasons: string[] = [];
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
    let counted: Report = { numPassedTests: 0, numFailedTests: 0, testResults: [] };
    try {
        counted = JSON.parse(readFileSync(report, 'utf8')) as Report;
    } catch {
        console.error(`The ${project} tests left no report.`);
    }
    const missed = failures(counted);
    if (!isGreen && missed.length === 0) {
        missed.push(`✗ The ${project} tests ended with an error outside of a test: see their output.`);
    }
    reasons.push(...missed);
    passed += counted.numPassedTests;
    // A run can fail without a failed test, e.g. when a file cannot be loaded.
    failed += counted.numFailedTests || (isGreen ? 0 : 1);
}
finish(passed, failed, reasons);
