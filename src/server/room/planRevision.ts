import {
    storeEntries,
    type Changes,
    type ChangeSet,
    type ProjectId,
    type RecordData,
    type StoreChanges
} from '../../protocol/index.ts';
import type { ProjectTables } from '../storage/ProjectTables.ts';
import type { Phantom, ProjectWrite } from '../storage/Storage.ts';
import { removeDependants } from './cascade.ts';
import { checkExisting, checkIds, checkLinks, checkNesting, checkParents } from './checks.ts';
import { Draft } from './Draft.ts';
import { PhantomIds, type ClientPhantoms } from './PhantomIds.ts';
import { canonicalChanges } from './storeNames.ts';

/** What accepting a revision would do. */
export interface RevisionPlan {
    /** The changes as everybody gets them. */
    changes: Changes;
    /** The temporary ids it introduces. */
    phantoms: Phantom[];
    /** Everything to write for it, without its entry in the log. */
    writes: ProjectWrite[];
}

/** What a plan depends on. */
export interface PlanContext {
    tables: ProjectTables;
    phantoms: ClientPhantoms;
    mintId: () => string;
    author: { client: string; userName: string };
}

/**
 * Works out what a revision does to a project, without doing it.
 * @throws Refusal when the revision as a whole cannot be accepted
 */
export function planRevision(received: Changes, context: PlanContext): RevisionPlan {
    const { tables, author } = context;
    checkNesting(received);
    const changes = canonicalChanges(received);
    const draft = new Draft(tables);
    const ids = new PhantomIds(context.phantoms, draft, context.mintId);

    // Removals first, so that an id can be removed and added again in one revision.
    for (const [store, change] of storeEntries(changes)) {
        removeRecords(store, change, draft, ids);
    }
    const identified = storeEntries(changes).map(([store, change]) => [store, identify(store, change, ids)] as const);
    const hasInput = identified.some(([, change]) => change.$input);
    const resolved = identified.map(
        ([store, change]) => [store, dropMissing(ids.replaceIn({ ...change }, store), store, draft, hasInput)] as const
    );
    for (const [store, change] of resolved) {
        putRecords(store, change, draft);
    }
    for (const [store, change] of resolved) {
        checkLinks(store, change.$input ?? change, draft);
    }
    checkParents(draft);
    removeDependants(draft);

    const project = changes.project && ids.replaceIn(changes.project, 'project');
    const id = tables.id;
    return {
        changes: { ...(project && { project }), ...Object.fromEntries(resolved) },
        phantoms: ids.fresh,
        writes: [
            ...ids.fresh.map(phantom => putPhantom(id, author.client, phantom)),
            ...draft.writes(id, tables.revision + 1, author.userName),
            ...(project ? [{ type: 'setFields' as const, project: id, fields: { ...tables.fields, ...project } }] : [])
        ]
    };
}

function putPhantom(project: ProjectId, client: string, phantom: Phantom): ProjectWrite {
    return { type: 'putPhantom', project, client, phantom };
}

function removeRecords(store: string, change: StoreChanges, draft: Draft, ids: PhantomIds): void {
    for (const { id } of (change.$input ?? change).removed ?? []) {
        checkExisting(store, ids.resolve(store, id!), draft, 'remove');
    }
    for (const { id } of [...(change.$input?.removed ?? []), ...(change.removed ?? [])]) {
        const real = ids.resolve(store, id!);
        if (draft.has(store, real)) {
            draft.remove(store, real);
        }
    }
}

/**
 * Gives added records their real ids. What its author has sent as new before becomes an update: left among the
 * added, clients that know the record would ignore it.
 */
function identify(store: string, change: StoreChanges, ids: PhantomIds): StoreChanges {
    const anonymous: string[] = [];
    const identifyList = (list: ChangeSet): ChangeSet => {
        const added: RecordData[] = [];
        const known: RecordData[] = [];
        let nameless = 0;
        for (const record of list.added ?? []) {
            checkIds(store, record);
            const phantom = record.$PhantomId ?? record.id;
            if (phantom === undefined || phantom === null) {
                // The same record stands at the same place among the nameless ones of both lists.
                const id = (anonymous[nameless++] ??= ids.mint());
                added.push({ ...record, id });
                continue;
            }
            const assigned = ids.assign(store, phantom);
            if (assigned.known) {
                const { $PhantomId: _, ...fields } = record;
                known.push({ ...fields, id: assigned.id });
            } else {
                added.push({ ...record, id: assigned.id });
            }
        }
        return {
            ...list,
            ...(list.added && { added }),
            ...(known.length && { updated: [...known, ...(list.updated ?? [])] })
        };
    };
    const outer = identifyList(change);
    return change.$input ? { ...outer, $input: identifyList(change.$input) } : outer;
}

/**
 * Checks the author's own updates, and drops calculated ones of records that are gone. Once a revision has input,
 * what a store without it contains is calculated; a revision without any may be a direct edit, and is judged.
 */
function dropMissing(change: StoreChanges, store: string, draft: Draft, hasInput: boolean): StoreChanges {
    const own = change.$input ?? (hasInput ? {} : change);
    const added = new Set([...(own.added ?? []), ...(change.added ?? [])].map(record => String(record.id)));
    const exists = (record: RecordData) => draft.has(store, record.id!) || added.has(String(record.id));
    for (const record of own.updated ?? []) {
        if (!exists(record)) {
            checkExisting(store, record.id!, draft, 'change');
        }
    }
    return change.updated ? { ...change, updated: change.updated.filter(exists) } : change;
}

/** Calculated values stand in the outer lists only, and win; what is missing there is taken from the input. */
function putRecords(store: string, change: StoreChanges, draft: Draft): void {
    for (const list of [change.$input, change]) {
        for (const record of list?.added ?? []) {
            putRecord(store, record, draft);
        }
        for (const record of list?.updated ?? []) {
            // A record may be changed and removed by one revision: then it is gone.
            if (draft.has(store, record.id!)) {
                putRecord(store, record, draft);
            }
        }
    }
}

function putRecord(store: string, record: RecordData, draft: Draft): void {
    // Children are records of their own; each one names its parent.
    const { $PhantomId: _phantom, $PhantomParentId: _parent, children: _children, ...fields } = record;
    draft.merge(store, record.id!, fields);
}
