import { useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useConnection, useSession } from '../../hooks/useRealtimeState.ts';
import { useClaimProblem } from '../internal/claimedProblems.ts';
import { useAttempt } from '../internal/useAttempt.ts';
import type { LoginRequest } from '../../store/Realtime.ts';
import { isConnecting, type ConnectionProblem } from '../../transport/connectionState.ts';

/** Where a login stands. */
export interface Login {
    state: 'signed-out' | 'busy' | 'signed-in';
    /** The user's name, once logged in. */
    userName: string | null;
    /** Why the last attempt failed, until the next one starts. */
    error: ConnectionProblem | null;
    /** Never rejects; a failure shows in `error`. */
    login: (request: LoginRequest) => Promise<void>;
    /** Never rejects; a failure shows in `error`. */
    logout: () => Promise<void>;
}

/** Logging in and out, for a form of one's own. Must be used within `<RealtimeProvider>`. */
export function useLogin(): Login {
    const realtime = useRealtime();
    const session = useSession();
    const connection = useConnection();
    const { isBusy, error, attempt } = useAttempt();
    useClaimProblem(error);

    // A login that was not accepted again after a reconnect leaves the session of the time before.
    const isSignedIn = session !== null && connection.status !== 'needs-auth';

    return {
        state: isSignedIn ? 'signed-in' : isBusy || isConnecting(connection) ? 'busy' : 'signed-out',
        userName: session?.userName ?? null,
        error,
        login: request => attempt(() => realtime.login(request)),
        logout: () => attempt(() => realtime.logout())
    };
}
