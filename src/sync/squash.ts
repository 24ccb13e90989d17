import {
    CHANGE_KINDS,
    storeEntries,
    type Changes,
    type ChangeSet,
    type RecordData,
    type ServerRevision,
    type StoreChanges
} from '../protocol/index.ts';

const LINKS = ['dependencies', 'assignments'];

type Records = Map<string, RecordData>;
type Lists = Record<(typeof CHANGE_KINDS)[number], Records>;

const key = ({ id }: RecordData): string => String(id);

function listsOf(changes: ChangeSet): Lists {
    const [added, updated, removed] = CHANGE_KINDS.map(
        kind => new Map(changes[kind]?.map(record => [key(record), record]))
    );
    return { added: added!, updated: updated!, removed: removed! };
}

/** Whether the later changes can be laid over the earlier ones: nothing may come back that was removed before. */
function canMerge(earlier: Lists, { added, updated }: Lists): boolean {
    return ![...added.keys(), ...updated.keys()].some(id => earlier.removed.has(id));
}

function merge(earlier: Lists, later: Lists): void {
    for (const [id, record] of later.added) {
        earlier.added.set(id, { ...earlier.added.get(id), ...record });
    }
    for (const [id, record] of later.updated) {
        const list = earlier.added.has(id) ? earlier.added : earlier.updated;
        list.set(id, { ...list.get(id), ...record });
    }
    for (const [id, record] of later.removed) {
        earlier.updated.delete(id);
        // Whoever never saw the record needs not hear of its end.
        if (!earlier.added.delete(id)) {
            earlier.removed.set(id, record);
        }
    }
}

function toChangeSet(lists: Lists): ChangeSet {
    const filled = CHANGE_KINDS.filter(kind => lists[kind].size);
    return Object.fromEntries(filled.map(kind => [kind, [...lists[kind].values()]]));
}

/** The merged changes of several revisions: per store the outer lists, and `$input`. */
class Merged {
    readonly #stores = new Map<string, { outer: Lists; input: Lists | null }>();
    #project: Changes['project'];

    /** Lays a revision over what is there; `false`, and nothing is done, when that would not give the same state. */
    add(changes: Changes): boolean {
        const given = storeEntries(changes).map(([name, change]) => ({
            name,
            outer: listsOf(change),
            input: change.$input ? listsOf(change.$input) : null,
            known: this.#stores.get(name)
        }));
        const fits = given.every(
            ({ outer, input, known }) =>
                !known || (canMerge(known.outer, outer) && (!input || !known.input || canMerge(known.input, input)))
        );
        if (fits) {
            for (const { name, outer, input, known } of given) {
                if (!known) {
                    this.#stores.set(name, { outer, input });
                    continue;
                }
                merge(known.outer, outer);
                if (input && known.input) {
                    merge(known.input, input);
                }
                known.input ??= input;
                // What went with another record stands in the outer list only.
                outer.removed.forEach((_, id) => {
                    known.input?.added.delete(id);
                    known.input?.updated.delete(id);
                });
            }
            if (changes.project) {
                this.#project = { ...this.#project, ...changes.project };
            }
        }
        return fits;
    }

    toChanges(): Changes {
        const stores = [...this.#stores].map(([name, { outer, input }]): [string, StoreChanges] => [
            name,
            { ...toChangeSet(outer), ...(input && { $input: toChangeSet(input) }) }
        ]);
        // Links come last: what they refer to has to be there.
        stores.sort(([a], [b]) => LINKS.indexOf(a) - LINKS.indexOf(b));
        return { ...(this.#project && { project: this.#project }), ...Object.fromEntries(stores) };
    }
}

/**
 * Merges neighbouring revisions where one gives the same state as the others after each other, because the engine
 * calculates the whole project anew for each one. A merged revision goes by the name of its last part.
 * @param isOwn whether a revision confirms one of this client; those stay by themselves
 */
export function squash(
    revisions: readonly ServerRevision[],
    isOwn: (revision: ServerRevision) => boolean
): ServerRevision[] {
    const squashed: ServerRevision[] = [];
    let merged: Merged | null = null;
    for (const revision of revisions) {
        const isAlone = isOwn(revision) || revision.conflictResolutionFor != null;
        if (!isAlone && merged?.add(revision.changes)) {
            squashed[squashed.length - 1] = { ...revision, changes: merged.toChanges() };
            continue;
        }
        merged = isAlone ? null : new Merged();
        merged?.add(revision.changes);
        squashed.push(revision);
    }
    return squashed;
}
