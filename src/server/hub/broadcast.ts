import type { Hub } from '../Hub.ts';
import type { StoredRevision } from '../storage/Storage.ts';
import type { Channel } from './Channel.ts';
import { changeFrame } from './messages.ts';

/** Sends revisions to every subscriber; each of the two forms of the message is built once, however many receive it. */
export function broadcast(hub: Hub, { room, subscribers }: Channel, revisions: StoredRevision[]): void {
    const texts = new Map<boolean, string>();
    for (const subscriber of subscribers) {
        const { usesTasks } = subscriber;
        const text = texts.get(usesTasks) ?? changeFrame(room.id, revisions, usesTasks);
        texts.set(usesTasks, text);
        hub.turn.send(subscriber, text);
    }
}
