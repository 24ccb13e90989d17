import type { ComponentProps, ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { Labels } from '../../hooks/labels.ts';
import { classNames } from '../internal/classNames.ts';
import { PopoverButton } from '../internal/PopoverButton.tsx';
import { Avatar } from './Avatar.tsx';
import { useUsersBar, type PresenceChange } from './useUsersBar.ts';

/** Props of {@link UsersBar}. */
export interface UsersBarProps extends ComponentProps<'div'> {
    /** How many people to show before the rest goes behind a button, unless the rest is one. Default: `5`. */
    max?: number;
    /** How long it stays visible who came or went, in milliseconds. Default: `5000`. */
    noticeDuration?: number;
}

function describeChange(change: PresenceChange | null, labels: Labels): string {
    const parts = [
        change?.joined.length && labels.usersJoined(change.joined),
        change?.left.length && labels.usersLeft(change.left)
    ];
    return parts.filter(Boolean).join(' · ');
}

/**
 * The people online as avatars, oneself first. `data-state` is `empty` or `online`. Must be used within
 * `<RealtimeProvider>`.
 */
export function UsersBar({ max = 5, noticeDuration = 5000, className, ...rest }: UsersBarProps): ReactNode {
    const labels = useLabels();
    const { users, change } = useUsersBar(noticeDuration);
    // A button for one hidden person takes the room that person would need.
    const shown = users.length > max + 1 ? users.slice(0, max) : users;
    const hidden = users.length - shown.length;
    const notice = describeChange(change, labels);

    return (
        <div
            {...rest}
            className={classNames('sprt sprt-users', className)}
            data-state={users.length ? 'online' : 'empty'}
        >
            {users.length > 0 && (
                <ul aria-label={labels.onlineUsers}>
                    {shown.map(user => {
                        const description = labels.userDescription(user.userName, user.clients, user.isSelf);
                        return (
                            <li key={user.userId} title={description} data-self={user.isSelf || undefined}>
                                <Avatar user={user} />
                                <span className="sprt-hidden">{description}</span>
                                {user.isSelf && (
                                    <span className="sprt-users-you" aria-hidden="true">
                                        {labels.you}
                                    </span>
                                )}
                            </li>
                        );
                    })}
                </ul>
            )}
            {hidden > 0 && (
                <PopoverButton
                    className="sprt-users-more"
                    aria-label={labels.showAllUsers(hidden, users.length)}
                    panelLabel={labels.onlineUsers}
                    panel={
                        <ul>
                            {users.map(user => (
                                <li key={user.userId}>
                                    <Avatar user={user} />
                                    <span>{labels.userDescription(user.userName, user.clients, user.isSelf)}</span>
                                </li>
                            ))}
                        </ul>
                    }
                >
                    {labels.moreUsers(hidden)}
                </PopoverButton>
            )}
            <span className="sprt-users-notice" aria-hidden="true" key={notice}>
                {notice}
            </span>
            <output className="sprt-hidden">{notice}</output>
        </div>
    );
}
