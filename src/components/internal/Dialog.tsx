import { useLayoutEffect, useRef, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { mergeRefs } from './mergeRefs.ts';

/** Props of {@link Dialog}. */
export interface DialogProps extends Omit<ComponentProps<'dialog'>, 'open' | 'onCancel' | 'onClose'> {
    /** The user pressed Escape or asked to leave in another way the browser offers. */
    onDismiss: () => void;
}

/**
 * A native modal dialog, open as long as it is mounted. The element marked with `data-initial-focus` gets the focus,
 * and afterwards whoever had it before.
 */
export function Dialog({ onDismiss, className, ref, ...rest }: DialogProps): ReactNode {
    const element = useRef<HTMLDialogElement>(null);

    useLayoutEffect(() => {
        const dialog = element.current!;
        dialog.showModal();
        dialog.querySelector<HTMLElement>('[data-initial-focus]')?.focus();
        // An element that is only removed from the page does not give the focus back; `close()` does.
        return () => dialog.close();
    }, []);

    return (
        <dialog
            {...rest}
            ref={mergeRefs(element, ref)}
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
        />
    );
}
