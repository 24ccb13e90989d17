import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { classNames } from './classNames.ts';

/** Props of {@link Button}. */
export interface ButtonProps extends ComponentProps<'button'> {
    /** Default: `plain`. */
    variant?: 'plain' | 'primary' | 'danger' | 'quiet';
    /** Something is under way: shows a spinner and takes no click. Default: `false`. */
    busy?: boolean;
    /** Takes no click, but keeps the focus, unlike `disabled`. Default: `false`. */
    unavailable?: boolean;
}

/** A button that never loses the focus by becoming unavailable. */
export function Button({
    variant = 'plain',
    busy = false,
    unavailable = false,
    className,
    onClick,
    children,
    ...rest
}: ButtonProps): ReactNode {
    const blocked = busy || unavailable;
    const handleClick = (event: MouseEvent<HTMLButtonElement>): void => {
        if (blocked) {
            // A submit button would send its form otherwise, also on Enter in a field.
            event.preventDefault();
        } else {
            onClick?.(event);
        }
    };
    return (
        <button
            type="button"
            {...rest}
            className={classNames('sprt sprt-button', className)}
            data-variant={variant}
            data-state={busy ? 'busy' : blocked ? 'unavailable' : 'ready'}
            aria-disabled={blocked || undefined}
            aria-busy={busy || undefined}
            onClick={handleClick}
        >
            <span className="sprt-button-content">{children}</span>
            {busy && <span className="sprt-spinner" aria-hidden="true" />}
        </button>
    );
}
