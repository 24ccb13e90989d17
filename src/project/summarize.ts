import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import {
    canonicalStore,
    CHANGE_KINDS,
    storeEntries,
    type Changes,
    type RecordData,
    type RecordId
} from '../protocol/index.ts';
import type { EditSummary, RecordChange } from '../sync/summary.ts';

const isEventStore = (store: string): boolean => canonicalStore(store) === 'events';

/** How many records a summary lists. */
const MAX_CHANGES = 20;

const VERBS = { added: 'Add', updated: 'Edit', removed: 'Remove' };

const NOUNS: Record<string, string> = { resources: 'resource', assignments: 'assignment', dependencies: 'dependency' };

/** What the engine's models of links and named things have in common. */
type NamedRecord = Model & Partial<Record<'name' | 'event' | 'resource' | 'fromEvent' | 'toEvent', any>>;

function nameOf(record: NamedRecord | undefined, known: RecordData | undefined, id: RecordId): string {
    const name: unknown = known?.name ?? record?.name;
    const from = record?.fromEvent ?? record?.event;
    const to = record?.toEvent ?? record?.resource;
    return name == null && (from || to) ? `${from?.name ?? '?'} → ${to?.name ?? '?'}` : String(name ?? id);
}

/** Leaves out ids and what is no plain value: nobody reads that. */
function plainFields(record: RecordData): Record<string, unknown> {
    const entries = Object.entries(record).filter(
        ([field, value]) => field !== 'id' && !field.startsWith('$') && typeof value !== 'object'
    );
    return Object.fromEntries(entries);
}

/**
 * Says what a revision is about.
 * @param known finds a record the project no longer has
 */
export function summarize(
    project: ProjectModel,
    changes: Changes,
    known: (store: string, id: RecordId) => RecordData | undefined
): EditSummary {
    const listed: RecordChange[] = [];
    for (const [store, { $input }] of storeEntries(changes)) {
        for (const kind of CHANGE_KINDS) {
            for (const record of $input?.[kind] ?? []) {
                const id = record.$PhantomId ?? record.id!;
                const found = (isEventStore(store) ? project.eventStore : project.getCrudStore(store))?.getById(id) as
                    NamedRecord | undefined;
                const fields = kind === 'removed' ? {} : plainFields(record);
                listed.push({ store, kind, id, name: nameOf(found, known(canonicalStore(store), id), id), fields });
            }
        }
    }
    // What was done to a task is what the edit is about; its links went along.
    const main = listed.find(({ store }) => isEventStore(store)) ?? listed[0];
    const title = main
        ? `${VERBS[main.kind]} ${isEventStore(main.store) ? 'task' : (NOUNS[main.store] ?? main.store)} ${main.name}`
        : 'Edit project';
    return { title, changes: listed.slice(0, MAX_CHANGES) };
}
