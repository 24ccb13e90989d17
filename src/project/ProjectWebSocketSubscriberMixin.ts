import type { Widget } from '@bryntum/schedulerpro';
import { Command } from '../protocol/index.ts';
import { listen } from './engine.ts';
import type { RealtimeProject } from './RealtimeProject.ts';

type Constructor<T> = new (...args: any[]) => T;

/** A message of the server as widgets see it: whatever the server sent, unchecked. */
export interface WebSocketMessageEvent {
    data: any;
}

/** What `ProjectWebSocketSubscriberMixin` adds to a widget. */
export interface ProjectWebSocketSubscriber {
    /** The project whose connection is followed. Default: `null`. */
    project: RealtimeProject | null;
    /** Name of the user who is logged in on the project's connection, else `null`. */
    loggedIn: string | null;
    /** Template method: `loggedIn` changed. */
    updateLoggedIn(userName: string | null, previous?: string | null): void;
    /** Template method: the project's socket was opened. */
    handleWebSocketOpen(): void;
    /** Template method: a message arrived. `loggedIn` is up to date by then. */
    handleWebSocketMessage(event: WebSocketMessageEvent): void;
    /** Template method: the project's socket was closed; `loggedIn` is `null`. */
    handleWebSocketClose(): void;
    /** Template method: something went wrong. */
    handleWebSocketError(event: { error: unknown }): void;
}

/** Who a message logs in, `null` for a logout of this connection, `undefined` when it is about something else. */
function readLogin(message: any): string | null | undefined {
    const { command, error, data } = message ?? {};
    // The vendor's demo server puts some fields beside `command` instead of into `data`.
    const userName: unknown = data?.userName ?? message?.userName;
    if (command === Command.login && error === undefined && typeof userName === 'string') {
        return userName;
    }
    return command === Command.logout && !userName ? null : undefined;
}

function setLoggedIn(widget: Widget & { loggedIn: string | null }, userName: string | null): void {
    if (userName !== (widget.loggedIn ?? null)) {
        widget.loggedIn = userName;
        void widget.trigger(userName === null ? 'logout' : 'login', userName === null ? {} : { userName });
    }
}

/**
 * Makes a Bryntum widget follow the connection of a project made with `ProjectWebSocketHandlerMixin`. Fires `login
 * { userName }` and `logout` on the widget. React applications have hooks for this and do not need it.
 *
 * @example
 * class UsersContainer extends ProjectWebSocketSubscriberMixin(Container) {
 *     handleWebSocketMessage({ data }) { … }
 * }
 * UsersContainer.initClass();
 */
export function ProjectWebSocketSubscriberMixin<T extends Constructor<Widget>>(
    Target: T
): T & Constructor<ProjectWebSocketSubscriber> {
    class Subscriber extends (Target as Constructor<Widget>) {
        static configurable = {
            project: null,
            loggedIn: null
        };

        declare loggedIn: string | null;
        declare _stopListening: (() => void) | null;

        updateProject(project: RealtimeProject | null): void {
            this._stopListening?.();
            this._stopListening =
                project &&
                listen(project, {
                    wsOpen: () => this.handleWebSocketOpen(),
                    wsMessage: (event: WebSocketMessageEvent) => {
                        const userName = readLogin(event.data);
                        if (userName !== undefined) {
                            setLoggedIn(this, userName);
                        }
                        this.handleWebSocketMessage(event);
                    },
                    wsClose: () => {
                        setLoggedIn(this, null);
                        this.handleWebSocketClose();
                    },
                    wsError: (event: { error: unknown }) => this.handleWebSocketError(event)
                });
            setLoggedIn(this, project?.wsState?.session?.userName ?? null);
        }

        updateLoggedIn(_userName: string | null): void {}

        handleWebSocketOpen(): void {}

        handleWebSocketMessage(_event: WebSocketMessageEvent): void {}

        handleWebSocketClose(): void {}

        handleWebSocketError(_event: { error: unknown }): void {}

        override doDestroy(): void {
            this._stopListening?.();
            super.doDestroy();
        }
    }
    return Subscriber as unknown as T & Constructor<ProjectWebSocketSubscriber>;
}
