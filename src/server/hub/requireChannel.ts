import type { ProjectId } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import { mayOpen } from './auth.ts';
import type { Channel } from './Channel.ts';
import type { ActiveState } from './Connection.ts';

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
