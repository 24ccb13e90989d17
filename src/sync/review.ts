import { canonicalStore, CHANGE_KINDS, storeEntries, type RecordData } from '../protocol/index.ts';
import type { PendingRevision } from './Outbox.ts';

/** Fields that name another record, by its store. */
const REFERENCES = new Map(
    Object.entries({
        event: 'events',
        eventId: 'events',
        fromEvent: 'events',
        from: 'events',
        toEvent: 'events',
        to: 'events',
        resource: 'resources',
        resourceId: 'resources',
        calendar: 'calendars'
    })
);

/** The records that a record needs, itself included, as keys. */
function neededBy(store: string, { id, parentId, ...fields }: RecordData): string[] {
    const references = Object.entries(fields).map(([field, value]) => [REFERENCES.get(field), value]);
    return [[store, id], [store, parentId], ...references]
        .filter(([name, value]) => name && value != null)
        .map(([name, value]) => `${String(name)} ${String(value)}`);
}

/** By entry, the later ones that are of no use without what it adds. */
export function dependentsOf(entries: readonly PendingRevision[]): Map<PendingRevision, PendingRevision[]> {
    const makers = new Map<string, PendingRevision>();
    const dependents = new Map<PendingRevision, Set<PendingRevision>>();
    for (const entry of entries) {
        const added: string[] = [];
        const needed = new Set<PendingRevision>();
        for (const [name, { $input = {} }] of storeEntries(entry.revision.changes)) {
            const store = canonicalStore(name);
            for (const record of CHANGE_KINDS.flatMap(kind => $input[kind] ?? [])) {
                for (const key of neededBy(store, record)) {
                    const maker = makers.get(key);
                    if (maker) {
                        needed.add(maker);
                    }
                }
            }
            $input.added?.forEach(({ id, $PhantomId }) => added.push(`${store} ${String(id ?? $PhantomId)}`));
        }
        dependents.set(entry, new Set());
        // With what this one needs comes what that needs.
        for (const others of dependents.values()) {
            if ([...needed].some(maker => others.has(maker))) {
                others.add(entry);
            }
        }
        needed.forEach(maker => dependents.get(maker)!.add(entry));
        added.forEach(key => makers.set(key, entry));
    }
    return new Map([...dependents].map(([entry, others]) => [entry, [...others]]));
}
