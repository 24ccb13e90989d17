import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import {
    eventOf,
    isCalm,
    isLive,
    isSaved,
    joinProject,
    joinTwo,
    next,
    snapshot,
    startServer,
    type Line
} from './support.ts';

// A server of the first dialect tells nobody what was missed, and nobody compares: what is loaded is all there is.
const DIALECT_1 = { isDialect1: true };

/** Sends an edit as a script of the host may. */
function sendChange(line: Line, changes: object): void {
    line.sockets.at(-1)!.send(
        JSON.stringify({
            command: Command.projectChange,
            data: { project: 1, revisions: [{ revision: 'local-1', client: 'script', changes }] }
        })
    );
}

const updated = (record: object): object => ({ events: { updated: [record], $input: { updated: [record] } } });

interface Missed {
    title: string;
    work: (ben: WebSocketProjectModel, line: Line) => void;
    seen: (project: WebSocketProjectModel) => unknown;
}

/** By an engine, which calculates what follows. */
const EDITS: Missed[] = [
    { title: 'nothing', work: () => {}, seen: () => true },
    {
        title: 'another field of what the engine has moved',
        work: ben => (eventOf(ben, 'c').name = 'Renamed'),
        seen: project => eventOf(project, 'c').name === 'Renamed'
    },
    {
        title: 'a move that moves another event, too',
        work: ben => void eventOf(ben, 'a').setStartDate(new Date(2026, 0, 15), true),
        seen: project => eventOf(project, 'c').startDate.getDate() === 17
    },
    {
        title: 'a move of an event that follows another one',
        work: ben => void eventOf(ben, 'c').setStartDate(new Date(2026, 0, 20), true),
        seen: project => eventOf(project, 'c').startDate.getDate() === 20
    },
    {
        title: 'the end of a link',
        work: ben => void ben.dependencyStore.remove('a-c'),
        seen: project => project.dependencyStore.count === 0
    },
    {
        title: 'a new link',
        work: ben => void ben.dependencyStore.add({ id: 'c-d', fromEvent: 'c', toEvent: 'd' } as never),
        seen: project => project.dependencyStore.count === 2
    },
    {
        title: 'the end of what another event follows',
        work: ben => void ben.eventStore.remove('a'),
        seen: project => !eventOf(project, 'a')
    },
    {
        title: 'a longer duration of what another event follows',
        work: ben => (eventOf(ben, 'a').duration = 6),
        seen: project => eventOf(project, 'c').startDate.getDate() === 11
    }
];

/** By a script, which does not. */
const SCRIPTED: Missed[] = [
    {
        title: 'a date without a constraint',
        work: (_, line) =>
            sendChange(line, updated({ id: 'd', startDate: '2026-01-20T00:00:00', endDate: '2026-01-22T00:00:00' })),
        seen: project => eventOf(project, 'd').startDate.getDate() === 20
    },
    {
        title: 'the end of a link, without what follows from it',
        work: (_, line) =>
            sendChange(line, { dependencies: { removed: [{ id: 'a-c' }], $input: { removed: [{ id: 'a-c' }] } } }),
        seen: project => project.dependencyStore.count === 0
    },
    {
        title: 'a new link, without what follows from it',
        work: (_, line) => {
            const link = { id: 'd-b', fromEvent: 'd', toEvent: 'b', type: 2 };
            sendChange(line, { dependencies: { added: [link], $input: { added: [link] } } });
        },
        seen: project => project.dependencyStore.count === 2
    }
];

test.each([...EDITS, ...SCRIPTED])(
    'a project that is loaded again after a lost connection is what those see who stayed: $title',
    async ({ work, seen }) => {
        const server = startServer();
        const { project: ada, line } = await joinProject(server, 'Ada', {}, DIALECT_1);
        const { project: ben, line: benLine } = await joinProject(server, 'Ben', {}, DIALECT_1);
        line.cut();
        await expect.poll(() => ada.wsState.connection.status).not.toBe('live');
        work(ben, benLine);
        await expect.poll(() => Boolean(seen(ben))).toBe(true);
        await isSaved(ben);
        const loaded = next(ada, 'wsReceiveDataset');
        line.mend();
        await loaded;
        await isLive(ada);
        expect(seen(ada)).toBe(true);
        expect(snapshot(ada)).toEqual(snapshot(ben));
    }
);

test.each(EDITS)(
    'who missed too much to catch up sees the same then, and corrects nobody: $title',
    async ({ work, seen }) => {
        const server = startServer({ logTail: 1 });
        const { ada, ben, adaLine, benLine } = await joinTwo({}, server);
        await isCalm(ada, ben);
        adaLine.cut();
        await expect.poll(() => ada.wsState.connection.status).not.toBe('live');
        eventOf(ben, 'b').name = 'First';
        await isCalm(ben);
        work(ben, benLine);
        await expect.poll(() => Boolean(seen(ben))).toBe(true);
        eventOf(ben, 'b').name = 'Last';
        await isSaved(ben);
        await isCalm(ben);
        const before = adaLine.sent.length;
        const loaded = next(ada, 'wsReceiveDataset');
        adaLine.mend();
        await loaded;
        await isLive(ada);
        await isCalm(ada, ben);
        expect(seen(ada)).toBe(true);
        expect(snapshot(ada)).toEqual(snapshot(ben));
        const sent = adaLine.sent.slice(before).map(({ command }) => command);
        expect(sent).not.toContain(Command.projectChange);
        expect([ada, ben].map(({ wsState }) => wsState.desyncs)).toEqual([0, 0]);
    }
);

interface SetBack {
    title: string;
    edit: (project: WebSocketProjectModel) => void;
    /** Makes it what it was before. */
    back: (project: WebSocketProjectModel) => void;
    read: (project: WebSocketProjectModel) => unknown;
}

const moveTo =
    (id: string, day: number) =>
    (project: WebSocketProjectModel): void =>
        void eventOf(project, id).setStartDate(new Date(2026, 0, day), true);

const SET_BACK: SetBack[] = [
    {
        title: 'a date',
        edit: moveTo('d', 20),
        back: moveTo('d', 12),
        read: project => eventOf(project, 'd').startDate.getDate()
    },
    {
        title: 'a duration',
        edit: project => (eventOf(project, 'd').duration = 4),
        back: project => (eventOf(project, 'd').duration = 2),
        read: project => eventOf(project, 'd').duration
    },
    {
        title: 'a duration that moves another event',
        edit: project => (eventOf(project, 'a').duration = 9),
        back: project => (eventOf(project, 'a').duration = 2),
        read: project => eventOf(project, 'a').duration
    },
    {
        title: 'the date of an event that follows another one',
        edit: moveTo('c', 20),
        back: project => {
            Object.assign(eventOf(project, 'c'), { constraintType: null, constraintDate: null });
        },
        read: project => eventOf(project, 'c').startDate.getDate() >= 20
    },
    {
        title: 'a resource',
        edit: project => ((project.assignmentStore.getById('c-hall') as any).resource = 'yard'),
        back: project => ((project.assignmentStore.getById('c-hall') as any).resource = 'hall'),
        read: project => (project.assignmentStore.getById('c-hall') as any).resource?.id
    },
    {
        title: 'a name',
        edit: project => (eventOf(project, 'd').name = 'Renamed'),
        back: project => (eventOf(project, 'd').name = 'D'),
        read: project => eventOf(project, 'd').name
    }
];

test.each(SET_BACK)(
    'what somebody has set back of an edit whose confirmation got lost is set back where the project is loaded again: $title',
    async ({ edit, back, read }) => {
        const server = startServer({ logTail: 1 });
        const { ada, ben, adaLine } = await joinTwo({}, server);
        await isCalm(ada, ben);
        const before = read(ada);
        adaLine.cutAfterSending(Command.projectChange);
        edit(ada);
        await expect.poll(() => read(ben)).not.toEqual(before);
        await isCalm(ben);
        back(ben);
        await isSaved(ben);
        eventOf(ben, 'b').name = 'Last';
        await isSaved(ben);
        await isCalm(ben);
        const loaded = next(ada, 'wsReceiveDataset');
        adaLine.mend();
        await loaded;
        await isLive(ada);
        await isCalm(ada, ben);
        expect(snapshot(ada)).toEqual(snapshot(ben));
        expect(read(ada)).toEqual(before);
        expect([ada, ben].map(({ wsState }) => wsState.desyncs)).toEqual([0, 0]);
    }
);
