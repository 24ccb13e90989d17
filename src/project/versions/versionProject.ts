import { AssignmentModel, EventModel, ProjectModel, Store, type Model } from '@bryntum/schedulerpro';
import { calculate } from '../engine.ts';
import { CALCULATED_PROJECT_FIELDS, snapshot, syncedStores, toInlineData } from '../stores.ts';

/** What the vendor's types leave out. */
type Project = ProjectModel & { autoSetConstraints: boolean; addCrudStore(store: object): void };

/**
 * A project of its own that shows what a version holds, with the models and settings of the project it is a version
 * of. It is connected to nothing; destroy it when nothing shows it any more.
 */
export async function createVersionProject(source: ProjectModel, content: unknown): Promise<ProjectModel> {
    const { autoSetConstraints, eventStore, assignmentStore } = source as Project;
    const settings = snapshot(source as unknown as Model);
    CALCULATED_PROJECT_FIELDS.forEach(field => delete settings[field]);
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
    try {
        await project.loadInlineData(toInlineData(structuredClone(content) as Record<string, unknown>));
        await calculate(project);
        return project;
    } catch (error) {
        project.destroy();
        throw error;
    }
}
