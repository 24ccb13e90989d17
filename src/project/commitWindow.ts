// @ts-expect-error the package exports it, its types leave it out
import { EffectResolutionResult } from '@bryntum/schedulerpro';
import type { Model, ProjectModel, StateTrackingManager } from '@bryntum/schedulerpro';
import { listen, unfinished } from './engine.ts';
import { isUnrecorded, noteCalculation, noteGiven } from './recording.ts';
import type { IssueEvent, Resolution } from './schedulingIssues.ts';

/** What of the engine's graph is used here; the vendor's types leave it out. */
type Graph = Record<string, (...args: any[]) => any> & {
    activeTransaction?: { calculateTransitions(...args: any[]): Generator };
};

/** A value that is set for the engine to calculate with: the field of a record, the value, and how it is meant. */
export type GraphWrite = [identifier: { self?: Model; field?: { name: string } }, value: unknown, ...rest: unknown[]];

/** Everything that changes what the engine calculates with. */
const WRITES = ['write', 'addEntity', 'addEntities', 'removeEntity', 'removeEntities'];

/** What the vendor's types leave out. */
type History = StateTrackingManager & {
    transaction?: Record<string | symbol, unknown> & { addAction(action: object): void };
};

/** The actions that are being recorded, in the list to which they are added: `queue` is a copy of it. */
function actionsOf(project: ProjectModel): object[] {
    const { transaction } = project.stm as History;
    const lists = transaction ? Reflect.ownKeys(transaction).map(key => transaction[key]) : [];
    return (lists.find(Array.isArray) as object[] | undefined) ?? [];
}

/** Resolutions that are taken care of. */
const admitted = new WeakSet<Resolution>();

/** Has what a resolution sets written at once, whoever carries it out. */
function letIn(resolution: Resolution, directly: (work: () => void) => void): Resolution {
    const resolve = resolution.resolve.bind(resolution);
    if (!admitted.has(resolution)) {
        admitted.add(resolution);
        // Its length says whether it wants to know which dependency.
        resolution.resolve = Object.defineProperty(
            (...args: Parameters<typeof resolve>) => directly(() => resolve(...args)),
            'length',
            {
                value: resolution.resolve.length
            }
        );
    }
    return resolution;
}

/** What is to be done when a commit raises a question, by project. */
const asking = new WeakMap<ProjectModel, (event: IssueEvent) => void>();

/** Holds back what is set from now on until the question of a commit is answered. */
export function holdWrites(project: ProjectModel, event: IssueEvent): void {
    asking.get(project)?.(event);
}

/** Makes a step of the undo history of actions that were done already. */
function keepSteps(project: ProjectModel, actions: readonly object[]): void {
    const stm = project.stm as History;
    if (actions.length) {
        if (!stm.isRecording) {
            stm.startTransaction();
        }
        actions.forEach(action => stm.transaction?.addAction(action));
    }
}

/** What of an entity of the graph is used here. */
interface Entity {
    project?: ProjectModel;
    graph?: Graph;
}

/** Whether what was held back is about a record that was removed meanwhile, which the engine has never seen. */
function isOutdated(name: string, [given]: unknown[]): boolean {
    if (name === 'write') {
        const { self } = given as GraphWrite[0];
        return self !== undefined && !(self as Entity).graph;
    }
    return name === 'addEntity' && !(given as Entity).project;
}

/** Graphs that are taken care of. */
const kept = new WeakSet<Graph>();

/**
 * Keeps what code sets in the middle of a commit.
 *
 * From the moment in which it begins to calculate until it has the results, the engine forgets whatever is set: dates
 * come out empty, new events without any, and removed ones make it throw. That takes some microtasks, so code in a
 * chain of promises can run there. What it sets is held back until the engine can take it, a moment later.
 *
 * While the engine asks what to do about a scheduling issue, everything is held back until the answer: what is set meanwhile
 * would make it ask again, and be taken back along with the edit. The answer is let in first.
 * @param project its graph is another one after every load: to be called again then, which does no harm in vain
 * @param onWrite called with every value that is set for the engine to calculate with
 */
export function keepWritesInCommits(project: ProjectModel, onWrite: (write: GraphWrite) => void): void {
    const { replica } = project as ProjectModel & { replica?: Graph };
    if (!replica || kept.has(replica) || ![...WRITES, 'doCommitAsync'].every(name => replica[name])) {
        return;
    }
    kept.add(replica);
    unfinished.delete(project);
    let heldBack: (() => void)[] | null = null;
    /** What was set while the engine asked about an edit that is taken back now: writes, and actions of the undo history. */
    const later: (() => void)[] = [];
    const meanwhile: object[] = [];
    /** Commits under way; the engine calculates outside of them too, and nobody would release what is held back then. */
    let commits = 0;
    const release = (): void => {
        const writes = heldBack;
        heldBack = null;
        writes?.forEach(write => write());
    };
    for (const name of WRITES) {
        const original = replica[name]!.bind(replica);
        replica[name] = (...args) => {
            // At the end of each commit the engine removes what is none.
            const isAny = name !== 'removeEntities' || [...(args[0] as Iterable<unknown>)].length > 0;
            const isUsers = !isUnrecorded(project);
            if (isAny) {
                unfinished.add(project);
            }
            if (name === 'write') {
                onWrite(args as GraphWrite);
            }
            const perform = (): unknown => {
                if (isAny) {
                    noteGiven(project, isUsers);
                }
                return original(...args);
            };
            return heldBack ? void heldBack.push(() => isOutdated(name, args) || perform()) : perform();
        };
    }
    const directly = (work: () => void): void => {
        const others = heldBack;
        heldBack = null;
        try {
            work();
        } finally {
            heldBack = others;
        }
    };
    const ask = (event: IssueEvent): void => {
        const goOn = event.continueWithResolutionResult;
        const { schedulingIssue } = event;
        const list = schedulingIssue.getResolutions.bind(schedulingIssue);
        schedulingIssue.getResolutions = () => list().map(resolution => letIn(resolution, directly));
        heldBack ??= [];
        const edit = actionsOf(project).length;
        event.continueWithResolutionResult = result => {
            if (result === EffectResolutionResult.Cancel) {
                later.push(...(heldBack ?? []));
                heldBack = null;
                // The engine takes back what it finds in there.
                meanwhile.push(...actionsOf(project).splice(edit));
            } else {
                release();
            }
            goOn.call(event, result);
        };
    };
    const commit = replica['doCommitAsync']!.bind(replica);
    replica['doCommitAsync'] = async (...args) => {
        const transaction = replica.activeTransaction;
        const calculate = transaction?.calculateTransitions;
        if (transaction && calculate) {
            transaction.calculateTransitions = function* calculateTransitions(...given) {
                if (commits && !heldBack) {
                    unfinished.delete(project);
                    noteCalculation(project);
                    heldBack = [];
                }
                return yield* calculate.apply(this, given);
            };
        }
        const detach = listen(project, {
            finalizeCommit: release,
            prio: 20_000
        } as never);
        asking.set(project, ask);
        commits++;
        try {
            return await commit(...args);
        } finally {
            commits--;
            detach();
            if (!commits) {
                asking.delete(project);
            }
            keepSteps(project, meanwhile.splice(0));
            release();
            later.splice(0).forEach(write => write());
        }
    };
}
