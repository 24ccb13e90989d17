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

function recordOf({ model, modelList }: RecordedAction): any {
    return modelList?.[0] ?? model;
}

/** What kind of change an action is, by its name in the engine, such as `RemoveAction` or `EventUpdateAction`. */
function verbOf({ type }: RecordedAction): string | undefined {
    return ['Remove', 'Update', 'Add', 'Insert'].find(verb => type.includes(verb))?.replace('Insert', 'Add');
}

function describeUpdate(name: string, newData: Record<string, unknown> = {}): string {
    if ('status' in newData) {
        return `Set task ${name} status to ${String(newData.status)}`;
    }
    if ('name' in newData) {
        return `Rename task to ${String(newData.name)}`;
    }
    const verb = 'startDate' in newData ? 'Move' : 'duration' in newData ? 'Resize' : 'Edit';
    return `${verb} task ${name}`;
}

function describeAction(action: RecordedAction): string | undefined {
    const verb = verbOf(action);
    const record = recordOf(action);
    const edit = verb?.replace('Update', 'Edit') ?? 'Edit';
    if (record?.isEventModel) {
        return verb === 'Update' ? describeUpdate(record.name, action.newData) : verb && `${verb} task ${record.name}`;
    }
    if (record?.isAssignmentModel) {
        const resource = record.resource?.name ?? 'a resource';
        const event = record.event?.name ?? 'a task';
        return verb === 'Remove' ? `Unassigned ${resource} from ${event}` : `Assigned ${resource} to ${event}`;
    }
    if (record?.isDependencyModel) {
        return `${edit} dependency`;
    }
    return record?.isResourceModel && `${edit} resource ${record.name}`;
}

/** Removing a task begins with removing its assignments and dependencies, which is not what it is about. */
function isAboutTask(action: RecordedAction): boolean {
    return verbOf(action) === 'Remove' && recordOf(action)?.isEventModel === true;
}

/**
 * The title of a transaction in the undo list: the removal of a task, or else its first recorded action that can be
 * described.
 * @param position where the transaction stands in the history; names those that cannot be described
 */
export function transactionTitle(transaction: TitledTransaction, position: number): string {
    const { queue } = transaction;
    const titles = [...queue.filter(isAboutTask), ...queue].map(describeAction);
    return titles.find(Boolean) ?? `Transaction ${position}`;
}
