import * as bryntum from '@bryntum/schedulerpro';
import { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { createProject, demoAuthenticate, Hub, MemoryStorage } from '../../src/server/core.ts';
import { BROWSER_ENVIRONMENT } from '../../src/transport/environment.ts';
import { EDITS, pickEdit } from './edits.ts';
import { Network, type Line } from './network.ts';
import { Random } from './random.ts';
import { datasetRows, differences, projectRows } from './rows.ts';

/** What is simulated. */
export interface SimulationOptions {
    seed: number;
    steps: number;
    /** Lines that break, a server that dies. */
    faults: boolean;
    /** Edits exactly while somebody else's revisions are applied. */
    duringApply: boolean;
}

/** How it ended. */
export interface SimulationResult {
    seed: number;
    converged: boolean;
    /** Rows that not everybody has, with who has them. */
    differing: string[];
    revisions: number;
    /** What was done, in order. */
    log: string[];
    errors: string[];
}

interface Client {
    name: string;
    project: WebSocketProjectModel;
    line: Line;
}

const DATASET = {
    eventsData: [1, 2, 3, 4, 5, 6].map(id => ({
        id,
        name: `event ${id}`,
        startDate: `2026-01-${String(id * 3).padStart(2, '0')}T00:00:00`,
        endDate: `2026-01-${String(id * 3 + 1 + (id % 3)).padStart(2, '0')}T00:00:00`,
        duration: 1 + (id % 3),
        durationUnit: 'day'
    })),
    resourcesData: [1, 2, 3].map(id => ({ id, name: `row ${id}` })),
    assignmentsData: [1, 2, 3, 4, 5, 6].map(id => ({ id, event: id, resource: 1 + (id % 3) })),
    dependenciesData: [
        { id: 1, fromEvent: 1, toEvent: 2 },
        { id: 2, fromEvent: 3, toEvent: 4 }
    ],
    calendarsData: []
};

const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

function startServer(storage: MemoryStorage): Hub {
    return new Hub({ storage, authenticate: demoAuthenticate, usersDelay: 1, heartbeat: 200 });
}

async function join(name: string, network: Network, random: Random, errors: string[]): Promise<Client> {
    const line = network.line();
    const project = new WebSocketProjectModel({
        wsAddress: 'ws://simulated.example/',
        wsProjectId: 1,
        webSocketImplementation: line.webSocketImplementation,
        wsEnvironment: { ...BROWSER_ENVIRONMENT, random: () => random.next() * 0.05 }
    });
    for (const issue of ['schedulingConflict', 'cycle', 'emptyCalendar']) {
        (project as any).on({
            [issue]: (event: any) => event.continueWithResolutionResult((bryntum as any).EffectResolutionResult.Cancel)
        });
    }
    (project as any).on({ wsError: ({ error }: any) => errors.push(`${name}: ${error?.message ?? error}`) });
    await project.wsLogin({ login: name });
    await isSettled(project);
    return { name, project, line };
}

async function isSettled(project: WebSocketProjectModel, patience = 10_000): Promise<boolean> {
    const end = performance.now() + patience;
    for (;;) {
        const { connection, queue } = project.wsState;
        const isLive = connection.status === 'live';
        if (isLive && !queue.length && !project.stm.isRecording && !(project.stm as any).isRestoring) {
            return true;
        }
        if (performance.now() > end) {
            return false;
        }
        if (!isLive) {
            project.wsRetryNow();
        }
        await pause(5);
    }
}

/** Does one edit; code that undoes must wait for the undo before it edits on, as with any asynchronous call. */
async function act(
    { name, project }: Client,
    kind: string,
    random: Random,
    log: string[],
    errors: string[]
): Promise<void> {
    const { stm, replica } = project as any;
    const busy = [stm.isRestoring && 'restoring', replica.isCommitting && 'committing', stm.isRecording && 'recording'];
    log.push([name, kind, ...busy.filter(Boolean)].join(' '));
    try {
        await EDITS[kind]![1](project, random);
    } catch (error) {
        errors.push(`${name} ${kind}: ${(error as Error).message}`);
    }
}

async function fault(
    client: Client,
    network: Network,
    storage: MemoryStorage,
    random: Random,
    log: string[]
): Promise<void> {
    const { line } = client;
    switch (random.below(5)) {
        case 0:
            log.push(`${client.name}'s socket breaks`);
            line.reset();
            break;
        case 1:
            log.push(`${client.name}'s line goes dead without a word`);
            line.state = 'cut';
            setTimeout(() => (line.state = 'up'), random.below(800));
            break;
        case 2:
            log.push(`${client.name} is away`);
            line.state = 'down';
            line.reset();
            setTimeout(() => (line.state = 'up'), random.below(600));
            break;
        case 3:
            log.push(`${client.name}'s line is slow`);
            line.latency = 60;
            setTimeout(() => (line.latency = 4), 400);
            break;
        default:
            log.push('the server is killed and starts again');
            network.replaceServer(null);
            await pause(random.below(60));
            network.replaceServer(startServer(storage));
    }
}

/** Lets several people edit one project through a bad network, and says whether they end the same. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
    const { seed, steps, faults, duringApply } = options;
    const random = new Random(seed);
    const storage = new MemoryStorage();
    createProject(storage, { id: 1, name: 'Simulated', dataset: DATASET });
    const network = new Network(startServer(storage), random);
    const log: string[] = [];
    const errors: string[] = [];
    const clients: Client[] = [];
    for (let index = 0, count = 2 + random.below(3); index < count; index++) {
        clients.push(await join(`client${index}`, network, random, errors));
    }
    if (duringApply) {
        for (const client of clients) {
            const original = client.project.applyRevisions.bind(client.project);
            client.project.applyRevisions = (async (revisions: never) => {
                if (random.chance(0.3)) {
                    setTimeout(() => void act(client, pickEdit(random), random, log, errors), random.below(6));
                }
                return original(revisions);
            }) as never;
        }
    }
    for (let step = 0; step < steps; step++) {
        const client = random.pick(clients);
        if (faults && random.chance(0.06)) {
            await fault(client, network, storage, random, log);
        } else {
            await act(client, pickEdit(random), random, log, errors);
        }
        if (random.chance(0.6)) {
            await pause(random.below(40));
        }
    }
    const settled = await drain(clients, network);
    const snapshots = new Map(clients.map(client => [client.name, projectRows(client.project)]));
    snapshots.set('database', datasetRows(storage, 1));
    const differing = [...settled, ...differences(snapshots)];
    const { revision } = storage.load(1)!;
    clients.forEach(({ project }) => project.destroy());
    return { seed, converged: !differing.length, differing, revisions: revision, log, errors };
}

/** Mends everything and waits until nobody has anything left to say; names those who do not come to rest. */
async function drain(clients: Client[], network: Network): Promise<string[]> {
    clients.forEach(({ line }) => {
        line.state = 'up';
        line.latency = 2;
    });
    let quiet = 0;
    for (let round = 0; round < 200 && quiet < 8; round++) {
        for (const { name, project } of clients) {
            if (!(await isSettled(project))) {
                return [
                    `${name} does not come to rest: ${JSON.stringify(project.wsState.connection)}, ${project.wsState.queue.length} unconfirmed`
                ];
            }
        }
        await pause(25);
        quiet = network.inFlight ? 0 : quiet + 1;
    }
    return [];
}
