import { useEffect, useMemo, useState } from 'react';
import type { User } from '../../protocol/index.ts';
import { useOnlineUsers, useSession } from '../../hooks/useRealtimeState.ts';

/** Somebody who is online. */
export interface OnlineUser extends User {
    isSelf: boolean;
}

/** Who came and went with the last change of the list. */
export interface PresenceChange {
    joined: readonly string[];
    left: readonly string[];
}

/** One entry per person, oneself first. Dialect 1 lists somebody once per connection; here their tabs are counted. */
function mergeUsers(users: readonly User[], selfId: string | undefined): OnlineUser[] {
    const merged = new Map<string, OnlineUser>();
    for (const user of users) {
        const known = merged.get(user.userId);
        merged.set(user.userId, {
            ...user,
            clients: user.clients + (known?.clients ?? 0),
            isSelf: user.userId === selfId
        });
    }
    return [...merged.values()].sort((one, other) => Number(other.isSelf) - Number(one.isSelf));
}

function compare(before: readonly OnlineUser[], after: readonly OnlineUser[]): PresenceChange | null {
    // An empty list means "not connected": neither what was before nor what comes next is anybody's coming or going.
    if (before.length === 0 || after.length === 0) {
        return null;
    }
    const missingIn = (list: readonly OnlineUser[]) => (user: OnlineUser) =>
        !user.isSelf && !list.some(other => other.userId === user.userId);
    const joined = after.filter(missingIn(before)).map(user => user.userName);
    const left = before.filter(missingIn(after)).map(user => user.userName);
    return joined.length || left.length ? { joined, left } : null;
}

/**
 * The people online, each once and oneself first, and who has just come or gone.
 * Must be used within `<RealtimeProvider>`.
 * @param noticeDuration how long a coming or going stays in `change`, in milliseconds
 */
export function useUsersBar(noticeDuration: number): {
    users: readonly OnlineUser[];
    change: PresenceChange | null;
} {
    const list = useOnlineUsers();
    const selfId = useSession()?.userId;
    const users = useMemo(() => mergeUsers(list, selfId), [list, selfId]);
    const [seen, setSeen] = useState(users);
    const [change, setChange] = useState<PresenceChange | null>(null);

    if (seen !== users) {
        setSeen(users);
        const next = compare(seen, users);
        if (next || users.length === 0) {
            setChange(next);
        }
    }

    useEffect(() => {
        if (change) {
            const timer = setTimeout(() => setChange(null), noticeDuration);
            return () => clearTimeout(timer);
        }
    }, [change, noticeDuration]);

    return { users, change };
}
