import { useEffect, useId, useState, type ComponentProps, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useBulkProgress } from '../../hooks/useRealtimeState.ts';
import type { BulkState } from '../../store/realtimeStore.ts';
import { classNames } from '../internal/classNames.ts';

/** Props of {@link BulkProgress}. */
export interface BulkProgressProps extends ComponentProps<'div'> {
    /** Shorter ones are not shown at all, in milliseconds. Default: `300`. */
    delay?: number;
    /** How long it stays after the end, in milliseconds. Default: `400`. */
    linger?: number;
}

/** The bulk that is worth showing: neither one that is over in a moment, nor gone as soon as it has appeared. */
function useSteadyBulk(delay: number, linger: number): BulkState | null {
    const current = useBulkProgress();
    const [last, setLast] = useState(current);
    const [isShown, setShown] = useState(false);
    const isRunning = current !== null;

    if (current && current !== last) {
        setLast(current);
    }

    useEffect(() => {
        const timer = setTimeout(() => setShown(isRunning), isRunning ? delay : linger);
        return () => clearTimeout(timer);
    }, [isRunning, delay, linger]);

    return isShown ? last : null;
}

/**
 * How far a `bulk()` is. One that is over within `delay` is not shown. `data-state` is `idle`, `editing` or
 * `calculating`; while idle it takes no room. Must be used within `<RealtimeProvider>`.
 */
export function BulkProgress({ delay = 300, linger = 400, className, ...rest }: BulkProgressProps): ReactNode {
    const labels = useLabels();
    const id = useId();
    const bulk = useSteadyBulk(delay, linger);
    const title = bulk && (bulk.title ?? labels.bulk);

    return (
        <div {...rest} className={classNames('sprt sprt-bulk', className)} data-state={bulk?.phase ?? 'idle'}>
            {bulk && (
                <>
                    <span className="sprt-spinner" aria-hidden="true" />
                    <div className="sprt-bulk-body">
                        <span id={id} className="sprt-bulk-title">
                            {title}
                        </span>
                        <div className="sprt-bulk-bar">
                            <progress
                                aria-labelledby={id}
                                // Without a value it is one of which nobody knows the end.
                                {...(bulk.total && { value: bulk.done!, max: bulk.total })}
                            />
                            <span className="sprt-bulk-detail">
                                {bulk.phase === 'calculating'
                                    ? labels.bulkCalculating
                                    : bulk.total !== null && labels.bulkProgress(bulk.done!, bulk.total)}
                            </span>
                        </div>
                    </div>
                </>
            )}
            <output className="sprt-hidden">{title}</output>
        </div>
    );
}
