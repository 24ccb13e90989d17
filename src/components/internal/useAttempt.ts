import { useState } from 'react';
import type { ConnectionProblem } from '../../transport/connectionState.ts';

/** An action that can fail, and where it stands. */
export interface Attempt {
    isBusy: boolean;
    /** Why the last attempt failed, until the next one starts. */
    error: ConnectionProblem | null;
    /** Never rejects; a failure shows in `error`. */
    attempt: (action: () => Promise<void>) => Promise<void>;
}

/** For actions of a realtime project whose failure is shown beside what started them. */
export function useAttempt(): Attempt {
    const [isBusy, setBusy] = useState(false);
    const [error, setError] = useState<ConnectionProblem | null>(null);
    return {
        isBusy,
        error,
        async attempt(action) {
            setError(null);
            setBusy(true);
            try {
                await action();
            } catch (reason) {
                const {
                    code = 'unknown',
                    message = String(reason),
                    parameters
                } = (reason ?? {}) as Partial<ConnectionProblem>;
                setError({ code, message, parameters });
            }
            setBusy(false);
        }
    };
}
