import { Random } from './random.ts';

/** Something done to one record. `n` chooses the record: the n-th of those there are, counted round. */
export type Change =
    | { kind: 'rename' | 'renameResource'; n: number; text: string }
    | { kind: 'colour'; n: number; color: string }
    | { kind: 'resize'; n: number; days: number }
    | { kind: 'move'; n: number; day: number }
    | { kind: 'reassign'; n: number; resource: number }
    | { kind: 'add'; mark: string; day: number; resource: number }
    /** Adds an event and edits it `after` milliseconds later, before or after its real id is there. */
    | { kind: 'addThenEdit'; mark: string; day: number; after: number; text: string }
    | { kind: 'remove' | 'unlink'; n: number }
    | { kind: 'link'; n: number; m: number };

/** An edit that waits for the moment in which somebody else's revisions are applied. */
export interface DuringApply {
    /** `event`: inside `startApplyingRevision`; else right after the call of `applyRevisions`. */
    at: 'event' | 'microtask' | 'timer';
    /** Milliseconds of the timer. */
    after: number;
}

/** Some changes in one go: as plain code, or through `edit()` or `bulk()`. */
export interface EditOp {
    kind: 'edit';
    client: number;
    how: 'direct' | 'edit' | 'bulk';
    changes: Change[];
    during?: DuringApply;
    /** The function handed to `edit()` or `bulk()` throws after its changes. */
    throws?: true;
    pause: number;
}

/** Takes back, or makes again. */
export interface HistoryOp {
    kind: 'undo' | 'redo';
    client: number;
    pause: number;
}

/** Keeps what there is as a version, or makes the project what it was in one for everybody. */
export interface VersionOp {
    kind: 'save' | 'restore';
    client: number;
    /** Which of the versions there are. */
    n: number;
    pause: number;
}

/** Somebody with another program comes and adds an event twice, because the first answer is not there yet. */
export interface GuestOp {
    kind: 'guest';
    client: number;
    mark: string;
    day: number;
    text: string;
    /** Milliseconds between the two. */
    after: number;
    pause: number;
}

/** What can go wrong, each with how often it is chosen. */
export const FAULTS = {
    /** The socket breaks, and both ends notice. */
    reset: 2,
    /** The line is dead for a while, and nobody is told. */
    cut: 2,
    /** A frame to the server is lost, and with it all behind it on this socket. */
    loseToServer: 1,
    /** The same towards the client: what the client says still arrives. */
    loseToClient: 2,
    /** A single message with revisions vanishes; those behind it arrive. */
    drop: 2,
    duplicateToServer: 1,
    duplicateToClient: 1,
    /** No network for longer. */
    away: 2,
    /** A slow line. */
    slow: 2,
    /** The user switches auto-sync off for a while. */
    suspend: 1,
    /** The tab is reloaded, with whatever is pending. */
    reload: 2,
    /** The server is killed in the middle of its work and starts again. */
    kill: 2
} as const;

/** The name of a fault; `full`: the server can save nothing for a while. */
export type Fault = keyof typeof FAULTS | 'full';

/** Something that goes wrong for one client, or for all. */
export interface FaultOp {
    kind: Fault;
    client: number;
    /** How long it lasts. */
    ms: number;
    pause: number;
}

/** One step of a simulation; everything random about it is decided. */
export type Op = EditOp | HistoryOp | VersionOp | FaultOp | GuestOp;

/** One that a client does through its editor. */
export type ClientOp = EditOp | HistoryOp | VersionOp;

/** Whether a step undoes or redoes. */
export function isHistory(op: Op): op is HistoryOp {
    return op.kind === 'undo' || op.kind === 'redo';
}

/** Whether a step is about versions. */
export function isVersion(op: Op): op is VersionOp {
    return op.kind === 'save' || op.kind === 'restore';
}

/** A whole simulation as data: can be replayed, shortened, printed and stored. */
export interface Plan {
    seed: number;
    clients: number;
    /** How many revisions the server keeps; all when it is missing. */
    logTail?: number;
    ops: Op[];
}

/** Which plan to make. */
export interface PlanOptions {
    seed: number;
    steps: number;
    /** Lines that break, a server that dies. */
    faults: boolean;
    /** Edits inside of an apply. */
    duringApply: boolean;
}

/** The seeds, modulo 7, with a server whose log is so short that who was away for long has to load anew. */
const LOADS_ANEW = [2, 4];

const CHANGES: Record<Change['kind'], number> = {
    rename: 4,
    colour: 2,
    resize: 3,
    move: 4,
    reassign: 3,
    renameResource: 1,
    add: 2,
    addThenEdit: 2,
    remove: 1,
    link: 2,
    unlink: 1
};

function weighted<T extends string>(random: Random, weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries<number>(weights);
    let ticket = random.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    return entries.find(([, weight]) => (ticket -= weight) < 0)![0] as T;
}

/** Large enough that counting round reaches every record of any store. */
const anyRecord = (random: Random): number => random.below(5040);

class Planner {
    readonly random: Random;
    readonly #options: PlanOptions;
    readonly #clients: number;
    #values = 0;

    constructor(options: PlanOptions) {
        this.#options = options;
        this.random = new Random(options.seed);
        this.#clients = this.random.pick([2, 2, 2, 3, 3, 3, 4, 4, 5, 6]);
    }

    plan(): Plan {
        const { seed, steps } = this.#options;
        const ops = Array.from({ length: steps }, () => this.#step()).flat();
        this.#inviteGuests(ops);
        this.#keepVersions(ops);
        if (this.#options.faults) {
            this.#fillDisk(ops);
        }
        return { seed, clients: this.#clients, ...(LOADS_ANEW.includes(seed % 7) && { logTail: 10 }), ops };
    }

    /** Last, so that the rest of a plan is the same with and without them. */
    #inviteGuests(ops: Op[]): void {
        const { random } = this;
        const guests = Math.round(ops.length / 25);
        for (let guest = 1; guest <= guests; guest++) {
            ops.splice(random.below(ops.length), 0, {
                kind: 'guest',
                client: this.#clients + guest,
                mark: `new guest ${guest}`,
                day: random.below(25),
                text: `guest ${guest}`,
                after: random.below(10),
                pause: 0
            });
        }
    }

    /** After the guests, for the same reason. */
    #keepVersions(ops: Op[]): void {
        const { random } = this;
        for (let count = Math.round(ops.length / 30); count > 0; count--) {
            for (const kind of ['save', 'restore'] as const) {
                const client = random.below(this.#clients);
                ops.splice(random.below(ops.length), 0, { kind, client, n: anyRecord(random), pause: 0 });
            }
        }
    }

    /** After the versions, for the same reason. */
    #fillDisk(ops: Op[]): void {
        const { random } = this;
        for (let count = Math.round(ops.length / 50); count > 0; count--) {
            const ms = 40 + random.below(400);
            ops.splice(random.below(ops.length), 0, { kind: 'full', client: 0, ms, pause: 0 });
        }
    }

    #step(): Op[] {
        const { random } = this;
        const client = random.below(this.#clients);
        const pause = random.chance(0.3) ? 0 : random.chance(0.1) ? random.below(60) : random.below(16);
        if (this.#options.faults && random.chance(0.08)) {
            const kind = weighted(random, FAULTS);
            const isLong = kind === 'away' || kind === 'cut';
            return [{ kind, client, ms: 40 + random.below(isLong ? 900 : 300), pause }];
        }
        if (random.chance(0.08)) {
            return [{ kind: random.chance(0.65) ? 'undo' : 'redo', client, pause }];
        }
        return random.chance(0.06) ? this.#race(client, pause) : [this.#edit(client, pause)];
    }

    #edit(client: number, pause: number): EditOp {
        const { random } = this;
        const how = random.pick(['direct', 'direct', 'direct', 'direct', 'direct', 'edit', 'edit', 'bulk'] as const);
        const count = how === 'bulk' ? 3 + random.below(4) : random.chance(0.25) ? 2 + random.below(2) : 1;
        const changes = Array.from({ length: count }, () => this.#change(weighted(random, CHANGES)));
        const isDuring = this.#options.duringApply && how === 'direct' && random.chance(0.15);
        const at = random.pick(['event', 'microtask', 'timer', 'timer'] as const);
        return {
            kind: 'edit',
            client,
            how,
            changes,
            ...(isDuring && { during: { at, after: random.below(6) } }),
            ...(how !== 'direct' && random.chance(0.15) && { throws: true }),
            pause
        };
    }

    /** One removes what another edits or links to in the same moment. */
    #race(client: number, pause: number): Op[] {
        const { random } = this;
        const n = anyRecord(random);
        const edit = this.#change(random.pick(['rename', 'move', 'resize', 'reassign', 'link'] as const));
        const other = (client + 1 + random.below(this.#clients - 1)) % this.#clients;
        const ops: Op[] = [
            { kind: 'edit', client, how: 'direct', changes: [{ kind: 'remove', n }], pause: 0 },
            { kind: 'edit', client: other, how: 'direct', changes: [{ ...edit, n } as Change], pause }
        ];
        return random.chance(0.5) ? ops : ops.reverse();
    }

    /** A change; names and colours are given once only, so that nothing is taken for something else. */
    #change(kind: Change['kind']): Change {
        const { random } = this;
        const value = ++this.#values;
        const n = anyRecord(random);
        const text = `v${value}`;
        const day = random.below(25);
        switch (kind) {
            case 'rename':
            case 'renameResource':
                return { kind, n, text };
            case 'colour':
                return { kind, n, color: `#${value.toString(16).padStart(6, '0')}` };
            case 'resize':
                return { kind, n, days: 1 + random.below(5) };
            case 'move':
                return { kind, n, day };
            case 'reassign':
                return { kind, n, resource: anyRecord(random) };
            case 'add':
                return { kind, mark: `new ${value}`, day, resource: anyRecord(random) };
            case 'addThenEdit':
                return { kind, mark: `new ${value}`, day, after: random.below(20), text };
            case 'remove':
            case 'unlink':
                return { kind, n };
            case 'link':
                return { kind, n, m: anyRecord(random) };
        }
    }
}

/** Decides everything that happens in a simulation. The same options make the same plan. */
export function makePlan(options: PlanOptions): Plan {
    return new Planner(options).plan();
}
