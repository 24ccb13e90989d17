import { Command, type RecordId } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import { mayEdit } from './auth.ts';
import { broadcast } from './broadcast.ts';
import type { Channel } from './Channel.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { allow } from './loading.ts';
import { frame, versionFrame } from './messages.ts';
import { requireChannel, type GivenProject } from './requireChannel.ts';

/** Asks the sender to save a version, unless it may not, or somebody was asked not long ago: then nothing is answered. */
export function requestAutosave(hub: Hub, connection: Connection, state: ActiveState, project: GivenProject): void {
    const channel = requireChannel(hub, state, project);
    const { now, autosaveInterval } = hub.options;
    const isDue = channel.autosavedAt === null || now() - channel.autosavedAt >= autosaveInterval;
    if (isDue && autosaveInterval && mayEdit(state.identity)) {
        channel.autosavedAt = now();
        hub.send(connection, frame(Command.versionAutoSaveOK, { project: channel.room.id }));
    }
}

/** Sends what a version holds. */
export function loadVersionContent(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: { project?: GivenProject; versionId: RecordId }
): void {
    const { room } = requireChannel(hub, state, data.project);
    const { versionId } = data;
    const content = room.versionContent(versionId);
    if (content === null) {
        throw new Refusal('unknown-version');
    }
    const text = versionFrame({ project: room.id, versionId }, content);
    allow(connection, text.length);
    hub.send(connection, text);
}

/** Makes an automatic version if anything has changed since the last one. */
export function saveVersion(hub: Hub, channel: Channel): void {
    const { room } = channel;
    channel.cancelAutosave?.();
    channel.cancelAutosave = null;
    hub.rest(channel);
    hub.turn.rooms.add(room);
    const outcome = room.saveVersion();
    if (outcome.type === 'accepted') {
        broadcast(hub, channel, [outcome.revision]);
    }
}

/** The project has changed, or may have before the server was started: sees to it that a version is made in time. */
export function autosave(hub: Hub, channel: Channel): void {
    const { autosaveInterval, autosaveRevisions, delay } = hub.options;
    const changes = channel.room.revisionsSinceVersion;
    if (autosaveRevisions && changes >= autosaveRevisions) {
        saveVersion(hub, channel);
    } else if (autosaveInterval && changes > 0) {
        channel.cancelAutosave ??= delay(() => hub.contain(() => saveVersion(hub, channel)), autosaveInterval);
    }
}
