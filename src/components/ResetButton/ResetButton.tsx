import { useState, type ComponentProps, type ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useConnection, useReadOnly } from '../../hooks/useRealtimeState.ts';
import { isConnected } from '../../transport/connectionState.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { ConfirmDialog } from '../internal/ConfirmDialog.tsx';

/** Props of {@link ResetButton}; they go to the button. */
export type ResetButtonProps = ComponentProps<'button'>;

/**
 * Restores the project's initial data for everybody, after asking. Takes clicks only while connected; `data-state`
 * is `ready` or `unavailable`. Nothing is shown to who may not edit. Must be used within `<RealtimeProvider>`.
 */
export function ResetButton({ className, onClick, children, ...rest }: ResetButtonProps): ReactNode {
    const labels = useLabels();
    const realtime = useRealtime();
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
            {asking && (
                <ConfirmDialog
                    heading={labels.resetTitle}
                    text={labels.resetText}
                    confirm={labels.resetConfirm}
                    action={realtime.reset}
                    onClose={() => setAsking(false)}
                />
            )}
        </>
    );
}
