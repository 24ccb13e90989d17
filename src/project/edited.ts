import type { Model, StateTrackingManager } from '@bryntum/schedulerpro';
import { listen } from './engine.ts';

const edited = new WeakSet<Model>();

/** Notes that a person or a host's code has set something of this record, other than the engine calculating it. */
export function noteEdited(record: Model): void {
    edited.add(record);
}

/** Whether {@link noteEdited} was called since the last call of this function. */
export function takeEdited(record: Model): boolean {
    return edited.delete(record);
}

/** The part of a recorded transaction that says who made an action. */
interface Transaction {
    queue: {
        model?: Model & { isEventModel?: boolean };
        isInitialUserAction?: boolean;
        oldData?: Record<string, unknown>;
        newData?: Record<string, unknown>;
    }[];
}

/**
 * Notes which records of a transaction were edited, when it is recorded and whenever it is undone or done again: what
 * the engine has calculated from them is restored along with them, and is nobody's edit.
 */
export function noteEditedIn(stm: StateTrackingManager): () => void {
    const editedIn = new WeakMap<Transaction, Model[]>();
    return listen(stm, {
        recordingStop({ transaction }: { transaction?: Transaction }) {
            for (const { model, isInitialUserAction, oldData, newData } of transaction?.queue ?? []) {
                if (isInitialUserAction && model) {
                    noteEdited(model);
                }
                if (model?.isEventModel) {
                    // Its assignments are recorded too, and undoing both would end with none.
                    delete oldData?.['resourceId'];
                    delete newData?.['resourceId'];
                }
            }
            if (transaction) {
                const models = transaction.queue.flatMap(({ model }) => (model && edited.has(model) ? [model] : []));
                editedIn.set(transaction, models);
            }
        },
        restoringStop({ transactions }: { transactions: Transaction[] }) {
            transactions.forEach(transaction => editedIn.get(transaction)?.forEach(noteEdited));
        }
    });
}
