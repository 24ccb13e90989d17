import { Command, type ProjectId, type ServerData, type ServerRefusal } from '../protocol/index.ts';
import type { PendingRevision } from '../sync/Outbox.ts';
import { RealtimeError, toError } from '../transport/RealtimeError.ts';
import type { Incoming } from './Incoming.ts';
import type { ProjectSync } from './ProjectSync.ts';

const TOO_LARGE = new RealtimeError(
    'too-large',
    'The edit is larger than a server takes; make it in several smaller ones'
);

/** What the server does not take: tried again where that can help, else taken back and shown with the reason. */
export class Refusals {
    readonly #sync: ProjectSync;
    readonly #incoming: Incoming;

    constructor(sync: ProjectSync, incoming: Incoming) {
        this.#sync = sync;
        this.#incoming = incoming;
    }

    /** The server has refused a request. */
    answered({ command, project, refusal }: ServerRefusal): void {
        const { notifier, requests, connection, answers, engine, outgoing } = this.#sync;
        const error = toError(refusal);
        notifier.report(error);
        if (command === Command.dataset || command === Command.update) {
            const asked = requests.answered(project, command === Command.update)?.project ?? project;
            if (requests.isAsking) {
                return;
            }
            if (asked === undefined || this.#sync.isWanted(asked)) {
                connection?.refused(refusal);
            }
        }
        answers.reject(command, error);
        const about = project ?? engine.loaded?.project;
        if (command === Command.projectChange && about !== undefined) {
            if (refusal.code === 'unavailable') {
                // The edits are as good as before: they go out again on the next connection.
                connection?.refused(refusal);
                return;
            }
            // The refusal names no revision, so it concerns all that were sent and not confirmed before.
            const sent = outgoing.outbox(about).pending.filter(each => each.sent);
            this.#incoming.push({ kind: 'unnamed', project: about, sent, error });
        }
    }

    /** The server has refused a revision by its name. */
    rejected({ project, localRevision, ...problem }: ServerData['revision_rejected']): void {
        const { pending } = this.#sync.outgoing.outbox(project);
        const refused = pending.filter(({ revision }) => revision.revision === localRevision);
        this.refuse(project, refused, toError(problem));
    }

    /** Drops edits that no server would take. */
    tooLarge(project: ProjectId, edits: readonly PendingRevision[]): void {
        this.refuse(project, edits, TOO_LARGE);
    }

    /** Drops edits that the server has refused, shows why, and brings the screen back to what is true. */
    refuse(project: ProjectId, edits: readonly PendingRevision[], error: RealtimeError): void {
        const { outgoing, notifier } = this.#sync;
        const { pending } = outgoing.outbox(project);
        const refused = edits.filter(edit => pending.includes(edit));
        refused.forEach(({ revision, summary }) => notifier.reject(revision.revision, summary, error));
        outgoing.outbox(project).takeBack(refused);
        this.restore(project, refused, false);
    }

    /** Takes back what was refused without anybody hearing of it: made now, it would undo later edits of the user's own. */
    dropOvertaken(project: ProjectId): void {
        const { pending } = this.#sync.outgoing.outbox(project);
        const overtaken = pending.filter(({ isOvertaken, sent }) => isOvertaken && !sent);
        const message =
            'The server has refused the edit while the connection was lost; make it again if it is still wanted';
        this.refuse(project, overtaken, new RealtimeError('refused-unheard', message));
    }

    /**
     * Brings the screen back to what is true without edits that are no longer pending.
     * @param isWanted whether the user wants it so
     */
    restore(project: ProjectId, gone: readonly PendingRevision[], isWanted: boolean): void {
        if (gone.length && this.#sync.isLoaded(project)) {
            const changes = gone.map(({ revision }) => revision.changes);
            this.#incoming.push({ kind: 'refusal', project, changes, isWanted });
        }
    }
}
