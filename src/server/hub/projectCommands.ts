import { Command } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import { mayEdit, mayOpen, personOf } from './auth.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { frame } from './messages.ts';
import { datasetFor } from './loading.ts';
import { requireChannel, type GivenProject } from './requireChannel.ts';
import { saveVersion } from './versions.ts';

/** Tells which projects the sender may open. */
export function listProjects(hub: Hub, connection: Connection, { identity }: ActiveState): void {
    const projects = hub.options.storage.projects().filter(({ id }) => mayOpen(identity, id));
    hub.send(connection, frame(Command.projects, { projects }));
}

/** Tells the sender to load the project afresh when it holds other records than the server, at the same revision. */
export function compareState(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: { project?: GivenProject; revision: string; hash: string }
): void {
    const { room } = requireChannel(hub, state, data.project);
    if (data.revision === room.revision && data.hash !== room.hash) {
        hub.send(connection, frame(Command.resync, { project: room.id, reason: 'state' }));
    }
}

/** Restores the initial data, for everybody. */
export function resetProject(hub: Hub, connection: Connection, state: ActiveState, project: GivenProject): void {
    const channel = requireChannel(hub, state, project);
    if (!mayEdit(state.identity)) {
        throw new Refusal('authorization-required', undefined, false);
    }
    // What is discarded here can be had again.
    saveVersion(hub, channel);
    const { room, subscribers } = channel;
    hub.turn.rooms.add(room);
    room.reset(personOf(state.identity));
    const done = frame(Command.reset, { userName: state.identity.userName, project: room.id });
    for (const subscriber of subscribers) {
        if (subscriber.state.status === 'active') {
            const text = datasetFor(hub, subscriber, subscriber.state, channel);
            if (subscriber === connection) {
                hub.send(subscriber, text);
            } else {
                hub.turn.send(subscriber, text);
            }
            hub.turn.send(subscriber, done);
        }
    }
    if (!subscribers.has(connection)) {
        hub.send(connection, done);
    }
}
