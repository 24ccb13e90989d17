import type { ComponentProps, ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { Button } from './Button.tsx';
import { classNames } from './classNames.ts';
import { CLOSE_ICON, WARNING_ICON } from './icons.tsx';

/** Props of {@link Notice}. */
export interface NoticeProps extends ComponentProps<'div'> {
    /** The same words with another number are new, and are read out again. */
    at?: number | undefined;
    onDismiss: () => void;
}

/** Says what went wrong until it is dismissed; without children it takes no room. */
export function Notice({ at, onDismiss, className, children, ...rest }: NoticeProps): ReactNode {
    const labels = useLabels();
    return (
        <div {...rest} className={classNames('sprt sprt-notice', className)} role="alert">
            {children && (
                <div key={at} className="sprt-notice-box">
                    {WARNING_ICON}
                    <div>{children}</div>
                    <Button variant="quiet" aria-label={labels.dismiss} onClick={onDismiss}>
                        {CLOSE_ICON}
                    </Button>
                </div>
            )}
        </div>
    );
}
