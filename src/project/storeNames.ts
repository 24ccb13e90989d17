import type { ProjectModel } from '@bryntum/schedulerpro';
import type { Changes, Dataset } from '../protocol/index.ts';

/** Two names of one store: the vendor's Gantt and demo say `tasks`, Scheduler Pro says `events`. */
const EVENT_STORE_NAMES = ['events', 'tasks'];

/** Dates without a time zone: with one, two clients in different zones move an event back and forth for ever. */
export const LOCAL_DATE_FORMAT = 'YYYY-MM-DDTHH:mm:ss';

/** Whether a store of a revision is that of the events, under either name. */
export function isEventStore(name: string): boolean {
    return EVENT_STORE_NAMES.includes(name);
}

/** Names a revision's event store as this project names it. */
export function toLocalNames(project: ProjectModel, changes: Changes): Changes {
    const local = String(project.eventStore.id);
    const foreign = EVENT_STORE_NAMES.find(name => name !== local && name in changes);
    if (!foreign || local in changes || !EVENT_STORE_NAMES.includes(local)) {
        return changes;
    }
    const { [foreign]: events, ...rest } = changes;
    return { ...rest, [local]: events };
}

/** `eventsData` and `tasksData` → `events`: what `loadInlineData` of Bryntum 7 wants without a warning. */
export function toInlineData(dataset: Dataset): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(dataset).map(([key, value]) => {
            const name = key.endsWith('Data') ? key.slice(0, -'Data'.length) : key;
            return [name === 'tasks' ? 'events' : name, value];
        })
    );
}
