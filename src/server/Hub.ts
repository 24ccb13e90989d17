import { CloseCode, Command, ERRORS, parseClientMessage, type ProjectId } from '../protocol/index.ts';
import type { Channel } from './hub/Channel.ts';
import { Connection, type CloseCodeValue, type Transport } from './hub/Connection.ts';
import { handleMessage } from './hub/handlers.ts';
import { errorFrame, type Request } from './hub/messages.ts';
import { deliver, shareEqual } from './hub/deliver.ts';
import { resolveHubOptions, type HubOptions, type ResolvedHubOptions } from './hub/options.ts';
import { Presence } from './hub/Presence.ts';
import { leave } from './hub/session.ts';
import { Sessions } from './hub/Sessions.ts';
import { Turn } from './hub/Turn.ts';
import { autosave } from './hub/versions.ts';
import { Refusal } from './room/Refusal.ts';
import { Room } from './room/Room.ts';
import type { Write } from './storage/Storage.ts';

/** Characters of messages that may wait for a login to be decided. */
const MAX_WAITING_LENGTH = 1024 * 1024;

/** A client's end of the hub, for whatever carries its messages. */
export interface HubConnection {
    /** Whether somebody is logged in on it. */
    readonly loggedIn: boolean;
    /** The dialect of who is logged in; `null` before login. */
    readonly dialect: 1 | 2 | null;
    /** Takes a text frame; never throws, and ignores what comes after the end. */
    receive(text: string): void;
    /** Refuses a frame that is no text; it counts as a malformed message. */
    receiveBinary(): void;
    /** Ends the connection from the server's side. */
    close(code: CloseCodeValue, reason: string): void;
    /** The line is gone. Idempotent. */
    closed(): void;
}

/**
 * The server without its sockets: logins, users, subscriptions and rooms. What arrives in one turn of the event
 * loop is worked on in memory; when the turn ends it is committed in one transaction, and only then does anybody
 * hear of it.
 */
export class Hub {
    readonly options: ResolvedHubOptions;
    readonly presence: Presence;
    readonly sessions: Sessions;
    /** Who is logged in under which client id. */
    readonly clients = new Map<string, Connection>();
    /** When old sessions were last looked for, epoch milliseconds. */
    prunedAt = -Infinity;
    readonly #channels = new Map<string, Channel>();
    readonly #connections = new Set<Connection>();
    #turn: Turn | null = null;

    constructor(options: HubOptions) {
        this.options = resolveHubOptions(options);
        const { usersDelay, delay, storage } = this.options;
        this.sessions = new Sessions({ storage, delay, contain: work => this.contain(work) });
        this.presence = new Presence({
            usersDelay,
            delay,
            send: (connection, text) => this.turn.send(connection, text),
            touch: () => void this.turn
        });
    }

    /** Takes a new client. */
    connect(transport: Transport): HubConnection {
        const connection = new Connection(transport);
        this.#connections.add(connection);
        return {
            get loggedIn() {
                return connection.state.status === 'active';
            },
            get dialect() {
                return connection.state.status === 'active' ? connection.state.dialect : null;
            },
            receive: text => this.receive(connection, text),
            receiveBinary: () => this.#refuseMalformed(connection, 'bad-message', 'Messages are text frames with JSON'),
            close: (code, reason) => this.close(connection, code, reason),
            closed: () => this.#closed(connection)
        };
    }

    /** Ends all connections, after committing what has arrived. The storage stays open. */
    shutDown(): void {
        for (const connection of this.#connections) {
            this.close(connection, CloseCode.goingAway, 'The server shuts down');
        }
        this.#flush();
        this.sessions.close();
        this.presence.close();
        for (const { cancelAutosave, cancelRest } of this.#channels.values()) {
            cancelAutosave?.();
            cancelRest?.();
        }
    }

    /** Works on a message, or lets it wait for the connection's login. */
    receive(connection: Connection, text: string): void {
        const { state } = connection;
        const { maxAnonymousPayload, maxWaiting, maxBuffered } = this.options;
        if (state.status === 'closed') {
            return;
        }
        if (state.status !== 'active' && text.length > maxAnonymousPayload) {
            this.send(connection, errorFrame(connection, new Refusal('too-large'), {}));
            this.close(connection, CloseCode.tooLarge, ERRORS['too-large'].message);
            return;
        }
        if (state.status === 'authenticating') {
            state.length += text.length;
            if (state.waiting.push(text) > maxWaiting || state.length > MAX_WAITING_LENGTH) {
                this.close(connection, CloseCode.tooManyErrors, 'Too many messages before the login was decided');
            }
            return;
        }
        if (this.#turn && this.#turn.answered(connection) > maxBuffered) {
            this.close(connection, CloseCode.slowReader, 'The client asks for more at once than it may');
            return;
        }
        const parsed = parseClientMessage(text);
        if (!parsed.ok) {
            this.#refuseMalformed(connection, parsed.failure.code, parsed.failure.message, parsed.failure.command);
            return;
        }
        connection.badMessages = 0;
        const { command, data } = parsed.message;
        const project = (data as { project?: ProjectId | null } | undefined)?.project ?? undefined;
        this.guard(connection, project === undefined ? { command } : { command, project }, () =>
            handleMessage(this, connection, parsed.message)
        );
    }

    /** Runs the work for one request; whatever it throws is answered to its sender and reaches nobody else. */
    guard(connection: Connection, request: Request, work: () => void): void {
        this.turn.requests.push({ connection, request });
        try {
            work();
        } catch (error) {
            const refusal = error instanceof Refusal ? error : new Refusal('server-error');
            if (refusal !== error) {
                this.options.onError(error);
            }
            this.send(connection, errorFrame(connection, refusal, request));
        }
    }

    /** The turn that is being gathered. */
    get turn(): Turn {
        if (!this.#turn) {
            this.#turn = new Turn();
            this.options.schedule(() => this.#flush());
        }
        return this.#turn;
    }

    /** Queues an answer for the end of the turn. */
    send(connection: Connection, text: string): void {
        this.turn.answer(connection, text);
    }

    /** Adds a write that belongs to no room. */
    stage(write: Write): void {
        this.turn.writes.push(write);
    }

    /** The channel of a project; `null` when there is no such project. */
    channel(project: ProjectId): Channel | null {
        const key = String(project);
        let channel = this.#channels.get(key);
        if (!channel) {
            const room = Room.open(project, this.options);
            if (!room) {
                return null;
            }
            channel = { room, subscribers: new Set(), autosavedAt: null, cancelAutosave: null, cancelRest: null };
            this.#channels.set(key, channel);
            autosave(this, channel);
            this.rest(channel);
        }
        return channel;
    }

    /** Forgets a project once nobody has needed it for a while: the next one reads it from the storage again. */
    rest(channel: Channel): void {
        const { delay, projectIdle } = this.options;
        channel.cancelRest ??= delay(() => {
            channel.cancelRest = null;
            if (this.#turn?.rooms.has(channel.room)) {
                this.rest(channel);
            } else if (!channel.subscribers.size && !channel.cancelAutosave) {
                this.#channels.delete(String(channel.room.id));
            }
        }, projectIdle);
    }

    /** Ends a connection after what is queued for it; others are told. */
    close(connection: Connection, code: CloseCodeValue, reason: string): void {
        if (connection.state.status !== 'closed') {
            this.#closed(connection);
            this.turn.closing.set(connection, { code, reason });
        }
    }

    #closed(connection: Connection): void {
        leave(this, connection);
        connection.state = { status: 'closed' };
        this.#connections.delete(connection);
    }

    #refuseMalformed(connection: Connection, code: Refusal['code'], message: string, command?: string): void {
        if (connection.state.status === 'closed') {
            return;
        }
        this.send(
            connection,
            errorFrame(connection, new Refusal(code, message), command === undefined ? {} : { command })
        );
        if (++connection.badMessages >= this.options.maxBadMessages) {
            this.close(connection, CloseCode.tooManyErrors, 'Too many malformed messages');
        }
    }

    #flush(): void {
        const turn = this.#turn;
        if (!turn) {
            return;
        }
        const isCommitted = this.#commit(turn);
        if (isCommitted) {
            this.presence.flush();
        } else {
            this.#takeBack(turn);
        }
        this.#turn = null;
        this.presence.announce();
        for (const [connection, frames] of shareEqual(turn.outputs)) {
            this.contain(() => {
                if (!deliver(connection, frames, this.options.maxBuffered)) {
                    this.close(connection, CloseCode.slowReader, 'The client reads too slowly');
                }
            });
        }
        for (const [{ transport }, { code, reason }] of turn.closing) {
            this.contain(() => transport.close(code, reason));
        }
        this.contain(() => this.options.storage.tidy?.());
    }

    #commit(turn: Turn): boolean {
        try {
            const writes = turn.allWrites();
            if (writes.length) {
                this.options.storage.commit([...this.sessions.writes, ...writes]);
                this.sessions.stored();
            }
            turn.rooms.forEach(room => room.committed());
            return true;
        } catch (error) {
            this.options.onError(error);
            turn.rooms.forEach(room => room.rollback());
            return false;
        }
    }

    /** Nothing of the turn is true: nobody hears of it, and everybody who asked for something learns that much. */
    #takeBack(turn: Turn): void {
        turn.outputs.clear();
        turn.undo.forEach(undo => undo());
        for (const { connection, request } of turn.requests) {
            if (connection.state.status !== 'closed') {
                turn.send(connection, errorFrame(connection, new Refusal('unavailable'), request));
            }
        }
        for (const { connection, request } of turn.requests) {
            const { state } = connection;
            if (request.command === Command.projectChange && state.status === 'active' && state.dialect === 2) {
                // What it has sent behind that would be accepted before what is sent again.
                this.close(connection, CloseCode.tryAgainLater, 'Nothing can be saved');
            }
        }
    }

    /** Runs work that nobody waits for; whatever it throws ends here. */
    contain(work: () => void): void {
        try {
            work();
        } catch (error) {
            this.options.onError(error);
        }
    }
}
