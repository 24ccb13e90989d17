import { Command, type ServerData } from '../protocol/index.ts';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { listen } from './engine.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

/** What of a project's activity is wanted. */
export interface ActivityQuery {
    /** Only revisions before this one; default: the newest. */
    before?: string | null;
    /** Only what this person did; default: everybody. */
    userId?: string | null;
    /** Most entries; the server has a limit of its own. Default: the server's. */
    limit?: number;
}

/** Part of a project's activity, the newest entry first. */
export type ActivityPage = ServerData[typeof Command.activity];

const lastAnswers = new WeakMap<RealtimeProject, Promise<unknown>>();

/**
 * Asks the server who did what in the project that is open. One question after the other: an answer is told by its
 * command.
 * @throws RealtimeError `closed`, `timeout`, or the server's refusal
 */
export function readActivity(project: RealtimeProject, query: ActivityQuery = {}): Promise<ActivityPage> {
    const answer = (lastAnswers.get(project) ?? Promise.resolve()).then(() => ask(project, query));
    lastAnswers.set(
        project,
        answer.catch(() => {})
    );
    return answer;
}

async function ask(
    project: RealtimeProject,
    { before = null, userId = null, limit }: ActivityQuery
): Promise<ActivityPage> {
    const { wsSync } = project as unknown as { wsSync: ProjectSync };
    const { wsProjectId } = project;
    let page: ActivityPage;
    const detach = listen(project, {
        wsActivity({ page: given }: { page: ActivityPage }) {
            // The answer to a question that nobody waits for any more is none to this one.
            const isAnswer =
                String(given.project) === String(wsProjectId) &&
                (given.before ?? null) === before &&
                (given.userId ?? null) === userId;
            if (isAnswer) {
                page = given;
                wsSync.answers.resolve(Command.activity);
            }
        }
    });
    try {
        await wsSync.answers.expect(Command.activity, async () => {
            if (!wsSync.transmit(Command.activity, { project: wsProjectId, before, userId, limit })) {
                throw new RealtimeError('closed', 'There is no connection to ask who did what; connect first');
            }
        });
        return page!;
    } finally {
        detach();
    }
}
