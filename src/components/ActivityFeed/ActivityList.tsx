import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { Activity } from '../../hooks/useActivity.ts';
import type { Person } from '../../protocol/index.ts';
import { UNSUPPORTED } from '../../store/ActivityLog.ts';
import { Button } from '../internal/Button.tsx';
import { ActivityRow } from './ActivityRow.tsx';
import { activityLabels, activityWords, type ActivityTarget } from './activityWords.ts';
import { useRows } from './useRows.ts';

/** Height of a row of two lines, in pixels; rows that are seen are measured. */
const ROW_HEIGHT = 58;

/** Rows from the end at which older ones are asked for. */
const AHEAD = 20;

/** Props of {@link ActivityList}. */
export interface ActivityListProps {
    activity: Activity;
    people: ReadonlyMap<string, Person>;
    /** Undefined when records cannot be shown. */
    onShow: ((target: ActivityTarget) => void) | undefined;
}

/** The entries, and below them where loading stands. */
export function ActivityList({ activity, people, onShow }: ActivityListProps): ReactNode {
    const { entries, status, atEnd, loadMore } = activity;
    const labels = useLabels();
    const texts = activityLabels(labels);
    const [active, setActive] = useState<string | null>(null);
    const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
    const keys = useMemo(() => entries.map(({ revision }) => revision), [entries]);
    const rows = useRows(keys, ROW_HEIGHT, active);
    const { rendered, scroller, element, reveal } = rows;
    const seen = useSeen(keys, rows.isAtTop);
    const fresh = Math.max(0, keys.indexOf(seen ?? ''));

    const isNearEnd = (rendered.at(-1)?.index ?? 0) >= keys.length - AHEAD;
    useEffect(() => {
        if (isNearEnd && status === 'ready' && !atEnd) {
            loadMore();
        }
    }, [isNearEnd, status, atEnd, keys, loadMore]);

    /** The row that is to have the focus as soon as it is there. */
    const focused = useRef<string | null>(null);
    useLayoutEffect(() => {
        if (focused.current !== null) {
            element(focused.current)?.focus({ preventScroll: true });
            focused.current = null;
        }
    });
    const focus = (index: number): void => {
        const key = keys[Math.min(Math.max(index, 0), keys.length - 1)]!;
        focused.current = key;
        setActive(key);
        reveal(key);
    };

    const toggle = useCallback((key: string, isOpen?: boolean): void => {
        setOpen(previous => {
            const next = new Set(previous);
            if (isOpen ?? !next.delete(key)) {
                next.add(key);
            }
            if (isOpen === false) {
                next.delete(key);
            }
            return next;
        });
    }, []);

    const handleKey = (event: KeyboardEvent): void => {
        const index = keys.indexOf(active ?? '');
        const page = Math.max(1, Math.floor((scroller.current!.clientHeight / ROW_HEIGHT) * 0.9));
        const steps: Record<string, number> = {
            ArrowDown: index + 1,
            ArrowUp: index - 1,
            PageDown: index + page,
            PageUp: index - page,
            Home: 0,
            End: keys.length - 1
        };
        const step = steps[event.key];
        const isRow = event.target === element(active ?? '');
        const target = isRow && event.key === 'Enter' && onShow && activityWords(entries[index]!, labels).target;
        if (step !== undefined) {
            focus(step);
        } else if (target) {
            onShow(target);
        } else if (isRow && [' ', 'Enter', 'ArrowRight', 'ArrowLeft'].includes(event.key)) {
            const isOpen = { ArrowRight: true, ArrowLeft: false }[event.key];
            toggle(active!, isOpen);
        } else {
            return;
        }
        event.preventDefault();
    };

    const tabStop = active !== null && keys.includes(active) ? active : keys[rows.first];
    return (
        <>
            <div className="sprt-activity-scroller" ref={scroller}>
                {/* A feed is not allowed to be empty. Its articles take the focus, and keys go from one to the next. */}
                {keys.length > 0 && (
                    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- see above
                    <div
                        role="feed"
                        aria-label={texts.heading}
                        aria-busy={status === 'loading'}
                        className="sprt-activity-list"
                        style={{ height: rows.height }}
                        onFocus={({ target }) => setActive(target.closest('article')!.dataset['key']!)}
                        onKeyDown={handleKey}
                    >
                        {rendered.map(({ index, top }) => {
                            const entry = entries[index]!;
                            const { revision: key, userId } = entry;
                            return (
                                <ActivityRow
                                    key={key}
                                    entry={entry}
                                    author={people.get(userId) ?? { userId, userName: userId }}
                                    labels={labels}
                                    index={index}
                                    count={atEnd ? keys.length : -1}
                                    top={top}
                                    isActive={key === tabStop}
                                    isOpen={open.has(key)}
                                    onShow={onShow}
                                    onToggle={toggle}
                                    register={rows.register}
                                />
                            );
                        })}
                    </div>
                )}
                <Ending activity={activity} />
            </div>
            {fresh > 0 && (
                <Button className="sprt-activity-fresh" variant="primary" onClick={() => focus(0)}>
                    {texts.fresh(fresh)}
                </Button>
            )}
        </>
    );
}

/** The newest entry that was there when one last was at the top. */
function useSeen(keys: readonly string[], isAtTop: boolean): string | undefined {
    const [seen, setSeen] = useState(keys[0]);
    if (seen !== keys[0] && (isAtTop || seen === undefined)) {
        setSeen(keys[0]);
    }
    return seen;
}

/** What stands below the last entry, or instead of entries. */
function Ending({ activity: { entries, status, error, atEnd, loadMore } }: { activity: Activity }): ReactNode {
    const labels = useLabels();
    const { waiting, empty, end } = activityLabels(labels);
    if (status === 'failed' && error) {
        return (
            <div className="sprt-activity-end" role="alert">
                <span>{labels.error(error)}</span>
                {error !== UNSUPPORTED && <Button onClick={loadMore}>{labels.tryNow}</Button>}
            </div>
        );
    }
    const isLoading = status === 'loading';
    const rest = entries.length ? atEnd && end : status === 'ready' ? empty : waiting;
    return (
        <div className="sprt-activity-end">
            {isLoading && <span className="sprt-spinner" aria-hidden="true" />}
            <output>{isLoading ? labels.loading : rest}</output>
        </div>
    );
}
