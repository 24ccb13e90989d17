import type { CSSProperties, ReactNode } from 'react';
import { colorOf, initials } from './initials.ts';
import type { Person } from '../../protocol/index.ts';

/** A person's picture, or initials on a colour that is always the same for them. */
export function Avatar({ user }: { user: Person }): ReactNode {
    const style = { '--sprt-fill': colorOf(user) } as CSSProperties;
    return (
        <span className="sprt-avatar" data-colored={user.color ? '' : undefined} style={style} aria-hidden="true">
            {initials(user.userName)}
            {user.avatar && (
                <img
                    src={user.avatar}
                    alt=""
                    // The initials underneath are the better broken-image icon.
                    onError={event => event.currentTarget.remove()}
                />
            )}
        </span>
    );
}
