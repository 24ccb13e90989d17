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

/** How many records a summary lists. */
const MAX_CHANGES = 20;

const VERBS = { added: 'Add', updated: 'Edit', removed: 'Remove' };

const NOUNS: Record<string, string> = {
    events: 'task',
    resources: 'resource',
    assignments: 'assignment',
    dependencies: 'dependency',
    versions: 'version'
};

/** What the engine's models of links and named things have in common. */
type NamedRecord = Model & Partial<Record<'name' | 'event' | 'resource' | 'fromEvent' | 'toEvent', any>>;

/** What people call a record; what is known of it is what counts, and then what the engine has. */
export function nameOf(record: NamedRecord | undefined, known: RecordData | undefined, id: RecordId): string {
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
    for (const [name, { $input }] of storeEntries(changes)) {
        const store = canonicalStore(name);
        for (const kind of CHANGE_KINDS) {
            for (const record of $input?.[kind] ?? []) {
                const id = record.$PhantomId ?? record.id!;
                const found = (store === 'events' ? project.eventStore : project.getCrudStore(name))?.getById(id) as
                    NamedRecord | undefined;
                const fields = kind === 'removed' ? {} : plainFields(record);
                listed.push({ store, kind, id, name: nameOf(found, known(store, id), id), fields });
            }
        }
    }
    // What was done to a task is what the edit is about; its links went along.
    const isAside = ({ store }: RecordChange): number => Number(store !== 'events');
    const [main, ...others] = listed.toSorted((one, other) => isAside(one) - isAside(other));
    return main
        ? {
              title: `${VERBS[main.kind]} ${NOUNS[main.store] ?? main.store} ${main.name}`,
              changes: [main, ...others.slice(0, MAX_CHANGES - 1)]
          }
        : { title: 'Edit project', changes: [] };
}
