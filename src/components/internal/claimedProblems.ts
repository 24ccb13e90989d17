import { useLayoutEffect } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useStore } from '../../hooks/useStore.ts';
import type { Realtime } from '../../store/Realtime.ts';
import type { ConnectionProblem } from '../../transport/connectionState.ts';

type Claims = StoreApi<readonly ConnectionProblem[]>;

const claimsByProject = new WeakMap<Realtime, Claims>();

function useClaims(): Claims {
    const realtime = useRealtime();
    let claims = claimsByProject.get(realtime);
    if (!claims) {
        claims = createStore<readonly ConnectionProblem[]>(() => []);
        claimsByProject.set(realtime, claims);
    }
    return claims;
}

/** Whether two problems are the same to whoever reads them. */
export function isSameProblem(one: ConnectionProblem, other: ConnectionProblem): boolean {
    return one.code === other.code && one.message === other.message;
}

/** Keeps other components from repeating a problem that is shown beside what caused it. */
export function useClaimProblem(problem: ConnectionProblem | null): void {
    const claims = useClaims();
    useLayoutEffect(() => {
        if (problem) {
            claims.setState([...claims.getState(), problem], true);
            return () =>
                claims.setState(
                    claims.getState().filter(other => other !== problem),
                    true
                );
        }
    }, [claims, problem]);
}

/** Whether a problem is shown beside what caused it. */
export function useIsClaimed(problem: ConnectionProblem | null): boolean {
    return useStore(useClaims(), claims => problem !== null && claims.some(claim => isSameProblem(claim, problem)));
}
