import { Command, type User } from '../../protocol/index.ts';
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

/**
 * Who is logged in. A list of n users goes to n connections, so lists are sent at most once per turn and then not
 * again for a while: the first at once, the last one always, and of those in between none.
 */
export class Presence {
    readonly #context: PresenceContext;
    readonly #active = new Map<Connection, ActiveState>();
    #changed = false;
    #stopPause: (() => void) | null = null;

    constructor(context: PresenceContext) {
        this.#context = context;
    }

    /** Everybody who is logged in. */
    get connections(): Iterable<Connection> {
        return this.#active.keys();
    }

    add(connection: Connection, state: ActiveState): void {
        this.#active.set(connection, state);
        this.announce();
    }

    remove(connection: Connection): void {
        if (this.#active.delete(connection)) {
            this.announce();
        }
    }

    /** The list is to be sent, as soon as it may. */
    announce(): void {
        this.#changed = true;
        this.#context.touch();
    }

    /** Sends the list if it is due; called at the end of every turn. */
    flush(): void {
        if (!this.#changed || this.#stopPause) {
            return;
        }
        this.#changed = false;
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

    #pause(): void {
        const stretch = Math.max(1, this.#active.size / CONNECTIONS_PER_DELAY);
        this.#stopPause = this.#context.delay(() => {
            this.#stopPause = null;
            if (this.#changed) {
                this.#context.touch();
            }
        }, this.#context.usersDelay * stretch);
    }

    #users(): User[] {
        const users = new Map<string, User>();
        for (const { identity } of this.#active.values()) {
            const { userId, userName, color, avatar } = identity;
            const clients = (users.get(userId)?.clients ?? 0) + 1;
            users.set(userId, { userId, userName, clients, ...(color && { color }), ...(avatar && { avatar }) });
        }
        return [...users.values()];
    }
}
