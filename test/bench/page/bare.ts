import { ProjectModel, SchedulerPro, type EventModel } from '@bryntum/schedulerpro';
import type { Changes, Dataset, ServerRevision } from '../../../src/protocol/index.ts';
import { RealtimeAssignmentModel, RealtimeEventModel } from '../../../src/index.ts';
import { barChanged, nextFrame, now } from './clock.ts';
import { VIEW } from './schedule.tsx';

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
 * @returns milliseconds per sample
 */
export async function barePropagation(dataset: Dataset, samples: { event: number; day: number }[]): Promise<number[]> {
    const author = await bareProject(structuredClone(dataset), 'author');
    const other = await bareProject(structuredClone(dataset), 'other');
    show(author);
    const view = show(other);
    await nextFrame();
    await nextFrame();
    const times: number[] = [];
    for (const [index, { event, day }] of samples.entries()) {
        const start = now();
        const { localRevisionId, changes } = await move(author, event, day);
        const recorded = now();
        await nextFrame();
        const drawn = barChanged(view, event);
        const revision = { revisionId: `server-${index + 1}`, localRevisionId, clientId: 'author', changes };
        const received = now();
        const applied = other.applyRevisions([structuredClone(revision)]);
        times.push(recorded - start + ((await drawn) - received));
        await applied;
        await author.applyRevisions([revision]);
        await nextFrame();
    }
    return times;
}

/** The floor of catching up: all revisions in one `applyRevisions` of the bare engine. */
export async function bareCatchUp(dataset: Dataset, revisions: ServerRevision[]): Promise<number> {
    const project = await bareProject(dataset, 'me');
    const start = now();
    await project.applyRevisions(
        revisions.map(({ revision, localRevision, client, changes }) => ({
            revisionId: revision,
            localRevisionId: localRevision,
            clientId: client,
            changes
        }))
    );
    const elapsed = now() - start;
    project.destroy();
    return elapsed;
}
