/** Simulates people who edit one schedule over a bad network, seed after seed: do they end the same? */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CONTROLS } from '../test/convergence/controlNames.ts';
import { notice } from '../test/convergence/noticed.ts';
import { makePlan, type Plan } from '../test/convergence/plan.ts';
import { openPool, type Pool } from '../test/convergence/pool.ts';
import { printFailure, printPlan, summarize } from '../test/convergence/report.ts';
import { shrink } from '../test/convergence/shrink.ts';
import type { SimulationResult } from '../test/convergence/simulate.ts';

/** How long one failure may be shortened, in milliseconds. */
const SHRINK_LIMIT = 120_000;
/** How often a shorter plan may pass until it counts as passing. */
const SHRINK_TRIES = 3;
/** How many failures are shortened; more would take all day and say little new. */
const MAX_SHRUNK = 3;
/** How many seeds a control is given. */
const CONTROL_SEEDS = 60;

const { values } = parseArgs({
    options: {
        seeds: { type: 'string', default: '20' },
        from: { type: 'string', default: '1' },
        steps: { type: 'string', default: '60' },
        pages: { type: 'string', default: '2' },
        'per-page': { type: 'string', default: '3' },
        /** Replays a file with a plan instead. */
        ops: { type: 'string' },
        /** Switches one thing off. */
        without: { type: 'string' },
        /** Switches one thing off after the other, and fails if that is not noticed. */
        controls: { type: 'boolean', default: false },
        'no-faults': { type: 'boolean', default: false },
        'no-during-apply': { type: 'boolean', default: false },
        /** Lets tasks of the pages come late, as on a machine short of CPU. */
        stalls: { type: 'boolean', default: false },
        'no-shrink': { type: 'boolean', default: false }
    }
});

function open(without = values.without): Promise<Pool> {
    return openPool({
        pages: Number(values.pages),
        perPage: Number(values['per-page']),
        without,
        stalls: values.stalls
    });
}

function planFor(seed: number): Plan {
    return makePlan({
        seed,
        steps: Number(values.steps),
        faults: !values['no-faults'],
        duringApply: !values['no-during-apply']
    });
}

function plans(): Plan[] {
    const { ops, seeds, from } = values;
    if (ops) {
        const plan = JSON.parse(readFileSync(ops, 'utf8')) as Plan;
        return Array.from({ length: SHRINK_TRIES }, () => plan);
    }
    return Array.from({ length: Number(seeds) }, (_, index) => planFor(Number(from) + index));
}

async function shorten(pool: Pool, plan: Plan): Promise<void> {
    let problems: string[] = [];
    const fails = async (shorter: Plan): Promise<boolean> => {
        const result = await pool.run(shorter);
        problems = result.converged ? problems : result.problems;
        return !result.converged;
    };
    printPlan(await shrink(plan, { fails, tries: SHRINK_TRIES, limit: SHRINK_LIMIT }), problems);
}

async function runAll(pool: Pool, all: readonly Plan[]): Promise<boolean> {
    const begin = performance.now();
    const results: SimulationResult[] = [];
    const failed: Plan[] = [];
    await Promise.all(
        all.map(async plan => {
            const result = await pool.run(plan);
            results.push(result);
            if (!result.converged) {
                failed.push(plan);
                printFailure(plan, result);
            }
            if (results.length % 10 === 0) {
                const seconds = Math.round((performance.now() - begin) / 1000);
                console.log(`${results.length} of ${all.length} seeds, ${failed.length} failed, ${seconds} s`);
            }
        })
    );
    for (const plan of values['no-shrink'] ? [] : failed.slice(0, MAX_SHRUNK)) {
        console.log(`shortening seed ${plan.seed} …`);
        await shorten(pool, plan);
    }
    console.log(summarize(results));
    const list = failed.map(({ seed }) => seed).toSorted((a, b) => a - b);
    const suffix = list.length ? `; not: ${list.join(', ')}` : '';
    console.log(`${all.length - failed.length} of ${all.length} seeds converged${suffix}`);
    return !failed.length;
}

async function checkControls(): Promise<boolean> {
    const normal = await open();
    const plans = Array.from({ length: CONTROL_SEEDS }, (_, index) => planFor(Number(values.from) + index));
    let isComplete = true;
    for (const control of CONTROLS) {
        const noticed = await notice(control, plans, normal, { pages: 1, perPage: 1 });
        isComplete &&= noticed !== null;
        const outcome = noticed ? `found after ${noticed.count} seeds (${noticed.problem})` : 'NOT FOUND';
        console.log(`without ${control}: ${outcome}`);
    }
    await normal.close();
    return isComplete;
}

async function main(): Promise<boolean> {
    if (values.controls) {
        return checkControls();
    }
    const pool = await open();
    try {
        return await runAll(pool, plans());
    } finally {
        await pool.close();
    }
}

process.exit((await main()) ? 0 : 1);
