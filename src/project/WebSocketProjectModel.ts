import { AssignmentModel, EventModel, ProjectModel } from '@bryntum/schedulerpro';
import { realtimeAssignmentModel, realtimeEventModel } from './models.ts';
import { ProjectWebSocketHandlerMixin } from './ProjectWebSocketHandlerMixin.ts';
import type { RealtimeProjectConfig } from './RealtimeProject.ts';
import { transactionTitle, type TitledTransaction } from './transactionTitles.ts';

function getTransactionTitle(this: { position: number }, transaction: TitledTransaction): string {
    return transactionTitle(transaction, this.position + 1);
}

/** A host's config with everything in place that clients need to end the same; see the README. */
function withPreconditions(config: RealtimeProjectConfig): RealtimeProjectConfig {
    return {
        autoSetConstraints: true,
        ...config,
        eventModelClass: realtimeEventModel((config.eventModelClass as typeof EventModel) ?? EventModel),
        assignmentModelClass: realtimeAssignmentModel(
            (config.assignmentModelClass as typeof AssignmentModel) ?? AssignmentModel
        ),
        stm: { autoRecord: true, getTransactionTitle, ...config.stm, revisionsEnabled: false }
    } as RealtimeProjectConfig;
}

/**
 * A project that several people edit at once. Takes every config of the vendor's `ProjectModel` and those of
 * {@link ProjectWebSocketHandlerConfig}; your own event and assignment model classes are adapted so that all clients
 * end the same, and the engine's revisions are switched off. `autoSetConstraints` is `true` unless you say otherwise; all clients of
 * a project must agree on it.
 *
 * @example
 * const project = new WebSocketProjectModel({ wsAddress : 'ws://localhost:8080', wsProjectId : 1 });
 * await project.wsLogin({ login : 'Ada' });
 */
export class WebSocketProjectModel extends ProjectWebSocketHandlerMixin(
    ProjectModel as new (config?: RealtimeProjectConfig) => ProjectModel
) {
    static $name = 'WebSocketProjectModel';

    constructor(config: RealtimeProjectConfig = {}) {
        super(withPreconditions(config));
    }
}
