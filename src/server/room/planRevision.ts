import {
    applyRemovals,
    applyValues,
    canonicalJson,
    storeEntries,
    type Changes,
    type ChangeSet,
    type RecordData,
    type StoreChanges
} from '../../protocol/index.ts';
import type { Phantom, ProjectWrite } from '../storage/Storage.ts';
import { nameDependants, removeDependants } from './cascade.ts';
import { checkExisting, checkIds, checkLinks, checkNesting, checkParents } from './checks.ts';
import { Draft } from './Draft.ts';
import { dropOutdated, type UnknownToAuthor } from './outdated.ts';
import { PhantomIds, type ClientPhantoms } from './PhantomIds.ts';
import { canonicalChanges } from './storeNames.ts';
import { planVersions, type VersionContext } from './versions.ts';

/** What accepting a revision would do. */
export interface RevisionPlan {
    /** The changes as everybody gets them. */
    changes: Changes;
    /** The temporary ids it introduces. */
    phantoms: Phantom[];
    /** Everything to write for it, without its entry in the log. */
    writes: ProjectWrite[];
    /** A correction of what is correct already. */
    isIdle: boolean;
}

/** What a plan depends on. */
export interface PlanContext extends VersionContext {
    phantoms: ClientPhantoms;
    mintId: () => string;
    author: VersionContext['author'] & { client: string };
    /** The revision holds calculated values only. */
    isCorrection: boolean;
    /** `null` when the author knew everything, or does not say. */
    unknownToAuthor: UnknownToAuthor | null;
    /** Number of the last revision that the author knew; `null` if it does not say. */
    base: number | null;
}

/**
 * Works out what a revision does to a project, without doing it.
 * @throws Refusal when the revision as a whole cannot be accepted
 */
export function planRevision(received: Changes, context: PlanContext): RevisionPlan {
    const { tables, author, isCorrection, unknownToAuthor } = context;
    checkNesting(received);
    const draft = new Draft(tables);
    const ids = new PhantomIds(context.phantoms, draft, context.mintId, {
        base: context.base,
        number: tables.revision + 1
    });
    const changes = canonicalChanges(received);

    // Removals first, so that an id can be removed and added again in one revision.
    carryOutRemovals(changes, draft, ids);
    const identified = storeEntries(changes).map(([store, change]) => [store, identify(store, change, ids)] as const);
    const isJudged = !isCorrection && !identified.some(([, change]) => change.$input);
    const project = changes.project && ids.replaceIn(changes.project, 'project');
    const resolved: Changes = {
        ...(project && { project }),
        ...Object.fromEntries(
            identified.map(([store, change]) => [
                store,
                dropMissing(ids.replaceIn({ ...change }, store), store, draft, isJudged)
            ])
        )
    };
    const versions = planVersions(resolved, draft, context);
    const current = unknownToAuthor ? dropOutdated(versions.changes, unknownToAuthor) : versions.changes;
    applyValues(current, draft);
    for (const [store, change] of storeEntries(current)) {
        checkLinks(store, change.$input ?? change, draft);
    }
    checkParents(draft);
    const dependants = removeDependants(draft);

    const { id } = tables;
    const revision = tables.revision + 1;
    const fields = { ...tables.fields, ...project };
    return {
        changes: nameDependants(current, dependants, draft),
        phantoms: ids.fresh,
        writes: [
            ...ids.fresh.map((phantom): ProjectWrite => ({
                type: 'putPhantom',
                project: id,
                client: author.client,
                phantom
            })),
            ...draft.writes(id, revision, author.userName),
            ...versions.writes,
            ...(project ? [{ type: 'setFields' as const, project: id, fields }] : [])
        ],
        isIdle: isCorrection && draft.isUnchanged() && canonicalJson(fields) === canonicalJson(tables.fields)
    };
}

/** Carries the removals out, under the ids the records have so far. */
function carryOutRemovals(changes: Changes, draft: Draft, ids: PhantomIds): void {
    const named = storeEntries(changes).map(([store, { $input, removed }]): [string, StoreChanges] => {
        const withRealIds = (list: RecordData[] = []) => list.map(({ id }) => ({ id: ids.resolve(store, id!) }));
        const input = $input && { removed: withRealIds($input.removed) };
        return [store, { removed: withRealIds(removed), ...(input && { $input: input }) }];
    });
    for (const [store, change] of named) {
        for (const { id } of (change.$input ?? change).removed!) {
            checkExisting(store, id!, draft, 'remove');
        }
        applyRemovals({ [store]: change }, draft);
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
function dropMissing(change: StoreChanges, store: string, draft: Draft, isJudged: boolean): StoreChanges {
    const own = change.$input ?? (isJudged ? change : {});
    const added = new Set([...(own.added ?? []), ...(change.added ?? [])].map(record => String(record.id)));
    const exists = (record: RecordData) => draft.has(store, record.id!) || added.has(String(record.id));
    for (const record of own.updated ?? []) {
        if (!exists(record)) {
            checkExisting(store, record.id!, draft, 'change');
        }
    }
    return change.updated ? { ...change, updated: change.updated.filter(exists) } : change;
}
