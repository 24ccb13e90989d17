import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ComponentProps, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useActivity, type Activity } from '../../hooks/useActivity.ts';
import { useOnlineUsers } from '../../hooks/useRealtimeState.ts';
import type { Person } from '../../protocol/index.ts';
import { classNames } from '../internal/classNames.ts';
import { useClaimProblem } from '../internal/claimedProblems.ts';
import { ActivityList } from './ActivityList.tsx';
import { activityLabels, type ActivityTarget } from './activityWords.ts';

/** Props of {@link ActivityFeed}. */
export interface ActivityFeedProps extends ComponentProps<'section'> {
    /**
     * Shows a record to the user who has clicked an entry of it, or pressed Enter; `false`, or a promise of it, says that
     * there is none any more. See `showInScheduler`. Without it entries only open.
     */
    onShow?: (target: ActivityTarget) => unknown;
    /** Whose edits are shown at first; default: everybody's. */
    defaultUserId?: string | null;
}

/**
 * Who did what when: a list of every edit in words, what was done apart from what followed, for everybody or one person. It
 * is as high as its place, and renders only what one sees of it. Up, Down, Page Up, Page Down, Home and End go through the entries,
 * Enter shows the record, Space, Right and Left open and close what an entry tells. `data-state` is `waiting` (no
 * connection), `loading`, `failed`, `empty` or `listed`. Must be used within `<RealtimeProvider>`.
 */
export function ActivityFeed({ onShow, defaultUserId = null, className, ...rest }: ActivityFeedProps): ReactNode {
    const labels = useLabels();
    const texts = activityLabels(labels);
    const [userId, setUserId] = useState(defaultUserId);
    const [message, setMessage] = useState('');
    const activity = useActivity({ userId });
    const people = usePeople(activity.authors);
    useClaimProblem(activity.error);

    // The latest one, so that rows need not render again for a function that was made anew.
    const latestShow = useRef(onShow);
    useLayoutEffect(() => {
        latestShow.current = onShow;
    });
    const show = useCallback(
        async (target: ActivityTarget): Promise<void> => {
            setMessage('');
            if ((await latestShow.current?.(target)) === false) {
                const { missing, thing } = activityLabels(labels);
                setMessage(missing(thing(target.store, 1, target.name)));
            }
        },
        [labels]
    );

    const names = [...people.values()].sort((a, b) => a.userName.localeCompare(b.userName));
    return (
        <section
            aria-label={texts.heading}
            {...rest}
            className={classNames('sprt sprt-activity', className)}
            data-state={stateOf(activity)}
        >
            <div className="sprt-activity-bar">
                <label>
                    <span>{texts.person}</span>
                    <select value={userId ?? ''} onChange={event => setUserId(event.target.value || null)}>
                        <option value="">{texts.everybody}</option>
                        {userId !== null && !people.has(userId) && <option value={userId}>{userId}</option>}
                        {names.map(person => (
                            <option key={person.userId} value={person.userId}>
                                {person.userName}
                            </option>
                        ))}
                    </select>
                </label>
                <output>{message}</output>
            </div>
            <ActivityList key={userId} activity={activity} people={people} onShow={onShow && show} />
        </section>
    );
}

function stateOf({ entries, status }: Activity): string {
    return entries.length
        ? 'listed'
        : { idle: 'waiting', loading: 'loading', failed: 'failed', ready: 'empty' }[status];
}

/** Those who have entries, looking as they do in the list of users when they are online. */
function usePeople(authors: readonly Person[]): ReadonlyMap<string, Person> {
    const online = useOnlineUsers();
    return useMemo(() => {
        const people = new Map(authors.map(author => [author.userId, author]));
        online.forEach(user => people.has(user.userId) && people.set(user.userId, user));
        return people;
    }, [authors, online]);
}
