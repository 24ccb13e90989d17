import { ProjectModel, SchedulerPro, type EventModel } from '@bryntum/schedulerpro';
import type { Changes, Dataset, ServerRevision } from '../../../src/protocol/index.ts';
import { RealtimeAssignmentModel, RealtimeEventModel } from '../../../src/index.ts';
import { barChanged, now, pause } from './clock.ts';
import { VIEW } from './schedule.tsx';

/** Milliseconds between two frames: work begins anywhere between them. */
const FRAME = 1_000 / 60;

let author: any;
let other: any;
let otherView: HTMLElement;

/** The bare engine as it has to be set up for revisions, with nothing of the kit but its models. */
async function bareProject(dataset: Dataset, client: string): Promise<any> {
    const project = new ProjectModel({
        autoSetConstraints: true,
        eventModelClass: RealtimeEventModel,
        assignmentModelClass: RealtimeAssignmentModel,
        stm: { autoRecord: false, revisionsEnabled: true }
    } as object) as any;
    const { eventsData, resourcesData, assignmentsData, dependenciesData } = dataset;
    await project.loadInlineData({
        events: eventsData,
        resources: resourcesData,
        assignments: assignmentsData,
        dependencies: dependenciesData
    });
    project.stm.enable();
    project.initRevisions(client, 'base');
    await project.commitAsync();
    return project;
}

function show(project: ProjectModel): HTMLElement {
    const element = document.body.appendChild(document.createElement('div'));
    element.className = 'bench-schedule';
    new SchedulerPro({ ...VIEW, appendTo: element, project, columns: [...VIEW.columns] } as object);
    return element;
}

/** Makes two bare engines that hold the same, each with a view. */
export async function openBare(dataset: Dataset): Promise<void> {
    author = await bareProject(structuredClone(dataset), 'author');
    other = await bareProject(structuredClone(dataset), 'other');
    show(author);
    otherView = show(other);
    await pause(500);
}

/** Moves an event in a transaction of its own, from inside the engine's queue. */
async function move(project: any, event: number, day: number): Promise<{ localRevisionId: string; changes: Changes }> {
    const recorded = new Promise<any>(resolve => project.on({ revisionNotification: resolve, once: true }));
    await project.queue(async () => {
        project.stm.startTransaction();
        (project.eventStore.getById(event) as EventModel).startDate = new Date(2026, 0, day);
        await project.commitAsync();
        project.stm.stopTransaction();
    });
    const { localRevisionId, changes } = await recorded;
    return { localRevisionId, changes: JSON.parse(JSON.stringify(changes)) as Changes };
}

/**
 * The floor of the propagation: one local edit with its commit, and one `applyRevisions` until the bar is drawn, in
 * two views of one page without kit, socket or server.
 * @param number counts the calls
 * @returns milliseconds
 */
export async function bareMove(event: number, day: number, number: number): Promise<number> {
    const start = now();
    const { localRevisionId, changes } = await move(author, event, day);
    const recorded = now();
    await pause(50 + Math.random() * FRAME);
    const drawn = barChanged(otherView, event);
    const revision = { revisionId: `server-${number}`, localRevisionId, clientId: 'author', changes };
    const received = now();
    const applied = other.applyRevisions([structuredClone(revision)]);
    const elapsed = recorded - start + ((await drawn) - received);
    await applied;
    await author.applyRevisions([revision]);
    return elapsed;
}

/** Makes a bare engine without a view. */
export async function openBareHeadless(dataset: Dataset): Promise<void> {
    other = await bareProject(dataset, 'other');
}

/** The floor of catching up: revisions in one `applyRevisions` of the bare engine; resolves with the milliseconds. */
export async function bareApply(revisions: ServerRevision[]): Promise<number> {
    const start = now();
    await other.applyRevisions(
        revisions.map(({ revision, localRevision, client, changes }) => ({
            revisionId: revision,
            localRevisionId: localRevision,
            clientId: client,
            changes
        }))
    );
    return now() - start;
}
