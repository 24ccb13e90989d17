/** A person who is logged in, counted once however many tabs are open. */
export interface User {
    /** Stable identity; in dialect 1 the name. */
    userId: string;
    userName: string;
    /** Open connections of this person; always 1 in dialect 1, which lists a person once per connection. */
    clients: number;
    /** CSS colour given by the server, if any. */
    color?: string | undefined;
    /** Address of a picture, if any. */
    avatar?: string | undefined;
}

/** Somebody, online or not. */
export type Person = Omit<User, 'clients'>;

function optional(value: unknown): string | undefined {
    return typeof value === 'string' && value ? value : undefined;
}

/** Reads a list of users as either dialect sends it: objects, or names, which become their own ids. */
export function toUsers(users: readonly unknown[]): User[] {
    return users.filter(Boolean).map(user => {
        const { userName, userId, clients, color, avatar } = (
            typeof user === 'object' ? user : { userName: user }
        ) as Record<string, unknown>;
        const name = String(userName);
        return {
            userId: optional(userId) ?? name,
            userName: name,
            clients: typeof clients === 'number' ? clients : 1,
            color: optional(color),
            avatar: optional(avatar)
        };
    });
}
