import { useId, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useChoicePreview, type ChoicePreview } from '../../hooks/useSchedulingIssue.ts';
import type { SchedulingIssueChoice } from '../../project/schedulingIssues.ts';
import { Problem } from '../internal/Problem.tsx';

/** Events that are listed. */
const MAX_LISTED = 50;

/** What the chosen answer would do. It takes as much room whatever it says, so that nothing moves. */
export function ChoiceEffects({ choice }: { choice: SchedulingIssueChoice | null }): ReactNode {
    const labels = useLabels();
    const headingId = useId();
    const result = useChoicePreview(choice);
    const state = !result ? 'none' : result.preview ? 'ready' : result.error ? 'failed' : 'calculating';
    return (
        <div className="sprt-effects" data-state={state}>
            <h3 id={headingId}>{labels.effects}</h3>
            <section
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also for those without a mouse
                tabIndex={0}
                aria-labelledby={headingId}
                aria-live="polite"
                aria-busy={state === 'calculating'}
            >
                {result ? <Effects {...result} /> : <p>{labels.effectsOfNothing}</p>}
            </section>
        </div>
    );
}

function Effects({ preview, error }: ChoicePreview): ReactNode {
    const labels = useLabels();
    if (error) {
        return <Problem problem={error} />;
    }
    if (!preview) {
        return (
            <p className="sprt-effects-wait">
                <span className="sprt-spinner" aria-hidden="true" />
                {labels.calculatingEffects}
            </p>
        );
    }
    const { moves, dependencies, next } = preview;
    if (next) {
        return <p>{labels.leadsTo(next.description)}</p>;
    }
    return (
        <>
            {dependencies.map(change => (
                <p key={change.id}>{labels.dependencyEffect(change)}</p>
            ))}
            <p>{labels.movingTasks(moves.length)}</p>
            {moves.length > 0 && (
                <ul>
                    {moves.slice(0, MAX_LISTED).map(move => (
                        <li key={move.id}>
                            <span>{move.name}</span>
                            <span>{labels.taskMove(move)}</span>
                        </li>
                    ))}
                </ul>
            )}
            {moves.length > MAX_LISTED && <p>{labels.moreRecords(moves.length - MAX_LISTED)}</p>}
        </>
    );
}
