import { Command, revisionId, type ProjectId, type ServerData } from '../protocol/index.ts';
import type { Incoming } from './Incoming.ts';
import type { PendingQuestion } from './Outgoing.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

/** What a project was asked for with, and has not been answered with yet. */
interface Request extends PendingQuestion {
    project: ProjectId;
    isUpdate: boolean;
}

/** Milliseconds for which opening another project waits for edits of the one that is left. */
const LONGEST_SETTLING = 1_000;

/** Asks the server for what the project lacks, and for what has become of pending edits. */
export class Requests {
    readonly #sync: ProjectSync;
    readonly #project: RealtimeProject;
    readonly #incoming: Incoming;
    /** What was asked for on this socket and is not answered yet, in order: the server answers in that order, too. */
    #open: Request[] = [];
    /** The project that was asked for last on this socket. */
    #last: ProjectId | null = null;

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

    /** Whether the server takes edits of this project: it was the last one that was asked for on this socket. */
    isOpen(project: ProjectId): boolean {
        return String(this.#last) === String(project);
    }

    /** No answer is waited for any more. */
    forget(): void {
        this.#open = [];
        this.#last = null;
    }

    /** Takes note of an answer about a project, and returns what it answers. An `update` answers nothing else. */
    answered(project: ProjectId | undefined, isUpdate = false): Request | undefined {
        const index = this.#open.findIndex(
            each => (project === undefined || String(each.project) === String(project)) && (each.isUpdate || !isUpdate)
        );
        return index < 0 ? undefined : this.#open.splice(index, 1)[0];
    }

    /**
     * Another project is wanted: it is asked for once what has been edited of the one that is left has gone out. Not if
     * that takes long: then it stays in the outbox until its project is opened again.
     */
    async open(): Promise<void> {
        const { connection, engine } = this.#sync;
        const { stm } = this.#project;
        // An open editor would be waited for; what it has not saved is no edit.
        const isEditorOpen = stm.isRecording && !stm.autoRecord;
        if (engine.loaded && engine.isEdited && connection?.state.status === 'live' && !isEditorOpen) {
            const { schedule } = this.#project.wsEnvironment;
            const late = Promise.withResolvers<void>();
            const cancel = schedule(late.resolve, LONGEST_SETTLING);
            await Promise.race([engine.settle(), late.promise]);
            cancel();
        }
        this.start();
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
        const question = outgoing.questionAbout(outgoing.outbox(project).pending);
        if (this.#sync.isLoaded(project) && loaded!.clientId === client && protocol >= 2 && !this.#incoming.isStale) {
            const fromRevision = revisionId(loaded!.revision);
            const data = { project, fromRevision, pending: toPending(question) };
            this.#send(Command.update, { ...question, project, isUpdate: true }, data);
            return;
        }
        const last = this.#open.at(-1);
        if (String(last?.project) !== String(project) || last?.isUpdate) {
            this.#requestDataset(project, question);
        }
    }

    #send(command: string, request: Request, data: object): void {
        // Before it is sent: listeners hear of that, and may ask for something else at once.
        this.#open.push(request);
        this.#last = request.project;
        if (!this.#sync.transmit(command, data)) {
            this.#open = this.#open.filter(each => each !== request);
        }
    }

    #requestDataset(project: ProjectId, question: PendingQuestion): void {
        const data = { project, pending: toPending(question) };
        this.#send(Command.dataset, { ...question, project, isUpdate: false }, data);
    }

    /**
     * Takes what a dataset contains of the pending edits out of the outbox. Where more was pending than may be asked about
     * at once, another dataset is asked for, with the rest.
     * @returns whether the dataset was asked for, and so tells of all or of part of what was pending
     */
    settleAccepted({ project, accepted, ids }: ServerData['dataset']): 'all' | 'part' | null {
        const asked = this.answered(project);
        if (!asked) {
            return null;
        }
        const { outgoing, engine } = this.#sync;
        const outbox = outgoing.outbox(project);
        asked.groups.forEach(({ client }, index) => {
            const confirmed = outbox.settleAll((accepted?.[index] ?? []) as string[], client);
            if (this.#sync.isLoaded(project)) {
                engine.mirror.confirmed.push(...confirmed.map(({ revision }) => revision.changes));
            }
            ids?.[index]?.forEach(({ store, phantom, id }) => outbox.renameRecord(store, phantom, id));
        });
        if (!asked.rest.length) {
            return 'all';
        }
        this.#requestDataset(project, outgoing.questionAbout(asked.rest));
        return 'part';
    }
}

function toPending({ groups }: PendingQuestion): { session: string; revisions: string[] }[] | undefined {
    const asked = groups.map(({ session, entries }) => ({
        session,
        revisions: entries.map(({ revision }) => revision.revision)
    }));
    return asked.length ? asked : undefined;
}
