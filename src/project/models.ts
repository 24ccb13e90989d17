import { AssignmentModel, EventModel } from '@bryntum/schedulerpro';

/** Dates without a time zone: with one, two clients in different zones move an event back and forth for ever. */
const LOCAL_DATE_FORMAT = 'YYYY-MM-DDTHH:mm:ss';

/** Fields that a subclass defines anew; the engine merges them with those of its base class. */
const EVENT_FIELDS = ['startDate', 'endDate', 'constraintDate'].map(name => ({ name, format: LOCAL_DATE_FORMAT }));

/** A reassignment reaches nobody unless all names of the two references are persisted. */
const ASSIGNMENT_FIELDS = ['event', 'eventId', 'resource', 'resourceId'].map(name => ({ name, persist: true }));

/** Makes any event model safe for several writers: dates travel without a time zone, no delay from parents. */
export function realtimeEventModel<T extends typeof EventModel>(Target: T): T {
    return class extends (Target as typeof EventModel) {
        static override $name = 'RealtimeEvent';
        static override fields = EVENT_FIELDS;
        static usesDelayFromParent = false;
    } as unknown as T;
}

/** Makes any assignment model safe for several writers: its references are persisted under all their names. */
export function realtimeAssignmentModel<T extends typeof AssignmentModel>(Target: T): T {
    return class extends (Target as typeof AssignmentModel) {
        static override $name = 'RealtimeAssignment';
        static override fields = ASSIGNMENT_FIELDS;
    } as unknown as T;
}

/** The kit's event model; extend it, or hand your own to `WebSocketProjectModel`, which adapts it. */
export class RealtimeEventModel extends realtimeEventModel(EventModel) {}

/** The kit's assignment model; see {@link RealtimeEventModel}. */
export class RealtimeAssignmentModel extends realtimeAssignmentModel(AssignmentModel) {}
