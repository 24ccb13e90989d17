import { Command, type LocalRevision } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import { usesTasks } from '../room/storeNames.ts';
import type { KnownRevision, StoredRevision } from '../storage/Storage.ts';
import { mayEdit, personOf } from './auth.ts';
import { broadcast } from './broadcast.ts';
import type { Channel } from './Channel.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { changeFrame, errorFrame, frame } from './messages.ts';
import { requireChannel, type GivenProject } from './requireChannel.ts';
import { autosave } from './versions.ts';

/** A revision whose optional parts may come as `null`. */
type GivenRevision = Pick<LocalRevision, 'revision' | 'changes'> & {
    base?: string | null | undefined;
    conflictResolutionFor?: string | null | undefined;
};

/**
 * Numbers the revisions of a message and sends them to every subscriber, the author too. Each one is accepted or
 * refused by itself; one that was accepted before is answered to the sender alone.
 */
export function changeProject(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: { project?: GivenProject; revisions: GivenRevision[] }
): void {
    const channel = requireChannel(hub, state, data.project);
    if (state.channel !== channel) {
        throw new Refusal('subscription-required');
    }
    connection.usesTasks ||= data.revisions.some(({ changes }) => usesTasks(changes));
    const { accepted, repeated, refused, failure } = acceptAll(hub, state, channel, data.revisions);
    // A repeated revision has a lower number than any new one, so it is confirmed first.
    if (repeated.length) {
        hub.send(connection, changeFrame(channel.room.id, repeated, connection.usesTasks));
    }
    if (accepted.length) {
        broadcast(hub, channel, accepted);
        autosave(hub, channel);
    }
    for (const [localRevision, refusal] of refused) {
        hub.send(connection, rejection(connection, state, channel, localRevision, refusal));
    }
    if (refused.some(([, { code }]) => code === 'storm')) {
        stopStorm(hub, channel);
    }
    if (failure) {
        throw failure.cause;
    }
}

/** Characters of changes that are sent back with the numbers of what was accepted before. */
const MAX_REPEATED_LENGTH = 16 * 1024 * 1024;

interface Sorted {
    accepted: StoredRevision[];
    repeated: KnownRevision[];
    refused: [localRevision: string, refusal: Refusal][];
    /** What broke off the work; those accepted before it stand. */
    failure?: { cause: unknown };
}

function acceptAll(hub: Hub, state: ActiveState, { room }: Channel, revisions: GivenRevision[]): Sorted {
    const { identity, client } = state;
    const sorted: Sorted = { accepted: [], repeated: [], refused: [] };
    let repeatedLength = 0;
    const done = new Set<string>();
    hub.turn.rooms.add(room);
    for (const { revision, changes, base, conflictResolutionFor } of revisions) {
        if (done.has(revision)) {
            continue;
        }
        if (!mayEdit(identity)) {
            sorted.refused.push([revision, new Refusal('authorization-required')]);
            continue;
        }
        try {
            const local = {
                revision,
                changes,
                ...(base && { base }),
                ...(conflictResolutionFor && { conflictResolutionFor })
            };
            const isAdmin = identity.role === 'admin';
            const outcome = room.accept(local, { client, ...personOf(identity), isAdmin });
            if (outcome.type === 'refused') {
                sorted.refused.push([revision, outcome.refusal]);
                continue;
            }
            done.add(revision);
            if (outcome.type === 'repeated') {
                const known = outcome.revision;
                repeatedLength += known.changes.length;
                sorted.repeated.push(repeatedLength > MAX_REPEATED_LENGTH ? { ...known, changes: '{}' } : known);
            } else if (outcome.type === 'accepted') {
                sorted.accepted.push(outcome.revision);
            }
        } catch (cause) {
            return { ...sorted, failure: { cause } };
        }
    }
    return sorted;
}

/** Lets those who overwrite each other start from the same data again. */
function stopStorm(hub: Hub, { room, subscribers }: Channel): void {
    for (const client of room.takeStormParties()) {
        const party = hub.clients.get(client);
        if (party?.state.status === 'active' && party.state.dialect === 2 && subscribers.has(party)) {
            hub.send(party, frame(Command.resync, { project: room.id, reason: 'storm' }));
        }
    }
}

function rejection(
    connection: Connection,
    { dialect }: ActiveState,
    { room }: Channel,
    localRevision: string,
    refusal: Refusal
): string {
    const { code, message, parameters } = refusal;
    return dialect === 2
        ? frame(Command.revisionRejected, { project: room.id, localRevision, code, message, parameters })
        : errorFrame(connection, refusal, { command: Command.projectChange });
}
