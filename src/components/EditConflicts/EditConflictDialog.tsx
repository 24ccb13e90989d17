import { useEffect, useRef, type ReactNode } from 'react';
import { useReadOnly } from '../../hooks/useRealtimeState.ts';
import { useEditConflicts } from '../../hooks/useEditConflicts.ts';
import { useEditingLabels } from '../../hooks/useEditingLabels.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { Dialog, type DialogProps } from '../internal/Dialog.tsx';
import { Problem } from '../internal/Problem.tsx';
import { useAttempt } from '../internal/useAttempt.ts';
import { ConflictTable } from './ConflictTable.tsx';

/** Props of {@link EditConflictDialog}; the others go to the dialog. */
export interface EditConflictDialogProps extends Omit<
    DialogProps,
    'heading' | 'text' | 'buttons' | 'onConfirm' | 'onDismiss' | 'children' | 'ref'
> {
    /** Everything is decided, or the user wants to decide later. */
    onClose: () => void;
}

/**
 * Editing conflicts, record by record: what was there before, one's own values, theirs with who and when, and which of them
 * is to stay. Open as long as it is mounted; what is not decided stays undecided. `EditConflictsButton` shows it. Must be
 * used within `<RealtimeProvider>`.
 */
export function EditConflictDialog({ onClose, className, ...rest }: EditConflictDialogProps): ReactNode {
    const labels = useEditingLabels();
    const { items, keepAllMine, takeAllTheirs } = useEditConflicts();
    const readOnly = useReadOnly();
    const { isBusy, error, attempt } = useAttempt();
    const dialog = useRef<HTMLDialogElement>(null);
    const isDone = !items.length;

    useEffect(() => {
        if (isDone) {
            onClose();
        } else if (!dialog.current!.contains(document.activeElement)) {
            // What had the focus is decided and gone.
            dialog.current!.querySelector('button')?.focus();
        }
    }, [isDone, items, onClose]);

    const decide = (side: 'mine' | 'theirs', keys?: readonly string[]): void =>
        void attempt(() => (side === 'mine' ? keepAllMine : takeAllTheirs)(keys));

    return (
        <Dialog
            {...rest}
            ref={dialog}
            className={classNames('sprt-edit-conflict', className)}
            heading={labels.heading}
            text={labels.text(
                items.some(({ kind }) => kind === 'updated'),
                items.some(({ kind }) => kind === 'removed')
            )}
            buttons={
                <>
                    <Button data-initial-focus onClick={onClose}>
                        {labels.later}
                    </Button>
                    <Button unavailable={readOnly} busy={isBusy} onClick={() => decide('theirs')}>
                        {labels.takeAllTheirs}
                    </Button>
                    <Button unavailable={readOnly && items.some(({ lost }) => lost)} onClick={() => decide('mine')}>
                        {labels.keepAllMine}
                    </Button>
                </>
            }
            onConfirm={onClose}
            onDismiss={onClose}
        >
            <div
                className="sprt-edit-conflict-records"
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long list scrolls, by keyboard too
                tabIndex={items.length > 3 ? 0 : undefined}
            >
                {[...Map.groupBy(items, ({ store, id }) => JSON.stringify([store, id]))].map(([key, conflicts]) => (
                    <ConflictTable key={key} conflicts={conflicts} readOnly={readOnly || isBusy} onDecide={decide} />
                ))}
            </div>
            <Problem problem={error} />
        </Dialog>
    );
}
