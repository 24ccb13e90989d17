import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useEditingLabels } from '../../hooks/useEditingLabels.ts';
import { useReview, type Review } from '../../hooks/useReview.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { Dialog, type DialogProps } from '../internal/Dialog.tsx';
import { ReviewList } from './ReviewList.tsx';

/** Props of {@link ReviewDialog}; they go to the dialog. */
export type ReviewDialogProps = Omit<
    DialogProps,
    'heading' | 'text' | 'buttons' | 'onConfirm' | 'onDismiss' | 'children' | 'ref'
>;

/**
 * One's own edits that are not sent before they are reviewed (see `reviewAbove` of `useRealtimeProject`): what each
 * changes, how old it is, what it would overwrite; to be sent or discarded, each or all. Opens by itself; closed, it is a
 * button that opens it again, and without such edits nothing. Must be used within `<RealtimeProvider>`.
 */
export function ReviewDialog(props: ReviewDialogProps): ReactNode {
    const review = useReview();
    // What comes later is another review, and opens by itself again.
    return review.items.length > 0 && <OpenReview {...props} review={review} />;
}

/** Of one identity, so that it happens once. */
const takeFocus = (button: HTMLButtonElement | null): void => button?.focus();

function OpenReview({ review, className, ...rest }: ReviewDialogProps & { review: Review }): ReactNode {
    const labels = useEditingLabels();
    const { items, accept, discard, acceptAll, discardAll } = review;
    const { cancel } = useLabels();
    const [isOpen, setOpen] = useState(true);
    const [isAsking, setAsking] = useState(false);
    const dialog = useRef<HTMLDialogElement>(null);
    const close = (): void => {
        setOpen(false);
        setAsking(false);
    };

    useEffect(() => {
        if (dialog.current && !dialog.current.contains(document.activeElement)) {
            // What had the focus is decided and gone.
            dialog.current.querySelector('button')?.focus();
        }
    }, [items]);

    return (
        <>
            <Button className="sprt-review-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
                {labels.review(items.length)}
            </Button>
            {isOpen && (
                <Dialog
                    {...rest}
                    ref={dialog}
                    className={classNames('sprt-review', className)}
                    heading={labels.reviewHeading}
                    text={isAsking ? labels.discardAllText(items.length) : labels.reviewText}
                    buttons={
                        isAsking ? (
                            <>
                                <Button ref={takeFocus} onClick={() => setAsking(false)}>
                                    {cancel}
                                </Button>
                                <Button variant="danger" onClick={() => void discardAll()}>
                                    {labels.discardAll}
                                </Button>
                            </>
                        ) : (
                            <>
                                <Button data-initial-focus onClick={close}>
                                    {labels.later}
                                </Button>
                                <Button onClick={() => setAsking(true)}>{labels.discardAll}</Button>
                                <Button variant="primary" onClick={() => void acceptAll()}>
                                    {labels.acceptAll}
                                </Button>
                            </>
                        )
                    }
                    onConfirm={close}
                    onDismiss={close}
                >
                    <ReviewList items={items} accept={accept} discard={discard} />
                </Dialog>
            )}
        </>
    );
}
