import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server that can go dead without a word: both ends keep an open socket through which nothing passes. */
export class Proxy {
    readonly #server: Server;
    readonly #sockets = new Set<Socket>();
    readonly #target: number;
    #isDead = false;

    constructor(targetAddress: string) {
        this.#target = Number(new URL(targetAddress).port);
        this.#server = createServer(client => this.#join(client, connect(this.#target, '127.0.0.1')));
    }

    #join(client: Socket, upstream: Socket): void {
        const isDead = this.#isDead;
        for (const [from, to] of [
            [client, upstream],
            [upstream, client]
        ] as const) {
            this.#sockets.add(from);
            from.on('data', data => {
                if (!this.#isDead) {
                    to.write(data);
                }
            });
            from.on('error', () => {});
            from.on('close', () => {
                this.#sockets.delete(from);
                // The end of one side does not get through a dead line either.
                if (!this.#isDead && !isDead) {
                    to.destroy();
                }
            });
        }
    }

    async listen(): Promise<string> {
        this.#server.listen(0, '127.0.0.1');
        await once(this.#server, 'listening');
        return `ws://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
    }

    /** Lets nothing through any more, and closes nothing. */
    die(): void {
        this.#isDead = true;
    }

    /** Lets new connections through; what was open stays dead and is ended. */
    revive(): void {
        this.#isDead = false;
        this.#sockets.forEach(socket => socket.destroy());
    }

    close(): void {
        this.#server.close();
        this.#sockets.forEach(socket => socket.destroy());
    }
}
