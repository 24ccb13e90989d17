import { AssignmentModel, EventModel, type Model } from '@bryntum/schedulerpro';

/** A reassignment reaches nobody unless all names of the two references are persisted. */
const REFERENCES = ['event', 'eventId', 'resource', 'resourceId'];

/** Defines the references of a model anew. The engine takes over what is not said here, except for the name in the data. */
function persistedReferences(Target: typeof Model): object[] {
    const { fieldMap } = Target as unknown as { fieldMap: Record<string, { dataSource?: string } | undefined> };
    return REFERENCES.map(name => ({ name, dataSource: fieldMap[name]?.dataSource ?? name, persist: true }));
}

/** Makes any event model safe for several writers: no delay from parents. */
export function realtimeEventModel<T extends typeof EventModel>(Target: T): T {
    return class extends (Target as typeof EventModel) {
        static override $name = 'RealtimeEvent';
        static usesDelayFromParent = false;
    } as unknown as T;
}

/** Makes any assignment model safe for several writers: its references are persisted under all their names. */
export function realtimeAssignmentModel<T extends typeof AssignmentModel>(Target: T): T {
    return class extends (Target as typeof AssignmentModel) {
        static override $name = 'RealtimeAssignment';
        static override fields = persistedReferences(Target);
    } as unknown as T;
}

/** The kit's event model; extend it, or hand your own to `WebSocketProjectModel`, which adapts it. */
export class RealtimeEventModel extends realtimeEventModel(EventModel) {}

/** The kit's assignment model; see {@link RealtimeEventModel}. */
export class RealtimeAssignmentModel extends realtimeAssignmentModel(AssignmentModel) {}
