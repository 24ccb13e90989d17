import {
    Command,
    revisionId,
    revisionNumber,
    type ProjectId,
    type ServerData,
    type ServerMessage,
    type ServerRefusal,
    type ServerRevision
} from '../protocol/index.ts';
import { Connection, type Credentials, type LoginData } from '../transport/Connection.ts';
import { isConnected, type ConnectionState } from '../transport/connectionState.ts';
import { RealtimeError, toError } from '../transport/RealtimeError.ts';
import { EngineBridge } from './EngineBridge.ts';
import { Inbox, type Incoming } from './Inbox.ts';
import { Notifier } from './Notifier.ts';
import { Outgoing } from './Outgoing.ts';
import { PendingAnswers } from './PendingAnswers.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

/**
 * Keeps one project the same as on its server: what the engine records goes through the outbox to the connection,
 * what the connection brings goes through the inbox to the engine.
 */
export class ProjectSync {
    readonly notifier: Notifier;
    readonly outgoing: Outgoing;
    connection: Connection | null = null;
    readonly #project: RealtimeProject;
    readonly #engine: EngineBridge;
    readonly #inbox: Inbox;
    readonly #answers: PendingAnswers;
    /** The engine no longer mirrors the server; nothing is applied or sent until a fresh dataset is there. */
    #stale = false;
    /** Revisions are being applied right now. */
    #applying = false;
    /** The project whose dataset was asked for on this socket and has not arrived yet. */
    #requested: ProjectId | null = null;

    constructor(project: RealtimeProject) {
        this.#project = project;
        this.notifier = new Notifier(project);
        this.#engine = new EngineBridge(project);
        this.#answers = new PendingAnswers(project);
        this.#inbox = new Inbox(
            item => this.#handle(item),
            (error, item) => this.#recover(error, item)
        );
        this.outgoing = new Outgoing({
            project,
            engine: this.#engine,
            notifier: this.notifier,
            send: (command, data) => this.#send(command, data),
            mayGo: force => !this.#stale && this.#isOpenFor(force)
        });
    }

    #isOpenFor(force: boolean): boolean {
        const status = this.connection?.state.status;
        return status === 'live' ? force || !this.#project.isAutoSyncSuspended : force && status === 'suspended';
    }

    /** Replaces the connection; the old one is closed. */
    setAddress(address: string | null): void {
        const { wsConnectionTimeout, wsEnvironment, webSocketImplementation } = this.#project;
        const { notifier } = this;
        this.connection?.destroy();
        this.connection = address
            ? new Connection({
                  address,
                  timeout: wsConnectionTimeout,
                  environment: wsEnvironment,
                  webSocketImplementation,
                  handlers: {
                      stateChange: state => this.#connectionChanged(state),
                      opened: () => notifier.fire('wsOpen'),
                      closed: () => this.#closed(),
                      error: error => notifier.fire('wsError', { error }),
                      raw: data => this.#inspect(data),
                      session: login => this.#loggedIn(login),
                      message: message => this.#receive(message)
                  }
              })
            : null;
    }

    #inspect(data: unknown): void {
        this.notifier.log('receive', data);
        this.notifier.fire('wsMessage', { data });
        this.notifier.shield(() => this.#project.wsReceive(data));
    }

    #connectionChanged(connection: ConnectionState): void {
        const isLive = isConnected(connection);
        const { notifier } = this;
        notifier.set({
            connection,
            hasEverConnected: notifier.state.hasEverConnected || isLive,
            session: this.connection?.session ? notifier.state.session : null
        });
        if (isLive) {
            this.outgoing.flush();
        }
    }

    #closed(): void {
        this.#inbox.clear();
        this.#requested = null;
        this.outgoing.disconnected();
        if (this.connection?.state.status !== 'connecting') {
            this.#answers.rejectAll(
                new RealtimeError('closed', 'The connection was closed before the server answered')
            );
        }
        const isSignedOut = !this.connection?.session;
        this.notifier.set({ users: [], ...(isSignedOut && { session: null, hasEverConnected: false }) });
        this.notifier.fire('wsClose');
    }

    /** Logs in, see {@link Connection.login}. */
    async login(credentials: Credentials): Promise<LoginData> {
        if (!this.connection) {
            throw new RealtimeError('no-address', 'There is no server to log in to; set wsAddress first');
        }
        return this.connection.login(credentials);
    }

    /** Logs out; the server closes the socket, and so does this side, in case it does not. */
    logout(): void {
        this.#send(Command.logout, {});
        this.connection?.close();
    }

    #loggedIn({ client: clientId, userName, userId, role, protocol }: LoginData): void {
        this.#project.clientId = clientId;
        this.notifier.set({
            session: { clientId, userName, userId: userId ?? userName, role: role ?? null, protocol },
            lastError: null
        });
        if (this.#engine.loaded || this.#answers.has(Command.dataset) || this.#project.wsAutoLoad) {
            this.startProject();
        }
        this.#send(Command.projects, {});
    }

    /** Fetches what the project lacks: what was missed since the last revision, or everything. */
    startProject(): void {
        const { connection } = this;
        const { wsProjectId } = this.#project;
        const { loaded } = this.#engine;
        if (wsProjectId == null || !connection?.isAuthenticated) {
            return;
        }
        connection.loading();
        const { protocol, client } = connection.session!;
        if (this.#isLoaded(wsProjectId) && loaded!.clientId === client && protocol >= 2 && !this.#stale) {
            this.#requested = null;
            this.#send(Command.update, { project: wsProjectId, fromRevision: revisionId(loaded!.revision) });
        } else if (String(this.#requested) !== String(wsProjectId)) {
            this.#requested = wsProjectId;
            this.#send(Command.dataset, { project: wsProjectId });
        }
    }

    /** Whether the engine holds this project of this server. */
    #isLoaded(project: ProjectId): boolean {
        return this.#engine.holds(project, this.#project.wsAddress);
    }

    /** Whether this is the project to be shown. */
    #isWanted(project: ProjectId): boolean {
        return String(project) === String(this.#project.wsProjectId);
    }

    /** See `wsLoad`. */
    load(): Promise<void> {
        return this.#project.wsProjectId == null
            ? Promise.reject(new RealtimeError('no-project', 'There is no project to load; set wsProjectId first'))
            : this.#answers.expect(Command.dataset, () => this.#requestLoad());
    }

    async #requestLoad(): Promise<void> {
        const { connection } = this;
        if (!connection || !(await connection.open())) {
            throw new RealtimeError('unreachable', `No connection to ${this.#project.wsAddress ?? 'any server'}`);
        }
        if (connection.state.status === 'needs-auth') {
            throw new RealtimeError('not-signed-in', 'There is nobody logged in to load a project; log in first');
        }
        this.#reload();
    }

    /** See `wsReset`. */
    reset(): Promise<void> {
        const { wsProjectId } = this.#project;
        return this.#answers.expect(Command.reset, async () => {
            if (wsProjectId == null || !this.#send(Command.reset, { project: wsProjectId })) {
                throw new RealtimeError('closed', 'There is no connection to reset the project; connect first');
            }
        });
    }

    /** Auto-sync was suspended or resumed, by the host, the user, or a feature of the view such as an open editor. */
    autoSyncChanged(): void {
        const { connection, notifier } = this;
        const isSuspended = this.#project.isAutoSyncSuspended;
        // The engine suspends for an instant with every revision it applies, which is nobody's business.
        if (!this.#applying && connection?.state.status === (isSuspended ? 'live' : 'suspended')) {
            const hasWaiting = notifier.state.queue.waiting > 0;
            connection.loaded(isSuspended);
            if (!isSuspended && hasWaiting) {
                notifier.fire('revisionQueueClear');
            }
        }
    }

    #send(command: string, data: unknown, silent = false): boolean {
        if (!this.connection?.send(command, data)) {
            return false;
        }
        this.notifier.log('send', { command, data });
        if (!silent) {
            this.notifier.fire('wsSendMessage', { command, data });
        }
        return true;
    }

    /** Sends any message; opens the socket first where necessary. */
    async send(command: string, data: unknown, silent: boolean): Promise<boolean> {
        return (await this.connection?.open()) === true && this.#send(command, data, silent);
    }

    #receive(message: ServerMessage | ServerRefusal): void {
        if (message.refusal) {
            return this.#refused(message);
        }
        const { command, data } = message;
        switch (command) {
            case Command.projectChange:
                return this.#inbox.push({ kind: 'revisions', ...data });
            case Command.dataset:
                this.#requested = null;
                return this.#inbox.push({ kind: 'dataset', data });
            case Command.update:
                return this.#inbox.push({ kind: 'caughtUp', data });
            case Command.revisionRejected:
                return this.#rejected(data);
            case Command.reset:
                return this.#isWanted(data.project) ? this.#answers.resolve(Command.reset) : undefined;
            case Command.logout:
                return data.userName ? undefined : this.connection?.close();
            default:
                return this.notifier.tell(message);
        }
    }

    #refused({ command, refusal }: ServerRefusal): void {
        const error = toError(refusal);
        this.#answers.reject(command, error);
        this.notifier.report(error);
        if (command === Command.dataset || command === Command.update) {
            this.#requested = null;
            this.connection?.fail({ code: refusal.code, message: refusal.message });
        } else if (command === Command.projectChange && this.#engine.loaded) {
            // The refusal names no revision, so it concerns all that were sent: drop them and show the truth.
            const outbox = this.outgoing.outbox(this.#engine.loaded.project);
            outbox.pending.filter(({ sent }) => sent).forEach(({ revision }) => outbox.settle(revision.revision));
            this.#reload();
        }
    }

    #rejected({ project, localRevision, code, message }: ServerData['revision_rejected']): void {
        if (this.outgoing.outbox(project).settle(localRevision)) {
            this.notifier.report(new RealtimeError(code, message));
            if (this.#isLoaded(project)) {
                this.#reload();
            }
        }
    }

    #reload(): void {
        this.#stale = true;
        this.startProject();
    }

    /** The engine could not follow: what it holds is no longer the server's state. */
    #recover(error: unknown, { kind }: Incoming): void {
        if (this.#project.isDestroyed) {
            return;
        }
        if (kind === 'dataset') {
            const message = `The project could not be loaded, please reload the page: ${String(error)}`;
            this.notifier.report(new RealtimeError('engine', message));
            this.connection?.fail({ code: 'engine', message });
            this.#answers.reject(Command.dataset, error);
        } else {
            console.warn('schedulerpro-realtime loads the project again, because the engine could not follow:', error);
            this.notifier.fire('wsError', { error });
            this.#reload();
        }
    }

    #handle(item: Incoming): Promise<void> | void {
        switch (item.kind) {
            case 'revisions':
                return this.#isWanted(item.project) && this.#isLoaded(item.project) && !this.#stale
                    ? this.#applyRevisions(item.revisions)
                    : this.#settleOnly(item);
            case 'dataset':
                return this.#loadDataset(item.data);
            case 'caughtUp':
                return this.#finishLoading(item.data.project);
        }
    }

    /** Takes note of confirmations for a project the engine does not show, or has to load again anyway. */
    #settleOnly({ project, revisions }: Extract<Incoming, { kind: 'revisions' }>): void {
        const outbox = this.outgoing.outbox(project);
        const client = this.connection?.session?.client;
        const own = revisions.filter(revision => revision.client === client && outbox.settle(revision.localRevision));
        if (own.length && this.#isLoaded(project)) {
            this.#stale = true;
        }
    }

    async #applyRevisions(revisions: readonly ServerRevision[]): Promise<void> {
        const loaded = this.#engine.loaded!;
        const outbox = this.outgoing.outbox(loaded.project);
        const isNumbered = (this.notifier.state.session?.protocol ?? 1) >= 2;
        const fresh = isNumbered
            ? revisions.filter(({ revision }) => (revisionNumber(revision) ?? 0) > loaded.revision)
            : revisions;
        const confirmed = revisions.flatMap(({ client, localRevision }) =>
            client === loaded.clientId && outbox.has(localRevision) ? [localRevision] : []
        );
        if (fresh.length && isNumbered && revisionNumber(fresh[0]!.revision) !== loaded.revision + 1) {
            this.startProject();
        } else if (!outbox.startsWith(confirmed)) {
            // One before it was refused: the engine cannot confirm a revision over the head of another.
            confirmed.forEach(localRevision => outbox.settle(localRevision));
            this.#reload();
        } else if (fresh.length) {
            this.notifier.fire('wsBeforeReceiveChanges');
            this.#applying = true;
            try {
                await this.#engine.apply(fresh, localRevision => confirmed.includes(localRevision), outbox.length > 0);
            } finally {
                confirmed.forEach(localRevision => outbox.settle(localRevision));
                this.#applying = false;
                this.autoSyncChanged();
                this.outgoing.flush();
            }
            this.notifier.fire('wsReceiveChanges', { revisions: fresh });
            this.outgoing.correct();
        }
    }

    async #loadDataset({ project, revision, dataset }: ServerData['dataset']): Promise<void> {
        const { connection } = this;
        if (connection?.session && this.#isWanted(project)) {
            connection.loading();
            const target = {
                address: this.#project.wsAddress,
                project,
                clientId: connection.session.client,
                revision: revisionNumber(revision) ?? 0
            };
            const outbox = this.outgoing.outbox(project);
            await this.#engine.load(dataset, target, outbox, error => this.notifier.report(error));
            this.#stale = false;
            this.outgoing.loaded();
            this.notifier.fire('wsReceiveDataset');
            this.#finishLoading(project);
        }
    }

    #finishLoading(project: ProjectId): void {
        if (!this.#isWanted(project)) {
            return;
        }
        if (!this.#isLoaded(project)) {
            this.startProject();
            return;
        }
        this.connection?.loaded(this.#project.isAutoSyncSuspended);
        this.#answers.resolve(Command.dataset);
        this.notifier.fire('wsLoad');
    }

    /** Closes the connection for good and stops watching the project. */
    destroy(): void {
        this.connection?.destroy();
        this.connection = null;
        this.#inbox.clear();
        this.#engine.destroy();
    }
}
