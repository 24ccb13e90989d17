import type { Changes } from '../../src/protocol/index.ts';
import type { Outcome } from '../../src/server/room/Room.ts';

/** The changes as everybody gets them; throws the refusal if there is one. */
export function changesOf(outcome: Outcome): Record<string, any> {
    if (outcome.type === 'refused') {
        throw outcome.refusal;
    }
    if (outcome.type === 'idle') {
        throw new Error('The revision has changed nothing');
    }
    return JSON.parse(outcome.revision.changes) as Record<string, any>;
}

/** Why a revision was refused, or that it was not. */
export function refusalOf(outcome: Outcome): string {
    return outcome.type === 'refused' ? outcome.refusal.message : `not refused: ${JSON.stringify(outcome)}`;
}

/** A new event, with a calculated value in the outer list. */
export function add(phantom: string | number, name: string): Changes {
    const record = { $PhantomId: phantom, name };
    return { events: { $input: { added: [{ ...record }] }, added: [{ ...record, duration: 1 }] } };
}

/** Removes records of one store. */
export function remove(store: string, ...ids: (string | number)[]): Changes {
    const removed = ids.map(id => ({ id }));
    return { [store]: { $input: { removed }, removed } };
}
