import type { ConnectionProblem } from '../../transport/connectionState.ts';

/** What a rejected action of a realtime project says, for showing. */
export function toProblem(error: unknown): ConnectionProblem {
    const { code = 'unknown', message = String(error) } = (error ?? {}) as Partial<ConnectionProblem>;
    return { code, message };
}
