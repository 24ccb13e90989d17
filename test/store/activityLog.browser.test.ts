import { describe, expect, onTestFinished, test } from 'vitest';
import { speak } from '../../src/hooks/speak.ts';
import { activityWords } from '../../src/components/index.ts';
import { readActivity } from '../../src/project/activity.ts';
import { Command } from '../../src/protocol/index.ts';
import { activityLogOf, type ActivityLog } from '../../src/store/ActivityLog.ts';
import { fillActivity } from '../support/activity.ts';
import { eventOf, isLive, isSaved, joinProject, joinTwo, makeProject, PLAN, startServer } from '../project/support.ts';
import { createProject } from '../../src/server/core.ts';

const ENGLISH = speak('en');

/** Follows a log until the test ends, or the returned function is called. */
function follow(log: ActivityLog): () => void {
    const unsubscribe = log.subscribe(() => {});
    onTestFinished(unsubscribe);
    return unsubscribe;
}

const said = (log: ActivityLog): string[] => log.getState().entries.map(entry => activityWords(entry, ENGLISH).cause);

/** Names of the questions a line has carried. */
const asked = (sent: any[]): any[] =>
    sent.filter(({ command }) => command === Command.activity).map(({ data }) => data);

/** A server whose project 1 has so many entries already. */
const filledServer = (count: number, options: Parameters<typeof startServer>[0] = {}) =>
    startServer({
        ...options,
        fill(storage) {
            createProject(storage, { id: 1, name: 'One', dataset: PLAN });
            createProject(storage, { id: 2, name: 'Two', dataset: PLAN });
            fillActivity(storage, 1, count);
        }
    });

describe('the activity of a project', () => {
    test('is loaded page by page as far back as somebody wants to read', async () => {
        const { project, line } = await joinProject(filledServer(250), 'Ada');
        const log = activityLogOf(project);
        expect(activityLogOf(project)).toBe(log);
        expect(log.getState()).toMatchObject({ entries: [], status: 'idle', atEnd: false });
        follow(log);
        expect(log.getState().status).toBe('loading');
        await expect.poll(() => log.getState().entries.length).toBe(100);
        expect(log.getState()).toMatchObject({ status: 'ready', atEnd: false, authors: { length: 3 } });
        log.loadMore();
        log.loadMore();
        await expect.poll(() => log.getState().entries.length).toBe(200);
        log.loadMore();
        await expect.poll(() => log.getState()).toMatchObject({ entries: { length: 250 }, atEnd: true });
        log.loadMore();
        expect(log.getState().status).toBe('ready');
        expect(log.getState().entries.map(({ revision }) => revision)).toEqual(
            Array.from({ length: 250 }, (_, index) => `server-${250 - index}`)
        );
        expect(asked(line.sent)).toHaveLength(3);
    });

    test('A6: goes on with every edit of anybody, in the words in which the server keeps it, without asking', async () => {
        const { server, ada, ben, adaLine } = await joinTwo();
        const log = activityLogOf(ada);
        follow(log);
        await expect.poll(() => log.getState().status).toBe('ready');
        const { project: reader } = await joinProject(server, 'Cleo');

        const edits: [string, () => Promise<unknown>][] = [
            ['renamed “B” to “Paint”', () => ada.wsEdit(() => (eventOf(ada, 'b').name = 'Paint'))],
            ['moved “A” 3 days later', () => ben.wsEdit(() => eventOf(ben, 'a').setStartDate(new Date(2026, 0, 8)))],
            ['resized “A” from 2 days to 9 days', () => ada.wsEdit(() => eventOf(ada, 'a').setDuration(9))],
            ['changed “D”: event color “red”', () => ben.wsEdit(() => (eventOf(ben, 'd').eventColor = 'red'))],
            [
                'reassigned “C” from hall to yard',
                () =>
                    ada.wsEdit(() =>
                        eventOf(ada, 'c').assignments[0].set('resource', ada.resourceStore.getById('yard'))
                    )
            ],
            [
                'added “New”',
                () => ben.wsEdit(() => ben.eventStore.add({ name: 'New', startDate: '2026-01-20', duration: 1 }))
            ],
            [
                'linked “Paint” to “D”',
                () => ada.wsEdit(() => ada.dependencyStore.add({ fromEvent: 'b', toEvent: 'd' }))
            ],
            ['removed “A”', () => ben.wsEdit(() => ben.eventStore.remove('a'))],
            ['added “A”', () => (ben.stm as any).undo()],
            [
                'set 2 tasks from 0% to 50% done',
                () => ada.wsEdit(() => ['b', 'd'].forEach(id => (eventOf(ada, id).percentDone = 50)))
            ]
        ];
        for (const [index, [words, edit]] of edits.entries()) {
            // oxlint-disable-next-line no-await-in-loop -- in order, so that it is known what comes out
            await edit();
            // oxlint-disable-next-line no-await-in-loop -- see above
            await expect.poll(() => said(log).length, { message: words }).toBe(index + 1);
            // oxlint-disable-next-line no-await-in-loop -- see above
            await Promise.all([isSaved(ada), isSaved(ben)]);
        }
        expect(said(log).toReversed()).toEqual(edits.map(([words]) => words));
        expect(asked(adaLine.sent)).toHaveLength(1);
        const { entries } = await readActivity(reader, { limit: 200 });
        expect(log.getState().entries).toEqual(entries);
        expect(entries.find(entry => activityWords(entry, ENGLISH).effect === '“C” followed')).toBeDefined();
        expect(
            log
                .getState()
                .authors.map(({ userName }) => userName)
                .toSorted()
        ).toEqual(['Ada', 'Ben']);
    });

    test("is one person's when that is asked for", async () => {
        const { ada, ben } = await joinTwo();
        const [bens, all] = [activityLogOf(ada, 'ben'), activityLogOf(ada)];
        follow(bens);
        follow(all);
        await expect.poll(() => [bens, all].map(log => log.getState().status)).toEqual(['ready', 'ready']);
        await ada.wsEdit(() => (eventOf(ada, 'a').name = 'by Ada'));
        await ben.wsEdit(() => (eventOf(ben, 'a').name = 'by Ben'));
        await expect.poll(() => said(all)).toHaveLength(2);
        expect(said(bens)).toHaveLength(1);
        expect(bens.getState().entries[0]!.userId).toBe('ben');
    });

    test('is not asked for, nor followed, while nobody looks, and then complete again', async () => {
        const { ada, adaLine } = await joinTwo();
        const log = activityLogOf(ada);
        await ada.wsEdit(() => (eventOf(ada, 'a').name = 'One'));
        await isSaved(ada);
        expect(asked(adaLine.sent)).toEqual([]);
        const leave = follow(log);
        await expect.poll(() => said(log)).toHaveLength(1);
        leave();
        await ada.wsEdit(() => (eventOf(ada, 'a').name = 'Two'));
        await isSaved(ada);
        expect(said(log)).toHaveLength(1);
        follow(log);
        await expect.poll(() => said(log)).toEqual(['renamed “One” to “Two”', 'renamed “A” to “One”']);
    });
});

describe('after a lost connection', () => {
    test('what was missed is there, from the revisions themselves', async () => {
        const { ada, ben, adaLine } = await joinTwo();
        const log = activityLogOf(ada);
        follow(log);
        await expect.poll(() => log.getState().status).toBe('ready');
        adaLine.cut();
        await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
        await ben.wsEdit(() => (eventOf(ben, 'b').name = 'One'));
        await ben.wsEdit(() => (eventOf(ben, 'b').name = 'Two'));
        await isSaved(ben);
        log.loadMore();
        expect(log.getState()).toMatchObject({ entries: [], status: 'ready', error: null });
        adaLine.mend();
        await expect.poll(() => said(log)).toEqual(['renamed “One” to “Two”', 'renamed “B” to “One”']);
    });

    test('so is what the log no longer tells, without a gap in between', async () => {
        const server = filledServer(150, { maxCatchUp: 5 });
        const [{ project: ada, line }, { project: ben }] = await Promise.all([
            joinProject(server, 'Ada'),
            joinProject(server, 'Ben')
        ]);
        const log = activityLogOf(ada);
        follow(log);
        await expect.poll(() => log.getState().entries.length).toBe(100);
        line.cut();
        await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
        fillOthers(ben, 130);
        await isSaved(ben);
        line.mend();
        await isLive(ada);
        // What a client tells of its calculations takes a number, too, and is no entry.
        const numbers = (): number[] =>
            log.getState().entries.map(({ revision }) => Number(revision.slice('server-'.length)));
        await expect.poll(() => numbers()[0]).toBeGreaterThanOrEqual(280);
        for (let pages = 0; pages < 3; pages++) {
            log.loadMore();
            // oxlint-disable-next-line no-await-in-loop -- one page after the other
            await expect.poll(() => log.getState().status).toBe('ready');
        }
        expect(numbers()).toHaveLength(280);
        expect(numbers()).toEqual([...new Set(numbers())].toSorted((one, other) => other - one));
        expect(numbers().slice(-150)).toEqual(Array.from({ length: 150 }, (_, index) => 150 - index));
    });

    test('a page that was under way is asked for again', async () => {
        const { project, line } = await joinProject(filledServer(150), 'Ada');
        const log = activityLogOf(project);
        follow(log);
        await expect.poll(() => log.getState().entries.length).toBe(100);
        line.cutAfterSending(Command.activity);
        log.loadMore();
        await expect.poll(() => project.wsState.connection.status).toBe('reconnecting');
        expect(log.getState()).toMatchObject({ entries: { length: 100 }, status: 'ready', error: null });
        line.mend();
        await isLive(project);
        await expect.poll(() => log.getState().status).toBe('ready');
        log.loadMore();
        await expect.poll(() => log.getState().entries.length).toBe(150);
    });
});

test('a reset is an entry, and those before it stay', async () => {
    const { ada, ben } = await joinTwo();
    const log = activityLogOf(ada);
    follow(log);
    await ben.wsEdit(() => (eventOf(ben, 'b').name = 'One'));
    await isSaved(ben);
    await ben.wsReset();
    await expect.poll(() => said(log)).toEqual(['restored the initial data', 'renamed “B” to “One”']);
});

test('another project has entries of its own; who logs out leaves none behind', async () => {
    const { project } = await joinProject(filledServer(5), 'Ada');
    const log = activityLogOf(project);
    follow(log);
    await expect.poll(() => said(log)).toHaveLength(5);
    project.wsProjectId = 2;
    await expect.poll(() => log.getState()).toMatchObject({ entries: [], status: 'ready', atEnd: true });
    project.wsProjectId = 1;
    await expect.poll(() => said(log)).toHaveLength(5);
    project.wsLogout();
    await expect.poll(() => log.getState()).toMatchObject({ entries: [], authors: [], status: 'idle' });
});

test('a refusal is told, and another try mends it', async () => {
    const server = filledServer(5, { onError: () => {} });
    const { activity } = server.storage;
    server.storage.activity = () => {
        throw new Error('unreadable');
    };
    const { project } = await joinProject(server, 'Ada');
    const log = activityLogOf(project);
    follow(log);
    await expect.poll(() => log.getState()).toMatchObject({ status: 'failed', error: { code: 'server-error' } });
    // What is heard meanwhile does not hide that something is missing.
    await project.wsEdit(() => (eventOf(project, 'a').name = 'Heard'));
    await isSaved(project);
    expect(log.getState()).toMatchObject({ status: 'failed', entries: [] });
    server.storage.activity = activity;
    log.loadMore();
    await expect.poll(() => said(log)).toHaveLength(6);
});

test('D2: a server of dialect 1 is not asked, and the reason is told', async () => {
    const { project, line } = await joinProject(startServer(), 'Ada', {}, { isDialect1: true });
    const log = activityLogOf(project);
    follow(log);
    expect(log.getState()).toMatchObject({ status: 'failed', error: { code: 'no-activity' } });
    log.loadMore();
    expect(asked(line.sent)).toEqual([]);
});

describe('readActivity', () => {
    test('answers several questions at once, each with its own answer', async () => {
        const { project } = await joinProject(filledServer(30), 'Ada');
        const pages = await Promise.all([
            readActivity(project, { limit: 2 }),
            readActivity(project, { before: 'server-10', limit: 1 }),
            readActivity(project, { userId: 'nobody' })
        ]);
        expect(pages.map(({ entries }) => entries.map(({ revision }) => revision))).toEqual([
            ['server-30', 'server-29'],
            ['server-9'],
            []
        ]);
    });

    test('rejects without a connection, and with what the server says', async () => {
        const { project: loggedOut } = makeProject(startServer());
        await expect(readActivity(loggedOut)).rejects.toMatchObject({ code: 'closed' });
        const { project } = await joinProject(startServer(), 'Ada');
        await expect(readActivity(project, { before: 'nonsense' })).rejects.toMatchObject({ code: 'bad-message' });
        await expect(readActivity(project)).resolves.toMatchObject({ entries: [], isEnd: true });
    });
});

/** So many revisions of somebody. */
function fillOthers(project: Awaited<ReturnType<typeof joinProject>>['project'], count: number): void {
    const clientId = project.clientId!;
    const revisions = Array.from({ length: count }, (_, index) => {
        const updated = [{ id: 'd', name: `Name ${index}` }];
        return { revision: `other-${index}`, clientId, changes: { events: { $input: { updated }, updated } } };
    });
    void project.sendRevisions(revisions);
}
