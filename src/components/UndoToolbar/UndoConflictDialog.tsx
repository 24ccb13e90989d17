import type { ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { UndoConflict, UndoHistory } from '../../store/undoHistory.ts';
import { Button } from '../internal/Button.tsx';
import { Dialog } from '../internal/Dialog.tsx';

interface UndoConflictDialogProps extends Pick<UndoHistory, 'resolve' | 'dismiss'> {
    conflict: UndoConflict;
}

/** Says who has changed what since, and asks what to do about it. */
export function UndoConflictDialog({ conflict, resolve, dismiss }: UndoConflictDialogProps): ReactNode {
    const labels = useLabels();
    const { direction, title, edits } = conflict;
    return (
        <Dialog
            className="sprt-undo-conflict"
            data-state={direction}
            heading={`${labels[direction]}: ${title}`}
            text={labels.foreignChanges}
            buttons={
                <>
                    <Button onClick={dismiss}>{labels.cancel}</Button>
                    <Button variant="danger" onClick={() => void resolve('all').catch(() => {})}>
                        {labels.overwriteTheirs}
                    </Button>
                    <Button type="submit" variant="primary" data-initial-focus>
                        {labels.leaveTheirs}
                    </Button>
                </>
            }
            onConfirm={() => void resolve('rest').catch(() => {})}
            onDismiss={dismiss}
        >
            <ul
                className="sprt-foreign"
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long list scrolls, by keyboard too
                tabIndex={edits.length > 5 ? 0 : undefined}
            >
                {edits.map(edit => (
                    <li key={`${edit.store} ${edit.id}`}>{labels.foreignEdit(edit)}</li>
                ))}
            </ul>
        </Dialog>
    );
}
