/** The part of a recorded transaction that a title is made from. */
interface RecordedAction {
    type: string;
    model?: any;
    modelList?: any[];
    newData?: Record<string, unknown>;
}

/** The parts of the engine's transaction a title needs. */
export interface TitledTransaction {
    queue: RecordedAction[];
}

function describeUpdate(name: string, newData: Record<string, unknown> = {}): string {
    if ('status' in newData) {
        return `Set task ${name} status to ${String(newData.status)}`;
    }
    if ('name' in newData) {
        return `Rename task to ${String(newData.name)}`;
    }
    if ('duration' in newData && !('startDate' in newData)) {
        return `Resize task ${name}`;
    }
    return 'startDate' in newData ? `Move task ${name}` : `Edit task ${name}`;
}

function describeEvent(type: string, name: string, newData?: Record<string, unknown>): string | null {
    if (type.includes('Update')) {
        return describeUpdate(name, newData);
    }
    if (type.includes('Remove')) {
        return `Remove task ${name}`;
    }
    return type.includes('Add') || type.includes('Insert') ? `Add task ${name}` : null;
}

function describeAssignment(type: string, assignment: any): string | null {
    const resource = assignment.resource?.name ?? 'a resource';
    const event = assignment.event?.name ?? 'a task';
    return type.includes('Remove') ? `Unassigned ${resource} from ${event}` : `Assigned ${resource} to ${event}`;
}

function describeAction({ type, model, modelList, newData }: RecordedAction): string | null {
    const record = modelList?.[0] ?? model;
    if (record?.isEventModel) {
        return describeEvent(type, record.name, newData);
    }
    if (record?.isAssignmentModel) {
        return describeAssignment(type, record);
    }
    if (record?.isDependencyModel) {
        return type.includes('Remove')
            ? 'Remove dependency'
            : type.includes('Add')
              ? 'Add dependency'
              : 'Edit dependency';
    }
    if (record?.isResourceModel) {
        return `${type.includes('Remove') ? 'Remove' : type.includes('Add') ? 'Add' : 'Edit'} resource ${record.name}`;
    }
    return null;
}

/** Removing a task begins with removing its assignments and dependencies, which is not what it is about. */
function isAboutTask({ type, model, modelList }: RecordedAction): boolean {
    return type.includes('Remove') && (modelList?.[0] ?? model)?.isEventModel === true;
}

/**
 * The title of a transaction in the undo list: the removal of a task, or else its first recorded action that can be
 * described.
 * @param position where the transaction stands in the history; names those that cannot be described
 */
export function transactionTitle(transaction: TitledTransaction, position: number): string {
    const { queue } = transaction;
    for (const action of [...queue.filter(isAboutTask), ...queue]) {
        const title = describeAction(action);
        if (title) {
            return title;
        }
    }
    return `Transaction ${position}`;
}
