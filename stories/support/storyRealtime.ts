import { useState } from 'react';
import { INITIAL_STATE } from '../../src/project/state.ts';
import { createRealtime, type Realtime } from '../../src/store/Realtime.ts';
import type { RealtimeState, Session } from '../../src/store/realtimeStore.ts';
import type { User } from '../../src/protocol/index.ts';

/** Somebody logged in. */
export const SESSION: Session = { userId: 'u1', userName: 'Amber Fox', clientId: 'c1', role: 'editor', protocol: 2 };

/** People for the list of users; the first one is {@link SESSION}'s. */
export const USERS: readonly User[] = [
    'Amber Fox',
    'Calm Heron',
    'Lucky Otter',
    'Silver Lynx',
    'Jolly Puffin',
    'Keen Falcon',
    'Mellow Koala',
    'Quiet Raven'
].map((userName, index) => ({ userId: `u${index + 1}`, userName, clients: index === 2 ? 3 : 1 }));

/** The state of somebody who is logged in and connected. */
export const LIVE: Partial<RealtimeState> = {
    connection: { status: 'live' },
    hasEverConnected: true,
    session: SESSION,
    users: USERS.slice(0, 4)
};

/** A realtime project in a given state, without a server: the actions only change the state. */
export function createStoryRealtime(state: Partial<RealtimeState>, actions: Partial<Realtime> = {}): Realtime {
    const realtime = createRealtime();
    const { store } = realtime;
    store.setState(state);
    return {
        ...realtime,
        login: async ({ userName }) =>
            store.setState({ ...LIVE, session: { ...SESSION, userName }, users: [{ ...USERS[0]!, userName }] }),
        logout: async () => store.setState(store.getInitialState(), true),
        retryNow: () => store.setState({ connection: { status: 'connecting', attempt: 2 } }),
        setAutoSync: on =>
            store.setState({
                autoSync: on,
                connection: { status: on ? 'live' : 'suspended' },
                ...(on && { queue: INITIAL_STATE.queue })
            }),
        sync: () => store.setState({ queue: INITIAL_STATE.queue }),
        reset: async () => {},
        dismissRejections: () => store.setState({ rejections: [] }),
        dismissError: () => store.setState({ lastError: null }),
        ...actions
    };
}

/** {@link createStoryRealtime} once per mounted story. */
export function useStoryRealtime(state: Partial<RealtimeState>, actions?: Partial<Realtime>): Realtime {
    const [realtime] = useState(() => createStoryRealtime(state, actions));
    return realtime;
}
