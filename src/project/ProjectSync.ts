import {
    Command,
    revisionId,
    revisionNumber,
    type LocalRevision,
    type ProjectId,
    type ServerData,
    type ServerMessage,
    type ServerRefusal,
    type ServerRevision
} from '../protocol/index.ts';
import { Outbox } from '../sync/Outbox.ts';
import { Connection, type Credentials, type LoginData } from '../transport/Connection.ts';
import type { ConnectionState } from '../transport/connectionState.ts';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { Deferred } from './Deferred.ts';
import { EngineBridge } from './EngineBridge.ts';
import { Inbox, type Incoming } from './Inbox.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import { INITIAL_STATE, type RealtimeState } from './state.ts';

/** How many raw messages the optional log keeps. */
const LOG_LENGTH = 1_000;

/** An entry of the optional message log. */
export interface LoggedMessage {
    type: 'send' | 'receive';
    command: string;
    [field: string]: unknown;
}

/**
 * Keeps one project the same as on its server: what the engine records goes through the outbox to the connection,
 * what the connection brings goes through the inbox to the engine.
 */
export class ProjectSync {
    /** A snapshot of everything a user interface shows; every change fires `wsStateChange` on the project. */
    state: RealtimeState = INITIAL_STATE;
    readonly messages: LoggedMessage[] = [];
    connection: Connection | null = null;
    readonly #project: RealtimeProject;
    readonly #engine: EngineBridge;
    readonly #inbox: Inbox;
    readonly #outboxes = new Map<string, Outbox>();
    /** Server answers somebody waits for, by the command that asked. */
    readonly #waiting = new Map<string, Deferred<void>>();
    /** The engine no longer mirrors the server; nothing is applied until a fresh dataset is there. */
    #stale = false;
    #queueUpdatePending = false;

    constructor(project: RealtimeProject) {
        this.#project = project;
        this.#engine = new EngineBridge(project);
        this.#inbox = new Inbox(
            item => this.#handle(item),
            error => this.#recover(error)
        );
    }

    #set(changes: Partial<RealtimeState>): void {
        this.state = { ...this.state, ...changes };
        this.#project.trigger('wsStateChange', { state: this.state, changes });
    }

    /** Shows a problem to the user and tells the host. */
    report(error: unknown): void {
        const { code, message } = error as Partial<RealtimeError>;
        this.#set({ lastError: { code: code ?? 'error', message: message ?? String(error), at: Date.now() } });
        this.#project.trigger('wsError', { error });
    }

    /** Forgets the last problem. */
    dismissError(): void {
        this.#set({ lastError: null });
    }

    #log(type: LoggedMessage['type'], message: { command?: unknown }): void {
        if (this.#project.wsLogMessages) {
            this.messages.push({ ...message, type, command: String(message.command) });
            this.messages.splice(0, this.messages.length - LOG_LENGTH);
        }
    }

    // --- Connection -------------------------------------------------------------------------------------------

    /** Replaces the connection; the old one is closed. */
    setAddress(address: string | null): void {
        const project = this.#project;
        this.connection?.destroy();
        this.connection = address
            ? new Connection({
                  address,
                  timeout: project.wsConnectionTimeout,
                  environment: project.wsEnvironment,
                  webSocketImplementation: project.webSocketImplementation,
                  handlers: {
                      stateChange: state => this.#connectionChanged(state),
                      opened: () => project.trigger('wsOpen'),
                      closed: () => this.#closed(),
                      error: error => project.trigger('wsError', { error }),
                      raw: data => {
                          this.#log('receive', data as object);
                          project.trigger('wsMessage', { data });
                          project.wsReceive(data);
                      },
                      session: login => this.#loggedIn(login),
                      message: message => this.#receive(message)
                  }
              })
            : null;
    }

    #connectionChanged(connection: ConnectionState): void {
        const isLive = connection.status === 'live' || connection.status === 'suspended';
        this.#set({ connection, hasEverConnected: this.state.hasEverConnected || isLive });
        if (isLive) {
            this.flush();
        }
    }

    #closed(): void {
        this.#inbox.clear();
        this.#outboxes.forEach(outbox => outbox.markUnsent());
        this.#failWaiting(new RealtimeError('closed', 'The connection was lost before the server answered'));
        this.#set({ users: [], ...(this.connection?.session ? {} : { session: null, hasEverConnected: false }) });
        this.#project.trigger('wsClose');
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

    /** Another project is wanted, or another server. */
    projectChanged(): void {
        this.startProject();
    }

    #loggedIn(login: LoginData): void {
        const { client: clientId, userName, userId, role, protocol } = login;
        this.#project.clientId = clientId;
        this.#set({
            session: { clientId, userName, userId: userId ?? userName, role: role ?? null, protocol },
            lastError: null
        });
        if (this.#engine.loaded || this.#waiting.has(Command.dataset) || this.#project.wsAutoLoad) {
            this.startProject();
        }
    }

    // --- Loading ----------------------------------------------------------------------------------------------

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
        const canCatchUp = protocol >= 2 && loaded?.clientId === client && loaded.project === wsProjectId;
        if (canCatchUp && !this.#stale) {
            this.#send(Command.update, { project: wsProjectId, fromRevision: revisionId(loaded.revision) });
        } else {
            this.#send(Command.dataset, { project: wsProjectId });
        }
    }

    /**
     * Loads the project afresh; calls while it is loading share one answer.
     * @throws RealtimeError `no-project`, `unreachable`, `not-signed-in`, `timeout`, `closed`, or the server's refusal
     */
    async load(): Promise<void> {
        if (this.#project.wsProjectId == null) {
            throw new RealtimeError('no-project', 'There is no project to load; set wsProjectId first');
        }
        const running = this.#waiting.get(Command.dataset);
        if (running) {
            return running.promise;
        }
        const loading = this.#expect(Command.dataset);
        void this.#requestLoad(loading);
        return loading.promise;
    }

    async #requestLoad(loading: Deferred<void>): Promise<void> {
        const { connection } = this;
        if (!connection || !(await connection.open())) {
            loading.reject(
                new RealtimeError('unreachable', `No connection to ${this.#project.wsAddress ?? 'a server'}`)
            );
        } else if (connection.state.status === 'needs-auth') {
            loading.reject(new RealtimeError('not-signed-in', 'Nobody is logged in; log in before loading a project'));
        } else {
            this.#stale = true;
            this.startProject();
        }
    }

    #expect(command: string): Deferred<void> {
        const deferred = new Deferred<void>();
        const { wsConnectionTimeout, wsEnvironment } = this.#project;
        const message = `The server did not answer '${command}' within ${wsConnectionTimeout} ms`;
        const cancel = wsEnvironment.schedule(
            () => deferred.reject(new RealtimeError('timeout', message)),
            wsConnectionTimeout
        );
        this.#waiting.set(command, deferred);
        const done = (): void => {
            cancel();
            this.#waiting.delete(command);
        };
        deferred.promise.then(done, done);
        return deferred;
    }

    #failWaiting(error: RealtimeError): void {
        this.#waiting.forEach(deferred => deferred.reject(error));
    }

    /** Asks for the initial data, for everybody; resolves when the server has restored it. */
    async reset(): Promise<void> {
        const { wsProjectId } = this.#project;
        if (wsProjectId == null || !this.#send(Command.reset, { project: wsProjectId })) {
            throw new RealtimeError('closed', 'The project cannot be reset while it is not connected; connect first');
        }
        return this.#expect(Command.reset).promise;
    }

    // --- Outgoing ---------------------------------------------------------------------------------------------

    #outbox(project: ProjectId): Outbox {
        const key = String(project);
        let outbox = this.#outboxes.get(key);
        if (!outbox) {
            outbox = new Outbox(() => this.#updateQueue(), this.#project.wsEnvironment.now);
            this.#outboxes.set(key, outbox);
        }
        return outbox;
    }

    /** Sending follows adding at once; showing the state between the two would only make badges flicker. */
    #updateQueue(): void {
        if (!this.#queueUpdatePending) {
            this.#queueUpdatePending = true;
            queueMicrotask(() => {
                this.#queueUpdatePending = false;
                const { queue } = this.state;
                const project = this.#engine.loaded?.project ?? this.#project.wsProjectId;
                const { length, waiting } = project == null ? INITIAL_STATE.queue : this.#outbox(project);
                if (length !== queue.length || waiting !== queue.waiting) {
                    this.#set({ queue: { length, waiting } });
                }
            });
        }
    }

    /** Keeps what the engine recorded and sends it if it may go. */
    add(revisions: readonly LocalRevision[]): void {
        const { loaded } = this.#engine;
        if (loaded) {
            const outbox = this.#outbox(loaded.project);
            revisions.forEach(revision => outbox.add(revision));
            if (!this.flush()) {
                this.#project.trigger('revisionQueued', { length: outbox.waiting });
            }
        }
    }

    /** Sends everything that waits, in order. `false`: it may not go now, and stays. */
    flush(force = false): boolean {
        const { connection } = this;
        const { loaded } = this.#engine;
        const mayGo = connection?.state.status === 'live' || (force && connection?.state.status === 'suspended');
        if (!mayGo || !loaded || this.#stale || loaded.project !== this.#project.wsProjectId) {
            return false;
        }
        const outbox = this.#outbox(loaded.project);
        const revisions = outbox.unsent();
        if (revisions.length) {
            const data = { project: loaded.project, client: loaded.clientId, revisions };
            if (!this.#send(Command.projectChange, data)) {
                return false;
            }
            outbox.markSent();
            this.#project.trigger('wsSendChanges');
        }
        return true;
    }

    /** Auto-sync was switched on or off. */
    autoSyncChanged(): void {
        const { connection } = this;
        const suspended = this.#project.isAutoSyncSuspended;
        if (this.state.autoSync === !suspended) {
            return;
        }
        this.#set({ autoSync: !suspended });
        const waiting = this.state.queue.waiting > 0;
        if (connection?.state.status === (suspended ? 'live' : 'suspended')) {
            connection.loaded(suspended);
        }
        if (!suspended && waiting) {
            this.#project.trigger('revisionQueueClear');
        }
    }

    #send(command: string, data: unknown, silent = false): boolean {
        if (!this.connection?.send(command, data)) {
            return false;
        }
        this.#log('send', { command, data } as object);
        if (!silent) {
            this.#project.trigger('wsSendMessage', { command, data });
        }
        return true;
    }

    /** Sends any message; opens the socket first where necessary. */
    async send(command: string, data: unknown, silent: boolean): Promise<boolean> {
        return (await this.connection?.open()) === true && this.#send(command, data, silent);
    }

    // --- Incoming ---------------------------------------------------------------------------------------------

    #receive(message: ServerMessage | ServerRefusal): void {
        const project = this.#project;
        if (message.refusal) {
            this.#refused(message);
            return;
        }
        const { command, data } = message;
        if (
            data &&
            typeof data === 'object' &&
            'project' in data &&
            String(data.project) !== String(project.wsProjectId)
        ) {
            return;
        }
        switch (command) {
            case Command.projectChange:
                this.#inbox.push({ kind: 'revisions', revisions: data.revisions as ServerRevision[] });
                break;
            case Command.dataset:
                this.#inbox.push({ kind: 'dataset', data });
                break;
            case Command.update:
                this.#inbox.push({ kind: 'caughtUp', data });
                break;
            case Command.revisionRejected:
                this.#rejected(data);
                break;
            case Command.reset:
                this.#waiting.get(Command.reset)?.resolve();
                break;
            case Command.users:
                this.#set({ users: data.users });
                break;
            case Command.projects:
                this.#set({ projects: data.projects });
                break;
            case Command.logout:
                if (!data.userName) {
                    this.connection?.close();
                }
                break;
            case Command.versionAutoSaveOK:
                project.trigger('wsVersionAutoSaveOK');
                break;
            case Command.versionContent:
            case Command.loadVersionContent:
                project.trigger('loadVersionContent', data);
                break;
        }
    }

    #refused({ command, refusal }: ServerRefusal): void {
        const error = new RealtimeError(refusal.code, refusal.message);
        this.#waiting.get(command)?.reject(error);
        this.report(error);
        if (command === Command.dataset || command === Command.update) {
            this.connection?.fail({ code: refusal.code, message: refusal.message });
        } else if (command === Command.projectChange) {
            // The refusal names no revision, so it concerns all that were sent: drop them and show the truth.
            this.#dropSent();
        }
    }

    #dropSent(): void {
        const { loaded } = this.#engine;
        const outbox = loaded && this.#outbox(loaded.project);
        const sent = outbox?.pending.filter(entry => entry.sent) ?? [];
        sent.forEach(entry => outbox?.settle(entry.revision.revision));
        this.#reload();
    }

    #rejected({ project, localRevision, code, message }: ServerData['revision_rejected']): void {
        if (this.#outbox(project).settle(localRevision)) {
            this.report(new RealtimeError(code, message));
            this.#reload();
        }
    }

    #reload(): void {
        this.#stale = true;
        this.startProject();
    }

    /** The engine could not follow: what it holds is no longer the server's state. */
    #recover(error: unknown): void {
        console.warn('schedulerpro-realtime: the project is loaded again, because', error);
        this.#project.trigger('wsError', { error });
        this.#reload();
    }

    #handle(item: Incoming): Promise<void> | void {
        switch (item.kind) {
            case 'revisions':
                return this.#applyRevisions(item.revisions);
            case 'dataset':
                return this.#loadDataset(item.data);
            case 'caughtUp':
                return this.#finishLoading();
        }
    }

    async #applyRevisions(revisions: readonly ServerRevision[]): Promise<void> {
        const project = this.#project;
        const { loaded } = this.#engine;
        if (!loaded) {
            return;
        }
        const outbox = this.#outbox(loaded.project);
        const isNumbered = (this.state.session?.protocol ?? 1) >= 2;
        const fresh = isNumbered
            ? revisions.filter(({ revision }) => (revisionNumber(revision) ?? 0) > loaded.revision)
            : revisions;
        if (this.#stale) {
            fresh.forEach(({ client, localRevision }) => client === loaded.clientId && outbox.settle(localRevision));
            return;
        }
        if (!fresh.length) {
            return;
        }
        if (isNumbered && revisionNumber(fresh[0]!.revision) !== loaded.revision + 1) {
            this.startProject();
            return;
        }
        project.trigger('wsBeforeReceiveChanges');
        await this.#engine.apply(fresh, localRevision => outbox.has(localRevision));
        fresh.forEach(({ client, localRevision }) => client === loaded.clientId && outbox.settle(localRevision));
        project.trigger('wsReceiveChanges', { revisions: fresh });
    }

    async #loadDataset({ project, revision, dataset }: ServerData['dataset']): Promise<void> {
        const clientId = this.connection?.session?.client;
        if (!clientId || !this.connection) {
            return;
        }
        this.connection.loading();
        const target = { project, clientId, revision: revisionNumber(revision) ?? 0 };
        await this.#engine.load(dataset, target, this.#outbox(project), error => this.report(error));
        this.#stale = false;
        this.#project.trigger('wsReceiveDataset');
        this.#finishLoading();
    }

    #finishLoading(): void {
        this.connection?.loaded(this.#project.isAutoSyncSuspended);
        const loading = this.#waiting.get(Command.dataset);
        loading?.resolve();
        this.#project.trigger('wsLoad');
    }

    /** Closes the connection for good and stops watching the project. */
    destroy(): void {
        this.connection?.destroy();
        this.connection = null;
        this.#inbox.clear();
        this.#engine.destroy();
    }
}
