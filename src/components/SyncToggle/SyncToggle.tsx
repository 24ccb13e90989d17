import type { ComponentProps, ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useAutoSync, useReadOnly, useRealtimeState } from '../../hooks/useRealtimeState.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { SaveStatus } from '../SaveStatus/SaveStatus.tsx';

/** Props of {@link SyncToggle}. */
export interface SyncToggleProps extends ComponentProps<'div'> {
    /** Whether a `SaveStatus` stands at its end. Default: `true`. */
    showStatus?: boolean;
}

/**
 * Switches auto-sync, sends what waits while it is off, and says whether everything is saved. `data-state` is `on`
 * or `off`, `data-queue` is `saved` or `unsaved`. Where nothing may be
 * edited, and nothing is unsaved, only the `SaveStatus` is left. Must be used within `<RealtimeProvider>`.
 */
export function SyncToggle({ showStatus = true, className, ...rest }: SyncToggleProps): ReactNode {
    const labels = useLabels();
    const realtime = useRealtime();
    const autoSync = useAutoSync();
    const readOnly = useReadOnly();
    const waiting = useRealtimeState(({ queue }) => queue.waiting);
    const allSaved = useRealtimeState(({ queue }) => !queue.length);
    // What was edited before it was forbidden waits for somebody to decide.
    const hasControls = !readOnly || !allSaved;

    return (
        <div
            {...rest}
            className={classNames('sprt sprt-sync', className)}
            data-state={autoSync ? 'on' : 'off'}
            data-queue={allSaved ? 'saved' : 'unsaved'}
        >
            {hasControls && (
                <button
                    type="button"
                    className="sprt-switch"
                    role="switch"
                    aria-checked={autoSync}
                    onClick={() => realtime.setAutoSync(!autoSync)}
                >
                    <span className="sprt-switch-track" aria-hidden="true" />
                    {labels.autoSync}
                </button>
            )}
            {hasControls && !autoSync && (
                <Button
                    unavailable={waiting === 0}
                    aria-label={waiting ? labels.syncWaiting(waiting) : undefined}
                    onClick={() => realtime.sync()}
                >
                    {labels.sync}{' '}
                    <span className="sprt-badge" data-state={waiting ? 'waiting' : 'empty'} aria-hidden="true">
                        {waiting}
                    </span>
                </Button>
            )}
            {showStatus && <SaveStatus />}
        </div>
    );
}
