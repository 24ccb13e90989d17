import {
    CloseCode,
    Command,
    isPassing,
    parseServerMessage,
    PROTOCOL_VERSION,
    type ServerRefusal
} from '../protocol/index.ts';
import { IDLE, transition, type ConnectionProblem, type ConnectionState } from './connectionState.ts';
import type { ConnectionOptions, Credentials, LoginData } from './connectionOptions.ts';
import { backoff, DEFAULTS, patience } from './defaults.ts';
import { Failures } from './Failures.ts';
import { Heartbeat } from './Heartbeat.ts';
import { RealtimeError, toError } from './RealtimeError.ts';
import { WebSocketManager } from './WebSocketManager.ts';

export type { ConnectionOptions, Credentials, LoginData };

interface PendingLogin {
    resolve(login: LoginData): void;
    reject(error: RealtimeError): void;
}

/** Keeps a client logged in to one server: opens, logs in, watches the heartbeat, and reconnects with backoff. */
export class Connection {
    #state: ConnectionState = IDLE;
    #credentials: Credentials | null = null;
    #session: LoginData | null = null;
    /** Whose session it was, kept over a logout: the same person goes on under the same client id (L2). */
    #resumable: { login: string | undefined; session: string } | null = null;
    #pendingLogin: PendingLogin | null = null;
    #opening: Promise<boolean> | null = null;
    #attempt = 0;
    /** How often in a row the server has failed to do what the connection is for. */
    readonly #failures: Failures;
    /** When the last attempt to open a socket began. */
    #triedAt = 0;
    #cancelRetry = (): void => {};
    #stopWaking = (): void => {};
    #cancelTimeout = (): void => {};
    readonly #heartbeat: Heartbeat;
    readonly #manager: WebSocketManager;
    readonly #options: ConnectionOptions;

    constructor(options: ConnectionOptions) {
        this.#options = options;
        this.#failures = new Failures(options.environment);
        this.#manager = new WebSocketManager({
            address: options.address,
            autoConnect: false,
            webSocketImplementation: options.webSocketImplementation,
            listeners: {
                message: ({ data }: { data: unknown }) => this.#receive(data),
                close: ({ event }: { event?: { code?: number } }) => this.#closed(event?.code),
                error: ({ error }: { error: unknown }) => options.handlers.error(error)
            }
        });
        this.#heartbeat = new Heartbeat(options.environment, {
            beat: () => this.#manager.send(Command.ping),
            dead: () =>
                this.#drop({ code: 'heartbeat', message: 'Nothing was heard from the server for two heartbeats' })
        });
    }

    get state(): ConnectionState {
        return this.#state;
    }

    /** The document's name for the thing that holds the socket. */
    get manager(): WebSocketManager {
        return this.#manager;
    }

    /** The last successful login, kept over reconnects. */
    get session(): LoginData | null {
        return this.#session;
    }

    /** Whether the current socket is logged in. */
    get isAuthenticated(): boolean {
        return this.#session !== null && this.#manager.isOpened && this.#state.status !== 'authenticating';
    }

    /** Goes where a logged-in connection may go; does nothing when it is there already, or nobody is logged in. */
    #arrive(to: ConnectionState): void {
        if (this.isAuthenticated && this.#state.status !== to.status) {
            this.#go(to);
        }
    }

    #go(to: ConnectionState): void {
        this.#state = transition(this.#state, to);
        this.#options.handlers.stateChange(to);
    }

    /** Opens the socket, and logs in if there is somebody to log in. Resolves to whether the socket is open. */
    open(): Promise<boolean> {
        if (this.#manager.isOpened) {
            return Promise.resolve(true);
        }
        if (this.#opening) {
            return this.#opening;
        }
        const opening = this.#connect();
        // One that has failed at once is over; another one may be under way by then.
        if (this.#state.status === 'connecting') {
            this.#opening ??= opening;
        }
        return opening;
    }

    async #connect(): Promise<boolean> {
        const { timeout, environment, handlers } = this.#options;
        this.#cancelRetry();
        this.#triedAt = environment.now();
        this.#go({ status: 'connecting', attempt: this.#attempt });
        this.#limit(patience(this.#attempt, timeout), () => this.#manager.close());
        try {
            if (!(await this.#manager.open()) || this.#state.status !== 'connecting') {
                return this.#manager.isOpened;
            }
        } catch (error) {
            handlers.error(error);
            this.#lost(this.#describeClose());
            return false;
        }
        this.#opening = null;
        this.#cancelTimeout();
        handlers.opened();
        if (this.#credentials) {
            this.#authenticate();
        } else {
            this.#go({ status: 'needs-auth', reason: null });
        }
        return true;
    }

    #describeClose(code?: number): ConnectionProblem {
        const { address } = this.#options;
        if (code === CloseCode.replaced) {
            return { code: 'replaced', message: 'This connection was replaced by another one of the same session' };
        }
        return this.#state.status === 'connecting'
            ? {
                  code: 'unreachable',
                  message: `No connection to ${address}: check the address, the network and the server`,
                  parameters: { address }
              }
            : { code: 'closed', message: `The connection to ${address} was lost` };
    }

    /**
     * Logs in, opening the socket first where necessary. The credentials are kept in memory for reconnecting.
     * @throws RealtimeError `unreachable`, `timeout`, `closed` (also by another login), or the server's refusal
     */
    login(credentials: Credentials): Promise<LoginData> {
        if (this.#state.status !== 'needs-auth') {
            this.close();
        }
        this.#credentials = credentials;
        return new Promise((resolve, reject) => {
            this.#pendingLogin = { resolve, reject };
            if (this.#manager.isOpened) {
                this.#authenticate();
            } else {
                void this.open();
            }
        });
    }

    #authenticate(): void {
        const session = this.#resumable?.login === this.#credentials?.login ? this.#resumable?.session : undefined;
        const { getToken, ...given } = this.#credentials ?? {};
        const send = (token = given.token): void =>
            void this.#manager.send(Command.login, { ...given, token, protocol: PROTOCOL_VERSION, session });
        this.#go({ status: 'authenticating' });
        this.#limit(this.#options.timeout, () =>
            this.#drop({ code: 'timeout', message: 'The server did not answer the login in time; try again' })
        );
        if (getToken) {
            void this.#askFor(getToken, send);
        } else {
            send();
        }
    }

    async #askFor(getToken: NonNullable<Credentials['getToken']>, send: (token: string) => void): Promise<void> {
        const credentials = this.#credentials;
        const isCurrent = (): boolean =>
            this.#credentials === credentials && this.#state.status === 'authenticating' && this.#manager.isOpened;
        try {
            const token = await getToken();
            if (isCurrent()) {
                send(token);
            }
        } catch (error) {
            if (isCurrent()) {
                const message = `There is no token to log in with, because getToken failed: ${String(error)}`;
                this.#drop({ code: 'token', message });
            }
        }
    }

    #receive(raw: unknown): void {
        const { handlers } = this.#options;
        this.#heartbeat.heard();
        handlers.raw(raw);
        const parsed = parseServerMessage(raw);
        if (!parsed) {
            return;
        }
        if (!parsed.ok) {
            handlers.error(toError(parsed.failure));
            return;
        }
        const { message } = parsed;
        if (message.refusal) {
            if (message.command === Command.login) {
                this.#refused(message.refusal);
            } else {
                handlers.message(message);
            }
        } else if (message.command === Command.login) {
            this.#loggedIn(message.data);
        } else if (message.command === Command.ping) {
            this.#manager.send(Command.pong);
        } else if (message.command !== Command.pong) {
            handlers.message(message);
        }
    }

    #loggedIn(login: LoginData): void {
        if (this.#state.status !== 'authenticating') {
            return;
        }
        this.#cancelTimeout();
        this.#stopWaking();
        this.#session = login;
        this.#resumable = login.session ? { login: this.#credentials?.login, session: login.session } : null;
        this.#attempt = 0;
        this.#go({ status: 'loading' });
        this.#heartbeat.start(login.heartbeat ?? 0);
        this.#pendingLogin?.resolve(login);
        this.#pendingLogin = null;
        this.#options.handlers.session(login);
    }

    #refused(problem: ServerRefusal['refusal']): void {
        if (this.#session && isPassing(problem)) {
            this.#drop(problem);
            return;
        }
        this.#cancelTimeout();
        this.#stopWaking();
        this.#credentials = null;
        this.#session = null;
        this.#resumable = null;
        if (this.#state.status === 'authenticating') {
            this.#go({ status: 'needs-auth', reason: problem });
        }
        this.#failLogin(toError(problem));
    }

    #failLogin(error: RealtimeError): void {
        const pending = this.#pendingLogin;
        this.#pendingLogin = null;
        pending?.reject(error);
    }

    #drop(reason: ConnectionProblem): void {
        this.#lost(reason);
        this.#manager.close();
    }

    #closed(code?: number): void {
        if (code === CloseCode.loggedOut) {
            this.close();
        } else {
            this.#lost(this.#describeClose(code));
        }
    }

    /** A socket is gone. Whoever was logged in is logged in again; a first attempt reports and waits for orders. */
    #lost(reason: ConnectionProblem): void {
        const { status } = this.#state;
        if (status === 'idle' || status === 'failed' || status === 'reconnecting') {
            return;
        }
        this.#stopTimers();
        this.#opening = null;
        this.#options.handlers.closed();
        if (this.#session && this.#credentials && reason.code !== 'replaced') {
            this.#retryLater(reason);
        } else if (status === 'needs-auth') {
            this.#go(IDLE);
        } else {
            this.#go({ status: 'failed', reason });
        }
        this.#failLogin(toError(reason));
    }

    #retryLater(reason: ConnectionProblem): void {
        const { environment } = this.#options;
        const delay = backoff(++this.#attempt, environment.random());
        this.#go({ status: 'reconnecting', attempt: this.#attempt, nextTryAt: environment.now() + delay, reason });
        this.#cancelRetry = environment.schedule(() => void this.open(), delay);
        this.#stopWaking = environment.onWake(() => this.retryNow());
    }

    #stopTimers(): void {
        this.#cancelRetry();
        this.#stopWaking();
        this.#cancelTimeout();
        this.#heartbeat.stop();
    }

    #limit(delay: number, expired: () => void): void {
        this.#cancelTimeout();
        this.#cancelTimeout = this.#options.environment.schedule(expired, delay);
    }

    /** Whether a try to reconnect has got nowhere for a while, as on a line that swallows everything. */
    get #isHanging(): boolean {
        const age = this.#options.environment.now() - this.#triedAt;
        return this.#state.status === 'connecting' && this.#attempt > 0 && age >= DEFAULTS.hanging;
    }

    /** Tries again at once, where a retry is pending, hangs or was given up. */
    retryNow(): void {
        if (this.#isHanging) {
            // What is cut short says nothing about the server.
            this.#attempt--;
            this.#manager.close();
        }
        const { status } = this.#state;
        if ((status === 'reconnecting' || status === 'failed') && !this.#manager.isOpened) {
            void this.open();
        }
    }

    /** The project's data is there (again): edits may flow. */
    loaded(suspended: boolean): void {
        this.#arrive({ status: suspended ? 'suspended' : 'live' });
    }

    /** The project's data is being fetched (again). */
    loading(): void {
        this.#arrive({ status: 'loading' });
    }

    /** The server has refused what the connection is for: that is tried again later where it can help. */
    refused(problem: ServerRefusal['refusal']): void {
        if (this.isAuthenticated && isPassing(problem)) {
            this.#attempt = this.#failures.add();
            this.#drop(problem);
        } else {
            this.fail(problem);
        }
    }

    /** Gives up on what the connection was for; the socket stays open for other orders. */
    fail(reason: ConnectionProblem): void {
        this.#arrive({ status: 'failed', reason });
    }

    /** Sends one message; `false` means that there was no open socket and nothing was sent. */
    send(command: string, data: unknown = {}): boolean {
        return this.#manager.send(command, data);
    }

    /** Closes the socket and forgets who was logged in. Safe to call at any time, any number of times. */
    close(): void {
        this.#stopTimers();
        this.#opening = null;
        this.#credentials = null;
        this.#session = null;
        this.#attempt = 0;
        this.#failures.forget();
        if (this.#state.status !== 'idle') {
            this.#go(IDLE);
            this.#options.handlers.closed();
        }
        this.#manager.close();
        this.#failLogin(new RealtimeError('closed', 'The connection was closed before the server answered'));
    }

    /** Closes for good. */
    destroy(): void {
        if (!this.#manager.isDestroyed) {
            this.close();
            this.#manager.destroy();
        }
    }
}
