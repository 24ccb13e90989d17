import { CloseCode, Command, revisionNumber, type AssignedId } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import type { StoredRevision } from '../storage/Storage.ts';
import { unsubscribe, type Channel } from './Channel.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { changeFrame, datasetFrame, frame } from './messages.ts';
import { requireChannel, type GivenProject } from './requireChannel.ts';

/** Most revisions in one message of a catch-up. */
const CHUNK_REVISIONS = 100;

/** Characters of changes after which a message of a catch-up ends. */
const CHUNK_LENGTH = 256 * 1024;

/** Characters of the log that are read to tell the ids of new records. */
const MAX_READ = 16 * 1024 * 1024;

/** Local revisions without confirmation, by the secret of the session they were made in. */
type GivenPending = readonly { session: string; revisions: readonly string[] }[] | null | undefined;

/** What became of what somebody has no confirmation of, group by group. */
interface Settled {
    accepted: string[][];
    ids: AssignedId[][];
}

/** Subscribes the sender to a project, and to no other, and sends its data. */
export function loadDataset(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: { project?: GivenProject; pending?: GivenPending }
): void {
    const channel = requireChannel(hub, state, data.project);
    subscribe(hub, connection, state, channel);
    const settled = settle(hub, connection, state, channel, data.pending);
    hub.send(connection, datasetFor(hub, connection, state, channel, settled));
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
    const { maxCatchUp, maxCatchUpLength } = hub.options;
    subscribe(hub, connection, state, channel);
    const settled = settle(hub, connection, state, channel, data.pending);
    const from = revisionNumber(data.fromRevision);
    const missed = from === null ? null : room.revisionsAfter(from, maxCatchUp, maxCatchUpLength);
    if (!missed) {
        hub.send(connection, datasetFor(hub, connection, state, channel, settled));
        return;
    }
    const frames = inChunks(missed).map(chunk => changeFrame(room.id, chunk, connection.usesTasks));
    allow(
        connection,
        frames.reduce((sum, text) => sum + text.length, 0)
    );
    frames.forEach(text => hub.send(connection, text));
    hub.send(connection, frame(Command.update, { project: room.id, revision: room.revision, ...settled }));
}

/** The message with a project's data; it is built once in a turn, however many ask for it. */
export function datasetFor(
    hub: Hub,
    connection: Connection,
    { dialect }: ActiveState,
    { room }: Channel,
    settled: Settled | null = null
): string {
    const project = room.id;
    const head = dialect === 2 ? { project, revision: room.revision, ...settled } : { project };
    const { datasets } = hub.turn;
    const key = `${room.revision} ${JSON.stringify(head)}`;
    const text = datasets.get(key) ?? datasetFrame(head, room.datasetJson());
    datasets.set(key, text);
    allow(connection, text.length);
    return text;
}

function subscribe(hub: Hub, connection: Connection, state: ActiveState, channel: Channel): void {
    if (state.channel !== channel) {
        unsubscribe(hub, connection, state.channel);
    }
    channel.subscribers.add(connection);
    connection.state = { ...state, channel };
    hub.turn.undo.push(() => {
        if (connection.state.status === 'active' && connection.state.channel === channel) {
            unsubscribe(hub, connection, channel);
            connection.state = { ...connection.state, channel: null };
        }
    });
}

/**
 * Finds out which revisions of its own and of its earlier sessions somebody may forget. Whoever asks for a session has
 * taken it over: what its socket still sends would be accepted beside what the asker now sends instead.
 */
function settle(
    hub: Hub,
    connection: Connection,
    { identity }: ActiveState,
    { room }: Channel,
    pending: GivenPending
): Settled | null {
    if (!pending) {
        return null;
    }
    const settled: Settled = { accepted: [], ids: [] };
    for (const { session, revisions } of pending) {
        const known = hub.sessions.find(session);
        const client = known?.userId === identity.userId ? known.client : null;
        const owner = client === null ? undefined : hub.clients.get(client);
        if (owner && owner !== connection) {
            hub.close(owner, CloseCode.replaced, 'Another page has taken over what this one had not saved');
        }
        const accepted = client === null ? [] : room.acceptedOf(client, revisions);
        settled.accepted.push(accepted);
        settled.ids.push(client === null ? [] : room.idsOf(client, accepted, MAX_READ / pending.length));
    }
    return settled;
}

/** Lets so many characters wait for a client that has asked for them. */
export function allow(connection: Connection, length: number): void {
    connection.allowance = Math.max(connection.allowance, length);
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
