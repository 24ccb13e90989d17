import type { Connection } from './Connection.ts';

/** Different sequences with one beginning that are compared with. */
const MAX_SIMILAR = 4;

/**
 * The frames of every connection, the same array for all that get the same frames: a transport can then encode them
 * once. A room's audience is most of the work of a busy server.
 */
export function* shareEqual(
    outputs: Iterable<[Connection, string[]]>
): Iterable<[connection: Connection, frames: readonly string[]]> {
    const shared = new Map<string, string[][]>();
    for (const [connection, frames] of outputs) {
        let similar = shared.get(frames[0]!);
        if (!similar) {
            shared.set(frames[0]!, (similar = []));
        }
        const equal = similar.find(other => areEqual(other, frames));
        if (!equal && similar.length < MAX_SIMILAR) {
            similar.push(frames);
        }
        yield [connection, equal ?? frames];
    }
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
    return a.length === b.length && a.every((text, index) => text === b[index]);
}

/**
 * Sends what a turn has for a connection; how much that is was up to others, so only what was there before counts.
 * @returns whether the client reads fast enough; if not, nothing was sent
 */
export function deliver({ transport, allowance }: Connection, frames: readonly string[], maxBuffered: number): boolean {
    if (transport.bufferedAmount() > maxBuffered + allowance) {
        return false;
    }
    if (transport.sendAll) {
        transport.sendAll(frames);
    } else {
        frames.forEach(text => transport.send(text));
    }
    return true;
}
