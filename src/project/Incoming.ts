import { Command, revisionNumber, VERSIONS, type RecordId, type ServerData } from '../protocol/index.ts';
import { isConnected } from '../transport/connectionState.ts';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { DesyncGuard } from './DesyncGuard.ts';
import { Inbox, type IncomingItem } from './Inbox.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import { listVersions } from './versions/list.ts';

type Revisions = Extract<IncomingItem, { kind: 'revisions' }>;

/** The way in: brings what the server sends into the engine, in order, one thing at a time. */
export class Incoming {
    readonly guard: DesyncGuard;
    /** The engine no longer mirrors the server; nothing is applied or sent until a fresh dataset is there. */
    isStale = false;
    readonly #sync: ProjectSync;
    readonly #project: RealtimeProject;
    readonly #inbox: Inbox;

    constructor(sync: ProjectSync, project: RealtimeProject) {
        this.#sync = sync;
        this.#project = project;
        this.#inbox = new Inbox(
            item => this.#handle(item),
            (error, { kind }) => this.#recover(error, kind),
            () => sync.requests.isCatchingUp
        );
        const { engine, notifier, outgoing } = sync;
        this.guard = new DesyncGuard({
            project,
            engine,
            notifier,
            isSettled: () =>
                isConnected(sync.notifier.state.connection) &&
                !this.isStale &&
                !!engine.loaded &&
                sync.isWanted(engine.loaded.project) &&
                !outgoing.outbox(engine.loaded.project).length,
            isBusy: () =>
                !this.#inbox.isEmpty || engine.isApplying || project.stm.isRecording || project.stm.isRestoring,
            maySend: () => notifier.state.connection.status === 'live' && !notifier.state.readOnly,
            send: (command, data) => sync.transmit(command, data),
            rebuild: error => this.#recover(error)
        });
    }

    /** Whether nothing is arriving, or waiting to be compared with the server. */
    get isIdle(): boolean {
        return this.#inbox.isEmpty && this.guard.isIdle && !this.isStale;
    }

    /** Takes one thing in; it is handled as soon as everything before it is. */
    push(item: IncomingItem): void {
        this.#inbox.push(item);
    }

    /** Forgets what was not handled yet: it belonged to a connection that is gone. */
    clear(): void {
        this.#inbox.clear();
    }

    /** Loads the project afresh; what is pending is made again on top. */
    reload(): void {
        this.isStale = true;
        this.#sync.requests.start();
    }

    #catchUp(): void {
        if (this.#sync.engine.loaded?.isNumbered) {
            this.#sync.requests.start();
        } else {
            this.reload();
        }
    }

    /** The engine could not follow: what it holds is no longer the server's state. Without an error it has not thrown. */
    async #recover(error: unknown, kind?: IncomingItem['kind']): Promise<void> {
        const { notifier, connection, engine } = this.#sync;
        if (this.#project.isDestroyed) {
            return;
        }
        try {
            if (kind === 'dataset') {
                throw error;
            }
            await engine.rebuild(error);
            if (kind === 'revisions') {
                // Maybe not all of them had been taken in.
                this.#catchUp();
            }
        } catch (cause) {
            this.isStale = true;
            const message = `The project could not be loaded, please reload the page: ${String(cause)}`;
            notifier.report(new RealtimeError('engine', message));
            connection?.fail({ code: 'engine', message });
            this.#sync.answers.reject(Command.dataset, cause);
        }
    }

    /** The engine has thrown and is made anew. */
    broken(error: unknown): void {
        console.warn(
            'schedulerpro-realtime makes the schedule anew, because the engine could not calculate it:',
            error
        );
        this.#sync.notifier.fire('wsError', { error });
        this.guard.desync('engine');
    }

    #handle(item: IncomingItem): Promise<void> | void {
        switch (item.kind) {
            case 'revisions':
                return this.#sync.isWanted(item.project) && this.#sync.isLoaded(item.project) && !this.isStale
                    ? this.#apply(item)
                    : this.#settleOnly(item);
            case 'refusal':
                return this.#takeBack(item);
            case 'unnamed':
                return this.#sync.refusals.refuse(item.project, item.sent, item.error);
            case 'dataset':
                return this.#load(item.data);
            case 'caughtUp':
                return this.#finishLoading(item.data.project, item.data.revision);
        }
    }

    async #takeBack({ changes, isWanted }: Extract<IncomingItem, { kind: 'refusal' }>): Promise<void> {
        const { engine, conflicts } = this.#sync;
        await engine.restore(changes);
        conflicts.takenBack(changes, isWanted);
        this.guard.schedule();
    }

    /** Takes note of confirmations for a project the engine does not show, or has to load again anyway. */
    #settleOnly({ project, revisions }: Revisions): void {
        const { outgoing, connection, engine } = this.#sync;
        const outbox = outgoing.outbox(project);
        const client = connection?.session?.client;
        const own = revisions.filter(
            revision => revision.client === client && outbox.settle(revision.localRevision, client)
        );
        if (own.length && this.#sync.isLoaded(project)) {
            engine.mirror.confirmed.push(...own.map(({ changes }) => changes));
            this.isStale = true;
        }
    }

    async #apply({ revisions, isCut }: Revisions): Promise<void> {
        const { engine, notifier, outgoing } = this.#sync;
        const loaded = engine.loaded!;
        const outbox = outgoing.outbox(loaded.project);
        const { isNumbered, revision: known } = loaded;
        let last = known;
        const fresh = isNumbered
            ? revisions.filter(({ revision }) => revisionNumber(revision) === last + 1 && ++last)
            : revisions;
        if (fresh.length) {
            const stored = (store: string, id: RecordId) => engine.mirror.get(store, id);
            notifier.fire('wsBeforeReceiveChanges', { revisions: fresh, stored });
            await engine.apply(fresh, outbox);
            outgoing.flush();
            if (fresh.some(({ changes }) => changes[VERSIONS])) {
                this.#listVersions();
            }
            notifier.fire('wsReceiveChanges', { revisions: fresh, source: 'remote' });
            this.guard.received(fresh);
        }
        // An edit that was sent again is answered with the number it had got.
        const repeated = revisions.flatMap(({ revision, localRevision, client }) =>
            isNumbered && client === loaded.clientId && revisionNumber(revision)! <= known
                ? (outbox.settle(localRevision, client) ?? [])
                : []
        );
        if (repeated.length) {
            await engine.restore(repeated.map(({ revision }) => revision.changes));
            this.guard.schedule();
        }
        if (isCut || (isNumbered && revisions.some(({ revision }) => (revisionNumber(revision) ?? 0) > last))) {
            // Something got lost on the way: with what is missing, the rest comes again.
            this.#catchUp();
        }
    }

    async #load(data: ServerData['dataset']): Promise<void> {
        const { connection, engine, notifier, outgoing } = this.#sync;
        const { project, revision, dataset } = data;
        const session = connection?.session;
        if (!session || !this.#sync.isWanted(project)) {
            this.#sync.requests.answered(project);
            return;
        }
        connection.loading();
        const outbox = outgoing.outbox(project);
        const isNumbered = session.protocol >= 2;
        const answered = this.#sync.requests.settleAccepted(data);
        const isAnswer = answered !== null;
        if (answered === 'part') {
            // What was not asked about yet would be made a second time under another name.
            this.isStale = true;
            return;
        }
        if (isNumbered && !isAnswer && outbox.pending.some(({ sent }) => sent)) {
            // Nobody asked for this one, so it does not say which of the pending edits it contains.
            this.reload();
            return;
        }
        const target = {
            address: this.#project.wsAddress,
            project,
            clientId: session.client,
            user: session.userId ?? session.userName,
            revision: revisionNumber(revision) ?? 0,
            isNumbered
        };
        this.isStale = true;
        outbox.moveTo(session.client, () => outgoing.nextId());
        await engine.load(dataset, target, outbox, !isAnswer);
        // What was being edited became a revision of the earlier session meanwhile.
        outbox.moveTo(session.client, () => outgoing.nextId());
        this.#sync.conflicts.loaded();
        // Only what would survive the end of this page under its new name may go out under it.
        await outgoing.saved(project);
        if (engine.loaded !== target) {
            this.reload();
            return;
        }
        this.isStale = false;
        outgoing.loaded();
        this.#listVersions();
        notifier.fire('wsReceiveDataset', { source: 'remote' });
        if (!this.#sync.requests.isAsking) {
            // Else it was asked for on an earlier connection, and this one has asked for what came after it.
            this.#finishLoading(project);
        }
        this.guard.loaded();
    }

    #listVersions(): void {
        const { engine, notifier } = this.#sync;
        notifier.set({ versions: listVersions(engine.mirror) });
    }

    /** @param last the revision up to which there is to be everything */
    #finishLoading(project: ServerData['update']['project'], last?: string): void {
        const { connection, engine, notifier, answers, outgoing, requests } = this.#sync;
        if (!this.#sync.isWanted(project)) {
            return;
        }
        if (!this.#sync.isLoaded(project) || this.isStale) {
            requests.start();
            return;
        }
        if ((revisionNumber(last) ?? 0) > engine.loaded!.revision) {
            if (!requests.isCatchingUp) {
                requests.start();
            }
            return;
        }
        this.#sync.refusals.dropOvertaken(project);
        outgoing.holdForReview(project);
        if (connection && !isConnected(connection.state)) {
            // It may have been given up over something else.
            connection.loading();
        }
        connection?.loaded(this.#project.isAutoSyncSuspended);
        answers.resolve(Command.dataset);
        notifier.fire('wsLoad');
        this.guard.schedule();
    }

    /** Forgets everything that waits, for good. */
    destroy(): void {
        this.clear();
        this.guard.destroy();
    }
}
