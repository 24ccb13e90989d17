import { describe, expect, test } from 'vitest';
import { versionsOf } from '../../src/project/versions/Versions.ts';
import { isCalm, eventOf, isSaved, record } from './support.ts';
import { all, event, openTwo, PLAN } from './versionSupport.ts';

const date = (day: number): Date => new Date(2026, 0, day);

const EDITS: Record<string, (project: any) => void> = {
    'names and colours'(project) {
        eventOf(project, 'a').name = 'Changed';
        eventOf(project, 'd').eventColor = 'red';
        eventOf(project, 'b').eventColor = 'blue';
        project.resourceStore.getById('hall').name = 'Great hall';
    },
    'a value that the version does not mention'(project) {
        eventOf(project, 'a').percentDone = 50;
    },
    'a moved and a resized event with what follows them'(project) {
        eventOf(project, 'a').setStartDate(date(12));
        eventOf(project, 'd').duration = 5;
    },
    'an event that is held later than what it follows'(project) {
        eventOf(project, 'c').setStartDate(date(26));
    },
    constraints(project) {
        const [d, e] = [eventOf(project, 'd'), eventOf(project, 'e')];
        d.constraintType = 'muststarton';
        d.constraintDate = date(15);
        e.constraintType = null;
        e.constraintDate = null;
    },
    'a new event with its links'(project) {
        const [added] = project.eventStore.add({ name: 'New', startDate: date(6), duration: 1 });
        project.assignmentStore.add({ event: added, resource: project.resourceStore.getById('yard') });
        project.dependencyStore.add({ fromEvent: added, toEvent: eventOf(project, 'd') });
    },
    'removed events'(project) {
        project.eventStore.remove(['b', 'd']);
    },
    'a removed resource with what is below it'(project) {
        project.resourceStore.remove('site');
    },
    'a reassigned event'(project) {
        project.assignmentStore.getById('a-hall').resource = project.resourceStore.getById('yard');
    },
    'an event that is assigned to a new resource instead'(project) {
        const [added] = project.resourceStore.rootNode.appendChild([{ id: 'fresh', name: 'Fresh' }]);
        project.assignmentStore.add({ id: 'd-fresh', event: 'd', resource: added });
        project.assignmentStore.remove('d-yard');
    },
    'an event nobody was assigned to, which a new resource has'(project) {
        const [added] = project.resourceStore.rootNode.appendChild([{ id: 'fresh', name: 'Fresh' }]);
        project.assignmentStore.add({ event: 'e', resource: added });
    },
    'an assignment to an event that is new'(project) {
        const [added] = project.eventStore.add({ name: 'New', startDate: date(6), duration: 1 });
        project.assignmentStore.getById('a-hall').event = added;
    },
    'a dependency the other way round'(project) {
        project.dependencyStore.remove('a-b');
        project.dependencyStore.add({ id: 'b-a', fromEvent: 'b', toEvent: 'a', type: 2 });
    },
    'a resource that was moved below a new one'(project) {
        const [added] = project.resourceStore.rootNode.appendChild([{ id: 'fresh', name: 'Fresh' }]);
        added.appendChild(project.resourceStore.getById('hall'));
    },
    'a calendar'(project) {
        const weekdays = project.calendarManagerStore.getById('weekdays');
        weekdays.addInterval({ startDate: '2026-01-12T00:00:00', endDate: '2026-01-14T00:00:00', isWorking: false });
    },
    'a removed calendar'(project) {
        eventOf(project, 'c').calendar = null;
        project.calendarManagerStore.remove('weekdays');
    },
    'the calendar of the project'(project) {
        project.calendar = 'weekdays';
    }
};

const ALL_AT_ONCE = [
    'names and colours',
    'a value that the version does not mention',
    'a moved and a resized event with what follows them',
    'a new event with its links',
    'removed events',
    'a resource that was moved below a new one',
    'a reassigned event',
    'a calendar'
];

/** Restores, undoes and redoes, and looks at both sides each time. */
/** @returns how often the two found a difference in what they calculated, on the way */
async function expectRestorable(two: Awaited<ReturnType<typeof openTwo>>, before: string[]): Promise<number[]> {
    const { ada, ben, first } = two;
    await isCalm(ada, ben);
    const edited = all(ada);
    expect(edited).not.toEqual(before);
    expect(all(ben)).toEqual(edited);
    const { position } = ada.stm;
    const received = record(ben, 'wsReceiveChanges');
    await versionsOf(ada).restore(first);
    expect(all(ada)).toEqual(before);
    await isCalm(ada, ben);
    expect(all(ben)).toEqual(before);
    expect(all(ada)).toEqual(before);
    const revisions = received.flatMap(each => each.revisions).filter(({ changes }) => !changes.versions);
    expect(revisions).toHaveLength(1);
    expect(ada.stm.position).toBe(position + 1);

    await ada.stm.undo();
    await isCalm(ada, ben);
    expect(all(ada)).toEqual(edited);
    expect(all(ben)).toEqual(edited);
    await ada.stm.redo();
    await isCalm(ada, ben);
    expect(all(ada)).toEqual(before);
    expect(all(ben)).toEqual(before);
    expect([...ada.wsState.rejections, ...ben.wsState.rejections]).toEqual([]);
    return [ada.wsState.desyncs, ben.wsState.desyncs];
}

describe('one revision for everybody and one undo step restore', () => {
    test.each(Object.keys(EDITS))('%s', async name => {
        const two = await openTwo();
        const before = all(two.ada);
        await two.ben.wsEdit(() => EDITS[name]!(two.ben));
        expect(await expectRestorable(two, before)).toEqual([0, 0]);
    });

    test('all of that at once', async () => {
        const two = await openTwo();
        const before = all(two.ada);
        for (const name of ALL_AT_ONCE) {
            // oxlint-disable-next-line no-await-in-loop -- one edit after the other
            await two.ben.wsEdit(() => EDITS[name]!(two.ben));
        }
        await expectRestorable(two, before);
    });

    test('a schedule of 1,000 events in which much has changed', async () => {
        const ids = Array.from({ length: 1_000 }, (_, index) => `e${index}`);
        const two = await openTwo({
            resources: [{ id: 'hall', name: 'Hall' }],
            events: ids.map((id, index) => event(id, 5 + (index % 20))),
            assignments: ids.map(id => ({ id: `${id}-hall`, event: id, resource: 'hall' })),
            dependencies: ids.slice(0, 50).map((id, index) => ({ id, fromEvent: id, toEvent: ids[index + 50] }))
        });
        const { ben } = two;
        const before = all(two.ada);
        await ben.wsEdit(() => {
            ids.slice(0, 200).forEach(id => (eventOf(ben, id).name = 'Renamed'));
            ids.slice(200, 400).forEach((id, index) => eventOf(ben, id).setStartDate(date(1 + (index % 28))));
            ids.slice(400, 500).forEach(id => (eventOf(ben, id).duration = 7));
            ben.eventStore.remove(ids.slice(500, 700));
            ben.eventStore.add(ids.slice(0, 100).map(id => event(`new ${id}`, 8)) as never);
            eventOf(ben, 'e0').setStartDate(date(30));
        });
        expect(await expectRestorable(two, before)).toEqual([0, 0]);
    }, 120_000);
});

test('others send nothing back when a calendar was changed', async () => {
    const { ada, ben } = await openTwo();
    const sent = record(ben, 'wsSendChanges');
    await ada.wsEdit(() => EDITS['a calendar']!(ada));
    await isCalm(ada, ben);
    expect(all(ben)).toEqual(all(ada));
    expect(sent).toEqual([]);
});

test('V8: what somebody does at that moment and the server receives later stays, and so does what they add', async () => {
    const { ada, ben, first, benLine } = await openTwo();
    eventOf(ben, 'a').name = 'Changed before';
    await isCalm(ada, ben);
    benLine.cut();
    eventOf(ben, 'a').name = 'Changed meanwhile';
    ben.eventStore.add(event('late', 8) as never);
    await versionsOf(ada).restore(first);
    await isSaved(ada);
    expect(eventOf(ada, 'a').name).toBe('A');
    benLine.mend();
    ben.wsRetryNow();
    await isCalm(ada, ben);
    expect(eventOf(ada, 'a').name).toBe('Changed meanwhile');
    expect(eventOf(ada, 'late')).toBeTruthy();
    expect(all(ben)).toEqual(all(ada));
});

test('V8, R5: is refused as a whole when somebody has just removed what it changes; everybody sees the same then', async () => {
    const { ada, ben, first, adaLine } = await openTwo();
    eventOf(ben, 'a').name = 'Changed before';
    eventOf(ben, 'd').name = 'Changed before';
    await isCalm(ada, ben);
    const versions = versionsOf(ada);
    await versions.compare(first);
    adaLine.cut();
    ben.eventStore.remove('d');
    await isSaved(ben);
    await versions.restore(first);
    adaLine.mend();
    ada.wsRetryNow();
    await isCalm(ada, ben);
    expect(ada.wsState.rejections).toMatchObject([
        { code: 'record-removed', message: expect.stringContaining("'Changed before' was removed by Ben") }
    ]);
    expect(all(ben)).toEqual(all(ada));
    await versions.restore(first);
    await isCalm(ada, ben);
    expect(eventOf(ben, 'd').name).toBe('D');
});

test('saves what there was as an automatic version first, unless that is saved already', async () => {
    const { ada, ben, first } = await openTwo();
    eventOf(ada, 'a').name = 'Worth keeping';
    await isCalm(ada, ben);
    await versionsOf(ada).restore(first, 'Back to the first');
    await isCalm(ada, ben);
    expect(ben.wsState.versions).toMatchObject([{ isAutomatic: true, userName: 'Ada' }, { id: first }]);
    const [safe] = ben.wsState.versions;
    expect((ada.stm as unknown as { queue: string[] }).queue.at(-1)).toBe('Back to the first');

    await versionsOf(ben).restore(safe!.id);
    await isCalm(ada, ben);
    expect(eventOf(ada, 'a').name).toBe('Worth keeping');
    await versionsOf(ben).restore(safe!.id);
    await isCalm(ada, ben);
    expect(ben.wsState.versions).toHaveLength(3);
    await versionsOf(ben).save('Same again');
    await versionsOf(ben).restore(safe!.id);
    await isCalm(ada, ben);
    expect(ada.wsState.versions).toHaveLength(4);
});

test('changes nothing and leaves no undo step when everything is as it was', async () => {
    const { ada, ben, first } = await openTwo();
    const { position } = ada.stm;
    const sent = record(ada, 'wsSendChanges');
    await versionsOf(ada).restore(first);
    await isCalm(ada, ben);
    expect(sent).toEqual([]);
    expect(ada.stm.position).toBe(position);
});

test('a version that was saved before anything was calculated restores too', async () => {
    const { ada, ben } = await openTwo({ ...PLAN, versions: [{ id: 'early', name: 'Early', content: PLAN }] });
    const before = all(ada);
    expect(await versionsOf(ada).compare('early')).toEqual([]);
    eventOf(ben, 'a').setStartDate(date(20));
    eventOf(ben, 'd').constraintType = 'muststarton';
    eventOf(ben, 'd').constraintDate = date(12);
    ben.eventStore.remove('c');
    await isCalm(ada, ben);
    await versionsOf(ada).restore('early');
    await isCalm(ada, ben);
    expect(all(ben)).toEqual(before);
});
