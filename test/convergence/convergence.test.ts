import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTROLS } from './controlNames.ts';
import { notice } from './noticed.ts';
import { makePlan, type Plan } from './plan.ts';
import { openPool, type Pool } from './pool.ts';

const SIZE = { pages: 2, perPage: 3 };
/** Together they take about a minute; `npm run convergence` takes as many as one likes. */
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
/** How many seeds may be needed to notice that something is switched off. */
const CONTROL_SEEDS = 60;

/** Seeds that have failed once, by what was wrong then. */
const REGRESSIONS: [name: string, seed: number][] = [
    ['a refused reassignment left the assignment without a resource', 76],
    ['a removal and its undo, the removal refused, left the event there twice', 544],
    ['constraints that the server does not know stayed on one screen', 420],
    ['a redo that had become impossible left the project undoing for ever', 510],
    ['an event added by a listener while the engine was made anew stayed on one screen', 475],
    ['an event that was recorded before it was calculated had no end in the database', 693],
    ['an undo in the middle of a calculation broke the engine', 24],
    ['nobody compared after a refusal', 92],
    ['revisions around a lost message were taken for all there were', 3]
];

const planFor = (seed: number): Plan => makePlan({ seed, steps: 100, faults: true, duringApply: true });

/** Seeds that are run on pages whose timers or messages come late now and then. */
const STALLED = Array.from({ length: 20 }, (_, index) => index + 101);

let pool: Pool;

beforeAll(async () => {
    pool = await openPool(SIZE);
});

afterAll(() => pool.close());

async function expectGoodEnd(seed: number, runner = pool): Promise<void> {
    const { problems, revisions } = await runner.run(planFor(seed));
    expect(problems).toEqual([]);
    expect(revisions).toBeGreaterThan(0);
}

describe('people who edit one schedule over a bad network end the same, and no edit is lost', () => {
    test.concurrent.for(SEEDS)('seed %i', { timeout: 300_000 }, seed => expectGoodEnd(seed));
});

describe('they do so on machines that are short of CPU', () => {
    let stalling: Pool;
    beforeAll(async () => {
        stalling = await openPool({ ...SIZE, stalls: true });
    });
    afterAll(() => stalling.close());

    test.concurrent.for(STALLED)('seed %i', { timeout: 300_000 }, seed => expectGoodEnd(seed, stalling));
});

describe('what was wrong once is right', () => {
    test.concurrent.for(REGRESSIONS)('%s (seed %i)', { timeout: 300_000 }, ([, seed]) => expectGoodEnd(seed));
});

describe('the simulation notices what is switched off', () => {
    test.for(CONTROLS)('%s', { timeout: 300_000 }, async control => {
        const plans = Array.from({ length: CONTROL_SEEDS }, (_, index) => planFor(index + 1));
        expect(await notice(control, plans, pool, { pages: 1, perPage: 1 })).not.toBeNull();
    });
});
