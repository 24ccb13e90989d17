import { expect, onTestFinished } from 'vitest';
import { createProject, type Storage } from '../../src/server/core.ts';
import type { RealtimeProjectConfig } from '../../src/project/RealtimeProject.ts';
import { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { Command } from '../../src/protocol/index.ts';
import { BROWSER_ENVIRONMENT } from '../../src/transport/environment.ts';
import type { WebSocketConstructor } from '../../src/transport/WebSocketManager.ts';
import { createInPageServer, type InPageServer, type InPageServerOptions } from '../support/inPageServer.ts';
import { InPageWebSocket } from '../support/InPageWebSocket.ts';

const event = (id: string, day: number): object => ({
    id,
    name: id.toUpperCase(),
    startDate: `2026-01-${String(day).padStart(2, '0')}T00:00:00`,
    endDate: `2026-01-${String(day + 2).padStart(2, '0')}T00:00:00`,
    duration: 2,
    durationUnit: 'day'
});

/** Four events on three resources, one dependency. */
export const PLAN = {
    eventsData: [event('a', 5), event('b', 5), event('c', 12), event('d', 12)],
    resourcesData: ['hall', 'shop', 'yard'].map(id => ({ id, name: id })),
    assignmentsData: [
        { id: 'a-hall', event: 'a', resource: 'hall' },
        { id: 'b-shop', event: 'b', resource: 'shop' },
        { id: 'c-hall', event: 'c', resource: 'hall' }
    ],
    dependenciesData: [{ id: 'a-c', fromEvent: 'a', toEvent: 'c', type: 2 }],
    calendarsData: []
};

/** A server with the projects 1 and 2, which both start with {@link PLAN}. */
export function startServer(options: InPageServerOptions = {}): InPageServer {
    return createInPageServer({
        fill(storage: Storage) {
            createProject(storage, { id: 1, name: 'One', dataset: PLAN });
            createProject(storage, { id: 2, name: 'Two', dataset: PLAN });
        },
        ...options
    });
}

/** Retries within milliseconds instead of seconds. */
export const IMPATIENT = { ...BROWSER_ENVIRONMENT, random: () => 0.02 };

/** One client's way to the server. */
export interface Line {
    readonly webSocketImplementation: WebSocketConstructor;
    /** Every socket that was opened, the newest last. */
    readonly sockets: InPageWebSocket[];
    /** Frames the client sent, parsed. */
    readonly sent: any[];
    /** Breaks the line, and lets nobody through until {@link Line.mend}. */
    cut(): void;
    mend(): void;
    /** Breaks the line as soon as the client has sent `command`: the server hears it, the answer gets lost. */
    cutAfterSending(command: string): void;
}

/** Options of {@link makeLine}. */
export interface LineOptions {
    /** The server behind it knows no dialect but the first. */
    isDialect1?: boolean;
}

/** A line of one's own to a server. */
export function makeLine(server: InPageServer, { isDialect1 = false }: LineOptions = {}): Line {
    const Socket = server.webSocketImplementation as unknown as new (address: string) => InPageWebSocket;
    const sockets: InPageWebSocket[] = [];
    const sent: any[] = [];
    let isCut = false;
    let deafAfter: string | null = null;
    class LineSocket extends Socket {
        #isDeaf = false;

        constructor(address: string) {
            super(isCut ? 'ws://nobody.example/' : address);
            sockets.push(this);
        }

        override send(text: string): void {
            const message = JSON.parse(text);
            sent.push(message);
            if (isDialect1 && message.command === Command.login) {
                delete message.data.protocol;
                delete message.data.session;
            }
            super.send(JSON.stringify(message));
            if (message.command === deafAfter) {
                deafAfter = null;
                isCut = true;
                this.#isDeaf = true;
            }
        }

        override deliver(data: string): void {
            if (this.#isDeaf) {
                this.break();
            } else {
                super.deliver(data);
            }
        }
    }
    return {
        webSocketImplementation: LineSocket,
        sockets,
        sent,
        cut() {
            isCut = true;
            sockets.forEach(socket => socket.break());
        },
        mend() {
            isCut = false;
        },
        cutAfterSending(command) {
            deafAfter = command;
        }
    };
}

/** A project with its line, not logged in. Destroyed with the end of the test. */
export function makeProject(
    server: InPageServer,
    config: RealtimeProjectConfig = {},
    options: LineOptions = {}
): { project: WebSocketProjectModel; line: Line } {
    const line = makeLine(server, options);
    const project = new WebSocketProjectModel({
        wsAddress: server.address,
        wsProjectId: 1,
        wsEnvironment: IMPATIENT,
        webSocketImplementation: line.webSocketImplementation,
        ...config
    });
    onTestFinished(() => {
        if (!project.isDestroyed) {
            project.destroy();
        }
    });
    return { project, line };
}

/** A project whose user is logged in and sees the data. */
export async function joinProject(
    server: InPageServer,
    login: string,
    config: RealtimeProjectConfig = {},
    options: LineOptions = {}
): Promise<{ project: WebSocketProjectModel; line: Line }> {
    const member = makeProject(server, config, options);
    await member.project.wsLogin({ login });
    await isLive(member.project);
    return member;
}

/** Two people in one project, with what went wrong for either of them. */
export async function joinTwo(
    config: RealtimeProjectConfig = {},
    server = startServer()
): Promise<{
    server: InPageServer;
    ada: WebSocketProjectModel;
    ben: WebSocketProjectModel;
    adaLine: Line;
    benLine: Line;
}> {
    const [{ project: ada, line: adaLine }, { project: ben, line: benLine }] = await Promise.all([
        joinProject(server, 'Ada', config),
        joinProject(server, 'Ben', config)
    ]);
    return { server, ada, ben, adaLine, benLine };
}

/** Waits until edits flow. */
export async function isLive(project: WebSocketProjectModel): Promise<void> {
    await expect.poll(() => project.wsState.connection.status).toBe('live');
}

/** Waits until the server has confirmed everything. */
export async function isSaved(project: WebSocketProjectModel): Promise<void> {
    await expect
        .poll(() => [project.wsState.connection.status, project.wsState.queue.length, project.stm.isRecording])
        .toEqual(['live', 0, false]);
}

const local = (date: unknown): string | undefined =>
    date instanceof Date
        ? new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
        : undefined;

/** Everything two clients must agree on, one line a record. */
export function snapshot(project: WebSocketProjectModel): string[] {
    const { eventStore, resourceStore, assignmentStore, dependencyStore, calendarManagerStore } = project as any;
    return [
        ...eventStore.map((e: any) => [
            'event',
            e.id,
            e.name,
            local(e.startDate),
            local(e.endDate),
            e.duration,
            e.eventColor,
            e.constraintType,
            local(e.constraintDate),
            e.calendar?.id
        ]),
        ...resourceStore.map((r: any) => ['resource', r.id, r.name]),
        ...assignmentStore.map((a: any) => ['assignment', a.id, a.event?.id, a.resource?.id]),
        ...dependencyStore.map((d: any) => ['dependency', d.id, d.fromEvent?.id, d.toEvent?.id, d.type]),
        ...calendarManagerStore.map((c: any) => ['calendar', c.id, c.name])
    ]
        .map(row => JSON.stringify(row))
        .sort();
}

/** Waits until `seen` holds everywhere, everything is saved, and everybody has the same data. */
export async function converge(
    projects: readonly WebSocketProjectModel[],
    seen: (project: WebSocketProjectModel) => unknown
): Promise<void> {
    for (const project of projects) {
        // oxlint-disable-next-line no-await-in-loop -- the first that does not see it is the one to report
        await expect.poll(() => Boolean(seen(project)), { message: String(seen) }).toBe(true);
    }
    await Promise.all(projects.map(isSaved));
    const [first, ...others] = projects;
    const differing = (): string[] => {
        const own = snapshot(first!);
        return others.flatMap(other => snapshot(other).filter((row, index) => row !== own[index]));
    };
    await expect.poll(differing).toEqual([]);
    expect(seen(first!), 'still seen in the end').toBeTruthy();
}

/** Collects what a project fires under some names. */
export function record(project: WebSocketProjectModel, ...names: string[]): { type: string; [key: string]: any }[] {
    const fired: { type: string }[] = [];
    project.on(
        Object.fromEntries(
            names.map(name => [name.toLowerCase(), (e: any) => void fired.push({ ...e, type: name })])
        ) as never
    );
    return fired;
}

/** Resolves when a project fires an event. */
export const next = (project: WebSocketProjectModel, name: string): Promise<any> =>
    new Promise(resolve => {
        project.on({ [name.toLowerCase()]: resolve, once: true } as never);
    });

/** The event of this id; typed loosely, for tests set what hosts set. */
export const eventOf = (project: WebSocketProjectModel, id: string): any => project.eventStore.getById(id);

/** Waits until nothing is on its way in any direction, or to be compared with the server. */
export async function isCalm(...projects: WebSocketProjectModel[]): Promise<void> {
    const isQuiet = (project: any): boolean => project.wsSync.isQuiet && !project.stm.isRecording;
    await expect.poll(() => projects.every(isQuiet)).toBe(true);
}
