import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Message {
    command: string;
    data: any;
    error?: string;
}

/** A dialect 1 client without any code of this package: a bare socket and JSON. */
export class PlainClient {
    readonly #socket: WebSocket;
    readonly #received: Message[] = [];
    #wake = (): void => {};

    private constructor(socket: WebSocket) {
        this.#socket = socket;
        socket.on('message', text => {
            this.#received.push(JSON.parse(String(text)) as Message);
            this.#wake();
        });
    }

    static async connect(address: string): Promise<PlainClient> {
        const socket = new WebSocket(address);
        const client = new PlainClient(socket);
        await once(socket, 'open');
        return client;
    }

    send(command: string, data?: object): void {
        this.#socket.send(JSON.stringify({ command, data }));
    }

    /** Takes the next message of this command out of what arrived or is still to arrive. */
    async receive(command: string): Promise<Message> {
        for (;;) {
            const index = this.#received.findIndex(message => message.command === command);
            if (index >= 0) {
                return this.#received.splice(index, 1)[0]!;
            }
            await new Promise<void>(resolve => (this.#wake = resolve));
        }
    }

    /** The next revision like this; there may be corrections of others before it. */
    async hears(isMeant: (revision: any) => boolean): Promise<any> {
        for (;;) {
            // oxlint-disable-next-line no-await-in-loop -- one message after the other
            const { data } = await this.receive('project_change');
            const heard = data.revisions.find(isMeant);
            if (heard) {
                return heard;
            }
        }
    }

    async logInAndLoad(login: string, project: number): Promise<{ client: string; dataset: any }> {
        this.send('login', { login, password: '' });
        const { data } = await this.receive('login');
        this.send('dataset', { project });
        return { client: data.client, dataset: (await this.receive('dataset')).data.dataset };
    }

    close(): void {
        this.#socket.close();
    }
}
