// @ts-expect-error the package exports it, its types leave it out
import { EffectResolutionResult } from '@bryntum/schedulerpro';
import type { Model, ProjectModel } from '@bryntum/schedulerpro';
import type { Mirror } from '../sync/Mirror.ts';
import { unnoted } from './edited.ts';
import { listen } from './engine.ts';

/** What the engine found impossible; each is an event of the project. */
export const SCHEDULING_ISSUES = ['schedulingConflict', 'cycle', 'emptyCalendar'] as const;

interface Resolution {
    resolve(dependency?: Model): void;
}

interface IssueEvent {
    schedulingIssue: {
        getResolutions(): Resolution[];
        /** Cycles only. */
        getDependencies?(): Model[];
    };
    continueWithResolutionResult(result: unknown): void;
}

function resolve(issue: IssueEvent['schedulingIssue'], mirror: Mirror): void {
    const dependencies = issue.getDependencies?.() ?? [];
    if (dependencies.length) {
        const order = [...mirror.records('dependencies')].map(({ id }) => String(id));
        const rank = ({ id }: Model): number => (order.indexOf(String(id)) + order.length + 1) % (order.length + 1);
        (dependencies.toSorted((a, b) => rank(b) - rank(a))[0] as Model & { active: boolean }).active = false;
    } else {
        issue.getResolutions()[0]?.resolve();
    }
}

/**
 * Answers what the engine asks while it takes over the edits of others, two of which may be possible only each by
 * itself. Nobody here has done anything impossible, so nobody is asked: of a circle the dependency that came last is
 * made inactive, on every client the same; anything else takes the engine's first resolution.
 * @returns stops doing so
 */
export function resolveIssues(project: ProjectModel, mirror: Mirror, isApplying: () => boolean): () => void {
    const answer = ({ schedulingIssue, continueWithResolutionResult }: IssueEvent): boolean | undefined => {
        if (!isApplying()) {
            return undefined;
        }
        unnoted(project, () => resolve(schedulingIssue, mirror));
        continueWithResolutionResult(EffectResolutionResult.Resume);
        return false;
    };
    const listeners = Object.fromEntries(SCHEDULING_ISSUES.map(issue => [issue, answer]));
    return listen(project, { ...listeners, prio: 10_000 } as never);
}
