import type { ProjectModel, StateTrackingManager } from '@bryntum/schedulerpro';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { isEditing } from './edit.ts';
import type { EngineBridge } from './EngineBridge.ts';
import { calculate, listen, runUndisturbed } from './engine.ts';
import type { ForeignEdit, Step } from './ForeignEdits.ts';

/** The way of each method through the history, and how many steps there are that way. */
const METHODS = {
    undo: ['undo', stm => stm.position],
    undoAll: ['undo', stm => stm.position],
    redo: ['redo', stm => stm.length - stm.position],
    redoAll: ['redo', stm => stm.length - stm.position]
} satisfies Record<string, [Direction, (stm: StateTrackingManager) => number]>;

/** What the vendor's types leave out. */
type History = StateTrackingManager & Record<string | symbol, unknown> & { state: unknown; rawQueue: Step[] };

/** A way through the history of one's own edits. */
export type Direction = 'undo' | 'redo';

/**
 * What to do when others have changed the same since: `ask` does nothing then, `rest` leaves theirs alone, `all`
 * overwrites it.
 */
export type ConflictPolicy = 'ask' | 'rest' | 'all';

/** Undoes or redoes steps; resolves to what is in the way, and for `ask` that means that nothing was done. */
export type GoThroughHistory = (direction: Direction, policy: ConflictPolicy, steps?: number) => Promise<ForeignEdit[]>;

/**
 * Lets undo and redo wait for their turn, whoever calls them: in the middle of a calculation they take records away that
 * the engine is just working with, and it throws. When their promise resolves the schedule is calculated and the
 * outbox has what they did. When there is nothing to undo or redo any more, or nothing may be changed, they do nothing.
 * What cannot be scheduled any more, and is taken back therefore, is not undone at all. What others have changed
 * since of what was only calculated from one's own edit is left as it is; called directly, they overwrite the rest.
 */
export function queueHistory(project: ProjectModel, engine: EngineBridge, isReadOnly: () => boolean): GoThroughHistory {
    const stm = project.stm as History;
    const go = async (
        [direction, count]: (typeof METHODS)[keyof typeof METHODS],
        policy: ConflictPolicy,
        given: number,
        original: (steps: number) => Promise<void>
    ): Promise<ForeignEdit[]> => {
        if (isEditing(project)) {
            throw new RealtimeError(
                'nested',
                `${direction}() was called by a function given to edit(), which is one undo step itself; call it afterwards`
            );
        }
        // A step can change a record more than once.
        const found = new Map<string, ForeignEdit>();
        const run = async (): Promise<void> => {
            const steps = isReadOnly() ? 0 : Math.min(given, count(stm));
            const { position } = stm;
            const [from, to] = direction === 'undo' ? [position - steps, position] : [position, position + steps];
            const queue = stm.rawQueue.slice(from, to);
            engine.foreign.compare(queue, direction, (edit, isOwn) => {
                if (isOwn) {
                    const key = `${edit.store} ${edit.id}`;
                    found.set(key, { ...edit, fields: { ...found.get(key)?.fields, ...edit.fields } });
                }
                return false;
            });
            if (steps && !(policy === 'ask' && found.size)) {
                engine.foreign.compare(queue, direction, (_, isOwn) => !isOwn || policy === 'rest');
                let isTakenBack = false;
                const detach = listen(project, { commitRejected: () => (isTakenBack = true) });
                await restore(stm, async () => {
                    await original(steps);
                    await calculate(project);
                }).finally(detach);
                if (isTakenBack) {
                    // The engine takes back what it calculates with; the rest, and the position, follow.
                    await restore(stm, () => originals[direction === 'undo' ? 'redo' : 'undo']!(steps));
                }
                await engine.settleInQueue();
            }
        };
        await runUndisturbed(project, () => engine.settled(run)).catch(async (error: unknown) => {
            await engine.rebuild(error);
            throw error;
        });
        return [...found.values()];
    };
    const originals = Object.fromEntries(
        Object.keys(METHODS).map(name => [name, (stm[name] as (steps?: number) => Promise<void>).bind(stm)])
    );
    for (const [name, way] of Object.entries(METHODS)) {
        const most = name.endsWith('All') ? Infinity : 1;
        stm[name] = async (steps = most) => void (await go(way, 'all', steps, originals[name]!));
    }
    return (direction, policy, steps = 1) => go(METHODS[direction], policy, steps, originals[direction]!);
}

/** What throws on the way would leave the history undoing for ever. */
async function restore(stm: History, work: () => Promise<void>): Promise<void> {
    const { state } = stm;
    try {
        await work();
    } catch (error) {
        const key = Reflect.ownKeys(stm).find(name => stm.isRestoring && stm[name] === stm.state);
        if (key) {
            stm[key] = state;
        }
        throw error;
    }
}
