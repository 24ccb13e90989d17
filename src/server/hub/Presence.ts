import { Command, type User } from '../../protocol/index.ts';
import { personOf } from './auth.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { frame } from './messages.ts';

/** Connections up to which the least time between two lists is not stretched. */
const CONNECTIONS_PER_DELAY = 100;

/** What the list of users needs of the hub. */
export interface PresenceContext {
    usersDelay: number;
    delay: (run: () => void, milliseconds: number) => () => void;
    send(connection: Connection, text: string): void;
    /** Makes sure that the current turn ends with a flush. */
    touch(): void;
}

/** Somebody has come or gone, which the others are yet to be told. */
interface Event {
    command: typeof Command.join | typeof Command.logout;
    connection: Connection;
    userName: string;
}

/**
 * Who is logged in. What n people do goes to n connections, so it is told at most once per turn and then not again for
 * a while: who came and who went, and behind that the list of users as it is by then.
 */
export class Presence {
    readonly #context: PresenceContext;
    readonly #active = new Map<Connection, ActiveState>();
    #events: Event[] = [];
    #stopPause: (() => void) | null = null;

    constructor(context: PresenceContext) {
        this.#context = context;
    }

    /** Everybody who is logged in. */
    get connections(): Iterable<Connection> {
        return this.#active.keys();
    }

    /** Somebody has logged in. */
    add(connection: Connection, state: ActiveState): void {
        this.#active.set(connection, state);
        this.#events.push({ command: Command.join, connection, userName: state.identity.userName });
        this.announce();
    }

    /** Somebody is gone; nobody hears of those whose coming was not told yet. */
    remove(connection: Connection): void {
        const state = this.#active.get(connection);
        if (state) {
            this.#active.delete(connection);
            const last = this.#events.findLastIndex(event => event.connection === connection);
            if (this.#events[last]?.command === Command.join) {
                this.#events.splice(last, 1);
            } else {
                this.#events.push({ command: Command.logout, connection, userName: state.identity.userName });
            }
            this.announce();
        }
    }

    /** Makes sure that what is to be told is told, as soon as it may. */
    announce(): void {
        if (this.#events.length && !this.#stopPause) {
            this.#context.touch();
        }
    }

    /** Tells what is due; called at the end of every turn. */
    flush(): void {
        if (!this.#events.length || this.#stopPause) {
            return;
        }
        this.#tellEvents();
        const users = this.#users();
        const objects = frame(Command.users, { users });
        const names = frame(Command.users, { users: users.map(({ userName }) => userName) });
        for (const [connection, { dialect }] of this.#active) {
            this.#context.send(connection, dialect === 2 ? objects : names);
        }
        this.#pause();
    }

    /** Stops waiting. */
    close(): void {
        this.#stopPause?.();
    }

    #tellEvents(): void {
        const events = this.#events;
        this.#events = [];
        for (const { command, connection, userName } of events) {
            const text = frame(command, { userName });
            for (const other of this.#active.keys()) {
                if (other === connection) {
                    // Those behind it came later: they learn from the list who was there.
                    break;
                }
                this.#context.send(other, text);
            }
        }
    }

    /** The more connections there are by its end, the longer a pause lasts. */
    #pause(waited = 0): void {
        const { usersDelay, delay } = this.#context;
        const wanted = usersDelay * Math.max(1, this.#active.size / CONNECTIONS_PER_DELAY);
        if (waited >= wanted) {
            this.#stopPause = null;
            this.announce();
        } else {
            this.#stopPause = delay(() => this.#pause(wanted), wanted - waited);
        }
    }

    #users(): User[] {
        const users = new Map<string, User>();
        for (const { identity } of this.#active.values()) {
            const { userId } = identity;
            const clients = (users.get(userId)?.clients ?? 0) + 1;
            users.set(userId, { ...personOf(identity), clients });
        }
        return [...users.values()];
    }
}
