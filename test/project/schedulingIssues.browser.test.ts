import { describe, expect, onTestFinished, test } from 'vitest';
import { createProject, type Storage } from '../../src/server/core.ts';
import { issueOf } from '../../src/project/resolveIssues.ts';
import { SCHEDULING_ISSUES, type IssueEvent, type SchedulingIssue } from '../../src/project/schedulingIssues.ts';
import type { SchedulingIssuePreview } from '../../src/project/issuePreview.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { createInPageServer, type InPageServer } from '../support/inPageServer.ts';
import { eventOf, isSaved, joinProject, PLAN, snapshot } from './support.ts';

/** Adds to the plan a calendar in which nobody works, and a row of events that follow each other. */
const DATASET = {
    ...PLAN,
    eventsData: [
        ...PLAN.eventsData,
        { id: 'e', name: 'E', startDate: '2026-01-09T00:00:00', duration: 1, durationUnit: 'day' }
    ],
    dependenciesData: [...PLAN.dependenciesData, { id: 'c-e', fromEvent: 'c', toEvent: 'e', type: 2 }],
    calendarsData: [{ id: 'never', name: 'Never', unspecifiedTimeIsWorking: false }]
};

function startServer(): InPageServer {
    return createInPageServer({
        fill: (storage: Storage) => createProject(storage, { id: 1, name: 'One', dataset: DATASET })
    });
}

/** Resolves to the next issue of a project, which waits for an answer then. */
function nextIssue(project: WebSocketProjectModel): Promise<SchedulingIssue> {
    return new Promise(resolve => {
        const detach = project.on(
            Object.fromEntries(
                SCHEDULING_ISSUES.map(kind => [
                    kind.toLowerCase(),
                    (event: IssueEvent) => {
                        detach();
                        resolve(issueOf(project, { kind, event }));
                    }
                ])
            ) as never
        ) as () => void;
    });
}

/** Edits that the engine cannot schedule. */
const EDITS: { title: string; edit: (project: any) => unknown }[] = [
    {
        title: 'a constraint against a dependency',
        edit: project =>
            eventOf(project, 'c').set({ constraintType: 'muststarton', constraintDate: new Date(2026, 0, 5) })
    },
    { title: 'a circle', edit: project => project.dependencyStore.add({ fromEvent: 'e', toEvent: 'a' }) },
    {
        title: 'a dependency of an event on itself',
        edit: project => project.dependencyStore.add({ id: 'a-a', fromEvent: 'a', toEvent: 'a' })
    },
    { title: 'an event in an empty calendar', edit: project => void (eventOf(project, 'a').calendar = 'never') },
    { title: 'a project in an empty calendar', edit: project => void (project.calendar = 'never') },
    {
        title: 'a resource in an empty calendar',
        edit: project => void (project.resourceStore.getById('hall').calendar = 'never')
    },
    {
        title: 'a new event against a dependency',
        edit(project) {
            const [added] = project.eventStore.add({
                id: 'n',
                name: 'N',
                startDate: new Date(2026, 0, 5),
                duration: 2,
                constraintType: 'muststarton',
                constraintDate: new Date(2026, 0, 5)
            });
            project.dependencyStore.add({ id: 'a-n', fromEvent: 'a', toEvent: 'n' });
            added.assign(project.resourceStore.first);
        }
    }
];

const spans = (project: WebSocketProjectModel): Record<string, string> =>
    Object.fromEntries(
        (project.eventStore.allRecords as any[]).map(event => {
            const { startDate, endDate } = event.persistableData;
            return [String(event.id), `${startDate} ${endDate}`];
        })
    );

/** What a preview leaves of what there was. */
function foretold(before: Record<string, string>, { moves }: SchedulingIssuePreview): Record<string, string> {
    return {
        ...before,
        ...Object.fromEntries(moves.map(({ id, after }) => [String(id), `${after.startDate} ${after.endDate}`]))
    };
}

describe('a preview says what happens:', () => {
    test.each(EDITS)('$title', async ({ edit }) => {
        const count = await (async () => {
            const { project } = await joinProject(startServer(), 'Ada');
            edit(project);
            const issue = await nextIssue(project);
            const { length } = issue.choices;
            issue.cancel();
            await isSaved(project);
            return length;
        })();
        expect(count).toBeGreaterThan(1);
        for (let index = 0; index < count; index++) {
            const { project } = await joinProject(startServer(), 'Ada');
            const before = spans(project);
            edit(project);
            const issue = await nextIssue(project);
            const choice = issue.choices[index]!;
            const preview = await choice.preview();
            issue.apply(choice.id);
            await isSaved(project);
            expect(preview.next, choice.id).toBeNull();
            expect(foretold(before, preview), choice.id).toEqual(spans(project));
            console.log(choice.id, JSON.stringify(preview));
        }
    });
});
void onTestFinished;
void snapshot;
