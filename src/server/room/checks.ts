import { LINKING_STORES, linkedRecords } from '../../protocol/index.ts';
import type { ChangeSet, RecordData, RecordId } from '../../protocol/index.ts';
import type { Tombstone } from '../storage/Storage.ts';
import type { Draft } from './Draft.ts';
import { Refusal } from './Refusal.ts';

/** Deepest accepted nesting inside a revision, and longest chain of parents. */
export const MAX_DEPTH = 100;

const SINGULAR: ReadonlyMap<string, string> = new Map([
    ['calendars', 'calendar'],
    ['resources', 'resource'],
    ['events', 'event'],
    ['dependencies', 'dependency'],
    ['assignments', 'assignment'],
    ['versions', 'version'],
    ['changelogs', 'changelog']
]);

function describe(store: string, id: RecordId, name?: unknown): string {
    const kind = SINGULAR.get(store) ?? `record of '${store}'`;
    return typeof name === 'string' && name ? `The ${kind} '${name}'` : `The ${kind} with the id '${id}'`;
}

/** Refuses what needs a record that is not there, and says who has removed it. */
function refuseWithout(store: string, id: RecordId, tombstone: Tombstone | undefined, consequence: string): never {
    if (!tombstone) {
        throw new Refusal('record-missing', `${describe(store, id)} does not exist; ${consequence}`, false, {
            store,
            id
        });
    }
    const { recordName, userName } = tombstone;
    const what = describe(store, id, recordName);
    const parameters = { store, id, name: recordName ?? id, userName };
    throw new Refusal('record-removed', `${what} was removed by ${userName}; ${consequence}`, false, parameters);
}

/** Refuses what could not be written as JSON again; walks iteratively, so the depth itself is no danger. */
export function checkNesting(value: object): void {
    let level: object[] = [value];
    for (let depth = 0; level.length; depth++) {
        if (depth > MAX_DEPTH) {
            throw new Refusal('bad-revision', `The revision nests its values more than ${MAX_DEPTH} levels deep`);
        }
        level = level.flatMap(item =>
            Object.values(item).filter((child): child is object => typeof child === 'object' && child !== null)
        );
    }
}

/** Refuses ids that cannot be told apart once they are stored as UTF-8. */
export function checkIds(store: string, { id, $PhantomId }: RecordData): void {
    for (const value of [id, $PhantomId]) {
        if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0'))) {
            throw new Refusal(
                'bad-revision',
                `An id in '${store}' contains characters that are not valid Unicode text`
            );
        }
    }
}

/** Refuses to change what never existed or what somebody has removed; removing the latter is no change at all. */
export function checkExisting(store: string, id: RecordId, draft: Draft, action: 'change' | 'remove'): void {
    if (draft.has(store, id) || draft.removes(store, id)) {
        return;
    }
    const tombstone = draft.tombstone(store, id);
    if (!tombstone || action === 'change') {
        refuseWithout(store, id, tombstone, tombstone ? 'your change to it was not applied' : 'reload the project');
    }
}

/** Refuses new dependencies and assignments between records that are not there. */
export function checkLinks(store: string, { added }: ChangeSet, draft: Draft): void {
    if (!LINKING_STORES.some(linking => linking === store)) {
        return;
    }
    for (const record of added ?? []) {
        const missing = linkedRecords(record).find(link => !draft.has(link.store, link.id));
        if (missing) {
            const tombstone = draft.tombstone(missing.store, missing.id);
            refuseWithout(missing.store, missing.id, tombstone, `your new ${SINGULAR.get(store)} was not applied`);
        }
    }
}

/** Refuses circles of parents, which no client could show. */
export function checkParents(draft: Draft): void {
    for (const [store, record] of draft.changedRecords()) {
        let parent = record['parentId'];
        for (let depth = 0; typeof parent === 'string' || typeof parent === 'number'; depth++) {
            if (depth >= MAX_DEPTH || String(parent) === String(record.id)) {
                const what = describe(store, record.id, record['name']);
                throw new Refusal(
                    'bad-revision',
                    `${what} would be inside itself, or more than ${MAX_DEPTH} levels deep`
                );
            }
            parent = draft.get(store, parent)?.['parentId'];
        }
    }
}
