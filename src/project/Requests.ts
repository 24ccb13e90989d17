import { Command, revisionId, type ProjectId, type ServerData } from '../protocol/index.ts';
import type { Incoming } from './Incoming.ts';
import type { PendingGroup } from './Outgoing.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

/** Asks the server for what the project lacks, and for what has become of pending edits. */
export class Requests {
    readonly #sync: ProjectSync;
    readonly #project: RealtimeProject;
    readonly #incoming: Incoming;
    /** What was asked for on this socket and has not arrived yet: a project, and what became of which revisions. */
    #requested: { project: ProjectId; groups: PendingGroup[]; isUpdate: boolean } | null = null;

    constructor(sync: ProjectSync, project: RealtimeProject, incoming: Incoming) {
        this.#sync = sync;
        this.#project = project;
        this.#incoming = incoming;
    }

    /** Whether the server was asked for what was missed and has not sent all of it yet. */
    get isCatchingUp(): boolean {
        return this.#requested?.isUpdate === true;
    }

    /** No answer is waited for any more. */
    forget(): void {
        this.#requested = null;
    }

    /** Fetches what the project lacks: what was missed since the last revision, or everything. */
    start(): void {
        const { connection, outgoing } = this.#sync;
        const { wsProjectId } = this.#project;
        if (wsProjectId == null || !connection?.isAuthenticated) {
            return;
        }
        connection.loading();
        const { session } = connection;
        const adoption = outgoing.adopt(wsProjectId);
        if (!adoption) {
            this.#request(wsProjectId);
            return;
        }
        void adoption.then(hasAdopted => {
            this.#incoming.isStale ||= hasAdopted;
            if (this.#sync.connection?.session === session && this.#sync.isWanted(wsProjectId)) {
                this.#request(wsProjectId);
            }
        });
    }

    #request(project: ProjectId): void {
        const { connection, engine, outgoing } = this.#sync;
        const { loaded } = engine;
        const { protocol, client } = connection!.session!;
        const groups = outgoing.pendingGroups(project);
        const pending = groups.length ? groups.map(({ session, revisions }) => ({ session, revisions })) : undefined;
        if (this.#sync.isLoaded(project) && loaded!.clientId === client && protocol >= 2 && !this.#incoming.isStale) {
            this.#requested = { project, groups, isUpdate: true };
            this.#sync.transmit(Command.update, { project, fromRevision: revisionId(loaded!.revision), pending });
        } else if (String(this.#requested?.project) !== String(project) || this.#requested?.isUpdate) {
            this.#requested = { project, groups, isUpdate: false };
            this.#sync.transmit(Command.dataset, { project, pending });
        }
    }

    /**
     * Takes what a dataset contains of the pending edits out of the outbox.
     * @returns whether the dataset was asked for, and so tells of all that was pending then
     */
    settleAccepted({ project, accepted, ids }: ServerData['dataset']): boolean {
        const asked = this.#requested;
        if (String(asked?.project) !== String(project)) {
            return false;
        }
        this.forget();
        const outbox = this.#sync.outgoing.outbox(project);
        asked!.groups.forEach(({ client }, index) => {
            const settled = accepted?.[index] as string[] | undefined;
            settled?.forEach(localRevision => outbox.settle(localRevision, client));
            ids?.[index]?.forEach(({ store, phantom, id }) => outbox.renameRecord(store, phantom, id));
        });
        return true;
    }
}
