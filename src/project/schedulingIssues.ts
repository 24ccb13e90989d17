// @ts-expect-error the package exports it, its types leave it out
import { EffectResolutionResult } from '@bryntum/schedulerpro';
import type { Model } from '@bryntum/schedulerpro';
import type { SchedulingIssuePreview } from './issuePreview.ts';

/** What the engine found impossible; each is an event of the project. */
export const SCHEDULING_ISSUES = ['schedulingConflict', 'cycle', 'emptyCalendar'] as const;

/** What the engine found impossible; each is an event of the project. */
export type SchedulingIssueKind = (typeof SCHEDULING_ISSUES)[number];

/** A way out of an issue. */
export interface SchedulingIssueChoice {
    /**
     * Unique within its issue: the engine's name for it and the id of the record it concerns, such as
     * `DeactivateDependencyResolution 7`.
     */
    id: string;
    /** In the language of the scheduler's locale. */
    description: string;
    /** The names of the events whose dependency it concerns, where `description` does not say so itself. */
    dependency?: { fromEvent: string; toEvent: string };
    /**
     * What would happen if it were chosen, calculated by an engine of its own: nothing on the screen, in the undo
     * history or at anybody else changes. Calculated once, when it is asked for the first time: some 0.2 s where
     * dependencies connect few events with what is edited; as long as loading the project takes where any event may
     * move.
     * @throws RealtimeError `no-preview` when the issue is answered already, or no project is loaded from a server
     */
    preview: () => Promise<SchedulingIssuePreview>;
}

/** An impossible edit. The engine waits until `apply` or `cancel` is called; only the first call counts. */
export interface SchedulingIssue {
    /** Unique within the page. */
    id: number;
    kind: SchedulingIssueKind;
    /** What contradicts what, in the language of the scheduler's locale. */
    description: string;
    /** The ways out. Of a circle of dependencies the newest one comes first. */
    choices: readonly SchedulingIssueChoice[];
    /**
     * Carries out a choice and lets the engine go on, which may find the next issue.
     * @throws Error for an unknown choice, or what the engine throws; the edit is taken back then
     */
    apply: (choiceId: string) => void;
    /** Takes the edit back. */
    cancel: () => void;
}

/**
 * What to do about an edit that the engine cannot schedule.
 *
 * - `ask`: whoever listens asks the user: `ConflictDialog` or `useSchedulingIssue`, else the scheduler's own popup.
 * - `resolve`: takes the first choice. Of a circle of dependencies the newest one is made inactive.
 * - `revert`: takes the edit back, and says so as the last error.
 * - a function: answers with the id of a choice, with `cancel` to take the edit back, or with `resolve` or `revert`. If
 *   it throws, or answers something else, the edit is taken back too, and the last error says so (`issue-policy`).
 */
export type SchedulingIssuePolicy =
    'ask' | 'resolve' | 'revert' | ((issue: Omit<SchedulingIssue, 'apply' | 'cancel'>) => string | Promise<string>);

/** The engine's side of it; the vendor's types say `Function` and `object`. */
interface Dependency extends Model {
    fromEvent?: { name: string };
    toEvent?: { name: string };
}

/** A way out, as the engine has it. */
export interface Resolution {
    getDescription(): string;
    resolve(dependency?: Dependency): void;
    dependency?: Model;
    event?: Model;
    calendar?: Model;
}

/** What the project's events tell. */
export interface IssueEvent {
    schedulingIssue: {
        getDescription(): string;
        getResolutions(): Resolution[];
        /** Cycles only. */
        getDependencies?(): Dependency[];
    };
    continueWithResolutionResult(result: unknown): void;
}

/** A choice with what carries it out. */
export interface Choice extends Omit<SchedulingIssueChoice, 'preview'> {
    resolve: () => void;
}

function idOf({ constructor, dependency, event, calendar }: Resolution, of?: Dependency): string {
    const { $$name } = constructor as unknown as { $$name?: string };
    const record = of ?? dependency ?? event ?? calendar;
    return [$$name ?? constructor.name, record?.id ?? ''].join(' ').trim();
}

/**
 * What the engine offers. "Remove dependency" of a cycle does not say which: it becomes one choice for each dependency of
 * the circle.
 * @param sort puts the dependencies of a circle into order
 */
export function listChoices(
    { schedulingIssue }: IssueEvent,
    sort = (dependencies: Dependency[]): Dependency[] => dependencies
): Choice[] {
    const dependencies = sort(schedulingIssue.getDependencies?.() ?? []);
    const choices = schedulingIssue.getResolutions().flatMap((resolution): Choice[] => {
        const description = resolution.getDescription();
        return resolution.resolve.length === 0
            ? [{ id: idOf(resolution), description, resolve: () => resolution.resolve() }]
            : dependencies.map(dependency => ({
                  id: idOf(resolution, dependency),
                  description,
                  dependency: {
                      fromEvent: dependency.fromEvent?.name ?? '',
                      toEvent: dependency.toEvent?.name ?? ''
                  },
                  resolve: () => resolution.resolve(dependency)
              }));
    });
    const counts = new Map<string, number>();
    return choices.map(choice => {
        const count = (counts.get(choice.id) ?? 0) + 1;
        counts.set(choice.id, count);
        return count > 1 ? { ...choice, id: `${choice.id} ${count}` } : choice;
    });
}

/** Lets the engine go on with what was resolved, or take the edit back. */
export function goOn({ continueWithResolutionResult }: IssueEvent, isResolved: boolean): void {
    continueWithResolutionResult(isResolved ? EffectResolutionResult.Resume : EffectResolutionResult.Cancel);
}

/** What an issue is made with. */
export interface IssueParts {
    kind: SchedulingIssueKind;
    event: IssueEvent;
    sort?: (dependencies: Dependency[]) => Dependency[];
    /** Calculates what a choice would do. */
    preview: (choiceId: string) => Promise<SchedulingIssuePreview>;
    /** Called before the engine goes on. */
    onAnswered?: (issue: SchedulingIssue, isResolved: boolean) => void;
}

let lastId = 0;

/** Makes what hosts get of an issue. */
export function createIssue({ kind, event, sort, preview, onAnswered }: IssueParts): SchedulingIssue {
    const choices = listChoices(event, sort);
    let answered = false;
    const answer = (resolve?: () => void): void => {
        if (answered) {
            return;
        }
        answered = true;
        let isResolved = false;
        try {
            resolve?.();
            isResolved = !!resolve;
        } finally {
            onAnswered?.(issue, isResolved);
            goOn(event, isResolved);
        }
    };
    const issue: SchedulingIssue = {
        id: ++lastId,
        kind,
        description: event.schedulingIssue.getDescription(),
        choices: choices.map(({ resolve: _resolve, ...choice }) => {
            let calculated: Promise<SchedulingIssuePreview> | undefined;
            return {
                ...choice,
                preview: () =>
                    (calculated ??= preview(choice.id).catch((error: unknown) => {
                        calculated = undefined;
                        throw error;
                    }))
            };
        }),
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
