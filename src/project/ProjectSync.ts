import { Command, type ProjectId, type ServerMessage, type ServerRefusal } from '../protocol/index.ts';
import { idOf } from '../sync/Outbox.ts';
import { Connection, type Credentials, type LoginData } from '../transport/Connection.ts';
import { isConnected, type ConnectionState } from '../transport/connectionState.ts';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { EditConflicts } from './EditConflicts.ts';
import { EngineBridge } from './EngineBridge.ts';
import { listen } from './engine.ts';
import { queueHistory, type GoThroughHistory } from './history.ts';
import { Incoming } from './Incoming.ts';
import { Notifier } from './Notifier.ts';
import { Outgoing, type ReviewDecision } from './Outgoing.ts';
import { PendingAnswers } from './PendingAnswers.ts';
import { Permission } from './Permission.ts';
import type { Edited } from './Recorder.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import { Refusals } from './Refusals.ts';
import { Requests } from './Requests.ts';
import { Views } from './Views.ts';
import { answerIssue } from './resolveIssues.ts';
import { SCHEDULING_ISSUES } from './schedulingIssues.ts';

/**
 * Keeps one project the same as on its server: what the engine records goes through the outbox to the connection,
 * what the connection brings goes through the inbox to the engine.
 */
export class ProjectSync {
    readonly notifier: Notifier;
    readonly outgoing: Outgoing;
    readonly engine: EngineBridge;
    readonly answers: PendingAnswers;
    readonly goThroughHistory: GoThroughHistory;
    readonly permission: Permission;
    readonly conflicts: EditConflicts;
    readonly requests: Requests;
    readonly refusals: Refusals;
    readonly views: Views;
    connection: Connection | null = null;
    readonly #project: RealtimeProject;
    readonly #incoming: Incoming;
    /** A server without sessions was met, and the console told. */
    #hasWarned = false;

    constructor(project: RealtimeProject) {
        this.#project = project;
        this.notifier = new Notifier(project);
        this.views = new Views(project);
        this.permission = new Permission(project, this.notifier, this.views);
        this.engine = new EngineBridge(project, this.views, {
            edit: edited => this.#edited(edited),
            shown: revisions => {
                if (revisions.length) {
                    this.notifier.fire('wsShowChanges', { revisions, source: 'remote' });
                }
            },
            broken: error => this.#incoming.broken(error)
        });
        // Without anybody who listens the engine does not ask.
        listen(project, Object.fromEntries(SCHEDULING_ISSUES.map(issue => [issue, () => {}])));
        this.goThroughHistory = queueHistory(project, this.engine, () => this.permission.isReadOnly);
        this.answers = new PendingAnswers(project);
        this.conflicts = new EditConflicts(this, project);
        this.engine.foreign.onArrive = revision => this.conflicts.arriving(revision);
        this.engine.foreign.onForeign = revision => this.conflicts.foreign(revision);
        this.outgoing = new Outgoing({
            project,
            engine: this.engine,
            notifier: this.notifier,
            send: (command, data) => this.transmit(command, data),
            requireEditable: () => this.permission.require(),
            mayGo: (force, project) =>
                !this.#incoming.isStale && this.requests.isOpen(project) && this.#isOpenFor(force),
            refuse: (project, edits) => this.refusals.tooLarge(project, edits),
            onChange: () => this.conflicts.outboxChanged(),
            onReturn: taken => {
                this.refusals.restore(this.engine.loaded!.project, taken, true);
                this.#incoming.reload();
            }
        });
        this.#incoming = new Incoming(this, project);
        this.refusals = new Refusals(this, this.#incoming);
        this.requests = new Requests(this, project, this.#incoming);
    }

    #edited(edited: Edited): void {
        const { changes, before } = edited;
        const { clientId, project } = this.engine.loaded!;
        if (this.permission.isReadOnly) {
            const summary = this.outgoing.summarize(changes);
            this.notifier.reject(this.outgoing.nextId(), summary, this.permission.error());
            this.#incoming.push({ kind: 'refusal', project, changes: [changes], isWanted: false });
            return;
        }
        const revision = { revision: this.outgoing.nextId(), clientId, changes };
        this.notifier.fire('revisionNotification', { localRevisionId: revision.revision, clientId, changes });
        this.conflicts.edited(edited, idOf({ client: clientId, revision }));
        this.outgoing.add([revision], before);
    }

    /** Answers an event of the project that is a question, unless somebody is to be asked; see {@link answerIssue}. */
    answersIssue(name: string, event: unknown): boolean {
        return answerIssue(this.#project, this.engine, error => this.notifier.report(error), name, event);
    }

    /** Whether nothing is pending, arriving, or waiting to be compared with the server. */
    get isQuiet(): boolean {
        return !this.notifier.state.queue.length && this.#incoming.isIdle;
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
        this.#incoming.clear();
        this.requests.forget();
        this.outgoing.disconnected();
        if (this.connection?.state.status !== 'connecting') {
            this.answers.rejectAll(new RealtimeError('closed', 'The connection was closed before the server answered'));
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
        this.transmit(Command.logout, {});
        this.connection?.close();
    }

    #loggedIn({ client: clientId, userName, userId, role, protocol }: LoginData): void {
        this.#project.clientId = clientId;
        this.notifier.set({
            session: { clientId, userName, userId: userId ?? userName, role: role ?? null, protocol },
            lastError: null
        });
        this.permission.update();
        const { session: secret } = this.connection!.session!;
        this.outgoing.remember(clientId, secret);
        if (protocol < 2 && !this.#hasWarned) {
            this.#hasWarned = true;
            console.warn(
                'schedulerpro-realtime: this server speaks dialect 1. After a lost connection the project is loaded ' +
                    'again and unconfirmed edits are made again; an edit whose confirmation was lost may arrive twice, and ' +
                    'differences between screens are not noticed. Use the server of this package for more.'
            );
        }
        if (this.engine.loaded || this.answers.has(Command.dataset) || this.#project.wsAutoLoad) {
            this.requests.start();
        }
        this.transmit(Command.projects, {});
    }

    /** Whether the engine holds this project of this server. */
    isLoaded(project: ProjectId): boolean {
        return this.engine.holds(project, this.#project.wsAddress);
    }

    /** Whether this is the project to be shown. */
    isWanted(project: ProjectId): boolean {
        return String(project) === String(this.#project.wsProjectId);
    }

    /** See `wsLoad`. */
    load(): Promise<void> {
        return this.#project.wsProjectId == null
            ? Promise.reject(new RealtimeError('no-project', 'There is no project to load; set wsProjectId first'))
            : this.answers.expect(Command.dataset, () => this.#requestLoad());
    }

    async #requestLoad(): Promise<void> {
        const { connection } = this;
        if (!connection || !(await connection.open())) {
            const address = this.#project.wsAddress ?? 'any server';
            throw new RealtimeError('unreachable', `No connection to ${address}`, { address });
        }
        if (connection.state.status === 'needs-auth') {
            throw new RealtimeError('not-signed-in', 'There is nobody logged in to load a project; log in first');
        }
        this.#reload();
    }

    /** See `wsReset`. */
    reset(): Promise<void> {
        const { wsProjectId } = this.#project;
        return this.answers.expect(Command.reset, async () => {
            if (wsProjectId == null || !this.transmit(Command.reset, { project: wsProjectId })) {
                throw new RealtimeError('closed', 'There is no connection to reset the project; connect first');
            }
        });
    }

    /** Auto-sync was suspended or resumed, by the host, the user, or a feature of the view such as an open editor. */
    autoSyncChanged(): void {
        const { connection, notifier } = this;
        const isSuspended = this.#project.isAutoSyncSuspended;
        if (connection?.state.status === (isSuspended ? 'live' : 'suspended')) {
            const hasWaiting = notifier.state.queue.waiting > 0;
            connection.loaded(isSuspended);
            if (!isSuspended && hasWaiting) {
                notifier.fire('revisionQueueClear');
            }
        }
    }

    /** Sends a message, if a socket is open. */
    transmit(command: string, data: unknown, silent = false): boolean {
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
        return (await this.connection?.open()) === true && this.transmit(command, data, silent);
    }

    #receive(message: ServerMessage | ServerRefusal): void {
        if (message.refusal) {
            return this.refusals.answered(message);
        }
        const { command, data } = message;
        switch (command) {
            case Command.projectChange:
                return this.#incoming.push({ kind: 'revisions', ...data });
            case Command.dataset:
                return this.#incoming.push({ kind: 'dataset', data });
            case Command.update:
                this.requests.answered(data.project, true);
                return this.#incoming.push({ kind: 'caughtUp', data });
            case Command.resync:
                this.#incoming.guard.desync(data.reason);
                return this.#reload();
            case Command.revisionRejected:
                return this.refusals.rejected(data);
            case Command.reset:
                return this.isWanted(data.project) ? this.answers.resolve(Command.reset) : undefined;
            case Command.logout:
                return data.userName ? undefined : this.connection?.close();
            default:
                return this.notifier.tell(message);
        }
    }

    /** See `wsReview`. */
    review(decision: ReviewDecision, ids?: readonly string[]): void {
        if (this.engine.loaded) {
            this.refusals.restore(this.engine.loaded.project, this.outgoing.review(decision, ids), true);
            this.outgoing.flush();
        }
    }

    #reload(): void {
        this.#incoming.reload();
    }

    /**
     * Nobody shows the project any more: closes the connection, and leaves what is unconfirmed to whoever opens the project
     * next. A login takes back what nobody has taken over.
     */
    async leave(): Promise<void> {
        const { engine, views, outgoing } = this;
        const { stm } = this.#project;
        this.connection?.close();
        try {
            if (engine.loaded) {
                // An editor whose view is gone holds the queue for ever; what it has not saved is no edit.
                const isAbandoned = stm.isRecording && !stm.autoRecord && !views.shown.length;
                await (isAbandoned ? engine.takeBack() : engine.settle());
            }
        } finally {
            // Or somebody has logged in again meanwhile.
            if (!this.connection || this.connection.state.status === 'idle') {
                outgoing.leave();
            }
        }
    }

    /** Closes the connection for good and stops watching the project. */
    destroy(): void {
        this.connection?.destroy();
        this.connection = null;
        this.#incoming.destroy();
        this.outgoing.leave();
        this.engine.destroy();
    }
}
