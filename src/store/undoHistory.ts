import type { ProjectModel, StateTrackingManager } from '@bryntum/schedulerpro';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { listen } from '../project/engine.ts';
import type { ForeignEdit, Step } from '../project/ForeignEdits.ts';
import type { Direction } from '../project/history.ts';
import type { RealtimeProject } from '../project/RealtimeProject.ts';

/** One's own steps, and where in them one stands. Others' edits are never among them. */
export interface UndoState {
    /** Titles of the steps, the oldest first. Those from `position` on are undone. */
    titles: readonly string[];
    /** Number of the steps that are done. */
    position: number;
    canUndo: boolean;
    canRedo: boolean;
    /** Something is being edited that is no step yet. */
    isRecording: boolean;
    /** Nothing is recorded. */
    isDisabled: boolean;
    /** What asks before it goes on; `null` when nothing does. */
    conflict: UndoConflict | null;
}

/** Others have changed since what an undo or redo would change back. */
export interface UndoConflict {
    direction: Direction;
    /** How many steps were asked for. */
    steps: number;
    /** Title of the first of them. */
    title: string;
    edits: readonly ForeignEdit[];
}

/** The undo history of one project. */
export interface UndoHistory {
    readonly store: StoreApi<UndoState>;
    /**
     * Undoes own steps, one by default. When others have changed the same since, nothing is done but
     * {@link UndoState.conflict} set.
     * @throws what the engine throws
     */
    undo(steps?: number): Promise<void>;
    /** Like {@link UndoHistory.undo}, the other way. */
    redo(steps?: number): Promise<void>;
    /** Goes on with what asks: leaves what others have changed alone (`rest`) or overwrites it (`all`). */
    resolve(policy: 'rest' | 'all'): Promise<void>;
    /** Drops what asks. */
    dismiss(): void;
    /** Begins a step that lasts until {@link UndoHistory.stopTransaction}. `edit()` is safer: it also takes back what fails. */
    startTransaction(title?: string): void;
    stopTransaction(title?: string): void;
    /** Forgets all steps. */
    resetQueue(): void;
    setDisabled(isDisabled: boolean): void;
}

type Manager = StateTrackingManager & { rawQueue: Step[] };

const EVENTS = ['recordingStart', 'recordingStop', 'restoringStop', 'queueReset', 'disabled'];

function read(stm: Manager): Omit<UndoState, 'conflict'> {
    const { position, length, isRecording, disabled: isDisabled } = stm;
    return {
        titles: stm.rawQueue.slice(0, length).map(({ title }) => title ?? ''),
        position,
        canUndo: !isDisabled && position > 0,
        canRedo: !isDisabled && position < length,
        isRecording,
        isDisabled
    };
}

const histories = new WeakMap<ProjectModel, UndoHistory>();

/** The undo history of a project; the same one for every caller. */
export function undoHistoryOf(project: RealtimeProject): UndoHistory {
    let history = histories.get(project);
    if (!history) {
        history = createHistory(project);
        histories.set(project, history);
    }
    return history;
}

function createHistory(project: RealtimeProject): UndoHistory {
    const stm = project.stm as Manager;
    const store = createStore<UndoState>(() => ({ ...read(stm), conflict: null }));
    const update = (): void => {
        const next = read(stm);
        const { titles } = store.getState();
        const isSame = titles.length === next.titles.length && titles.every((title, i) => title === next.titles[i]);
        store.setState(isSame ? { ...next, titles } : next);
    };
    // Taking in others' edits switches the recording off, for one instant: that is over then.
    const later = (): unknown => setTimeout(() => !project.isDestroyed && update(), 0);
    listen(stm, Object.fromEntries(EVENTS.map(name => [name, later])));

    async function go(direction: Direction, steps: number): Promise<void> {
        const edits = await project.wsGoThroughHistory(direction, 'ask', steps);
        const { position, titles } = store.getState();
        const title = titles[direction === 'undo' ? position - 1 : position] ?? '';
        store.setState({ conflict: edits.length ? { direction, steps, title, edits } : null });
        update();
    }

    return {
        store,
        undo: (steps = 1) => go('undo', steps),
        redo: (steps = 1) => go('redo', steps),
        async resolve(policy) {
            const { conflict } = store.getState();
            if (conflict) {
                store.setState({ conflict: null });
                await project.wsGoThroughHistory(conflict.direction, policy, conflict.steps);
                update();
            }
        },
        dismiss: () => store.setState({ conflict: null }),
        startTransaction: title => stm.startTransaction(title),
        stopTransaction: title => stm.stopTransaction(title as string),
        resetQueue: () => stm.resetQueue(),
        setDisabled: isDisabled => (isDisabled ? stm.disable() : stm.enable())
    };
}
