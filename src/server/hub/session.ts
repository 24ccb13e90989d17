import { CloseCode, Command, type ClientMessage } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import type { Identity } from './auth.ts';
import { unsubscribe } from './Channel.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { frame } from './messages.ts';

type LoginData = Extract<ClientMessage, { command: 'login' }>['data'];

/** Logins with one session that are closer together than these milliseconds are not worth a write. */
const SESSION_USE_PRECISION = 24 * 60 * 60_000;

/** Milliseconds after which a login looks for sessions that are too old. */
const PRUNE_INTERVAL = 24 * 60 * 60_000;

/** Lets somebody in, or refuses. Whoever was logged in on the connection before is logged out first. */
export function login(hub: Hub, connection: Connection, data: LoginData): void {
    leave(hub, connection);
    const { login: name, password, token } = data;
    const verdict = hub.options.authenticate({ login: name, ...(password && { password }), ...(token && { token }) });
    if (verdict === null || !('then' in verdict)) {
        admit(hub, connection, data, verdict);
        return;
    }
    connection.state = { status: 'authenticating', waiting: [], length: 0 };
    const settle = (work: () => void) => {
        const { state } = connection;
        if (state.status === 'authenticating') {
            connection.state = { status: 'anonymous' };
            hub.guard(connection, { command: Command.login }, work);
            state.waiting.forEach(text => hub.receive(connection, text));
        }
    };
    verdict.then(
        identity => settle(() => admit(hub, connection, data, identity)),
        error =>
            settle(() => {
                throw error;
            })
    );
}

/** Says goodbye to the sender and ends the connection. */
export function logout(hub: Hub, connection: Connection): void {
    hub.send(connection, frame(Command.logout, {}));
    hub.close(connection, CloseCode.loggedOut, 'Logged out');
}

/** Takes a connection out of everything and tells the others; it is anonymous then. */
export function leave(hub: Hub, connection: Connection): void {
    const { state } = connection;
    if (state.status === 'active') {
        forget(hub, connection, state);
    }
}

function admit(hub: Hub, connection: Connection, data: LoginData, identity: Identity | null): void {
    if (!identity) {
        throw new Refusal('wrong-credentials');
    }
    const { userId, userName, role = 'editor' } = identity;
    const dialect = (data.protocol ?? 1) >= 2 ? 2 : 1;
    const { client, session } = dialect === 2 ? openSession(hub, userId, data.session) : newSession(hub);
    const older = hub.clients.get(client);
    if (older) {
        hub.close(older, CloseCode.replaced, 'The same client has connected again');
    }
    const state: ActiveState = { status: 'active', identity, client, dialect, channel: null };
    connection.state = state;
    hub.clients.set(client, connection);
    hub.presence.add(connection, state);
    hub.turn.undo.push(() => {
        if (connection.state.status === 'active') {
            forget(hub, connection, connection.state);
        }
    });
    const { heartbeat } = hub.options;
    const answer =
        dialect === 2 ? { client, userName, userId, role, protocol: 2, session, heartbeat } : { client, userName };
    hub.send(connection, frame(Command.login, answer));
    pruneSessions(hub);
}

/** A session belongs to one person: shown by somebody else it is worth nothing. */
function openSession(hub: Hub, userId: string, shown: string | null | undefined): { client: string; session: string } {
    const found = shown ? hub.sessions.find(shown) : null;
    const known = found?.userId === userId ? found : null;
    const { client, session } = shown && known ? { client: known.client, session: shown } : newSession(hub);
    const usedAt = hub.options.now();
    if (!known || usedAt - known.usedAt > SESSION_USE_PRECISION) {
        hub.sessions.put(session, { client, userId, usedAt });
    }
    return { client, session };
}

function newSession({ options: { mintId } }: Hub): { client: string; session: string } {
    return { client: mintId(), session: mintId() };
}

function forget(hub: Hub, connection: Connection, state: ActiveState): void {
    unsubscribe(hub, connection, state.channel);
    hub.clients.delete(state.client);
    hub.presence.remove(connection);
    connection.state = { status: 'anonymous' };
}

/** Now and then takes out of the storage what belongs to clients that have long been gone. */
function pruneSessions(hub: Hub): void {
    const { now, sessionAge } = hub.options;
    const time = now();
    if (time - hub.prunedAt >= PRUNE_INTERVAL) {
        hub.prunedAt = time;
        hub.stage({
            type: 'pruneSessions',
            usedBefore: time - sessionAge,
            connected: [...hub.clients.keys()],
            now: time
        });
    }
}
