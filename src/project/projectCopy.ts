import { AssignmentModel, EventModel, ProjectModel, Store } from '@bryntum/schedulerpro';
import { calculate, listen } from './engine.ts';
import { goOn, listChoices, SCHEDULING_ISSUES, type IssueEvent } from './schedulingIssues.ts';
import { projectFields, syncedStores, toInlineData } from './stores.ts';

/** What the vendor's types leave out. */
type Project = ProjectModel & { autoSetConstraints: boolean; addCrudStore(store: object): void };

/**
 * A project of its own with some content, and with the models and settings of another one. It is connected to nothing;
 * destroy it when nobody needs it any more.
 * @param settings fields of the project itself. Default: those of the other one
 */
export async function createProjectCopy(
    source: ProjectModel,
    content: unknown,
    settings = projectFields(source)
): Promise<ProjectModel> {
    const { autoSetConstraints, eventStore, assignmentStore } = source as Project;
    const project = new ProjectModel({
        ...settings,
        autoSetConstraints,
        eventModelClass: eventStore.modelClass as typeof EventModel,
        assignmentModelClass: assignmentStore.modelClass as typeof AssignmentModel,
        resourceModelClass: source.resourceStore.modelClass,
        dependencyModelClass: source.dependencyStore.modelClass,
        calendarModelClass: source.calendarManagerStore.modelClass
    } as never) as Project;
    const known = syncedStores(project);
    for (const [storeId, store] of syncedStores(source)) {
        if (!known.has(storeId)) {
            const { modelClass, tree } = store as Store & { tree: boolean };
            project.addCrudStore({ storeId, store: new Store({ modelClass, tree } as never) });
        }
    }
    // Nobody could be asked, and the engine would wait for ever.
    const answer = (event: IssueEvent): void => {
        listChoices(event)[0]?.resolve();
        goOn(event, true);
    };
    const detach = listen(project, Object.fromEntries(SCHEDULING_ISSUES.map(issue => [issue, answer])));
    try {
        await project.loadInlineData(toInlineData(structuredClone(content) as Record<string, unknown>));
        await calculate(project);
        detach();
        return project;
    } catch (error) {
        project.destroy();
        throw error;
    }
}
