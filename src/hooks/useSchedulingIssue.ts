import { useEffect, useState } from 'react';
import { Widget, type ProjectModel } from '@bryntum/schedulerpro';
import { listen } from '../project/engine.ts';
import { issueOf } from '../project/resolveIssues.ts';
import {
    SCHEDULING_ISSUES,
    type IssueEvent,
    type SchedulingIssue,
    type SchedulingIssueChoice,
    type SchedulingIssueKind
} from '../project/schedulingIssues.ts';
import type { SchedulingIssuePreview } from '../project/issuePreview.ts';
import type { ConnectionProblem } from '../transport/connectionState.ts';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { useRealtime } from './RealtimeProvider.tsx';

/** What {@link useChoicePreview} returns; nothing but `null`s while it is calculated. */
export interface ChoicePreview {
    preview: SchedulingIssuePreview | null;
    /** Why it cannot be known. */
    error: ConnectionProblem | null;
}

const CALCULATING: ChoicePreview = { preview: null, error: null };

/** What a choice would do; `null` without a choice. */
export function useChoicePreview(choice: SchedulingIssueChoice | null): ChoicePreview | null {
    const [known, setKnown] = useState<{ choice: SchedulingIssueChoice; result: ChoicePreview } | null>(null);
    useEffect(() => {
        let isStale = false;
        void choice
            ?.preview()
            .then(
                preview => ({ preview, error: null }),
                (error: unknown) => ({
                    preview: null,
                    error: error instanceof RealtimeError ? error : { code: 'no-preview', message: String(error) }
                })
            )
            .then(result => !isStale && setKnown({ choice, result }));
        return () => {
            isStale = true;
        };
    }, [choice]);
    return choice && (known?.choice === choice ? known.result : CALCULATING);
}

const warned = new WeakSet<ProjectModel>();

function warnIfAskedTwice(project: ProjectModel): void {
    const asksToo = (widget: { displaySchedulingIssueResolutionPopup?: unknown; project?: unknown }): boolean =>
        widget.displaySchedulingIssueResolutionPopup === true && widget.project === project;
    // The vendor's types leave out what the function is given.
    if (!warned.has(project) && Widget.queryAll(asksToo as unknown as () => void).length) {
        warned.add(project);
        console.warn(
            'A scheduler and the ConflictDialog both ask about the same scheduling issue; ' +
                'set displaySchedulingIssueResolutionPopup={false}'
        );
    }
}

/**
 * The impossible edits of the provider's project that wait for an answer, oldest first. What is still open when the
 * component goes is cancelled, so that the engine never waits for ever. Where `schedulingIssues` of the project says
 * what to do, nobody is asked, and this stays empty.
 *
 * The scheduler's view asks as well unless it is created with `displaySchedulingIssueResolutionPopup={false}`; the
 * engine offers no other way to keep it quiet. Use the hook (or `ConflictDialog`) once per project. Must be used
 * within `<RealtimeProvider>`.
 */
export function useSchedulingIssue(): readonly SchedulingIssue[] {
    const { project } = useRealtime();
    const [issues, setIssues] = useState<readonly SchedulingIssue[]>([]);

    useEffect(() => {
        let open: readonly SchedulingIssue[] = [];
        const update = (next: readonly SchedulingIssue[]): void => {
            open = next;
            setIssues(next);
        };
        const ask = (kind: SchedulingIssueKind) => (event: IssueEvent) => {
            warnIfAskedTwice(project);
            const onAnswered = (answered: SchedulingIssue): void => update(open.filter(other => other !== answered));
            update([...open, issueOf(project, { kind, event, onAnswered })]);
        };
        const detach = listen(project, Object.fromEntries(SCHEDULING_ISSUES.map(kind => [kind, ask(kind)])));
        return () => {
            detach();
            open.forEach(issue => issue.cancel());
        };
    }, [project]);

    return issues;
}
