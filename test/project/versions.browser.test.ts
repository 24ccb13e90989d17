import { describe, expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { versionsOf } from '../../src/project/versions/Versions.ts';
import { demoAuthenticate } from '../../src/server/core.ts';
import { isCalm, eventOf, isLive, joinProject, record, startServer } from './support.ts';
import { all, event, local, openTwo, PLAN } from './versionSupport.ts';

const date = (day: number): Date => new Date(2026, 0, day);

/** Roles go by name. */
const authenticate = ({ login }: { login: string }) => ({
    ...demoAuthenticate({ login })!,
    role: (login === 'Vic' ? 'viewer' : login === 'Root' ? 'admin' : 'editor') as 'editor'
});

describe('the list', () => {
    test('says who saved what and when, the newest first, to everybody and after a reload of the project', async () => {
        const { server, ada, ben } = await openTwo();
        const started = Date.now();
        await versionsOf(ben).save('Second');
        await isCalm(ada, ben);
        expect(ada.wsState.versions).toEqual(ben.wsState.versions);
        const [second, first] = ada.wsState.versions;
        expect(second).toMatchObject({
            name: 'Second',
            isAutomatic: false,
            userId: 'ben',
            userName: 'Ben',
            authors: []
        });
        expect(second!.savedAt).toBeGreaterThanOrEqual(started);
        expect(second!.savedAt).toBeLessThanOrEqual(Date.now());
        expect(first).toMatchObject({ name: 'First', userName: 'Ada', hash: second!.hash });
        const { project: cai } = await joinProject(server, 'Cai');
        expect(cai.wsState.versions).toEqual(ada.wsState.versions);
    });

    test('is changed by renaming and removing, and survives a lost connection and a reset', async () => {
        const { ada, ben, first, adaLine } = await openTwo();
        const versions = versionsOf(ada);
        await versions.rename(first, 'Renamed');
        await versions.save('Second');
        await isCalm(ada, ben);
        expect(ben.wsState.versions.map(({ name }) => name)).toEqual(['Second', 'Renamed']);
        adaLine.cut();
        await versionsOf(ben).save('Saved meanwhile');
        adaLine.mend();
        ada.wsRetryNow();
        await isLive(ada);
        await isCalm(ada, ben);
        expect(ada.wsState.versions.map(({ name }) => name)).toEqual(['Saved meanwhile', 'Second', 'Renamed']);
        await versions.remove(first);
        await ben.wsReset();
        await isCalm(ada, ben);
        expect(ada.wsState.versions).toEqual(ben.wsState.versions);
        expect(ada.wsState.versions.map(({ name }) => name)).toEqual(['Saved meanwhile', 'Second']);
    });

    test('a version holds what its author has edited before, and not what comes after it', async () => {
        const { ada, ben } = await openTwo();
        eventOf(ada, 'a').name = 'Before';
        await versionsOf(ada).save('Between');
        eventOf(ada, 'a').name = 'After';
        await isCalm(ada, ben);
        expect(await versionsOf(ben).compare(ben.wsState.versions[0]!.id)).toMatchObject([
            { name: 'After', fields: [{ field: 'name', before: 'Before', now: 'After' }] }
        ]);
    });
});

describe('what the server refuses', () => {
    test('rejects, is shown with the other rejections, and changes nothing', async () => {
        const server = startServer({ authenticate });
        const [{ project: ada }, { project: ben }, { project: vic }, { project: root }] = (await Promise.all(
            ['Ada', 'Ben', 'Vic', 'Root'].map(name => joinProject(server, name, { wsReadOnly: false }))
        )) as [any, any, any, any];
        await isCalm(ada, ben, vic, root);
        await versionsOf(ada).save("Ada's");
        await isCalm(ada, ben, vic, root);
        const { id } = ada.wsState.versions[0];
        await expect(versionsOf(ben).rename(id, "Ben's")).rejects.toMatchObject({ code: 'authorization-required' });
        await expect(versionsOf(ben).remove(id)).rejects.toThrow(/saved by Ada/);
        await expect(versionsOf(vic).save('Not allowed')).rejects.toMatchObject({ code: 'authorization-required' });
        expect(ben.wsState.rejections).toMatchObject([
            { title: "Edit version Ada's" },
            { title: "Remove version Ada's" }
        ]);
        expect(await versionsOf(vic).compare(id)).toEqual([]);
        await versionsOf(root).rename(id, 'By the admin');
        await isCalm(ada, ben, vic, root);
        expect(vic.wsState.versions).toMatchObject([{ name: 'By the admin', userName: 'Ada' }]);
    });

    test('content that is not there rejects, and can be asked for again', async () => {
        const { ada, first, adaLine } = await openTwo();
        const versions = versionsOf(ada);
        const both = [versions.compare('nothing'), versions.compare(first)];
        await expect(both[0]).rejects.toMatchObject({ code: 'unknown-version' });
        await expect(both[1]).resolves.toEqual([]);
        adaLine.cut();
        await expect(versions.compare('other')).rejects.toMatchObject({ code: 'closed' });
        await expect(versions.compare(first)).resolves.toEqual([]);
    });

    test.each([[null], ['text'], [{}], [[]], [{ events: 'none' }], [{ resources: [] }]])(
        'content that is no schedule is never restored: %j',
        async content => {
            const { ada, ben } = await openTwo({ ...PLAN, versions: [{ id: 'odd', content }] });
            const before = all(ada);
            await expect(versionsOf(ada).restore('odd')).rejects.toMatchObject({ code: 'bad-version' });
            await expect(versionsOf(ada).open('odd')).rejects.toMatchObject({ code: 'bad-version' });
            await expect(versionsOf(ada).compare('odd')).rejects.toMatchObject({ code: 'bad-version' });
            await isCalm(ada, ben);
            expect(all(ben)).toEqual(before);
        }
    );

    test('a version is never restored into another project that is opened at that moment', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        await isCalm(project);
        const versions = versionsOf(project);
        await versions.save('Of the first project');
        const { id } = project.wsState.versions[0]!;
        await versions.compare(id);
        eventOf(project, 'a').name = 'Changed in the first project';
        await isCalm(project);
        const restored = new Promise((resolve, reject) => {
            // The other project is being loaded.
            project.on({ dataReady: () => versions.restore(id).then(resolve, reject), once: true } as never);
        });
        project.wsProjectId = 2;
        await expect(restored).rejects.toThrow(/Another project was opened meanwhile/);
        await isCalm(project);
        expect(project.wsState.versions).toEqual([]);
    });

    test('without a project nothing can be saved', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        const idle = new (project.constructor as any)();
        await expect(versionsOf(idle).save('x')).rejects.toMatchObject({ code: 'no-project' });
        await expect(versionsOf(idle).compare('x')).rejects.toMatchObject({ code: 'no-project' });
        idle.destroy();
    });
});

describe('comparing', () => {
    test('tells in words what was added, removed and changed, without what follows from it', async () => {
        const { ada, ben, first } = await openTwo();
        await ben.wsEdit(() => {
            const project = ben as any;
            eventOf(ben, 'a').setStartDate(date(6));
            eventOf(ben, 'e').duration = 4;
            eventOf(ben, 'd').name = 'Dig';
            eventOf(ben, 'c').calendar = null;
            project.eventStore.remove('b');
            project.eventStore.add(event('g', 20, { name: 'Glue' }));
            project.assignmentStore.add({ event: 'g', resource: 'yard' });
            project.assignmentStore.add({ id: 'e-hall', event: 'e', resource: 'hall' });
            project.assignmentStore.getById('d-yard').resource = project.resourceStore.getById('hall');
            project.dependencyStore.add({ event: 'x', fromEvent: 'd', toEvent: 'e', id: 'd-e' });
            project.resourceStore.getById('hall').name = 'Great hall';
        });
        await isCalm(ada, ben);
        const changes = await versionsOf(ada).compare(first);
        const told = changes.map(({ store, kind, name, fields }) => [
            store,
            kind,
            name,
            ...fields.map(({ field, before, now }) => `${field}: ${before} → ${now}`)
        ]);
        expect(told).toEqual([
            ['resources', 'updated', 'Great hall', 'name: Hall → Great hall'],
            ['events', 'updated', 'A', `startDate: ${local(5)} → ${local(6)}`],
            ['events', 'updated', 'C', 'calendar: Weekdays → null'],
            ['events', 'updated', 'Dig', 'name: D → Dig'],
            ['events', 'updated', 'E', 'duration: 2 → 4'],
            ['events', 'added', 'Glue'],
            ['events', 'removed', 'B'],
            ['assignments', 'updated', 'Dig → Great hall', 'resource: Yard → Great hall'],
            ['assignments', 'added', 'E → Great hall'],
            ['dependencies', 'added', 'Dig → E']
        ]);
    });

    test('counts edits that wait here, and loads the content once', async () => {
        const { ada, first, adaLine } = await openTwo();
        const versions = versionsOf(ada);
        await versions.compare(first);
        adaLine.cut();
        eventOf(ada, 'a').name = 'Offline';
        ada.eventStore.remove('b');
        const changes = await versions.compare(first);
        expect(changes.map(({ kind, name }) => [kind, name])).toEqual([
            ['updated', 'Offline'],
            ['removed', 'B']
        ]);
        const asked = adaLine.sent.filter(({ command }) => command === Command.loadVersionContent);
        expect(asked).toHaveLength(1);
    });

    test('10,000 events are compared', async () => {
        const ids = Array.from({ length: 10_000 }, (_, index) => `e${index}`);
        const dataset = (suffix: string) => ({ events: ids.map(id => event(id, 5, { name: id + suffix })) });
        const { CurrentData, differencesFrom, readVersion } = await import('../../src/project/versions/difference.ts');
        const mirror = readVersion(dataset(''));
        const engine = { mirror, recorder: { stores: new Map([['events', null]]), find: () => null } } as never;
        const differences = differencesFrom(readVersion(dataset('x')), new CurrentData(engine, []), engine, true);
        expect(differences).toHaveLength(10_000);
    });
});

test('a version opens as a project of its own, with the calendars and models of the other, and touches nobody', async () => {
    const { ada, ben, first } = await openTwo();
    const before = all(ada);
    await ben.wsEdit(() => {
        eventOf(ben, 'a').setStartDate(date(20));
        ben.eventStore.remove('d');
    });
    await isCalm(ada, ben);
    const now = all(ada);
    const sent = [record(ada, 'wsSendMessage'), record(ben, 'wsSendMessage')];
    const opened = await versionsOf(ada).open(first);
    expect(all(opened).filter(row => !row.startsWith('["resource"'))).toEqual(
        before.filter(row => !row.startsWith('["resource"'))
    );
    expect(eventOf(opened as never, 'a')).toBeInstanceOf(ada.eventStore.modelClass);
    (eventOf(opened as never, 'a') as { name: string }).name = 'Played with';
    await opened.commitAsync();
    await isCalm(ada, ben);
    expect(all(ada)).toEqual(now);
    expect(all(ben)).toEqual(now);
    expect(sent.flat().map(({ command }) => command as string)).toEqual([Command.loadVersionContent]);
    const again = await versionsOf(ada).open(first);
    expect(eventOf(again as never, 'a').name).toBe('A');
    opened.destroy();
    again.destroy();
    expect(all(ada)).toEqual(now);
});

describe('on a server that makes no versions itself', () => {
    test('a version goes there with its content, and comes back', async () => {
        const server = startServer();
        const { project: ada, line } = await joinProject(server, 'Ada', {}, { isDialect1: true });
        await versionsOf(ada).save('Sent along');
        expect(ada.wsState.versions).toMatchObject([{ name: 'Sent along' }]);
        const { id } = ada.wsState.versions[0]!;
        const [sent] = line.sent.filter(({ command }) => command === Command.projectChange);
        expect(sent.data.revisions[0].changes.versions.added[0]).toMatchObject({
            name: 'Sent along',
            userName: 'Ada',
            content: { events: [{ id: 'a' }, {}, {}, {}] }
        });
        eventOf(ada, 'a').name = 'Changed';
        await expect.poll(() => ada.wsState.queue.length).toBe(0);
        expect(await versionsOf(ada).compare(id)).toMatchObject([{ fields: [{ field: 'name', before: 'A' }] }]);
        await versionsOf(ada).restore(id);
        expect(eventOf(ada, 'a').name).toBe('A');
    });

    test('one client is asked to save one after others have changed something, and does', async () => {
        const server = startServer();
        const { project: ada, line } = await joinProject(server, 'Ada', {}, { isDialect1: true });
        const { project: ben } = await joinProject(server, 'Ben', {}, { isDialect1: true });
        versionsOf(ada);
        versionsOf(ben);
        eventOf(ben, 'a').name = 'Changed';
        await expect.poll(() => ada.wsState.versions.length).toBe(1);
        expect(ada.wsState.versions).toMatchObject([{ isAutomatic: true, name: null }]);
        eventOf(ben, 'a').name = 'Changed again';
        await expect.poll(() => eventOf(ada, 'a').name).toBe('Changed again');
        expect(line.sent.filter(({ command }) => command === Command.requestVersionAutosave)).toHaveLength(1);
        expect(ben.wsState.versions).toHaveLength(1);
    });
});
