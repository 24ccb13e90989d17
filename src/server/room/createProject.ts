import type { Dataset, ProjectId } from '../../protocol/index.ts';
import type { Storage, Write } from '../storage/Storage.ts';
import { readDataset } from './dataset.ts';

/** A project to begin with. */
export interface NewProject {
    id: ProjectId;
    name: string;
    /** Its initial data as a host writes it: `events` or `eventsData`, … */
    dataset: Dataset;
}

function newId(): string {
    return globalThis.crypto.randomUUID();
}

/**
 * Adds a project to a storage.
 * @throws Error when there is a project with this id already, or the data is not a dataset
 */
export function createProject(storage: Storage, project: NewProject, mintId: () => string = newId): void {
    createProjects(storage, [project], mintId);
}

/** Adds all of these projects or, when one cannot be added, none. See {@link createProject}. */
export function createProjects(storage: Storage, projects: readonly NewProject[], mintId: () => string = newId): void {
    storage.commit(
        projects.map(({ id, name, dataset }): Write => ({
            type: 'createProject',
            project: { id, name, content: readDataset(dataset, mintId) }
        }))
    );
}
