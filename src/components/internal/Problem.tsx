import type { ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { ConnectionProblem } from '../../transport/connectionState.ts';

/** Says beside what caused it that something failed. */
export function Problem({ problem }: { problem: ConnectionProblem | null }): ReactNode {
    const labels = useLabels();
    return (
        problem && (
            <div className="sprt-alert" role="alert">
                {labels.error(problem)}
            </div>
        )
    );
}
