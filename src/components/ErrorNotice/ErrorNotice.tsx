import type { ComponentProps, ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useConnection, useLastError } from '../../hooks/useRealtimeState.ts';
import { problemOf } from '../../transport/connectionState.ts';
import { Button } from '../internal/Button.tsx';
import { isSameProblem } from '../internal/claimedProblems.ts';
import { classNames } from '../internal/classNames.ts';
import { CloseIcon, WarningIcon } from '../internal/icons.tsx';

/** Props of {@link ErrorNotice}. */
export interface ErrorNoticeProps extends ComponentProps<'div'> {
    /** Codes of errors not to show. Default: none. */
    ignore?: readonly string[];
}

const NONE: readonly string[] = [];

/**
 * The last error, until it is dismissed, unless `ConnectionBanner` shows it. `data-state` is `error` or `empty`; an empty one takes no room. Must be used
 * within `<RealtimeProvider>`.
 */
export function ErrorNotice({ ignore = NONE, className, ...rest }: ErrorNoticeProps): ReactNode {
    const labels = useLabels();
    const realtime = useRealtime();
    const lastError = useLastError();
    const reason = problemOf(useConnection());
    const isElsewhere = lastError && reason && isSameProblem(lastError, reason);
    const error = lastError && !isElsewhere && !ignore.includes(lastError.code) ? lastError : null;

    return (
        <div
            {...rest}
            className={classNames('sprt sprt-error', className)}
            data-state={error ? 'error' : 'empty'}
            role="alert"
        >
            {error && (
                // The same words again are a new error, and are read out again.
                <div key={error.at} className="sprt-error-box">
                    <WarningIcon />
                    <span>{labels.error(error.code, error.message)}</span>
                    <Button variant="quiet" aria-label={labels.dismiss} onClick={() => realtime.dismissError()}>
                        <CloseIcon />
                    </Button>
                </div>
            )}
        </div>
    );
}
