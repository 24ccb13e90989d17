import { Command, revisionNumber, type ProjectId, type RecordId } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import type { StoredRevision } from '../storage/Storage.ts';
import { mayEdit, mayOpen } from './auth.ts';
import type { Channel } from './Channel.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { changeFrame, datasetFrame, frame } from './messages.ts';

/** Most revisions in one message of a catch-up. */
const CHUNK_REVISIONS = 100;

/** Characters of changes after which a message of a catch-up ends. */
const CHUNK_LENGTH = 256 * 1024;

/** A project id as it came: it may be missing. */
export type GivenProject = ProjectId | null | undefined;

/**
 * The channel of the project a message names.
 * @throws Refusal when it names none, or one this person may not open; whether that one exists is not told
 */
export function requireChannel(hub: Hub, { identity }: ActiveState, project: GivenProject): Channel {
    if (project === null || project === undefined) {
        throw new Refusal('project-required');
    }
    const channel = mayOpen(identity, project) ? hub.channel(project) : null;
    if (!channel) {
        throw new Refusal('authorization-required');
    }
    return channel;
}

/** Tells which projects the sender may open. */
export function listProjects(hub: Hub, connection: Connection, { identity }: ActiveState): void {
    const projects = hub.options.storage.projects().filter(({ id }) => mayOpen(identity, id));
    hub.send(connection, frame(Command.projects, { projects }));
}

/** Local revisions without confirmation, by the secret of the session they were made in. */
type GivenPending = readonly { session: string; revisions: readonly string[] }[] | null | undefined;

/** Subscribes the sender to a project, and to no other, and sends its data. */
export function loadDataset(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: { project?: GivenProject; pending?: GivenPending }
): void {
    const channel = requireChannel(hub, state, data.project);
    subscribe(hub, connection, state, channel);
    sendDataset(hub, connection, state, channel, data.pending);
}

/** Subscribes the sender and sends what it has missed; the whole data when the log cannot tell. */
export function catchUp(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: { project?: GivenProject; fromRevision: string; pending?: GivenPending }
): void {
    const channel = requireChannel(hub, state, data.project);
    const { room } = channel;
    subscribe(hub, connection, state, channel);
    const from = revisionNumber(data.fromRevision);
    const missed = from === null ? null : room.revisionsAfter(from, hub.options.maxCatchUp);
    if (!missed) {
        sendDataset(hub, connection, state, channel, data.pending);
        return;
    }
    const frames = inChunks(missed).map(chunk => changeFrame(room.id, chunk, connection.usesTasks));
    connection.allowance = frames.reduce((sum, text) => sum + text.length, 0);
    frames.forEach(text => hub.send(connection, text));
    hub.send(connection, frame(Command.update, { project: room.id, revision: room.revision }));
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
    const { room, subscribers } = channel;
    hub.turn.rooms.add(room);
    room.reset();
    const done = frame(Command.reset, { userName: state.identity.userName, project: room.id });
    for (const subscriber of subscribers) {
        if (subscriber.state.status === 'active') {
            sendDataset(hub, subscriber, subscriber.state, channel);
            hub.send(subscriber, done);
        }
    }
    if (!subscribers.has(connection)) {
        hub.send(connection, done);
    }
}

/** Asks the sender to save a version, unless somebody was asked not long ago: then nothing is answered. */
export function requestAutosave(hub: Hub, connection: Connection, state: ActiveState, project: GivenProject): void {
    const channel = requireChannel(hub, state, project);
    const { now, autosaveInterval } = hub.options;
    if (channel.autosavedAt === null || now() - channel.autosavedAt >= autosaveInterval) {
        channel.autosavedAt = now();
        hub.send(connection, frame(Command.versionAutoSaveOK, { project: channel.room.id }));
    }
}

/** Sends the content of a version, which the dataset leaves out. */
export function loadVersionContent(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: { project?: GivenProject; versionId: RecordId }
): void {
    const { room } = requireChannel(hub, state, data.project);
    const { versionId } = data;
    const content = room.versionContent(versionId);
    if (content === undefined) {
        throw new Refusal('unknown-version');
    }
    hub.send(connection, frame(Command.versionContent, { project: room.id, versionId, content }));
}

function subscribe(hub: Hub, connection: Connection, state: ActiveState, channel: Channel): void {
    state.channel?.subscribers.delete(connection);
    channel.subscribers.add(connection);
    connection.state = { ...state, channel };
    hub.turn.undo.push(() => {
        if (connection.state.status === 'active' && connection.state.channel === channel) {
            channel.subscribers.delete(connection);
            connection.state = { ...connection.state, channel: null };
        }
    });
}

function sendDataset(
    hub: Hub,
    connection: Connection,
    { dialect, identity }: ActiveState,
    { room }: Channel,
    pending?: GivenPending
): void {
    const accepted = pending?.map(({ session, revisions }) => {
        const known = hub.options.storage.findSession(session);
        return known?.userId === identity.userId ? room.acceptedOf(known.client, revisions) : [];
    });
    const project = room.id;
    const head = dialect === 2 ? { project, revision: room.revision, accepted } : { project };
    const text = datasetFrame(head, room.datasetJson());
    connection.allowance = text.length;
    hub.send(connection, text);
}

function inChunks(revisions: readonly StoredRevision[]): StoredRevision[][] {
    const chunks: StoredRevision[][] = [];
    let chunk: StoredRevision[] = [];
    let length = 0;
    for (const revision of revisions) {
        if (!chunk.length || chunk.length >= CHUNK_REVISIONS || length >= CHUNK_LENGTH) {
            chunks.push((chunk = []));
            length = 0;
        }
        chunk.push(revision);
        length += revision.changes.length;
    }
    return chunks;
}
