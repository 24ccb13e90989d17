import { Command, type Dataset, type LocalRevision, type Person } from '../../src/protocol/index.ts';
import { createProject, Hub, MemoryStorage, type HubOptions, type Identity } from '../../src/server/core.ts';
import type { HubConnection } from '../../src/server/core.ts';
import { Room, type RoomOptions } from '../../src/server/room/Room.ts';
import type { Storage } from '../../src/server/storage/Storage.ts';

/** A message as it came over the wire. */
export interface Message {
    command: string;
    // The tests look into whatever came.
    data?: any;
    error?: string;
    message?: string;
}

/** Three events, two resources, and what ties them together. */
export function smallDataset(): Dataset {
    return {
        resources: [
            { id: 1, name: 'Ann' },
            { id: 2, name: 'Bob' }
        ],
        events: [
            { id: 1, name: 'Paint', duration: 2 },
            { id: 2, name: 'Dry', duration: 1 },
            { id: 'ship', name: 'Ship', duration: 3 }
        ],
        dependencies: [{ id: 1, fromEvent: 1, toEvent: 2 }],
        assignments: [
            { id: 1, event: 1, resource: 1 },
            { id: 2, event: 2, resource: 2 }
        ]
    };
}

/** Somebody who edits. */
export const ANN: Person = { userId: 'ann', userName: 'Ann' };

/** Ids that can be told apart and foretold: `id-1`, `id-2`, … */
export function countingIds(): () => string {
    let last = 0;
    return () => `id-${++last}`;
}

/** A memory storage with the small project under the id 1. */
export function smallStorage(): MemoryStorage {
    const storage = new MemoryStorage();
    createProject(storage, { id: 1, name: 'Small', dataset: smallDataset() });
    return storage;
}

/** A room over the small project, with a shorthand for sending as one of several clients. */
export function openRoom(storage: Storage = smallStorage(), options: Partial<RoomOptions> = {}) {
    const room = Room.open(1, { storage, mintId: countingIds(), now: () => 1_000, ...options })!;
    return {
        storage,
        room,
        /** The dataset as a client would parse it. */
        dataset: () => JSON.parse(room.datasetJson()) as Record<string, any[]>,
        send: (client: string, revision: string, changes: LocalRevision['changes'], base?: string) =>
            room.accept({ revision, changes, ...(base && { base }) }, { client, userId: client, userName: client }),
        commit() {
            storage.commit(room.pending);
            room.committed();
        }
    };
}

/** One client of a hub, with everything it has received. */
export interface TestClient {
    received: Message[];
    closedWith: { code: number; reason: string } | null;
    /** What `bufferedAmount` answers. */
    buffered: number;
    connection: HubConnection;
    send(command: string, data?: unknown): void;
    /** The received messages with this command. */
    all(command: string): Message[];
    /** The last of them; throws if there is none. */
    last(command: string): Message;
}

/** A hub whose turns end when the test says so. */
export function createTestHub(options: Partial<HubOptions> = {}) {
    let scheduled: (() => void)[] = [];
    let delayed: { run: () => void; milliseconds: number }[] = [];
    const storage = options.storage ?? smallStorage();
    const errors: unknown[] = [];
    const hub = new Hub({
        authenticate: ({ login, password }) =>
            password === 'wrong' ? null : ({ userId: login, userName: login, projects: '*' } satisfies Identity),
        mintId: countingIds(),
        schedule: run => scheduled.push(run),
        delay(run, milliseconds) {
            const entry = { run, milliseconds };
            delayed.push(entry);
            return () => {
                delayed = delayed.filter(other => other !== entry);
            };
        },
        onError: error => errors.push(error),
        ...options,
        storage
    });

    /** Ends the turn, and those that follow from it. */
    function endTurn(): void {
        while (scheduled.length) {
            scheduled.splice(0).forEach(run => run());
        }
    }

    function connect(): TestClient {
        const connection = hub.connect({
            send: text => client.received.push(JSON.parse(text) as Message),
            close(code, reason) {
                client.closedWith = { code, reason };
            },
            bufferedAmount: () => client.buffered
        });
        const client: TestClient = {
            received: [],
            closedWith: null,
            buffered: 0,
            connection,
            send: (command, data) => connection.receive(JSON.stringify({ command, data })),
            all: command => client.received.filter(message => message.command === command),
            last(command) {
                const message = client.all(command).at(-1);
                if (!message) {
                    throw new Error(`No '${command}' among ${JSON.stringify(client.received).slice(0, 500)}`);
                }
                return message;
            }
        };
        return client;
    }

    return {
        hub,
        storage,
        errors,
        endTurn,
        connect,
        /** Lets the delays end that are running and not longer than so many milliseconds. */
        endDelays(longest = 60_000) {
            const due = delayed.filter(({ milliseconds }) => milliseconds <= longest);
            delayed = delayed.filter(entry => !due.includes(entry));
            due.forEach(({ run }) => run());
            endTurn();
        },
        /** Somebody who is logged in, and has loaded the project if one is given. */
        join(login: string, data: Record<string, unknown> = {}, project?: number): TestClient {
            const client = connect();
            client.send(Command.login, { login, ...data });
            if (project !== undefined) {
                client.send(Command.dataset, { project });
            }
            endTurn();
            return client;
        }
    };
}

/** A change of one event's name, as an engine sends it. */
export function rename(id: string | number, name: string): LocalRevision['changes'] {
    return { events: { $input: { updated: [{ id, name }] }, updated: [{ id, name }] } };
}

/** A `project_change` with one revision. */
export function change(revision: string, changes: LocalRevision['changes'], project: string | number = 1) {
    return { project, revisions: [{ revision, changes }] };
}
