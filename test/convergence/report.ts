import { mkdirSync, writeFileSync } from 'node:fs';
import { describeOp } from './describe.ts';
import type { Plan } from './plan.ts';
import type { SimulationResult } from './simulate.ts';

const DIRECTORY = 'test-results/convergence';

/** Writes a file about a run and returns its name. */
export function save(name: string, text: string): string {
    mkdirSync(DIRECTORY, { recursive: true });
    const file = `${DIRECTORY}/${name}`;
    writeFileSync(file, text);
    return file;
}

/** Says what went wrong; the whole story goes into a file. */
export function printFailure({ ops }: Plan, result: SimulationResult): void {
    const { seed, problems, revisions, errors, log, history } = result;
    const story = [problems, ops.map(describeOp), log, errors, history].map(lines => lines.join('\n')).join('\n\n');
    console.log(`seed ${seed} FAILED after ${revisions} revisions, see ${save(`seed-${seed}.txt`, story)}`);
    console.log(problems.map(problem => `  ${problem}`).join('\n'));
}

/** Prints a short list of steps that fails, to read and to keep. */
export function printPlan(plan: Plan, problems: readonly string[]): void {
    const file = save(`seed-${plan.seed}.json`, JSON.stringify(plan, null, 4));
    console.log(`  the shortest found, ${plan.ops.length} steps (npm run convergence -- --ops ${file}):`);
    console.log(plan.ops.map(op => `    ${describeOp(op)}`).join('\n'));
    console.log(problems.map(problem => `    → ${problem}`).join('\n'));
    console.log(`  ${JSON.stringify(plan)}`);
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** What a run was like, in one line. */
export function summarize(results: readonly SimulationResult[]): string {
    const of = (field: 'revisions' | 'repairs' | 'reloads' | 'milliseconds' | 'edits' | 'excused'): number =>
        median(results.map(result => result[field]));
    return (
        `medians: ${of('edits')} edits (${of('excused')} excused), ${of('revisions')} revisions, ` +
        `${of('repairs')} repairs, ${of('reloads')} reloads, ${(of('milliseconds') / 1000).toFixed(1)} s`
    );
}
