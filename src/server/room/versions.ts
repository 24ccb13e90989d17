import {
    MAX_NAME_LENGTH,
    revisionId,
    revisionNumber,
    VERSION_CONTENT,
    VERSIONS,
    type ChangeSet,
    type Changes,
    type Person,
    type RecordData,
    type RecordId,
    type StoreChanges,
    type VersionRecord
} from '../../protocol/index.ts';
import type { ProjectTables } from '../storage/ProjectTables.ts';
import type { ProjectWrite } from '../storage/Storage.ts';
import type { Draft } from './Draft.ts';
import { Refusal } from './Refusal.ts';

/** Who changes versions. */
export interface VersionAuthor extends Person {
    /** May rename and remove what others have saved. */
    isAdmin?: boolean;
}

/** The server itself, which makes versions that nobody has asked for. */
export const SERVER_AUTHOR = { client: 'server', userId: '', userName: 'the server', isAdmin: true };

/** How many versions a project keeps. */
export interface VersionLimits {
    /** Versions that somebody has given a name, or saved by hand; one more is refused. */
    maxVersions: number;
    /** Automatic versions; the oldest ones make room. */
    autosaveKeep: number;
}

/** What judging the changes of versions depends on. */
export interface VersionContext extends VersionLimits {
    tables: ProjectTables;
    author: VersionAuthor;
    /** Epoch milliseconds. */
    now: () => number;
    /** What the project holds, as JSON text. */
    contentJson: () => string;
}

/** What nobody but the server says of a version. */
const SEALED = [
    'isAutosave',
    'savedAt',
    'userId',
    'userName',
    'authors',
    'revision',
    'hash',
    VERSION_CONTENT,
    'parentId',
    'children'
];

/** The versions of a project, in no particular order. */
export function versionsOf(tables: ProjectTables): VersionRecord[] {
    return [...(tables.records.stores.get(VERSIONS)?.values() ?? [])] as unknown as VersionRecord[];
}

/** Number of the last revision that a version's content has; 0 where that is not known. */
export function versionNumber({ revision }: VersionRecord): number {
    return revisionNumber(revision) ?? 0;
}

/** The version that was saved last; `null` when there is none. */
export function lastVersion(tables: ProjectTables): VersionRecord | null {
    return versionsOf(tables).reduce<VersionRecord | null>(
        (last, version) => (last && versionNumber(last) > versionNumber(version) ? last : version),
        null
    );
}

/** What a revision does to versions. */
export interface VersionsPlan {
    /** The changes as everybody gets them: signed by the server, without content. */
    changes: Changes;
    /** What becomes of contents. */
    writes: ProjectWrite[];
}

/**
 * Judges what a revision does to versions, and lets the server say who saved what and when. Automatic versions that
 * are too many by now go with it.
 * @throws Refusal when its author may not do that, or there are too many versions
 */
export function planVersions(changes: Changes, draft: Draft, context: VersionContext): VersionsPlan {
    const change = changes[VERSIONS] as StoreChanges | undefined;
    if (!change) {
        return { changes, writes: [] };
    }
    const { tables, author, maxVersions, autosaveKeep } = context;
    const both = (kind: keyof ChangeSet): RecordData[] => [...(change[kind] ?? []), ...(change.$input?.[kind] ?? [])];
    const stored = (id: RecordId): VersionRecord | undefined => tables.records.get(VERSIONS, id) as never;
    const added = new Map(both('added').map(record => [String(record.id), record]));
    const named = new Set<string>();
    const removed = new Set(both('removed').map(({ id }) => String(id)));
    if (added.size > 1) {
        throw new Refusal('bad-revision', 'A revision can save one version; send the others in revisions of their own');
    }
    [...both('added'), ...both('updated')].forEach(checkName);
    for (const update of both('updated')) {
        if (isNaming(update, stored(update.id!))) {
            named.add(String(update.id));
        } else {
            checkAuthor(stored(update.id!), author);
        }
    }
    removed.forEach(id => checkAuthor(stored(id), author));

    const fresh = [...added.values()].map(record => sign(record, context));
    const kept = Map.groupBy(
        versionsOf(tables).filter(({ id }) => !removed.has(String(id))),
        ({ id, isAutosave }) => isAutosave && !named.has(String(id))
    );
    const more = fresh.filter(({ isAutosave }) => !isAutosave).length;
    if (more + named.size && more + (kept.get(false)?.length ?? 0) > maxVersions) {
        throw new Refusal(
            'too-many-versions',
            `No more than ${maxVersions} versions can be saved in a project; remove one of them first`,
            false,
            { count: maxVersions }
        );
    }
    const automatic = [...(kept.get(true) ?? []), ...fresh.filter(({ isAutosave }) => isAutosave)];
    const surplus = fresh.length ? oldest(automatic, automatic.length - autosaveKeep) : [];
    surplus.forEach(({ id }) => draft.delete(VERSIONS, id));

    const rewrite = (list: ChangeSet): ChangeSet => ({
        ...list,
        ...(list.added && { added: fresh }),
        ...(list.updated && {
            updated: list.updated.map(update => ({
                ...unsealed(update),
                ...(named.has(String(update.id)) && { isAutosave: false, ...signature(author) })
            }))
        }),
        ...(surplus.length && { removed: [...(list.removed ?? []), ...surplus] })
    });
    return {
        changes: {
            ...changes,
            [VERSIONS]: { ...rewrite(change), ...(change.$input && { $input: rewrite(change.$input) }) }
        },
        writes: [
            // First, as everywhere: the same revision may save one under the id of another that it removes.
            ...[...removed, ...surplus.map(({ id }) => id)].map((id): ProjectWrite => ({
                type: 'removeVersionContent',
                project: tables.id,
                id
            })),
            ...fresh.map(({ id }): ProjectWrite => {
                const content = added.get(String(id))![VERSION_CONTENT] ?? null;
                const text = content === null ? context.contentJson() : JSON.stringify(content);
                return { type: 'putVersionContent', project: tables.id, id, content: text };
            })
        ]
    };
}

/** Whether an automatic version is given a name, which anybody may do: it is theirs from then on. */
function isNaming({ name }: RecordData, version: VersionRecord | undefined): boolean {
    return version?.isAutosave === true && typeof name === 'string' && name !== '';
}

function checkName({ name = null }: RecordData): void {
    if (name !== null && (typeof name !== 'string' || name.length > MAX_NAME_LENGTH)) {
        throw new Refusal('bad-revision', `The name of a version is a text of at most ${MAX_NAME_LENGTH} characters`);
    }
}

function checkAuthor(version: VersionRecord | undefined, author: VersionAuthor): void {
    if (version && !author.isAdmin && version.userId !== author.userId) {
        const what = version.name ? `The version '${version.name}'` : 'This version';
        throw new Refusal(
            'authorization-required',
            `${what} was saved by ${version.userName ?? SERVER_AUTHOR.userName}: nobody else may rename or remove it, ` +
                'except for admins',
            false
        );
    }
}

/** A record without what only the server may say of it. */
function unsealed(record: RecordData): RecordData {
    return Object.fromEntries(Object.entries(record).filter(([field]) => !SEALED.includes(field)));
}

function signature(author: VersionAuthor): Pick<VersionRecord, 'userId' | 'userName'> {
    const { userId, userName } = author;
    return author === SERVER_AUTHOR ? { userId: null, userName: null } : { userId, userName };
}

function sign(record: RecordData, { tables, author, now }: VersionContext): VersionRecord {
    const { name, isAutosave, authors } = record;
    return {
        ...unsealed(record),
        id: record.id!,
        name: (name as string) || null,
        isAutosave: isAutosave === true,
        savedAt: new Date(now()).toISOString(),
        ...signature(author),
        ...(author === SERVER_AUTHOR && { authors: authors as string[] }),
        revision: revisionId(tables.revision),
        hash: tables.hash
    };
}

/** The ids of so many versions that were saved first. */
function oldest(versions: readonly VersionRecord[], count: number): { id: RecordId }[] {
    const inOrder = [...versions].sort((a, b) => versionNumber(a) - versionNumber(b));
    return inOrder.slice(0, Math.max(0, count)).map(({ id }) => ({ id }));
}
