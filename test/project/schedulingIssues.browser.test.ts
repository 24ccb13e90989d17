import type { Model } from '@bryntum/schedulerpro';
import { describe, expect, test } from 'vitest';
import { createProject, type Storage } from '../../src/server/core.ts';
import { takeApart } from '../../src/project/openEdit.ts';
import type { ProjectSync } from '../../src/project/ProjectSync.ts';
import { issueOf } from '../../src/project/resolveIssues.ts';
import { SCHEDULING_ISSUES, type IssueEvent, type SchedulingIssue } from '../../src/project/schedulingIssues.ts';
import type { RealtimeProjectConfig } from '../../src/project/RealtimeProject.ts';
import { snapshot as asStored } from '../../src/project/stores.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { createInPageServer, type InPageServer } from '../support/inPageServer.ts';
import { BIG } from '../support/bigPlan.ts';
import { eventOf, isSaved, joinProject, joinTwo, PLAN, snapshot } from './support.ts';

const event = (id: string, day: number, duration: number, more = {}): object => ({
    id,
    name: id.toUpperCase(),
    startDate: `2026-01-${String(day).padStart(2, '0')}T00:00:00`,
    duration,
    durationUnit: 'day',
    ...more
});

const midnight = (day: number): Date => new Date(2026, 0, day);

/** "A" → "C" → "E"; "D" → "F", which must start on the 20th; calendars of which one is empty, and who uses them. */
const DATASET = {
    ...PLAN,
    eventsData: [
        ...PLAN.eventsData,
        event('e', 9, 1),
        event('f', 20, 2, { constraintType: 'muststarton', constraintDate: '2026-01-20T00:00:00' }),
        event('g', 5, 1, { calendar: 'mondays' })
    ],
    resourcesData: [...PLAN.resourcesData, { id: 'closed', name: 'Closed', calendar: 'never' }],
    dependenciesData: [
        ...PLAN.dependenciesData,
        { id: 'c-e', fromEvent: 'c', toEvent: 'e', type: 2 },
        { id: 'd-f', fromEvent: 'd', toEvent: 'f', type: 2 }
    ],
    calendarsData: [
        { id: 'never', name: 'Never', unspecifiedTimeIsWorking: false },
        {
            id: 'mondays',
            name: 'Mondays',
            unspecifiedTimeIsWorking: false,
            intervals: [{ recurrentStartDate: 'on Mon', recurrentEndDate: 'on Tue', isWorking: true }]
        }
    ]
};

function startServer(dataset: Record<string, object[]> = DATASET): InPageServer {
    return createInPageServer({
        fill: (storage: Storage) => createProject(storage, { id: 1, name: 'One', dataset })
    });
}

/** Makes an edit; resolves to the first issue it raises, which waits for an answer then. */
function issueAfter(project: WebSocketProjectModel, edit: (project: any) => unknown): Promise<SchedulingIssue> {
    return new Promise(resolve => {
        const ask = (kind: (typeof SCHEDULING_ISSUES)[number]) => (raised: IssueEvent) => {
            detach();
            resolve(issueOf(project, { kind, event: raised }));
        };
        const listeners = Object.fromEntries(SCHEDULING_ISSUES.map(kind => [kind.toLowerCase(), ask(kind)]));
        const detach = project.on(listeners as never) as () => void;
        edit(project);
    });
}

/** Edits that the engine cannot schedule. */
const EDITS: { title: string; edit: (project: any) => unknown }[] = [
    {
        title: 'a constraint against a dependency',
        edit: project => eventOf(project, 'c').set({ constraintType: 'muststarton', constraintDate: midnight(5) })
    },
    { title: 'a move', edit: project => eventOf(project, 'd').setStartDate(midnight(20)) },
    { title: 'a longer duration', edit: project => void (eventOf(project, 'd').duration = 10) },
    { title: 'a later end', edit: project => eventOf(project, 'd').setEndDate(midnight(24), false) },
    { title: 'a lag', edit: project => void (project.dependencyStore.getById('d-f').lag = 10) },
    {
        title: 'a dependency',
        edit: project =>
            project.dependencyStore.add({ fromEvent: 'f', toEvent: 'a' }) &&
            eventOf(project, 'a').set({ constraintType: 'muststarton', constraintDate: midnight(5) })
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
        title: 'an assignment to a resource in an empty calendar',
        edit: project =>
            void (project.assignmentStore.getById('a-hall').resource = project.resourceStore.getById('closed'))
    },
    {
        title: 'a calendar that loses its working time',
        edit: project => project.calendarManagerStore.getById('mondays').clearIntervals()
    },
    {
        title: 'a new event against a dependency',
        edit(project) {
            const constraint = { constraintType: 'muststarton', constraintDate: midnight(5) };
            const [added] = project.eventStore.add({
                id: 'n',
                name: 'N',
                startDate: midnight(5),
                duration: 2,
                ...constraint
            });
            project.dependencyStore.add({ id: 'a-n', fromEvent: 'a', toEvent: 'n' });
            added.assign(project.resourceStore.first);
        }
    },
    {
        title: 'an edit() of several events',
        edit: project =>
            project
                .wsEdit(() => {
                    eventOf(project, 'b').duration = 4;
                    eventOf(project, 'a').duration = 3;
                    eventOf(project, 'd').setStartDate(midnight(21));
                    project.dependencyStore.remove('c-e');
                })
                .catch(() => {})
    },
    {
        title: 'an edit right after another one',
        edit(project) {
            eventOf(project, 'a').duration = 3;
            void project.commitAsync().then(() => (eventOf(project, 'd').duration = 10));
        }
    }
];

const spans = (project: WebSocketProjectModel): Record<string, string> =>
    Object.fromEntries(
        (project.eventStore.allRecords as Model[]).map(record => {
            const { startDate, endDate } = asStored(record);
            return [String(record.id), `${String(startDate)} ${String(endDate)}`];
        })
    );

/** Whether dependencies count, by the names of both ends. */
const dependencies = (project: WebSocketProjectModel): Record<string, boolean> =>
    Object.fromEntries(
        (project.dependencyStore.allRecords as any[]).map(({ fromEvent, toEvent, active }) => [
            `${fromEvent.name} ${toEvent.name}`,
            active
        ])
    );

/** Compares what each choice was said to do with what it does; returns the ids of the choices. */
async function expectForetold(
    edit: (project: any) => unknown,
    server: () => InPageServer = startServer,
    config: RealtimeProjectConfig = {}
): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0, count = 1; index < count; index++) {
        // oxlint-disable no-await-in-loop -- each choice in a project of its own
        const { project } = await joinProject(server(), 'Ada', config);
        await isSaved(project);
        const before = spans(project);
        const issue = await issueAfter(project, edit);
        count = issue.choices.length;
        const { id, preview } = issue.choices[index]!;
        const linked = dependencies(project);
        const { moves, dependencies: changes, next } = await preview();
        issue.apply(id);
        await isSaved(project);
        // oxlint-enable no-await-in-loop
        const after = spans(project);
        expect(next, id).toBeNull();
        const foretold = moves.map(({ id: moved, after: { startDate, endDate } }) => [
            moved,
            `${startDate} ${endDate}`
        ]);
        expect({ ...before, ...Object.fromEntries(foretold) }, id).toEqual(after);
        expect(
            Object.fromEntries(
                moves.map(move => [move.id, move.before && `${move.before.startDate} ${move.before.endDate}`])
            ),
            id
        ).toEqual(
            Object.fromEntries(
                Object.entries(after)
                    .filter(([moved, span]) => before[moved] !== span)
                    .map(([moved]) => [moved, before[moved] ?? null])
            )
        );
        const now = dependencies(project);
        expect(
            changes.map(({ fromEvent, toEvent, kind }) => [`${fromEvent} ${toEvent}`, kind]),
            id
        ).toEqual(
            Object.keys(linked)
                .filter(link => linked[link] && !now[link])
                .map(link => [link, link in now ? 'deactivated' : 'removed'])
        );
        ids.push(id);
        project.destroy();
    }
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
    return ids;
}

describe('a preview says what happens:', () => {
    test.each(EDITS)('$title', async ({ edit }) => {
        await expectForetold(edit);
    });

    test('where the start of the project holds events, any of which may move', async () => {
        await expectForetold(EDITS[0]!.edit, startServer, { autoSetConstraints: false } as never);
        await expectForetold(EDITS[1]!.edit, startServer, { autoSetConstraints: false } as never);
    });
});
/** What there is to see, to undo and to send of a project. */
const stateOf = (project: WebSocketProjectModel, sent: readonly unknown[]): unknown => {
    const { stm, wsState } = project;
    return [
        snapshot(project),
        [stm.position, stm.length, stm.isRecording],
        // Clients compare what they have calculated when it is quiet.
        [wsState.queue.length, wsState.lastError, sent.filter(each => JSON.stringify(each).includes('$input')).length]
    ];
};

describe('a preview', () => {
    test('changes nothing here, in the undo history, on the server or at anybody else', async () => {
        const { ada, ben, adaLine, benLine } = await joinTwo({}, startServer());
        await Promise.all([ada, ben].map(isSaved));
        const issue = await issueAfter(ada, EDITS[0]!.edit);
        const before = [stateOf(ada, adaLine.sent), stateOf(ben, benLine.sent)];
        const previews = await Promise.all(issue.choices.map(({ preview }) => preview()));
        expect(previews.map(({ moves }) => moves.length)).toEqual([2, 2, 0]);
        expect([stateOf(ada, adaLine.sent), stateOf(ben, benLine.sent)]).toEqual(before);
        issue.cancel();
        await isSaved(ada);
    });

    test('is right when the edit follows at once on one that was taken back', async () => {
        const { project, line } = await joinProject(startServer(), 'Ada');
        await isSaved(project);
        const first = await issueAfter(project, EDITS[0]!.edit);
        first.cancel();
        await project.commitAsync();
        await expect.poll(() => project.wsState.queue.length).toBe(0);
        const before = spans(project);
        const issue = await issueAfter(project, () => (eventOf(project, 'a').calendar = 'never'));
        const [, eightHours] = issue.choices;
        const { moves } = await eightHours!.preview();
        expect(moves.map(({ id }) => id)).toEqual(['a', 'c', 'e']);
        // Nobody gets to see it before the answer.
        expect(line.sent.filter(message => JSON.stringify(message).includes('never'))).toEqual([]);
        issue.apply(eightHours!.id);
        await isSaved(project);
        const foretold = moves.map(({ id, after: { startDate, endDate } }) => [id, `${startDate} ${endDate}`]);
        expect({ ...before, ...Object.fromEntries(foretold) }).toEqual(spans(project));
    });

    test('is calculated once', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        const { choices, cancel } = await issueAfter(project, EDITS[0]!.edit);
        const [choice] = choices;
        expect(await choice!.preview()).toBe(await choice!.preview());
        cancel();
    });

    test('names another issue to which the choice leads', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        const issue = await issueAfter(project, () => {
            EDITS[0]!.edit(project);
            eventOf(project, 'd').setStartDate(midnight(20));
        });
        const { next, moves } = await issue.choices[0]!.preview();
        expect([next?.kind, moves]).toEqual(['schedulingConflict', []]);
        const asked = await issueAfter(project, () => issue.apply(issue.choices[0]!.id));
        // The one that comes, or, as the engine has no order for them, the other one.
        expect([asked.description, issue.description]).toContain(next!.description);
        asked.cancel();
        await isSaved(project);
    });

    test('contains what the first answer did when it is asked about the second', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        await isSaved(project);
        const before = spans(project);
        const first = await issueAfter(project, () => {
            EDITS[0]!.edit(project);
            eventOf(project, 'd').setStartDate(midnight(20));
        });
        const second = await issueAfter(project, () => first.apply(first.choices[0]!.id));
        const { moves, next } = await second.choices[0]!.preview();
        second.apply(second.choices[0]!.id);
        await isSaved(project);
        expect(next).toBeNull();
        expect({
            ...before,
            ...Object.fromEntries(moves.map(({ id, after }) => [id, `${after.startDate} ${after.endDate}`]))
        }).toEqual(spans(project));
    });

    test('fails with a code when the issue is answered already', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        const issue = await issueAfter(project, EDITS[0]!.edit);
        issue.cancel();
        await expect(issue.choices[0]!.preview()).rejects.toMatchObject({ code: 'no-preview' });
    });

    test('survives that the issue is answered meanwhile', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        const issue = await issueAfter(project, EDITS[0]!.edit);
        const foretold = await issue.choices[0]!.preview();
        const other = issue.choices[1]!.preview();
        issue.apply(issue.choices[1]!.id);
        expect((await other.catch(({ code }) => ({ code }))) satisfies object).toSatisfy(
            (result: any) => result.code === 'no-preview' || result.moves.length === foretold.moves.length
        );
        await isSaved(project);
    });
});

test('of a thousand events those are calculated that the edit can reach', async () => {
    const { project } = await joinProject(startServer(BIG), 'Ada');
    await isSaved(project);
    const { engine } = (project as unknown as { wsSync: ProjectSync }).wsSync;
    const issue = await issueAfter(project, () =>
        eventOf(project, 'e1').set({ constraintType: 'muststarton', constraintDate: midnight(1) })
    );
    expect(takeApart(project, engine.recorder.openEdit()).reach).toEqual(new Set(['e0', 'e1']));
    const { moves } = await issue.choices[0]!.preview();
    expect(moves.map(({ id }) => id)).toEqual(['e1']);
    issue.cancel();
    await isSaved(project);
});
