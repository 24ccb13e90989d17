import { createRealtime, type Realtime } from '../../../src/index.ts';
import { now, until } from './clock.ts';

let realtime: Realtime;

/** Logs in without a view, and resolves when the project is loaded. */
export async function joinHeadless(address: string, userName: string): Promise<void> {
    realtime = createRealtime({ wsAddress: address, wsProjectId: 1 });
    await realtime.login({ userName });
    await until(() => realtime.store.getState().connection.status === 'live');
}

/** Cuts the line. */
export function disconnect(): void {
    realtime.project.wsClose();
}

function happens(event: string): Promise<number> {
    return new Promise(resolve => {
        realtime.project.on({ [event]: () => resolve(now()), once: true } as never);
    });
}

/** Logs in again; resolves with the milliseconds from the open socket until everything missed is shown. */
export async function catchUp(userName: string): Promise<number> {
    const [opened, caughtUp] = [happens('wsOpen'), happens('wsLoad')];
    await realtime.login({ userName });
    return (await caughtUp) - (await opened);
}

/** Loads the whole project afresh; resolves with the milliseconds it took. */
export async function reload(): Promise<number> {
    const [start, loaded] = [now(), happens('wsLoad')];
    await realtime.project.wsLoad();
    return (await loaded) - start;
}
