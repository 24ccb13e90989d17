import type { Control } from './controlNames.ts';
import type { Plan } from './plan.ts';
import { openPool, type Pool, type PoolOptions } from './pool.ts';

/** Which plan it took to notice that something is switched off. */
export interface Noticed {
    /** How many plans were tried. */
    count: number;
    problem: string;
}

/** Looks for a plan that ends badly without something and well with it; `null` when there is none. */
export async function notice(
    control: Control,
    plans: readonly Plan[],
    normal: Pool,
    options: PoolOptions
): Promise<Noticed | null> {
    const crippled = await openPool({ ...options, without: control });
    try {
        for (const [index, plan] of plans.entries()) {
            // oxlint-disable-next-line no-await-in-loop -- most times the first one is enough
            const result = await crippled.run(plan);
            // oxlint-disable-next-line no-await-in-loop -- see above
            if (!result.converged && (await normal.run(plan)).converged) {
                return { count: index + 1, problem: result.problems[0]! };
            }
        }
        return null;
    } finally {
        await crippled.close();
    }
}
