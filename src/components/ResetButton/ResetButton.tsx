import { useState, type ComponentProps, type ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useConnection, useReadOnly } from '../../hooks/useRealtimeState.ts';
import { isConnected } from '../../transport/connectionState.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { Dialog } from '../internal/Dialog.tsx';
import { useAttempt } from '../internal/useAttempt.ts';

/** Props of {@link ResetButton}; they go to the button. */
export type ResetButtonProps = ComponentProps<'button'>;

/**
 * Restores the project's initial data for everybody, after asking. Takes clicks only while connected; `data-state`
 * is `ready` or `unavailable`. Nothing is shown to who may not edit. Must be used within `<RealtimeProvider>`.
 */
export function ResetButton({ className, onClick, children, ...rest }: ResetButtonProps): ReactNode {
    const labels = useLabels();
    const [asking, setAsking] = useState(false);
    const connected = isConnected(useConnection());

    return useReadOnly() ? null : (
        <>
            <Button
                {...rest}
                className={classNames('sprt-reset', className)}
                unavailable={!connected}
                aria-haspopup="dialog"
                onClick={event => {
                    onClick?.(event);
                    if (!event.defaultPrevented) {
                        setAsking(true);
                    }
                }}
            >
                {children ?? labels.reset}
            </Button>
            {asking && <ResetDialog connected={connected} onClose={() => setAsking(false)} />}
        </>
    );
}

function ResetDialog({ connected, onClose }: { connected: boolean; onClose: () => void }): ReactNode {
    const labels = useLabels();
    const realtime = useRealtime();
    const { isBusy, error, attempt } = useAttempt();

    const reset = (): Promise<void> =>
        attempt(async () => {
            try {
                await realtime.reset();
            } catch (error) {
                // It is shown here; nobody needs to read it twice.
                realtime.dismissError();
                throw error;
            }
            onClose();
        });

    return (
        <Dialog
            className="sprt-reset-dialog"
            role="alertdialog"
            heading={labels.resetTitle}
            text={labels.resetText}
            buttons={
                <>
                    <Button data-initial-focus onClick={onClose}>
                        {labels.cancel}
                    </Button>
                    <Button type="submit" variant="danger" busy={isBusy} unavailable={!connected}>
                        {labels.resetConfirm}
                    </Button>
                </>
            }
            onConfirm={reset}
            onDismiss={onClose}
        >
            {error && (
                <div className="sprt-alert" role="alert">
                    {labels.error(error)}
                </div>
            )}
        </Dialog>
    );
}
