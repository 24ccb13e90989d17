import {
    useId,
    useImperativeHandle,
    useLayoutEffect,
    useRef,
    type ComponentProps,
    type FormEvent,
    type ReactNode
} from 'react';
import { classNames } from './classNames.ts';

/** Props of {@link Dialog}. */
export interface DialogProps extends Omit<ComponentProps<'dialog'>, 'open' | 'onCancel' | 'onClose'> {
    heading: string;
    /** What it is about. */
    text: string;
    buttons: ReactNode;
    /** The form in the dialog was submitted. */
    onConfirm: () => void;
    /** The user pressed Escape or asked to leave in another way the browser offers. */
    onDismiss: () => void;
}

/**
 * A native modal dialog around a form, open as long as it is mounted. The element marked with `data-initial-focus` gets the focus,
 * and afterwards whoever had it before.
 */
export function Dialog({
    heading,
    text,
    buttons,
    onConfirm,
    onDismiss,
    className,
    ref,
    children,
    ...rest
}: DialogProps): ReactNode {
    const element = useRef<HTMLDialogElement>(null);
    const headingId = useId();
    const textId = useId();
    useImperativeHandle(ref, () => element.current!, []);

    useLayoutEffect(() => {
        const dialog = element.current!;
        dialog.showModal();
        dialog.querySelector<HTMLElement>('[data-initial-focus]')?.focus();
        // An element that is only removed from the page does not give the focus back; `close()` does.
        return () => dialog.close();
    }, []);

    const handleSubmit = (event: FormEvent): void => {
        event.preventDefault();
        onConfirm();
    };

    return (
        <dialog
            aria-labelledby={headingId}
            aria-describedby={textId}
            {...rest}
            ref={element}
            className={classNames('sprt sprt-dialog', className)}
            onCancel={event => {
                // The owner decides when the dialog goes; the browser would close it behind React's back.
                event.preventDefault();
                onDismiss();
            }}
            onClose={event => {
                // Without a click before it, Chromium lets Escape close a dialog without asking. An open dialog here
                // is one that StrictMode has closed and shown again.
                if (!event.currentTarget.open) {
                    onDismiss();
                }
            }}
        >
            <form onSubmit={handleSubmit}>
                <h2 id={headingId}>{heading}</h2>
                <p id={textId}>{text}</p>
                {children}
                <div className="sprt-dialog-buttons">{buttons}</div>
            </form>
        </dialog>
    );
}
