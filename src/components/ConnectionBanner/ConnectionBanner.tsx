import type { ComponentProps, ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { Labels } from '../../hooks/labels.ts';
import { useConnection, useSecondsToNextTry } from '../../hooks/useRealtimeState.ts';
import {
    isConnected,
    isConnecting,
    problemOf,
    type ConnectionState,
    type ConnectionStatus
} from '../../transport/connectionState.ts';
import { Button } from '../internal/Button.tsx';
import { useIsClaimed } from '../internal/claimedProblems.ts';
import { classNames } from '../internal/classNames.ts';

/** Props of {@link ConnectionBanner}. */
export interface ConnectionBannerProps extends ComponentProps<'div'> {
    /** In which states nothing is shown. Default: `['idle', 'live', 'suspended']`. */
    quiet?: readonly ConnectionStatus[];
}

const QUIET: readonly ConnectionStatus[] = ['idle', 'live', 'suspended'];

/** What trying again can help against. */
const NETWORK_PROBLEMS: readonly string[] = ['unreachable', 'closed', 'heartbeat', 'timeout'];

function describe(connection: ConnectionState, labels: Labels): string {
    const problem = problemOf(connection);
    const reason = problem && labels.error(problem);
    switch (connection.status) {
        case 'idle':
            return '';
        case 'live':
        case 'suspended':
            return labels.connected;
        case 'reconnecting':
            return labels.offline;
        case 'needs-auth':
            return labels.needsAuth(reason);
        case 'failed':
            return labels.failed(reason!);
        default:
            return labels[connection.status];
    }
}

/**
 * Says where the connection stands when that is worth saying, as a pill that keeps its height in a toolbar. A
 * failed login that a `LoginPanel` of the same project shows is not repeated.
 * `data-state` is the status of the connection. Must be used within `<RealtimeProvider>`.
 */
export function ConnectionBanner({ quiet = QUIET, className, ...rest }: ConnectionBannerProps): ReactNode {
    const labels = useLabels();
    const connection = useConnection();
    const { status, hasEverConnected, tryNow } = connection;
    const seconds = useSecondsToNextTry();
    const claimed = useIsClaimed(problemOf(connection));
    const shown = !claimed && !quiet.includes(status);
    const retrying = status === 'connecting' && (hasEverConnected || connection.attempt > 1);
    const canRetry =
        retrying ||
        status === 'reconnecting' ||
        (status === 'failed' && NETWORK_PROBLEMS.includes(connection.reason.code));

    return (
        <div
            {...rest}
            className={classNames('sprt sprt-connection', className)}
            data-state={status}
            data-shown={shown || undefined}
            title={status === 'reconnecting' ? labels.error(connection.reason) : rest.title}
        >
            {shown && (
                <span
                    className={isConnecting(connection) ? 'sprt-spinner' : 'sprt-connection-dot'}
                    aria-hidden="true"
                />
            )}
            <output className={shown ? 'sprt-connection-text' : 'sprt-hidden'}>
                {shown || isConnected(connection) ? describe(connection, labels) : ''}
            </output>
            {shown && seconds !== null && (
                // Outside of the live region: nobody wants every second read out.
                <span className="sprt-connection-countdown" role="timer">
                    {labels.nextTryIn(seconds)}
                </span>
            )}
            {shown && canRetry && (
                <Button variant="quiet" onClick={tryNow}>
                    {labels.tryNow}
                </Button>
            )}
        </div>
    );
}
