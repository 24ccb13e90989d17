import { Container, StringHelper, Toast } from '@bryntum/schedulerpro';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ProjectWebSocketSubscriberMixin, type WebSocketMessageEvent } from '../../src/index.ts';
import { joinProject, makeProject, startServer } from './support.ts';

const Subscriber = ProjectWebSocketSubscriberMixin(Container as unknown as new (config?: object) => Container);

/** The document's login widget, but for its name generator and its labels. */
class LoginWidget extends Subscriber {
    static $name = 'LoginWidget';
    static type = 'loginwidget';

    static configurable = {
        host: '',
        layout: 'hbox',
        items: {
            loginLabel: { type: 'widget', hidden: true },
            userName: { type: 'textfield', label: 'Username' },
            serverAddress: { type: 'textfield', label: 'Server address' },
            loginButton: { type: 'button', text: 'Login', onClick: 'up.login' },
            logoutButton: { type: 'button', text: 'Logout', hidden: true, onClick: 'up.logout' }
        }
    };

    updateHost(value: string): void {
        const { serverAddress, userName } = this.widgetMap as any;
        serverAddress.value = value;
        userName.value = 'Ada Byron';
    }

    override updateLoggedIn(value: string | null): void {
        const { loginLabel, loginButton, logoutButton, userName, serverAddress } = this.widgetMap as any;
        [userName, serverAddress, loginButton].forEach(widget => (widget.hidden = Boolean(value)));
        [loginLabel, logoutButton].forEach(widget => (widget.hidden = !value));
        loginLabel.html = StringHelper.xss`${value ? `Logged in as ${userName.value}` : ''}`;
    }

    override handleWebSocketMessage(event: WebSocketMessageEvent): void {
        const { command, data, error } = event.data;
        super.handleWebSocketMessage(event);
        if (command === 'login') {
            if (error) {
                Toast.show(error);
            } else if ('client' in data) {
                this.project!.clientId = data.client;
                this.loggedIn = data.userName;
            }
        }
    }

    async login(): Promise<void> {
        const { serverAddress, userName } = this.values as any;
        this.project!.wsAddress = serverAddress;
        await this.project!.wsSend('login', { login: userName, password: '' });
        await this.project!.wsSend('projects');
        this.project!.wsProjectId = 1;
    }

    logout(): void {
        void this.project!.wsSend('logout');
        this.project!.wsProjectId = null;
    }
}
(LoginWidget as any).initClass();

/** The document's list of users, for dialect 2, where users are objects. */
class UsersContainer extends Subscriber {
    static $name = 'UsersContainer';
    static type = 'userscontainer';

    override handleWebSocketMessage({ data }: WebSocketMessageEvent): void {
        if (data.command === 'users') {
            (this as any).removeAll();
            for (const { userName } of data.data.users) {
                (this as any).add({
                    type: 'widget',
                    cls: 'ws-online-user',
                    html: StringHelper.xss`<label>${userName.split(' ')[0]}</label>`
                });
            }
        } else if (data.command === 'logout' && !data.data.userName) {
            (this as any).removeAll();
        }
    }

    override handleWebSocketClose(): void {
        (this as any).removeAll();
    }
}
(UsersContainer as any).initClass();

/** Renders a widget until the test ends. */
function show<T>(Widget: new (config: object) => T, config: object): T {
    const widget = new Widget({ appendTo: document.body, ...config });
    onTestFinished(() => {
        if (!(widget as any).isDestroyed) {
            (widget as any).destroy();
        }
    });
    return widget;
}

const texts = (selector: string): string[] =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter(e => e.offsetParent).map(e => e.innerText);

describe("the document's widgets", () => {
    test('log in and out and show who is online', async () => {
        const server = startServer();
        const { project } = makeProject(server, { wsAddress: null, wsProjectId: null });
        const fired: string[] = [];
        const widget = show(LoginWidget, {
            project,
            host: server.address,
            listeners: {
                login: ({ userName }: any) => fired.push(`login ${userName}`),
                logout: () => fired.push('logout')
            }
        });
        show(UsersContainer, { project });
        const shown = (): string[] =>
            Object.values(widget.widgetMap as any).flatMap((item: any) => (item.hidden ? [] : [item.ref]));
        expect(shown()).toEqual(['userName', 'serverAddress', 'loginButton']);
        (widget.widgetMap as any).loginButton.element.click();
        await expect.poll(() => widget.loggedIn).toBe('Ada Byron');
        expect(shown()).toEqual(['loginLabel', 'logoutButton']);
        expect((widget.widgetMap as any).loginLabel.element.innerText).toBe('Logged in as Ada Byron');
        await expect.poll(() => texts('.ws-online-user')).toEqual(['Ada']);
        await expect.poll(() => project.eventStore.count).toBe(4);
        const { project: other } = await joinProject(server, 'Ben');
        await expect.poll(() => texts('.ws-online-user')).toEqual(['Ada', 'Ben']);
        other.wsLogout();
        await expect.poll(() => texts('.ws-online-user')).toEqual(['Ada']);
        expect(widget.loggedIn).toBe('Ada Byron');
        widget.logout();
        await expect.poll(() => widget.loggedIn).toBeNull();
        expect(texts('.ws-online-user')).toEqual([]);
        expect(fired).toEqual(['login Ada Byron', 'logout']);
    });

    test('show nobody while the connection is lost, and come back', async () => {
        const server = startServer();
        const { project, line } = await joinProject(server, 'Ada');
        const widget = show(LoginWidget, { project, host: server.address });
        show(UsersContainer, { project });
        expect(widget.loggedIn).toBe('Ada');
        line.cut();
        await expect.poll(() => widget.loggedIn).toBeNull();
        line.mend();
        await expect.poll(() => widget.loggedIn).toBe('Ada');
        await expect.poll(() => texts('.ws-online-user')).toEqual(['Ada']);
    });
});

describe('a subscriber', () => {
    /** Notes which template methods are called. */
    class Witness extends Subscriber {
        static $name = 'Witness';
        declare seen: string[];

        note(what: string): void {
            (this.seen ??= []).push(what);
        }

        override handleWebSocketOpen(): void {
            this.note('open');
        }

        override handleWebSocketMessage({ data }: WebSocketMessageEvent): void {
            this.note(`message ${data?.command}`);
        }

        override handleWebSocketClose(): void {
            this.note('close');
        }

        override handleWebSocketError(): void {
            this.note('error');
        }
    }

    test('calls its template methods', async () => {
        const { project, line } = makeProject(startServer());
        const witness = show(Witness, { project });
        await project.wsLogin({ login: 'Ada' });
        expect(witness.seen).toEqual(['open', 'message login']);
        line.sockets[0]!.deliver('not JSON');
        line.sockets[0]!.deliver('null');
        await expect.poll(() => witness.seen).toContain('error');
        await expect.poll(() => witness.seen).toContain('message undefined');
        project.wsClose();
        expect(witness.seen.at(-1)).toBe('close');
    });

    test('follows the project it has, and no other', async () => {
        const server = startServer();
        const { project: first } = await joinProject(server, 'Ada');
        const { project: second } = await joinProject(server, 'Ben');
        const witness = show(Witness, { project: first });
        expect(witness.loggedIn).toBe('Ada');
        witness.project = second;
        expect(witness.loggedIn).toBe('Ben');
        witness.seen = [];
        first.wsClose();
        expect(witness.seen).toEqual([]);
        second.wsClose();
        expect(witness.seen).toContain('close');
        witness.project = null;
        expect(witness.loggedIn).toBeNull();
    });

    test('hears nothing any more once it is destroyed', async () => {
        const { project } = await joinProject(startServer(), 'Ada');
        const witness = show(Witness, { project });
        const heard = (witness.seen = [] as string[]);
        (witness as any).destroy();
        project.wsClose();
        expect(heard).toEqual([]);
    });

    test('is not logged in by a refused login, nor out by the logout of somebody else', async () => {
        const server = startServer({
            authenticate: ({ login }) => (login === 'Eve' ? null : { userId: login, userName: login, projects: '*' })
        });
        const { project } = makeProject(server);
        const witness = show(Witness, { project });
        expect(await project.wsSend('login', { login: 'Eve' })).toBe(false);
        expect(witness.loggedIn ?? null).toBeNull();
        await project.wsSend('login', { login: 'Ada' });
        const { project: other } = await joinProject(server, 'Ben');
        await expect.poll(() => witness.seen).toContain('message join');
        other.wsLogout();
        await expect.poll(() => witness.seen).toContain('message logout');
        expect(witness.loggedIn).toBe('Ada');
    });
});
