import { describe, expect, test, vi } from 'vitest';
import { issueOf } from '../../src/project/resolveIssues.ts';
import type { IssueEvent, SchedulingIssuePolicy } from '../../src/project/schedulingIssues.ts';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { createRealtime } from '../../src/store/Realtime.ts';
import { converge, eventOf, isSaved, joinProject, joinTwo, snapshot, startServer } from './support.ts';

/** "C", which follows "A", must start on the day on which "A" starts. */
function causeConflict(project: WebSocketProjectModel): void {
    eventOf(project, 'c').set({ constraintType: 'muststarton', constraintDate: new Date(2026, 0, 5) });
}

/** "A" follows "C", too. */
function causeCycle(project: WebSocketProjectModel): void {
    project.dependencyStore.add({ id: 'c-a', fromEvent: 'c', toEvent: 'a' });
}

const dependency = (project: WebSocketProjectModel, id: string): any => project.dependencyStore.getById(id);
const steps = ({ stm }: WebSocketProjectModel): number[] => [stm.position, stm.length];

/** Two people, one of whom has a policy, and what the engine asks this one. */
async function joinWith(wsSchedulingIssues: SchedulingIssuePolicy): ReturnType<typeof joinTwo> {
    return joinTwo({ wsSchedulingIssues });
}

describe('"resolve"', () => {
    test('takes the first way out, everywhere', async () => {
        const { ada, ben } = await joinWith('resolve');
        causeConflict(ada);
        await converge([ada, ben], project => dependency(project, 'a-c').active === false);
        expect(eventOf(ben, 'c').startDate).toEqual(new Date(2026, 0, 5));
        expect(ada.wsState.lastError).toBeNull();
    });

    test('makes the newest dependency of a circle inactive', async () => {
        const { ada, ben } = await joinWith('resolve');
        causeCycle(ada);
        await converge([ada, ben], project => dependency(project, 'c-a')?.active === false);
        expect(dependency(ben, 'a-c').active).toBe(true);
    });

    test('is one step to undo', async () => {
        const { ada, ben } = await joinWith('resolve');
        const before = snapshot(ada);
        causeConflict(ada);
        await converge([ada, ben], project => dependency(project, 'a-c').active === false);
        expect(steps(ada)).toEqual([1, 1]);
        await ada.stm.undo();
        await converge([ada, ben], project => dependency(project, 'a-c').active);
        expect(snapshot(ben)).toEqual(before);
    });
});

describe('"revert"', () => {
    test.each([
        ['conflict', causeConflict],
        ['cycle', causeCycle]
    ])('takes a %s back, says so, and leaves no step to undo', async (_kind, cause) => {
        const { ada, ben } = await joinWith('revert');
        const before = snapshot(ada);
        cause(ada);
        await expect.poll(() => ada.wsState.lastError?.code).toBe('taken-back');
        await Promise.all([ada, ben].map(isSaved));
        expect([snapshot(ada), snapshot(ben)]).toEqual([before, before]);
        expect(steps(ada)).toEqual([0, 0]);
        expect(ada.wsState.lastError?.message).toMatch(/taken back.*(conflict|cycle) has been found/);
    });

    test('takes back all of an edit(), which rejects', async () => {
        const { ada, ben } = await joinWith('revert');
        const before = snapshot(ada);
        const edited = ada.wsEdit(() => {
            eventOf(ada, 'b').name = 'Along with it';
            causeConflict(ada);
        });
        await expect(edited).rejects.toMatchObject({ code: 'taken-back' });
        await Promise.all([ada, ben].map(isSaved));
        expect([snapshot(ada), snapshot(ben)]).toEqual([before, before]);
        eventOf(ada, 'b').name = 'Afterwards';
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Afterwards');
    });

    test('takes back all of an edit() that waits for something in between', async () => {
        const { ada, ben } = await joinWith('revert');
        const before = snapshot(ada);
        const edited = ada.wsEdit(async () => {
            causeConflict(ada);
            await expect.poll(() => ada.wsState.lastError?.code).toBe('taken-back');
            eventOf(ada, 'b').duration = 5;
            await ada.commitAsync();
            eventOf(ada, 'b').name = 'Along with it';
        });
        await expect(edited).rejects.toMatchObject({ code: 'taken-back' });
        await Promise.all([ada, ben].map(isSaved));
        expect([snapshot(ada), snapshot(ben), steps(ada)]).toEqual([before, before, [0, 0]]);
    });

    test('keeps earlier edits that are not sent yet', async () => {
        const { ada, ben } = await joinWith('revert');
        ada.wsAutoSync = false;
        eventOf(ada, 'b').duration = 7;
        await expect.poll(() => ada.wsState.queue.waiting).toBe(1);
        causeConflict(ada);
        await expect.poll(() => ada.wsState.lastError?.code).toBe('taken-back');
        ada.wsAutoSync = true;
        await converge([ada, ben], project => eventOf(project, 'b').duration === 7);
        expect(eventOf(ben, 'c').constraintType).toBeFalsy();
    });
});

describe('a function', () => {
    test('gets the issue with its choices and their previews, and decides', async () => {
        const asked: string[] = [];
        const { ada, ben } = await joinWith(async ({ kind, description, choices }) => {
            asked.push(kind, description);
            const previews = await Promise.all(choices.map(({ preview }) => preview()));
            // Whatever moves the fewest.
            const fewest = previews.toSorted((a, b) => a.moves.length - b.moves.length)[0]!;
            return choices[previews.indexOf(fewest)]!.id;
        });
        causeConflict(ada);
        await expect.poll(() => asked.length).toBe(2);
        await converge([ada, ben], project => !eventOf(project, 'c').constraintType);
        expect(asked).toEqual(['schedulingConflict', expect.stringContaining('"C" Must-Start-On')]);
        expect(dependency(ben, 'a-c').active).toBe(true);
    });

    test('may take the edit back, without an error', async () => {
        const policy = vi.fn<() => string>(() => 'cancel');
        const { ada, ben } = await joinWith(policy);
        const before = snapshot(ada);
        causeCycle(ada);
        await expect.poll(() => policy.mock.calls.length).toBe(1);
        await expect.poll(() => dependency(ada, 'c-a')).toBeFalsy();
        await Promise.all([ada, ben].map(isSaved));
        expect([snapshot(ada), snapshot(ben), ada.wsState.lastError]).toEqual([before, before, null]);
    });

    test.each([
        ['throws', () => Promise.reject(new Error('No idea'))],
        ['names no choice', () => 'whatever'],
        ['answers nothing', () => undefined as never]
    ] satisfies [string, SchedulingIssuePolicy][])(
        'that %s has the edit taken back, with an error',
        async (_, policy) => {
            const { ada, ben } = await joinWith(policy);
            const before = snapshot(ada);
            causeConflict(ada);
            await expect.poll(() => ada.wsState.lastError?.code).toBe('issue-policy');
            expect(ada.wsState.lastError?.message).toMatch(/No idea|no choice '(whatever|undefined)'/);
            await Promise.all([ada, ben].map(isSaved));
            expect([snapshot(ada), snapshot(ben)]).toEqual([before, before]);
        }
    );

    test('is asked again about what its answer leads to', async () => {
        const kinds: string[] = [];
        const { ada, ben } = await joinWith(({ kind, choices }) => {
            kinds.push(kind);
            return choices[0]!.id;
        });
        causeConflict(ada);
        causeCycle(ada);
        await converge([ada, ben], project => dependency(project, 'a-c').active === false);
        expect(kinds.length).toBeGreaterThan(0);
        expect(eventOf(ada, 'c').startDate).toEqual(new Date(2026, 0, 5));
    });
});

test('a policy can be changed at any time, and counts from the next issue', async () => {
    const server = startServer();
    const { address, webSocketImplementation } = server;
    const { project: ben } = await joinProject(server, 'Ben');
    const realtime = createRealtime({ wsAddress: address, wsProjectId: 1, webSocketImplementation });
    const { project } = realtime;
    await realtime.login({ userName: 'Ada' });
    await expect.poll(() => project.wsState.connection.status).toBe('live');
    expect(project.wsSchedulingIssues).toBe('ask');
    realtime.setSchedulingIssues('revert');
    causeConflict(project);
    await expect.poll(() => project.wsState.lastError?.code).toBe('taken-back');
    realtime.setSchedulingIssues('resolve');
    causeConflict(project);
    await converge([project, ben], each => dependency(each, 'a-c').active === false);
    project.destroy();
});

/** What code may edit while the engine waits for an answer. */
const MEANWHILE: [title: string, edit: (project: any) => unknown, seen: (project: any) => unknown][] = [
    ['a name', project => (eventOf(project, 'b').name = 'Other'), project => eventOf(project, 'b').name === 'Other'],
    ['a duration', project => (eventOf(project, 'b').duration = 5), project => eventOf(project, 'b').duration === 5],
    [
        'the same event',
        project => (eventOf(project, 'c').duration = 5),
        project => eventOf(project, 'c').duration === 5
    ],
    [
        'a new event',
        project => project.eventStore.add({ id: 'n', name: 'N', startDate: new Date(2026, 0, 5), duration: 2 }),
        project => eventOf(project, 'n')?.duration === 2
    ],
    ['a removal', project => project.eventStore.remove('d'), project => !eventOf(project, 'd')]
];

describe('while a question is open', () => {
    test.each(MEANWHILE)('%s is kept when the edit is taken back, as a step of its own', async (_, edit, seen) => {
        const { ada, ben } = await joinTwo();
        let asked = 0;
        let cancel = (): void => {};
        ada.on({
            schedulingconflict(event: IssueEvent) {
                asked++;
                cancel = issueOf(ada, { kind: 'schedulingConflict', event }).cancel;
            }
        } as never);
        causeConflict(ada);
        await expect.poll(() => asked).toBe(1);
        edit(ada);
        cancel();
        await converge([ada, ben], project => seen(project) && !eventOf(project, 'c').constraintType);
        expect([asked, steps(ada)]).toEqual([1, [1, 1]]);
        await ada.stm.undo();
        await converge([ada, ben], project => !seen(project));
    });

    test('what other code edits is kept when an edit() is taken back', async () => {
        const { ada, ben } = await joinTwo();
        let cancel: (() => void) | undefined;
        ada.on({
            schedulingconflict(event: IssueEvent) {
                ({ cancel } = issueOf(ada, { kind: 'schedulingConflict', event }));
            }
        } as never);
        const edited = ada.wsEdit(() => causeConflict(ada)).catch(({ code }) => code);
        await expect.poll(() => cancel).toBeTruthy();
        eventOf(ada, 'b').duration = 5;
        eventOf(ada, 'd').name = 'Other';
        cancel!();
        expect(await edited).toBe('taken-back');
        await converge(
            [ada, ben],
            project => eventOf(project, 'b').duration === 5 && eventOf(project, 'd').name === 'Other'
        );
        expect(eventOf(ben, 'c').constraintType).toBeFalsy();
    });

    test.each(MEANWHILE)('%s is kept when a way out is chosen', async (_, edit, seen) => {
        const { ada, ben } = await joinTwo();
        let choose: (() => void) | undefined;
        ada.on({
            schedulingconflict(event: IssueEvent) {
                const { apply, choices } = issueOf(ada, { kind: 'schedulingConflict', event });
                choose = () => apply(choices[0]!.id);
            }
        } as never);
        causeConflict(ada);
        await expect.poll(() => choose).toBeTruthy();
        edit(ada);
        choose!();
        await converge([ada, ben], project => seen(project) && dependency(project, 'a-c').active === false);
    });

    test.each(['cancel', 'apply'] as const)('what others edit arrives after "%s"', async how => {
        const { ada, ben } = await joinTwo();
        let answer: (() => void) | undefined;
        ada.on({
            schedulingconflict(event: IssueEvent) {
                const { apply, cancel, choices } = issueOf(ada, { kind: 'schedulingConflict', event });
                answer = how === 'apply' ? () => apply(choices[0]!.id) : cancel;
            }
        } as never);
        causeConflict(ada);
        await expect.poll(() => answer).toBeTruthy();
        eventOf(ben, 'c').name = 'Renamed';
        eventOf(ben, 'c').duration = 4;
        await isSaved(ben);
        answer!();
        await converge(
            [ada, ben],
            project => eventOf(project, 'c').name === 'Renamed' && eventOf(project, 'c').duration === 4
        );
        expect(dependency(ben, 'a-c').active).toBe(how === 'cancel');
    });
});

/** Resolves to how to answer the issue that an edit raises. */
function askAbout(
    project: WebSocketProjectModel,
    cause = causeConflict
): Promise<Record<'cancel' | 'apply', () => void>> {
    return new Promise(resolve => {
        project.on({
            schedulingconflict(event: IssueEvent) {
                const { apply, cancel, choices } = issueOf(project, { kind: 'schedulingConflict', event });
                resolve({ cancel, apply: () => apply(choices[0]!.id) });
            },
            once: true
        } as never);
        cause(project);
    });
}

describe.each(['apply', 'cancel'] as const)('an answer (%s)', how => {
    test('may come after the connection was lost and found again', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        const answers = await askAbout(ada);
        adaLine.cut();
        eventOf(ben, 'b').name = 'Meanwhile';
        await isSaved(ben);
        adaLine.mend();
        await expect.poll(() => adaLine.sockets.length).toBeGreaterThan(1);
        answers[how]();
        await converge(
            [ada, ben],
            project =>
                eventOf(project, 'b').name === 'Meanwhile' && dependency(project, 'a-c').active === (how === 'cancel')
        );
        expect(ada.wsState.lastError).toBeNull();
    });

    test('may come when what it is about was removed by somebody else', async () => {
        const { ada, ben } = await joinTwo();
        const answers = await askAbout(ada);
        ben.eventStore.remove('c');
        await isSaved(ben);
        answers[how]();
        await converge([ada, ben], project => !eventOf(project, 'c'));
        expect(ada.wsState.rejections.length).toBe(how === 'apply' ? 1 : 0);
    });
});

test('a project may go while it asks', async () => {
    const { ada, ben } = await joinTwo();
    await askAbout(ada);
    ada.destroy();
    eventOf(ben, 'b').name = 'Goes on';
    await isSaved(ben);
    expect(eventOf(ben, 'b').name).toBe('Goes on');
});

test('an undo that cannot be scheduled any more can be taken back as a whole', async () => {
    const { ada, ben } = await joinTwo();
    const both = [ada, ben];
    // Without the dependency "C" may start earlier, which Ben uses; then Ada undoes the removal.
    await ada.wsEdit(() => {
        eventOf(ada, 'b').name = 'Along with it';
        ada.dependencyStore.remove('a-c');
    });
    await converge(both, project => !dependency(project, 'a-c'));
    causeConflict(ben);
    await converge(both, project => +eventOf(project, 'c').startDate === +new Date(2026, 0, 5));
    ada.wsSchedulingIssues = 'revert';
    await ada.wsGoThroughHistory('undo', 'all');
    await Promise.all(both.map(isSaved));
    expect(ada.wsState.lastError?.code).toBe('taken-back');
    await converge(both, project => !dependency(project, 'a-c') && eventOf(project, 'b').name === 'Along with it');
    expect([steps(ada), ada.stm.isRestoring]).toEqual([[1, 1], false]);

    ada.wsSchedulingIssues = 'resolve';
    await ada.wsGoThroughHistory('undo', 'all');
    await converge(both, project => dependency(project, 'a-c') && eventOf(project, 'b').name === 'B');
    eventOf(ada, 'b').name = 'Goes on';
    await converge(both, project => eventOf(project, 'b').name === 'Goes on');
});
