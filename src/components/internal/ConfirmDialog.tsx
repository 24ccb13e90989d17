import type { ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useConnection } from '../../hooks/useRealtimeState.ts';
import { isConnected } from '../../transport/connectionState.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Problem } from './Problem.tsx';
import { useAttempt } from './useAttempt.ts';

/** Props of {@link ConfirmDialog}. */
export interface ConfirmDialogProps {
    heading: string;
    text: string;
    /** Text of the button that does it. */
    confirm: string;
    /** What is asked about. */
    action: () => Promise<void>;
    onClose: () => void;
}

/** Asks before something is done that concerns everybody; open until it is done, or not. Takes a yes only while connected. */
export function ConfirmDialog({ heading, text, confirm, action, onClose }: ConfirmDialogProps): ReactNode {
    const labels = useLabels();
    const realtime = useRealtime();
    const connected = isConnected(useConnection());
    const { isBusy, error, attempt } = useAttempt();

    const carryOut = (): Promise<void> =>
        attempt(async () => {
            try {
                await action();
            } catch (error) {
                // It is shown here; nobody needs to read it twice.
                realtime.dismissError();
                throw error;
            }
            onClose();
        });

    return (
        <Dialog
            className="sprt-confirm"
            role="alertdialog"
            heading={heading}
            text={text}
            buttons={
                <>
                    <Button data-initial-focus onClick={onClose}>
                        {labels.cancel}
                    </Button>
                    <Button type="submit" variant="danger" busy={isBusy} unavailable={!connected}>
                        {confirm}
                    </Button>
                </>
            }
            onConfirm={carryOut}
            onDismiss={onClose}
        >
            <Problem problem={error} />
        </Dialog>
    );
}
