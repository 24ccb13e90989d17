import { Command, ERRORS, type ClientMessage } from '../../protocol/index.ts';
import type { Hub } from '../Hub.ts';
import { Refusal } from '../room/Refusal.ts';
import type { ActiveState, Connection } from './Connection.ts';
import { frame } from './messages.ts';
import { sendActivity } from './activity.ts';
import { changeProject } from './changeProject.ts';
import { catchUp, loadDataset } from './loading.ts';
import { compareState, listProjects, resetProject } from './projectCommands.ts';
import { login, logout } from './session.ts';
import { loadVersionContent, requestAutosave } from './versions.ts';

/**
 * Carries out a message.
 * @throws Refusal when the sender may not, or cannot, do that
 */
export function handleMessage(hub: Hub, connection: Connection, message: ClientMessage): void {
    switch (message.command) {
        case Command.login:
            return login(hub, connection, message.data);
        case Command.version:
            return hub.send(connection, frame(Command.version, { version: hub.options.version }));
        case Command.ping:
            return hub.send(connection, frame(Command.pong, {}));
        case Command.logout:
            requireLogin(connection);
            return logout(hub, connection);
        case Command.projects:
            return listProjects(hub, connection, requireLogin(connection));
        case Command.dataset:
            return loadDataset(hub, connection, requireLogin(connection), message.data);
        case Command.update:
            return catchUp(hub, connection, requireLogin(connection), message.data);
        case Command.state:
            return compareState(hub, connection, requireLogin(connection), message.data);
        case Command.projectChange:
            return changeProject(hub, connection, requireLogin(connection), message.data);
        case Command.activity:
            return sendActivity(hub, connection, requireLogin(connection), message.data);
        case Command.reset:
            return resetProject(hub, connection, requireLogin(connection), message.data.project);
        case Command.requestVersionAutosave:
            return requestAutosave(hub, connection, requireLogin(connection), message.data.project);
        case Command.loadVersionContent:
            return loadVersionContent(hub, connection, requireLogin(connection), message.data);
        default:
            message satisfies never;
            throw new Error(ERRORS['unknown-command'].message);
    }
}

function requireLogin({ state }: Connection): ActiveState {
    if (state.status !== 'active') {
        throw new Refusal('authentication-required');
    }
    return state;
}
