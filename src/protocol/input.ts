import type { BaseIssue } from 'valibot';

/** Whether `__proto__` is a key anywhere in a parsed JSON value; walks iteratively, so depth is no danger. */
export function hasForbiddenKey(value: unknown): boolean {
    const open: unknown[] = [value];
    while (open.length) {
        const next = open.pop();
        if (typeof next === 'object' && next !== null) {
            if (Object.hasOwn(next, '__proto__')) {
                return true;
            }
            for (const child of Object.values(next)) {
                if (typeof child === 'object' && child !== null) {
                    open.push(child);
                }
            }
        }
    }
    return false;
}

/** One sentence on where a message differs from what was expected; repeats no more of the input than it must. */
export function describeIssue(issue: BaseIssue<unknown>): string {
    const where = issue.path?.map(item => String(item.key)).join('.') ?? 'data';
    return `${where}: expected ${issue.expected ?? issue.message}, received ${issue.received.slice(0, 80)}`;
}
