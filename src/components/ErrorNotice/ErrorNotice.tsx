import type { ComponentProps, ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useConnection, useLastError } from '../../hooks/useRealtimeState.ts';
import { problemOf } from '../../transport/connectionState.ts';
import { isSameProblem, useIsClaimed } from '../internal/claimedProblems.ts';
import { Notice } from '../internal/Notice.tsx';

/** Props of {@link ErrorNotice}. */
export interface ErrorNoticeProps extends ComponentProps<'div'> {
    /** Codes of errors not to show. Default: none. */
    ignore?: readonly string[];
}

const NONE: readonly string[] = [];

/**
 * The last error, until it is dismissed, unless another component shows it already. `data-state` is `error` or `empty`;
 * an empty one takes no room. Must be used within `<RealtimeProvider>`.
 */
export function ErrorNotice({ ignore = NONE, ...rest }: ErrorNoticeProps): ReactNode {
    const labels = useLabels();
    const realtime = useRealtime();
    const lastError = useLastError();
    const reason = problemOf(useConnection());
    const isElsewhere = useIsClaimed(lastError) || (lastError && reason && isSameProblem(lastError, reason));
    const error = lastError && !isElsewhere && !ignore.includes(lastError.code) ? lastError : null;

    return (
        <Notice
            {...rest}
            data-state={error ? 'error' : 'empty'}
            at={error?.at}
            onDismiss={() => realtime.dismissError()}
        >
            {error && labels.error(error)}
        </Notice>
    );
}
