import type { Op, Plan } from './plan.ts';

/** How a plan is shortened. */
export interface ShrinkOptions {
    /** Whether a plan fails; asked several times, because timers are never quite the same. */
    fails: (plan: Plan) => Promise<boolean>;
    /** Attempts at once for one plan. */
    tries: number;
    /** Milliseconds after which the shortest so far will do. */
    limit: number;
}

/** Removes `size` steps at `start`. */
function without(ops: readonly Op[], start: number, size: number): Op[] {
    return [...ops.slice(0, start), ...ops.slice(start + size)];
}

/**
 * Finds a short list of steps that still fails: leaves out ever smaller pieces, and whatever is not missed stays out
 * (delta debugging).
 */
export async function shrink(plan: Plan, { fails, tries, limit }: ShrinkOptions): Promise<Plan> {
    const end = performance.now() + limit;
    const failsOften = async (ops: Op[]): Promise<boolean> => {
        const attempts = Array.from({ length: tries }, () => fails({ ...plan, ops }));
        return (await Promise.all(attempts)).includes(true);
    };
    let { ops } = plan;
    for (let size = Math.ceil(ops.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
        for (let start = 0; start < ops.length && performance.now() < end;) {
            const shorter = without(ops, start, size);
            if (shorter.length && (await failsOften(shorter))) {
                ops = shorter;
            } else {
                start += size;
            }
        }
    }
    return withFewClients({ ...plan, ops });
}

/** Leaves out clients that do nothing, as long as two are left. */
function withFewClients(plan: Plan): Plan {
    const active = [...new Set(plan.ops.map(({ client }) => client))].sort((a, b) => a - b);
    const clients = Math.max(2, active.length);
    const ops = plan.ops.map(op => ({ ...op, client: active.indexOf(op.client) }));
    return { ...plan, clients, ops };
}
