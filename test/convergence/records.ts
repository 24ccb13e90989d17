/**
 * Names records so that they are recognised on every client, before and after they get their real ids: those of the
 * first dataset by their ids, new events by a mark in a field that nobody edits, links and assignments by their ends.
 */
export function eventKey(record: any): string {
    return `event ${isMark(record?.iconCls) ? record.iconCls : String(record?.id)}`;
}

function isMark(value: unknown): boolean {
    return typeof value === 'string' && value.startsWith('new ');
}

/** The name of what says who does an event; each event has at most one. */
export function assignmentKey(event: any): string {
    return `assignment of ${eventKey(event)}`;
}

/** The name of a link between two events. */
export function linkKey(from: any, to: any): string {
    return `link ${eventKey(from)} → ${eventKey(to)}`;
}

/** The name of a resource. */
export function resourceKey(record: any): string {
    return `resource ${String(record?.id)}`;
}

/** Fields by record and name, such as `event 3.name`; that a record exists is the field `exists`. */
export type Fields = Map<string, unknown>;

/** A date as `YYYY-MM-DDTHH:mm` of the local time, or `null`. */
export function localDate(value: Date | string | null | undefined): string | null {
    const date = typeof value === 'string' ? new Date(value) : value;
    return date ? new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : null;
}

/** The records of a project or of a dataset, by store. */
export interface Records {
    events: any[];
    resources: any[];
    assignments: { id: unknown; event: any; resource: any }[];
    dependencies: { id: unknown; from: any; to: any; active: boolean }[];
}

/** What a person can have entered, of a whole project. Dates are also calculated, so they are no proof of an edit. */
export function inputFields({ events, resources, assignments, dependencies }: Records): Fields {
    const fields: Fields = new Map();
    for (const event of events) {
        const key = eventKey(event);
        fields.set(`${key}.exists`, true);
        fields.set(`${key}.name`, event.name);
        fields.set(`${key}.eventColor`, event.eventColor ?? null);
        fields.set(`${key}.duration`, event.duration);
        fields.set(`${key}.startDate`, localDate(event.startDate));
        fields.set(`${key}.pin`, localDate(event.constraintDate));
    }
    for (const resource of resources) {
        fields.set(`${resourceKey(resource)}.name`, resource.name);
    }
    for (const { event, resource } of assignments) {
        fields.set(`${assignmentKey(event)}.resource`, resource?.id ?? null);
    }
    for (const { from, to } of dependencies) {
        fields.set(`${linkKey(from, to)}.exists`, true);
    }
    return fields;
}

/** The ids of the links between events, by the fields that say that they exist. */
export function linkIds({ dependencies }: Records): Fields {
    return new Map(dependencies.map(({ id, from, to }) => [`${linkKey(from, to)}.exists`, id]));
}

/** Says which new events are there more than once. */
export function twins({ events }: Records): string[] {
    const keys = events.map(eventKey);
    return keys.filter((key, index) => keys.indexOf(key) !== index).map(key => `there twice: ${key}`);
}

/** The records of a client's project. */
export function projectRecords(project: any): Records {
    return {
        events: project.eventStore.records,
        resources: project.resourceStore.records,
        assignments: project.assignmentStore.map(({ id, event, resource }: any) => ({ id, event, resource })),
        dependencies: project.dependencyStore.map((d: any) => ({
            id: d.id,
            from: d.fromEvent,
            to: d.toEvent,
            active: d.active ?? true
        }))
    };
}

/** The records of a dataset as the server keeps it. */
export function datasetRecords(stores: readonly (readonly [string, readonly any[]])[]): Records {
    const of = (name: string): any[] => [...(stores.find(([store]) => store === name)?.[1] ?? [])];
    const events = of('events');
    const resources = of('resources');
    const find = (list: any[], id: unknown): any => list.find(record => String(record.id) === String(id)) ?? null;
    return {
        events,
        resources,
        assignments: of('assignments').map(({ id, event, eventId, resource, resourceId }) => ({
            id,
            event: find(events, event ?? eventId),
            resource: find(resources, resource ?? resourceId)
        })),
        dependencies: of('dependencies').map(({ id, from, fromEvent, to, toEvent, active }) => ({
            id,
            from: find(events, fromEvent ?? from),
            to: find(events, toEvent ?? to),
            active: active ?? true
        }))
    };
}
