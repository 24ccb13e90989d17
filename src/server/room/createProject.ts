import { VERSION_CONTENT, VERSIONS, type Dataset, type ProjectId } from '../../protocol/index.ts';
import type { Storage, StoredRecord, Write } from '../storage/Storage.ts';
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
        projects.flatMap(({ id, name, dataset }): Write[] => {
            const { fields, stores } = readDataset(dataset, mintId);
            const versions = stores.find(([store]) => store === VERSIONS)?.[1] ?? [];
            const content = { fields, stores: stores.filter(([store]) => store !== VERSIONS) };
            return [
                { type: 'createProject', project: { id, name, content } },
                ...versions.flatMap(version => putVersion(id, version))
            ];
        })
    );
}

/** A version that comes with a project is kept as one that was saved in it. */
function putVersion(project: ProjectId, { [VERSION_CONTENT]: content, ...record }: StoredRecord): Write[] {
    return [
        { type: 'putRecord', project, store: VERSIONS, record },
        ...(content === undefined
            ? []
            : [{ type: 'putVersionContent' as const, project, id: record.id, content: JSON.stringify(content) }])
    ];
}
