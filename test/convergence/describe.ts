import type { Change, Op } from './plan.ts';

function describeChange(change: Change): string {
    const { kind, ...rest } = change;
    const values = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
    return `${kind} (${values.join(', ')})`;
}

/** A step of a plan as a line to read. */
export function describeOp(op: Op): string {
    const pause = op.pause ? `, then ${op.pause} ms` : '';
    if (op.kind === 'guest') {
        return `a guest adds ${op.mark} (day ${op.day}), after ${op.after} ms as ${op.text}${pause}`;
    }
    if (op.kind !== 'edit') {
        return `client${op.client}: ${op.kind}${'ms' in op ? ` for ${op.ms} ms` : ''}${'n' in op ? ` (n ${op.n})` : ''}${pause}`;
    }
    const { client, how, changes, during, throws } = op;
    const moment = during ? ` during an apply (${during.at} ${during.after})` : '';
    return `client${client}: ${how}${throws ? ', throws' : ''}${moment}: ${changes.map(describeChange).join('; ')}${pause}`;
}
