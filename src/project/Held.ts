import {
    canonicalStore,
    CHANGE_KINDS,
    storeEntries,
    StoreMap,
    type Changes,
    type ServerRevision
} from '../protocol/index.ts';
import type { IsKept } from './keepEdited.ts';
import type { Patch } from './patch.ts';

/** What others have done to records that the user has in an editor: it waits until that is closed. */
export class Held {
    /** Records that are not as they should be. */
    patch: Patch = new StoreMap();
    /** Number of the last revision that the user has seen all of; `null` when nothing is held back. */
    since: number | null = null;
    #revisions = new Map<string, ServerRevision>();

    /** Takes the records that have to wait out of a patch. */
    takeFrom(patch: Patch, isKept: IsKept): void {
        for (const [store, entries] of patch.stores) {
            for (const entry of [...entries.values()].filter(({ id }) => isKept(store, id))) {
                const known = this.patch.get(store, entry.id);
                const isWhole = !entry.fields || known?.fields === null;
                const fields = isWhole ? null : new Set([...(known?.fields ?? []), ...entry.fields!]);
                this.patch.set(store, entry.id, { id: entry.id, fields });
                patch.delete(store, entry.id);
            }
        }
    }

    /**
     * Splits a revision of somebody else.
     * @param last number of the revision before it
     * @returns what of it can be shown now, `null` if nothing
     */
    split(revision: ServerRevision, isKept: IsKept, last: number): ServerRevision | null {
        const [kept, rest] = [true, false].map(wanted => only(revision.changes, (s, id) => isKept(s, id) === wanted));
        for (const [store, { $input }] of storeEntries(kept!)) {
            for (const kind of CHANGE_KINDS) {
                for (const record of $input?.[kind] ?? []) {
                    this.since ??= last;
                    // One for each record, person and kind of change, however often it is changed.
                    const key = JSON.stringify([store, record.id, revision.client, kind]);
                    const before = this.#revisions.get(key)?.changes[store] as { $input?: any } | undefined;
                    const merged = { ...before?.$input?.[kind][0], ...record };
                    this.#revisions.delete(key);
                    const changes = { [store]: { [kind]: [merged], $input: { [kind]: [merged] } } };
                    this.#revisions.set(key, { ...revision, changes });
                }
            }
        }
        return storeEntries(rest!).length || rest!.project ? { ...revision, changes: rest! } : null;
    }

    /** Hands everything over, and holds nothing any more. */
    release(): { patch: Patch; revisions: ServerRevision[] } {
        const { patch } = this;
        const revisions = [...this.#revisions.values()];
        this.patch = new StoreMap();
        this.since = null;
        this.#revisions = new Map();
        return { patch, revisions };
    }
}

/** The part of changes that is about some records. */
function only({ project, ...changes }: Changes, isWanted: IsKept): Changes {
    const result: Changes = project && isWanted('project', '') ? { project } : {};
    for (const [name, { $input, ...change }] of storeEntries(changes)) {
        const store = canonicalStore(name);
        const pick = (part: Partial<Record<(typeof CHANGE_KINDS)[number], any[]>>) =>
            Object.fromEntries(
                CHANGE_KINDS.flatMap(kind => {
                    const records = part[kind]?.filter(({ id }) => isWanted(store, id)) ?? [];
                    return records.length ? [[kind, records]] : [];
                })
            );
        const [outer, inner] = [pick(change), pick($input ?? {})];
        const hasInput = Object.keys(inner).length > 0;
        if (hasInput || Object.keys(outer).length) {
            result[name] = { ...outer, ...(hasInput && { $input: inner }) };
        }
    }
    return result;
}
