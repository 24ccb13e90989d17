import type { ServerData, ServerMessage, ServerRefusal } from '../protocol/index.ts';
import type { ConnectionState } from './connectionState.ts';
import type { ConnectionEnvironment } from './environment.ts';
import type { WebSocketConstructor } from './WebSocketManager.ts';

/** What the server is told about who logs in. */
export interface Credentials {
    login?: string;
    password?: string;
    token?: string;
    /** Asked for a fresh token at every login, also when logging in again after a lost connection. */
    getToken?: () => string | Promise<string>;
}

/** The answer to a login. */
export type LoginData = ServerData['login'];

/** What a `Connection` tells its owner. */
export interface ConnectionHandlers {
    stateChange(state: ConnectionState): void;
    opened(): void;
    closed(): void;
    error(error: unknown): void;
    /** Every parsed JSON value, before anything else looks at it. */
    raw(data: unknown): void;
    /** A login succeeded, the first time or after a reconnect. */
    session(login: LoginData): void;
    /** A checked message that is not the connection's own business. */
    message(message: ServerMessage | ServerRefusal): void;
}

/** What a `Connection` is made of. */
export interface ConnectionOptions {
    address: string;
    /** Milliseconds that opening a socket or a login may take. */
    timeout: number;
    environment: ConnectionEnvironment;
    webSocketImplementation: WebSocketConstructor | null;
    handlers: ConnectionHandlers;
}
