import { describe, expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { closePage, conflicts, editBoth, goOffline, hasConflicts, hasQueued } from './editConflictSupport.ts';
import { converge, eventOf, isSaved, joinProject, joinTwo, makeProject, isLive } from './support.ts';

const renamed =
    (name: string, id = 'a') =>
    (project: WebSocketProjectModel): unknown =>
        (eventOf(project, id).name = name);

const date = (day: number): Date => new Date(2026, 0, day);
const moved =
    (id: string, day: number) =>
    (project: WebSocketProjectModel): unknown =>
        eventOf(project, id).setStartDate(date(day));

describe.each(['reconnect', 'reload'] as const)('coming back by %s:', way => {
    test('the own edit counts on all screens; what it has overwritten is remembered, with who and when', async () => {
        const { ada, ben } = await editBoth(way, renamed('Ada’s'), renamed('Ben’s'));
        await hasConflicts(ada, 'a name');
        await expect.poll(() => conflicts(ada)[0]!.userName).toBe('Ben');
        expect(conflicts(ada)[0]).toMatchObject({
            store: 'events',
            name: 'Ada’s',
            kind: 'updated',
            before: { name: 'A' },
            mine: { name: 'Ada’s' },
            theirs: { name: 'Ben’s' }
        });
        expect(Math.abs(Date.now() - conflicts(ada)[0]!.at!)).toBeLessThan(60_000);
        expect(conflicts(ben)).toEqual([]);
        expect([ada, ben].map(project => eventOf(project, 'a').name)).toEqual(['Ada’s', 'Ada’s']);
    });

    test('two people who set the same, or different fields, are in nobody’s way', async () => {
        const { ada } = await editBoth(
            way,
            project => {
                renamed('Both')(project);
                eventOf(project, 'b').name = 'Only Ada’s';
            },
            project => {
                renamed('Both')(project);
                eventOf(project, 'b').eventColor = 'red';
            }
        );
        expect(conflicts(ada)).toEqual([]);
    });

    test('what was only calculated anew is no conflict', async () => {
        // c follows a, so that it moves along with it.
        const { ada } = await editBoth(
            way,
            project => {
                eventOf(project, 'c').duration = 4;
                eventOf(project, 'c').name = 'Longer';
            },
            moved('a', 14)
        );
        expect(eventOf(ada, 'c').startDate).toEqual(date(16));
        expect(conflicts(ada)).toEqual([]);
    });

    test('a move is one conflict, and taking theirs restores all of it', async () => {
        const { ada, ben } = await editBoth(way, moved('d', 19), moved('d', 26));
        await hasConflicts(ada, 'd startDate');
        expect(conflicts(ada)[0]).toMatchObject({
            before: { startDate: '2026-01-12T00:00:00' },
            mine: { startDate: '2026-01-19T00:00:00', constraintDate: '2026-01-19T00:00:00' },
            theirs: { startDate: '2026-01-26T00:00:00', constraintDate: '2026-01-26T00:00:00' }
        });
        await ada.wsResolveEditConflicts('theirs');
        await converge(
            [ada, ben],
            project =>
                +eventOf(project, 'd').startDate === +date(26) &&
                +eventOf(project, 'd').constraintDate === +date(26) &&
                eventOf(project, 'd').duration === 2
        );
    });

    test('a move and a new length do not get in each other’s way', async () => {
        const { ada, ben } = await editBoth(way, moved('d', 19), project => (eventOf(project, 'd').duration = 5));
        await converge([ada, ben], project => eventOf(project, 'd').duration === 5);
        expect(conflicts(ada)).toEqual([]);
    });

    test('two assignments of one bar', async () => {
        const assign =
            (resource: string) =>
            (project: WebSocketProjectModel): unknown =>
                ((project.assignmentStore.getById('b-shop') as any).resource = project.resourceStore.getById(resource));
        const { ada, ben } = await editBoth(way, assign('hall'), assign('yard'));
        await hasConflicts(ada, 'b-shop resource');
        await ada.wsResolveEditConflicts('theirs');
        await converge([ada, ben], project => eventOf(project, 'b').resource?.id === 'yard');
    });

    test('a record that somebody has removed says so, and the edit is refused', async () => {
        const { ada } = await editBoth(way, renamed('Ada’s', 'b'), project => project.eventStore.remove('b'));
        await hasConflicts(ada, 'b null');
        await expect.poll(() => conflicts(ada)[0]!.userName).toBe('Ben');
        expect(conflicts(ada)[0]).toMatchObject({
            name: expect.stringMatching(/^(B|Ada’s)$/),
            kind: 'removed',
            before: { name: 'B' },
            mine: { name: 'Ada’s' },
            theirs: {}
        });
        await ada.wsResolveEditConflicts('theirs');
        expect(conflicts(ada)).toEqual([]);
        expect(eventOf(ada, 'b') ?? null).toBeNull();
    });
});

test('edits that were kept by an earlier release, without what was there before, still arrive', async () => {
    const { server, ada, ben, adaLine } = await joinTwo();
    await goOffline(ada, adaLine);
    await ada.wsEdit(() => void renamed('Ada’s')(ada));
    await hasQueued(ada, 1);
    const { outgoing } = (ada as any).wsSync;
    delete outgoing.outbox(1).pending[0].before;
    await outgoing.saved(1);
    await ben.wsEdit(() => void renamed('Ben’s')(ben));
    await closePage(ada);
    const { project } = await joinProject(server, 'Ada');
    await converge([project, ben], each => eventOf(each, 'a').name === 'Ada’s');
    expect(conflicts(project)).toEqual([]);
});

test('auto-sync off is like being offline', async () => {
    const { ada, ben } = await joinTwo();
    ada.wsAutoSync = false;
    await ada.wsEdit(() => void renamed('Ada’s')(ada));
    await ben.wsEdit(() => void renamed('Ben’s')(ben));
    await hasConflicts(ada, 'a name');
    expect(eventOf(ada, 'a').name).toBe('Ada’s');
    ada.wsAutoSync = true;
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
    await hasConflicts(ada, 'a name');
});

describe('a conflict', () => {
    const both = () => editBoth('reconnect', renamed('Ada’s'), renamed('Ben’s'));

    test('is decided for mine without any edit', async () => {
        const { ada, ben } = await both();
        const { position } = ada.stm;
        await ada.wsResolveEditConflicts('mine', [conflicts(ada)[0]!.key]);
        expect(conflicts(ada)).toEqual([]);
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        expect(ada.stm.position).toBe(position);
    });

    test('is decided for theirs by one edit and one undo step, which can be undone', async () => {
        const { ada, ben } = await both();
        const { position } = ada.stm;
        await ada.wsResolveEditConflicts('theirs', [conflicts(ada)[0]!.key]);
        expect(conflicts(ada)).toEqual([]);
        expect(ada.stm.position).toBe(position + 1);
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ben’s');
        await (ada.stm as any).undo();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        expect(conflicts(ada)).toEqual([]);
    });

    test('goes away when its author, or somebody else, sets the field anew', async () => {
        const { ada, ben } = await both();
        await ben.wsEdit(() => void renamed('Even later')(ben));
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Even later');
        expect(conflicts(ada)).toEqual([]);
    });

    test('follows an own edit of the same field, and goes away when that sets the same as theirs', async () => {
        const { ada, ben } = await both();
        await ada.wsEdit(() => void renamed('Ada’s second')(ada));
        await expect.poll(() => conflicts(ada)[0]?.mine).toEqual({ name: 'Ada’s second' });
        await ada.wsEdit(() => void renamed('Ben’s')(ada));
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ben’s');
        expect(conflicts(ada)).toEqual([]);
    });

    test('tells the newest of what others have set while the own edit was not sent', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        await goOffline(ada, adaLine);
        await ada.wsEdit(() => void renamed('Ada’s')(ada));
        await ben.wsEdit(() => void renamed('First')(ben));
        await ben.wsEdit(() => void renamed('Second')(ben));
        await isSaved(ben);
        adaLine.mend();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        expect(conflicts(ada).map(({ theirs }) => theirs)).toEqual([{ name: 'Second' }]);
    });

    test('goes away when what was there is set back before the own edit is sent', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        await goOffline(ada, adaLine);
        await ada.wsEdit(() => void renamed('Ada’s')(ada));
        await ben.wsEdit(() => void renamed('Ben’s')(ben));
        await ben.wsEdit(() => void renamed('A')(ben));
        await isSaved(ben);
        adaLine.mend();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        expect(conflicts(ada)).toEqual([]);
    });

    test('goes away with its record', async () => {
        const { ada, ben } = await both();
        ben.eventStore.remove('a');
        await converge([ada, ben], project => !eventOf(project, 'a'));
        expect(conflicts(ada)).toEqual([]);
    });

    test('goes away when the own edit is refused', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        await goOffline(ada, adaLine);
        await ada.wsEdit(() => {
            renamed('Ada’s')(ada);
            renamed('Of no use', 'b')(ada);
        });
        await ben.wsEdit(() => {
            renamed('Ben’s')(ben);
            ben.eventStore.remove('b');
        });
        await isSaved(ben);
        adaLine.mend();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ben’s' && !eventOf(project, 'b'));
        expect(ada.wsState.rejections).toHaveLength(1);
        await hasConflicts(ada, 'b null');
    });

    test('is still there after a reload, until it is decided, and stays away then', async () => {
        const { server, ada, ben, adaLine } = await joinTwo();
        await goOffline(ada, adaLine);
        await ada.wsEdit(() => {
            renamed('Ada’s')(ada);
            moved('d', 19)(ada);
        });
        await ben.wsEdit(() => {
            renamed('Ben’s')(ben);
            moved('d', 26)(ben);
        });
        await isSaved(ben);
        adaLine.mend();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        await hasConflicts(ada, 'a name', 'd startDate');
        const before = conflicts(ada);
        await closePage(ada);
        const { project } = await joinProject(server, 'Ada');
        expect(conflicts(project)).toEqual(before);
        await project.wsResolveEditConflicts('theirs', [before[0]!.key]);
        await converge([project, ben], each => eventOf(each, 'a').name === 'Ben’s');
        await hasConflicts(project, 'd startDate');
        await closePage(project);
        const { project: third } = await joinProject(server, 'Ada');
        await hasConflicts(third, 'd startDate');
        await third.wsResolveEditConflicts('mine');
        await closePage(third);
        expect(conflicts((await joinProject(server, 'Ada')).project)).toEqual([]);
    });

    test('is not there after a reload when somebody has set the field anew meanwhile', async () => {
        const { server, ada, ben, adaLine } = await joinTwo();
        await goOffline(ada, adaLine);
        await ada.wsEdit(() => void renamed('Ada’s')(ada));
        await ben.wsEdit(() => void renamed('Ben’s')(ben));
        await isSaved(ben);
        adaLine.mend();
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        await hasConflicts(ada, 'a name');
        await closePage(ada);
        await ben.wsEdit(() => void renamed('Even later')(ben));
        await isSaved(ben);
        expect(conflicts((await joinProject(server, 'Ada')).project)).toEqual([]);
    });

    test('is the user’s own: nobody else sees it who works on the same computer', async () => {
        const { server, ada, ben, adaLine } = await joinTwo();
        await goOffline(ada, adaLine);
        await ada.wsEdit(() => void renamed('Ada’s')(ada));
        await ben.wsEdit(() => void renamed('Ben’s')(ben));
        await isSaved(ben);
        adaLine.mend();
        await hasConflicts(ada, 'a name');
        await closePage(ada);
        const { project } = makeProject(server);
        await project.wsLogin({ login: 'Cleo' });
        await isLive(project);
        expect(conflicts(project)).toEqual([]);
    });
});

describe('a record that somebody has removed meanwhile', () => {
    const lose = () =>
        editBoth(
            'reconnect',
            project => {
                renamed('Ada’s', 'c')(project);
                eventOf(project, 'c').duration = 4;
            },
            project => project.eventStore.remove('c')
        );

    test('is brought back with its links and the own values by keeping mine, as one step', async () => {
        const { ada, ben } = await lose();
        await hasConflicts(ada, 'c null');
        const { position } = ada.stm;
        await ada.wsResolveEditConflicts('mine');
        await converge([ada, ben], project => {
            const c = eventOf(project, 'c');
            return c?.name === 'Ada’s' && c.duration === 4 && c.resource?.id === 'hall' && c.predecessors.length === 1;
        });
        expect(conflicts(ada)).toEqual([]);
        expect(ada.stm.position).toBe(position + 1);
        await (ada.stm as any).undo();
        await converge([ada, ben], project => !eventOf(project, 'c'));
    });

    test('stays removed by taking theirs', async () => {
        const { ada, ben } = await lose();
        await hasConflicts(ada, 'c null');
        await ada.wsResolveEditConflicts('theirs');
        await converge([ada, ben], project => !eventOf(project, 'c'));
        expect(conflicts(ada)).toEqual([]);
    });

    test('is no conflict any more when somebody brings it back', async () => {
        const { ada, ben } = await lose();
        await hasConflicts(ada, 'c null');
        await (ben.stm as any).undo();
        await converge([ada, ben], project => eventOf(project, 'c'));
        expect(conflicts(ada)).toEqual([]);
    });
});

test('of two people who set the same field at the same moment exactly one is told', async () => {
    const { ada, ben } = await joinTwo();
    renamed('Ada’s')(ada);
    renamed('Ben’s')(ben);
    await converge([ada, ben], () => true);
    const told = [ada, ben].filter(project => conflicts(project).length);
    expect(told).toHaveLength(1);
    expect(conflicts(told[0]!)[0]!.mine).toEqual({ name: eventOf(ada, 'a').name });
});

describe('the host’s policy', () => {
    test('"mine" remembers nothing', async () => {
        const { ada, ben } = await editBoth('reconnect', renamed('Ada’s'), renamed('Ben’s'), {
            wsEditConflicts: 'mine'
        });
        expect(conflicts(ada)).toEqual([]);
        expect(eventOf(ben, 'a').name).toBe('Ada’s');
    });

    test('"theirs" sets again what others have set, on all screens', async () => {
        const { ada, ben } = await editBoth('reconnect', renamed('Ada’s'), renamed('Ben’s'), {
            wsEditConflicts: 'theirs'
        });
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ben’s');
        expect(conflicts(ada)).toEqual([]);
    });

    test('a function decides one by one; what it throws is an error of the page, and the user is asked', async () => {
        const errors: unknown[] = [];
        const report = (event: ErrorEvent): void => {
            event.preventDefault();
            errors.push(event.error);
        };
        addEventListener('error', report);
        const { ada } = await editBoth(
            'reconnect',
            project => ['a', 'b', 'd'].forEach(id => renamed('Ada’s', id)(project)),
            project => ['a', 'b', 'd'].forEach(id => renamed('Ben’s', id)(project)),
            {
                wsEditConflicts({ id }: { id: string }) {
                    if (id === 'd') {
                        throw new Error('No idea');
                    }
                    return id === 'a' ? 'mine' : 'ask';
                }
            }
        );
        await hasConflicts(ada, 'b name', 'd name');
        removeEventListener('error', report);
        expect(errors.map(String)).toContain('Error: No idea');
    });
});
