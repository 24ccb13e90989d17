import type { Client } from './client.ts';
import type { Direction, Network } from './network.ts';
import type { FaultOp } from './plan.ts';

/** What faults work on. */
export interface FaultTarget {
    client: Client;
    network: Network;
    /** Whether the server can save. */
    disk: { isFull: boolean };
    /** Starts another server on the same storage. */
    startServer: () => void;
    /** Does something later, or at the end of the simulation if that comes first. */
    later: (work: () => void, milliseconds: number) => void;
    log(text: string): void;
}

function direction(kind: string): Direction {
    return kind.endsWith('ToServer') ? 'toServer' : 'toClient';
}

/** Lets something go wrong. */
export function cause({ kind, ms }: FaultOp, { client, network, disk, startServer, later, log }: FaultTarget): void {
    const { line, name } = client;
    log(
        kind === 'kill'
            ? 'the server is killed'
            : kind === 'full'
              ? `the disk is full (${ms} ms)`
              : `${name}: ${kind} (${ms} ms)`
    );
    switch (kind) {
        case 'reset':
            return line.reset();
        case 'cut':
            line.cut();
            return later(() => (line.state = 'up'), ms);
        case 'loseToServer':
        case 'loseToClient':
            line.losing[direction(kind)] = true;
            return;
        case 'drop':
            line.dropping++;
            return;
        case 'duplicateToServer':
        case 'duplicateToClient':
            line.duplicating[direction(kind)] += 3;
            return;
        case 'away':
            line.state = 'down';
            line.reset();
            return later(() => (line.state = 'up'), ms);
        case 'slow':
            line.latency = 300;
            return later(() => (line.latency = 4), ms);
        case 'suspend': {
            const { realtime } = client;
            realtime.setAutoSync(false);
            return later(() => realtime.setAutoSync(true), ms);
        }
        case 'reload':
            return client.canReload ? client.reload() : log(`${name} may not reload now`);
        case 'full':
            disk.isFull = true;
            return later(() => (disk.isFull = false), ms);
        case 'kill':
            network.server?.kill();
            network.replaceServer(null);
            return later(startServer, ms / 4);
    }
}
