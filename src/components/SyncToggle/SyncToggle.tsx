import type { ComponentProps, ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useAutoSync, useRevisionQueue } from '../../hooks/useRealtimeState.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { CheckIcon, PendingIcon } from '../internal/icons.tsx';

/** Props of {@link SyncToggle}. */
export type SyncToggleProps = ComponentProps<'div'>;

/**
 * Switches auto-sync, sends what waits while it is off, and says whether everything is saved. `data-state` is `on`
 * or `off`, `data-queue` is `saved` or `unsaved`. Must be used within `<RealtimeProvider>`.
 */
export function SyncToggle({ className, ...rest }: SyncToggleProps): ReactNode {
    const labels = useLabels();
    const realtime = useRealtime();
    const autoSync = useAutoSync();
    const { length, waiting, allSaved } = useRevisionQueue();

    return (
        <div
            {...rest}
            className={classNames('sprt sprt-sync', className)}
            data-state={autoSync ? 'on' : 'off'}
            data-queue={allSaved ? 'saved' : 'unsaved'}
        >
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
            {!autoSync && (
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
            <span className="sprt-sync-status">
                {allSaved ? <CheckIcon /> : <PendingIcon />}
                <span className="sprt-sync-text">
                    <output>{allSaved ? labels.allSaved : labels.unsaved(length)}</output>
                    {/* Keep the room of the longest text, in any language, so that nothing moves when it changes. */}
                    <span className="sprt-ghost" aria-hidden="true" data-text={labels.allSaved} />
                    <span className="sprt-ghost" aria-hidden="true" data-text={labels.unsaved(88)} />
                </span>
            </span>
        </div>
    );
}
