import { useState, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { Labels } from '../../hooks/labels.ts';
import { useSchedulingIssue } from '../../hooks/useSchedulingIssue.ts';
import type { SchedulingIssue, SchedulingIssueChoice, SchedulingIssueKind } from '../../project/schedulingIssues.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { Dialog, type DialogProps } from '../internal/Dialog.tsx';
import { ChoiceEffects } from './ChoiceEffects.tsx';

/** Props of {@link ConflictDialog}; they go to the dialog. */
export type ConflictDialogProps = Omit<
    DialogProps,
    'heading' | 'text' | 'buttons' | 'onConfirm' | 'onDismiss' | 'children'
>;

const TITLES: Record<SchedulingIssueKind, keyof Labels & `${string}Title`> = {
    schedulingConflict: 'conflictTitle',
    cycle: 'cycleTitle',
    emptyCalendar: 'emptyCalendarTitle'
};

function describeChoice({ description, dependency }: SchedulingIssueChoice, labels: Labels): string {
    return dependency
        ? labels.resolutionForDependency(description, dependency.fromEvent, dependency.toEvent)
        : description;
}

/**
 * Asks what to do about an edit the engine cannot schedule, one question after the other, and shows what the chosen answer
 * would do: which events get which dates. Nothing is chosen
 * beforehand, because a choice changes everybody's data; Escape takes the edit back. `data-state` is the kind of
 * issue.
 *
 * Give the scheduler `displaySchedulingIssueResolutionPopup={false}`, or its own popup asks as well. Must be used
 * within `<RealtimeProvider>`.
 */
export function ConflictDialog(props: ConflictDialogProps): ReactNode {
    const [issue, ...others] = useSchedulingIssue();
    return issue ? <IssueDialog key={issue.id} {...props} issue={issue} waiting={others.length} /> : null;
}

interface IssueDialogProps extends ConflictDialogProps {
    issue: SchedulingIssue;
    waiting: number;
}

function IssueDialog({ issue, waiting, className, ...rest }: IssueDialogProps): ReactNode {
    const labels = useLabels();
    const [choice, setChoice] = useState<SchedulingIssueChoice | null>(null);

    return (
        <Dialog
            {...rest}
            className={classNames('sprt-conflict', className)}
            data-state={issue.kind}
            heading={labels[TITLES[issue.kind]]}
            text={issue.description}
            buttons={
                <>
                    {waiting > 0 && <span className="sprt-conflict-waiting">{labels.moreIssues(waiting)}</span>}
                    <Button onClick={issue.cancel}>{labels.cancelChange}</Button>
                    <Button type="submit" variant="primary">
                        {labels.apply}
                    </Button>
                </>
            }
            onConfirm={() => choice && issue.apply(choice.id)}
            onDismiss={issue.cancel}
        >
            <fieldset>
                <legend>{labels.resolutions}</legend>
                {issue.choices.map((option, index) => (
                    <label key={option.id}>
                        <input
                            type="radio"
                            name="choice"
                            required
                            checked={choice === option}
                            data-initial-focus={index === 0 || undefined}
                            onChange={() => setChoice(option)}
                        />
                        <span>{describeChoice(option, labels)}</span>
                    </label>
                ))}
            </fieldset>
            <ChoiceEffects choice={choice} />
        </Dialog>
    );
}
