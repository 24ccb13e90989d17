import type { Dataset, ProjectId } from '../../protocol/index.ts';
import type { Storage } from '../storage/Storage.ts';
import { readDataset } from './dataset.ts';

/**
 * Adds a project to a storage.
 * @param project its id, its name, and its initial data as a host writes it (`events` or `eventsData`, …)
 * @throws Error when there is a project with this id already, or the data is not a dataset
 */
export function createProject(
    storage: Storage,
    project: { id: ProjectId; name: string; dataset: Dataset },
    mintId: () => string = () => globalThis.crypto.randomUUID()
): void {
    const { id, name, dataset } = project;
    storage.commit([{ type: 'createProject', project: { id, name, content: readDataset(dataset, mintId) } }]);
}
