import { useState, type ReactNode } from 'react';
import { useEditingLabels } from '../../hooks/useEditingLabels.ts';
import { useRealtimeState } from '../../hooks/useRealtimeState.ts';
import { Button, type ButtonProps } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { MERGE_ICON } from '../internal/icons.tsx';
import { EditConflictDialog } from './EditConflictDialog.tsx';

/** Props of {@link EditConflictsButton}; they go to the button. */
export type EditConflictsButtonProps = Omit<ButtonProps, 'onClick' | 'children' | 'unavailable' | 'busy'>;

/**
 * How many editing conflicts are undecided, and the dialog that decides them; always there, so that nothing jumps.
 * `data-count` is the number. Must be used within `<RealtimeProvider>`.
 */
export function EditConflictsButton({ className, ...rest }: EditConflictsButtonProps): ReactNode {
    const labels = useEditingLabels();
    const [isOpen, setOpen] = useState(false);
    const count = useRealtimeState(state => state.editConflicts.length);
    const text = labels.conflicts(count);
    return (
        <>
            <Button
                title={text}
                {...rest}
                className={classNames('sprt-edit-conflicts', className)}
                aria-label={text}
                aria-haspopup="dialog"
                data-count={count}
                unavailable={!count}
                onClick={() => setOpen(true)}
            >
                {MERGE_ICON}
                {count > 0 && <span className="sprt-badge">{count}</span>}
            </Button>
            <output className="sprt-hidden">{count > 0 && text}</output>
            {isOpen && <EditConflictDialog onClose={() => setOpen(false)} />}
        </>
    );
}
