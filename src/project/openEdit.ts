import type { Model, ProjectModel, Store } from '@bryntum/schedulerpro';
import type { RecordData, RecordId } from '../protocol/index.ts';
import type { GraphWrite } from './commitWindow.ts';
import { reachOf } from './reach.ts';
import { changedFields, snapshot, syncedStores } from './stores.ts';

/** What was edited and is not calculated yet. */
export interface OpenEdit {
    /** Everything as it was before, by store, by id. */
    before: ReadonlyMap<string, ReadonlyMap<string, RecordData>>;
    /** The fields of the project itself as they were before. */
    fields: RecordData;
    /** What was set since for the engine to calculate with, oldest first. */
    writes: readonly GraphWrite[];
}

/** The record of this id in this store; without one, the project itself. */
interface Reference {
    store?: string;
    id?: RecordId;
}

/** A step of an edit, without anything that belongs to the project in which it was made. */
type Step =
    | { kind: 'add'; store: string; records: RecordData[] }
    | { kind: 'remove'; store: string; ids: RecordId[] }
    | { kind: 'set'; record: Reference; fields: RecordData }
    | { kind: 'write'; record: Reference; field: string; value: unknown; reference?: Reference; rest: unknown[] };

/** What of the engine's graph is used here; the vendor's types leave it out. */
interface Graph {
    $: Record<string, GraphWrite[0]>;
    replica: { write(...args: GraphWrite): void };
}

/** An edit, without anything that belongs to the project in which it was made. */
export interface TakenApart {
    steps: Step[];
    /** Ids of the events that it may move; `null`: any. */
    reach: Set<string> | null;
}

/** Takes an edit apart, so that it can be made again in a copy of the project. */
export function takeApart(project: ProjectModel, edit: OpenEdit): TakenApart {
    const { before, writes } = edit;
    const stores = syncedStores(project);
    const names = new Map<unknown, string>([...stores].map(([name, store]) => [store, name]));
    const nameOf = (record: Model | undefined): string | undefined => {
        // The vendor's types leave it out.
        const { stores: all = [] } = (record ?? {}) as { stores?: Store[] };
        return names.get(all.find(each => names.has(each)));
    };
    const refer = (record: Model | undefined): Reference | undefined => {
        const store = nameOf(record);
        return (record as unknown) === project ? {} : store === undefined ? undefined : { store, id: record!.id };
    };
    const steps: Step[] = [];
    const changed: { store: string; record: Model | RecordData }[] = [];
    for (const [store, { allRecords }] of stores) {
        const known = before.get(store);
        const there = new Set(allRecords.map(({ id }) => String(id)));
        const gone = [...(known?.values() ?? [])].filter(({ id }) => !there.has(String(id)));
        const added = (allRecords as Model[]).filter(({ id }) => !known?.has(String(id)));
        const records = added.map(record => ({ ...snapshot(record), id: record.id }));
        steps.push({ kind: 'remove', store, ids: gone.map(({ id }) => id!) }, { kind: 'add', store, records });
        changed.push(...[...gone, ...added].map(record => ({ store, record })));
    }
    for (const [{ self, field }, value, ...rest] of writes) {
        const record = refer(self);
        if (!record || !field) {
            continue;
        }
        if (record.store === 'calendars') {
            const now: RecordData = { ...snapshot(self!), id: record.id! };
            const fields = changedFields(before.get('calendars')?.get(String(record.id)) ?? {}, now);
            steps.push({ kind: 'set', record, fields: Object.fromEntries(fields.map(name => [name, now[name]])) });
        } else {
            const reference = (value as Partial<Model> | null)?.isModel ? refer(value as Model) : undefined;
            steps.push({ kind: 'write', record, field: field.name, value, ...(reference && { reference }), rest });
        }
    }
    return { steps, reach: reachOf(project, edit, nameOf, changed) };
}

/** Makes an edit again in a copy of the project in which it was made. */
export function repeat(steps: readonly Step[], copy: ProjectModel): void {
    const stores = syncedStores(copy);
    const find = ({ store, id }: Reference): Model | null =>
        store === undefined ? (copy as unknown as Model) : ((stores.get(store)!.getById(id!) ?? null) as Model | null);
    for (const step of steps) {
        if (step.kind === 'add') {
            stores.get(step.store)!.add(step.records);
        } else if (step.kind === 'remove') {
            stores.get(step.store)!.remove(step.ids as string[]);
        } else if (step.kind === 'set') {
            find(step.record)?.set(step.fields);
        } else {
            const { field, value, reference, rest } = step;
            const target = (find(step.record) as unknown as Graph | null)?.$[field];
            if (target) {
                (copy as unknown as Graph).replica.write(target, reference ? find(reference) : value, ...rest);
            }
        }
    }
}
