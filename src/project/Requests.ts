import { Command, revisionId, type ProjectId, type ServerData } from '../protocol/index.ts';
import type { Incoming } from './Incoming.ts';
import type { PendingGroup } from './Outgoing.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

/** What a project was asked for with, and has not been answered with yet. */
interface Request {
    project: ProjectId;
    /** The pending edits whose fate was asked about. */
    groups: PendingGroup[];
    isUpdate: boolean;
}

/** Asks the server for what the project lacks, and for what has become of pending edits. */
export class Requests {
    readonly #sync: ProjectSync;
    readonly #project: RealtimeProject;
    readonly #incoming: Incoming;
    /** What was asked for on this socket and is not answered yet, in order: the server answers in that order, too. */
    #open: Request[] = [];

    constructor(sync: ProjectSync, project: RealtimeProject, incoming: Incoming) {
        this.#sync = sync;
        this.#project = project;
        this.#incoming = incoming;
    }

    /** Whether the server was asked for what was missed and has not sent all of it yet. */
    get isCatchingUp(): boolean {
        return this.#open.at(-1)?.isUpdate === true;
    }

    /** Whether the server was asked for the project that is wanted and has not answered yet. */
    get isAsking(): boolean {
        return this.#open.some(({ project }) => this.#sync.isWanted(project));
    }

    /** No answer is waited for any more. */
    forget(): void {
        this.#open = [];
    }

    /** Takes note of an answer about a project, and returns what it answers. An `update` answers nothing else. */
    answered(project: ProjectId | undefined, isUpdate = false): Request | undefined {
        const index = this.#open.findIndex(
            each => (project === undefined || String(each.project) === String(project)) && (each.isUpdate || !isUpdate)
        );
        return index < 0 ? undefined : this.#open.splice(index, 1)[0];
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
            const isSame = connection.isAuthenticated && connection.session === session;
            if (isSame && this.#sync.isWanted(wsProjectId)) {
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
            const fromRevision = revisionId(loaded!.revision);
            this.#send(Command.update, { project, groups, isUpdate: true }, { project, fromRevision, pending });
            return;
        }
        const last = this.#open.at(-1);
        if (String(last?.project) !== String(project) || last?.isUpdate) {
            this.#send(Command.dataset, { project, groups, isUpdate: false }, { project, pending });
        }
    }

    #send(command: string, request: Request, data: object): void {
        // Before it is sent: listeners hear of that, and may ask for something else at once.
        this.#open.push(request);
        if (!this.#sync.transmit(command, data)) {
            this.#open = this.#open.filter(each => each !== request);
        }
    }

    /**
     * Takes what a dataset contains of the pending edits out of the outbox.
     * @returns whether the dataset was asked for, and so tells of all that was pending then
     */
    settleAccepted({ project, accepted, ids }: ServerData['dataset']): boolean {
        const asked = this.answered(project);
        if (!asked) {
            return false;
        }
        const outbox = this.#sync.outgoing.outbox(project);
        asked.groups.forEach(({ client }, index) => {
            const settled = accepted?.[index] as string[] | undefined;
            settled?.forEach(localRevision => outbox.settle(localRevision, client));
            ids?.[index]?.forEach(({ store, phantom, id }) => outbox.renameRecord(store, phantom, id));
        });
        return true;
    }
}
