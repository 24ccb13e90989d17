import { createRealtime, type Realtime } from '../../../src/index.ts';
import { now, pause, until } from './clock.ts';

/** Milliseconds after which the kit has compared what it holds with the server, if nothing happens. */
const COMPARED = 600;

let realtime: Realtime;

/** How a page came up to date. */
export interface CaughtUp {
    /** Milliseconds from the open socket until everything is shown. */
    elapsed: number;
    /** Whether the whole data was loaded, instead of what was missed. */
    isLoad: boolean;
}

/** Logs in without a view, and resolves when the project is loaded. */
export async function joinHeadless(address: string, userName: string): Promise<void> {
    realtime = createRealtime({ wsAddress: address, wsProjectId: 1 });
    await realtime.login({ userName });
    await until(() => realtime.store.getState().connection.status === 'live');
    await pause(COMPARED);
}

/** Cuts the line. */
export async function leave(): Promise<void> {
    const closed = happens('wsClose');
    realtime.disconnect();
    await closed;
}

function happens(event: string): Promise<number> {
    return new Promise(resolve => {
        realtime.project.on({ [event]: () => resolve(now()), once: true } as never);
    });
}

/** Logs in again, and resolves when everything missed is shown. Somebody else than before has to load everything. */
export async function comeBack(userName: string): Promise<CaughtUp> {
    const [opened, caughtUp] = [happens('wsOpen'), happens('wsLoad')];
    let isLoad = false;
    void happens('wsReceiveDataset').then(() => (isLoad = true));
    await realtime.login({ userName });
    const elapsed = (await caughtUp) - (await opened);
    await pause(COMPARED);
    return { elapsed, isLoad };
}
