import type { RecordData, RecordId } from '../../protocol/index.ts';
import type { Mirror } from '../../sync/Mirror.ts';
import { isCalculatedField } from '../stores.ts';
import type { CurrentData, Difference } from './difference.ts';

/** A field that is not what it was. References are the names of what they refer to. */
export interface FieldChange {
    field: string;
    /** The value in the version; dates as they travel, `YYYY-MM-DDTHH:mm:ss`; `null`: none. */
    before: unknown;
    now: unknown;
}

/** A record that is not what it was in a version. */
export interface VersionChange {
    /** The store as the server names it: `events`, `resources`, `assignments`, … */
    store: string;
    /** What was done to it since. */
    kind: 'added' | 'updated' | 'removed';
    id: RecordId;
    /** What people call the record: its name, or for a link the names of both ends. */
    name: string;
    /** What differs, without what follows from it; empty unless it was updated. */
    fields: FieldChange[];
}

/** The two ends of a link by store, with the store they are in; the first name of each is the one that is shown. */
const ENDS: Record<string, [names: string[], store: string][]> = {
    assignments: [
        [['event', 'eventId'], 'events'],
        [['resource', 'resourceId'], 'resources']
    ],
    dependencies: [
        [['fromEvent', 'from'], 'events'],
        [['toEvent', 'to'], 'events']
    ]
};

/** Puts differences into words, without what goes along with another one: the links of an event that was removed. */
export function describeDifferences(
    differences: readonly Difference[],
    now: CurrentData,
    version: Mirror
): VersionChange[] {
    const kindOf = ({ before, now: current }: Difference): VersionChange['kind'] =>
        before ? (current ? 'updated' : 'removed') : 'added';
    const kinds = new Map(differences.map(each => [`${each.store} ${each.id}`, kindOf(each)]));
    const named = (store: string, id: unknown): string => {
        const record = now.get(store, id as RecordId) ?? version.get(store, id as RecordId);
        return String(record?.['name'] ?? id);
    };
    const endsOf = (store: string, record: RecordData): [store: string, id: unknown][] =>
        (ENDS[store] ?? []).map(([names, target]) => [target, names.map(name => record[name]).find(id => id != null)]);

    return differences.flatMap((difference): VersionChange[] => {
        const { store, id, before, now: current, fields } = difference;
        const kind = kindOf(difference);
        const ends = endsOf(store, (current ?? before)!);
        if (kind !== 'updated' && ends.some(([target, end]) => kinds.get(`${target} ${String(end)}`) === kind)) {
            return [];
        }
        const referred = (field: string): string | undefined =>
            (ENDS[store] ?? []).find(([names]) => names.includes(field))?.[1] ??
            { calendar: 'calendars', parentId: store }[field];
        const value = (record: RecordData, field: string): unknown => {
            const raw = record[field] ?? null;
            const target = referred(field);
            return target && raw !== null ? named(target, raw) : raw;
        };
        const changes = telling(store, fields).map(field => ({
            field,
            before: value(before!, field),
            now: value(current!, field)
        }));
        const name = ends.length ? ends.map(([target, end]) => named(target, end)).join(' → ') : named(store, id);
        return kind === 'updated' && !changes.length ? [] : [{ store, kind, id, name, fields: changes }];
    });
}

/** Leaves out what follows from other fields, and second names of one reference. */
function telling(store: string, fields: readonly string[]): string[] {
    const synonyms = (ENDS[store] ?? []).flatMap(([[, ...others]]) => others);
    const rest = fields.filter(field => !synonyms.includes(field));
    // Its constraint and its end move along with an event.
    const dates = rest.filter(field => ['startDate', 'duration'].includes(field));
    return dates.length ? rest.filter(field => dates.includes(field) || !isCalculatedField(store, field)) : rest;
}
