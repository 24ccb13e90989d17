import { readActivity } from '../project/activity.ts';
import { listen } from '../project/engine.ts';
import type { ProjectSync } from '../project/ProjectSync.ts';
import type { RealtimeProject } from '../project/RealtimeProject.ts';
import type { RealtimeState } from '../project/state.ts';
import { revisionNumber, type ActivityEntry, type LoggedRecord } from '../protocol/index.ts';
import type { EditConflict } from '../sync/editConflicts.ts';
import { isConnected } from '../transport/connectionState.ts';

/** How far back it is searched: in so many answers of at most so many entries. */
const MAX_PAGES = 5;
const PAGE = 200;

const isAnonymous = ({ userName, base }: EditConflict): boolean => userName === null && base !== null;

function isAbout({ store, id, kind, field }: EditConflict, logged: LoggedRecord): boolean {
    const isSame = logged.store === store && String(logged.id) === String(id) && logged.kind === kind;
    return isSame && (field === null || field in (logged.after ?? {}));
}

/** The last one who did it between the moment when the own edit was made and the one when it was noticed. */
function findAuthor(conflict: EditConflict, entries: readonly ActivityEntry[]): ActivityEntry | undefined {
    const base = revisionNumber(conflict.base) ?? 0;
    const until = revisionNumber(conflict.until) ?? Infinity;
    return entries.find(
        ({ revision, cause, effect }) =>
            revisionNumber(revision)! > base &&
            revisionNumber(revision)! <= until &&
            [...cause.records, ...(conflict.kind === 'removed' ? (effect?.records ?? []) : [])].some(record =>
                isAbout(conflict, record)
            )
    );
}

/** Looks in the server's activity log for who has set what a dataset could only tell the value of. */
async function findAuthors(project: RealtimeProject, wanted: readonly EditConflict[]): Promise<void> {
    const { wsSync } = project as unknown as { wsSync: ProjectSync };
    const { loaded } = wsSync.engine;
    const oldest = Math.min(...wanted.map(({ base }) => revisionNumber(base) ?? 0));
    const names = new Map<string, string>();
    let rest = wanted;
    let before: string | null = null;
    for (let page = 0; page < MAX_PAGES && rest.length && wsSync.engine.loaded === loaded; page++) {
        // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
        const { entries, authors, isEnd } = await readActivity(project, { before, limit: PAGE });
        authors?.forEach(({ userId, userName }) => names.set(userId, userName));
        rest = rest.filter(conflict => {
            const found = findAuthor(conflict, entries);
            if (found) {
                wsSync.conflicts.list.tell(conflict, { userName: names.get(found.userId) ?? null, at: found.at });
            }
            return !found;
        });
        before = entries.at(-1)?.revision ?? null;
        if (isEnd || before === null || (revisionNumber(before) ?? 0) <= oldest) {
            return;
        }
    }
}

const watched = new WeakSet<RealtimeProject>();

/** Finds out from now on who is behind the editing conflicts of a project that nobody has told the author of. */
export function watchAuthors(project: RealtimeProject): void {
    if (watched.has(project)) {
        return;
    }
    watched.add(project);
    /** What was looked for is not looked for again. */
    const tried = new Set<string>();
    const look = (): void => {
        const { editConflicts, connection, session } = project.wsState;
        const wanted = editConflicts.filter(each => isAnonymous(each) && !tried.has(nameOf(each)));
        if (wanted.length && isConnected(connection) && session!.protocol >= 2) {
            wanted.forEach(each => tried.add(nameOf(each)));
            // It remains somebody.
            findAuthors(project, wanted).catch(() => {});
        }
    };
    listen(project, {
        wsStateChange: ({ changes }: { changes: Partial<RealtimeState> }) =>
            (changes.editConflicts || changes.connection) && look()
    });
    look();
}

const nameOf = ({ key, theirs, base }: EditConflict): string => JSON.stringify([key, theirs, base]);
