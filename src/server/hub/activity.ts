import { revisionNumber } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { activityFrame } from './messages.ts';
import { requireChannel, type GivenProject } from './requireChannel.ts';

/** Entries of one answer: so many where the asker does not say, and never more than this. */
const LIMIT = { usual: 50, most: 200 };

/** Characters after which no further entry goes into an answer. */
const MAX_LENGTH = 256 * 1024;

/** Sends a part of the activity log, the newest entry first. */
export function sendActivity(
    hub: Hub,
    connection: Connection,
    state: ActiveState,
    data: {
        project?: GivenProject;
        before?: string | null | undefined;
        limit?: number | null | undefined;
        userId?: string | null | undefined;
    }
): void {
    const { room } = requireChannel(hub, state, data.project);
    const { before = null, userId = null } = data;
    const number = before === null ? Number.MAX_SAFE_INTEGER : revisionNumber(before);
    if (number === null) {
        throw new Refusal('bad-message', "'before' is no revision; send the 'revision' of the oldest entry you have");
    }
    const { entries, isEnd } = room.activity({
        before: number,
        userId,
        limit: Math.min(data.limit ?? LIMIT.usual, LIMIT.most),
        length: MAX_LENGTH
    });
    const head = { project: room.id, before, userId, isEnd, ...(before === null && { authors: room.authors() }) };
    hub.send(connection, activityFrame(head, entries));
}
