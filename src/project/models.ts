import { AssignmentModel, EventModel, type Model } from '@bryntum/schedulerpro';

/** A reassignment reaches nobody unless all names of the two references are persisted. */
const REFERENCES = ['event', 'eventId', 'resource', 'resourceId'];

/** Defines fields of a model anew. The engine takes over what is not said here, except for the name in the data. */
function redefine(Target: typeof Model, names: readonly string[], definition: object): object[] {
    const { fieldMap } = Target as unknown as { fieldMap: Record<string, { dataSource?: string } | undefined> };
    return names.map(name => ({ name, dataSource: fieldMap[name]?.dataSource ?? name, ...definition }));
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
        static override fields = redefine(Target, REFERENCES, { persist: true });
    } as unknown as T;
}

/** The kit's event model; extend it, or hand your own to `WebSocketProjectModel`, which adapts it. */
export class RealtimeEventModel extends realtimeEventModel(EventModel) {}

/** The kit's assignment model; see {@link RealtimeEventModel}. */
export class RealtimeAssignmentModel extends realtimeAssignmentModel(AssignmentModel) {}
