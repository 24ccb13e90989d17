import { useEffect, useState } from 'react';
// @ts-expect-error the package exports it, its types leave it out
import { EffectResolutionResult } from '@bryntum/schedulerpro';
import { Widget, type ProjectModel } from '@bryntum/schedulerpro';
import type { SCHEDULING_ISSUES } from '../project/resolveIssues.ts';
import { useRealtime } from './RealtimeProvider.tsx';

/** What the engine found impossible; each is an event of the project. */
export type SchedulingIssueKind = (typeof SCHEDULING_ISSUES)[number];

/** A way out of an issue. */
export interface SchedulingIssueChoice {
    /** Unique within its issue. */
    id: string;
    /** In the language of the scheduler's locale. */
    description: string;
    /** The names of the events whose dependency it concerns, where `description` does not say so itself. */
    dependency?: { fromEvent: string; toEvent: string };
}

/** An impossible edit. The engine waits until `apply` or `cancel` is called; only the first call counts. */
export interface SchedulingIssue {
    /** Unique within the page. */
    id: number;
    kind: SchedulingIssueKind;
    /** What contradicts what, in the language of the scheduler's locale. */
    description: string;
    choices: readonly SchedulingIssueChoice[];
    /**
     * Carries out a choice and lets the engine go on, which may find the next issue.
     * @throws Error for an unknown choice, or what the engine throws; the edit is taken back then
     */
    apply: (choiceId: string) => void;
    /** Takes the edit back. */
    cancel: () => void;
}

/** The engine's side of it; the vendor's types say `Function` and `object`. */
interface Dependency {
    fromEvent?: { name: string };
    toEvent?: { name: string };
}

interface Resolution {
    getDescription(): string;
    resolve(dependency?: Dependency): void;
}

interface IssueEvent {
    schedulingIssue: {
        getDescription(): string;
        getResolutions(): Resolution[];
        /** Cycles only. */
        getDependencies?(): Dependency[];
    };
    continueWithResolutionResult(result: unknown): void;
}

interface Choice extends SchedulingIssueChoice {
    resolve: () => void;
}

/** "Remove dependency" of a cycle does not say which: it becomes one choice for each dependency of the circle. */
function listChoices({ schedulingIssue }: IssueEvent): Choice[] {
    const dependencies = schedulingIssue.getDependencies?.() ?? [];
    const choices = schedulingIssue.getResolutions().flatMap((resolution): Omit<Choice, 'id'>[] => {
        const description = resolution.getDescription();
        return resolution.resolve.length === 0
            ? [{ description, resolve: () => resolution.resolve() }]
            : dependencies.map(dependency => ({
                  description,
                  dependency: {
                      fromEvent: dependency.fromEvent?.name ?? '',
                      toEvent: dependency.toEvent?.name ?? ''
                  },
                  resolve: () => resolution.resolve(dependency)
              }));
    });
    return choices.map((choice, index) => ({ ...choice, id: String(index) }));
}

let lastId = 0;

function createIssue(
    kind: SchedulingIssueKind,
    event: IssueEvent,
    onAnswered: (issue: SchedulingIssue) => void
): SchedulingIssue {
    const choices = listChoices(event);
    let answered = false;
    const answer = (resolve?: () => void): void => {
        if (answered) {
            return;
        }
        answered = true;
        let result: unknown = EffectResolutionResult.Cancel;
        try {
            if (resolve) {
                resolve();
                result = EffectResolutionResult.Resume;
            }
        } finally {
            onAnswered(issue);
            event.continueWithResolutionResult(result);
        }
    };
    const issue: SchedulingIssue = {
        id: ++lastId,
        kind,
        description: event.schedulingIssue.getDescription(),
        choices,
        apply: choiceId => {
            const choice = choices.find(({ id }) => id === choiceId);
            answer(() => {
                if (!choice) {
                    throw new Error(`There is no choice '${choiceId}'; take an id out of the choices`);
                }
                choice.resolve();
            });
        },
        cancel: () => answer()
    };
    return issue;
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
 * component goes is cancelled, so that the engine never waits for ever.
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
        const listen = (kind: SchedulingIssueKind) => (event: IssueEvent) => {
            warnIfAskedTwice(project);
            const issue = createIssue(kind, event, answered => update(open.filter(other => other !== answered)));
            update([...open, issue]);
        };
        const detach = project.on({
            schedulingConflict: listen('schedulingConflict'),
            cycle: listen('cycle'),
            emptyCalendar: listen('emptyCalendar')
        }) as () => void;
        return () => {
            detach();
            open.forEach(issue => issue.cancel());
        };
    }, [project]);

    return issues;
}
