import type { Model } from '@bryntum/schedulerpro';
import { RealtimeError } from '../transport/RealtimeError.ts';
import { holdWrites } from './commitWindow.ts';
import { unnoted } from './edited.ts';
import type { EngineBridge } from './EngineBridge.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import {
    createIssue,
    goOn,
    SCHEDULING_ISSUES,
    type IssueEvent,
    type IssueParts,
    type SchedulingIssue,
    type SchedulingIssueKind
} from './schedulingIssues.ts';

/** Puts dependencies into an order that is the same on every client: the one that came last is the first. */
function newestFirst<T extends Model>(engine: EngineBridge, dependencies: readonly T[]): T[] {
    const order = [...engine.mirror.records('dependencies')].map(({ id }) => String(id));
    const rank = ({ id }: Model): number => (order.indexOf(String(id)) + order.length + 1) % (order.length + 1);
    return dependencies.toSorted((a, b) => rank(b) - rank(a));
}

function resolveAlone(engine: EngineBridge, { schedulingIssue }: IssueEvent): void {
    const [newest] = newestFirst(engine, schedulingIssue.getDependencies?.() ?? []);
    if (newest) {
        (newest as Model & { active: boolean }).active = false;
    } else {
        schedulingIssue.getResolutions()[0]?.resolve();
    }
}

/** Says that there is nothing that could be calculated. */
export function noPreview(): RealtimeError {
    return new RealtimeError(
        'no-preview',
        'What the choice would do cannot be calculated: the issue is answered, or no project is loaded'
    );
}

/** Makes what hosts get of an issue of a realtime project. */
export function issueOf(
    project: RealtimeProject,
    parts: Pick<IssueParts, 'kind' | 'event' | 'onAnswered'>
): SchedulingIssue {
    const { engine } = (project as unknown as { wsSync: ProjectSync }).wsSync;
    let isOpen = true;
    return createIssue({
        ...parts,
        sort: dependencies => newestFirst(engine, dependencies),
        preview: async choiceId => {
            // Not part of what every page loads.
            const { previewChoice } = await import('./issuePreview.ts');
            if (!engine.loaded || !isOpen) {
                throw noPreview();
            }
            return previewChoice(project, engine.recorder.openEdit(), parts.kind, choiceId);
        },
        onAnswered(issue, isResolved) {
            isOpen = false;
            parts.onAnswered?.(issue, isResolved);
        }
    });
}

/** Answers an issue as the host's policy says; `false`: somebody is to be asked. */
function answerByPolicy(
    project: RealtimeProject,
    report: (error: RealtimeError) => void,
    kind: SchedulingIssueKind,
    event: IssueEvent
): boolean {
    const policy = project.wsSchedulingIssues;
    if (policy === 'ask') {
        return false;
    }
    const issue = issueOf(project, { kind, event });
    const takeBack = (code: 'taken-back' | 'issue-policy', reason: string): void => {
        issue.cancel();
        report(new RealtimeError(code, `The edit was taken back. ${reason}`, { reason }));
    };
    const decide = async (): Promise<void> => {
        const { apply, cancel, ...asked } = issue;
        const choice = typeof policy === 'function' ? await policy(asked) : policy;
        if (choice === 'cancel') {
            cancel();
        } else if (choice === 'revert') {
            takeBack('taken-back', issue.description);
        } else {
            apply(choice === 'resolve' ? issue.choices[0]!.id : choice);
        }
    };
    decide().catch((error: unknown) =>
        takeBack('issue-policy', String(error instanceof Error ? error.message : error))
    );
    return true;
}

/**
 * Answers what the engine asks about impossible edits, before anybody hears of it: the view's popup opens whatever another
 * listener returns.
 *
 * While the engine takes over the edits of others, two of which may be possible only each by itself, nobody here has done
 * anything impossible, so nobody is asked: of a circle the dependency that came last is made inactive, on every client
 * the same; anything else takes the engine's first resolution. What is edited here goes by the host's policy.
 * @param name of any event of the project
 * @param event its parameters
 * @param report shows an error to the user
 * @returns whether it was such a question, and is answered
 */
export function answerIssue(
    project: RealtimeProject,
    engine: EngineBridge,
    report: (error: RealtimeError) => void,
    name: string,
    event: unknown
): boolean {
    if (!SCHEDULING_ISSUES.includes(name as SchedulingIssueKind)) {
        return false;
    }
    const issue = event as IssueEvent;
    holdWrites(project, issue);
    if (engine.isApplying) {
        unnoted(project, () => resolveAlone(engine, issue));
        goOn(issue, true);
        return true;
    }
    return answerByPolicy(project, report, name as SchedulingIssueKind, issue);
}
