import {
    createDemoProjects,
    demoAuthenticate,
    Hub,
    MemoryStorage,
    type HubOptions,
    type Storage
} from '../../src/server/core.ts';
import type { WebSocketConstructor } from '../../src/transport/WebSocketManager.ts';
import { InPageWebSocket } from './InPageWebSocket.ts';

/** The server's core in the page itself. */
export interface InPageServer {
    /** Under this address the server answers; under any other nobody does. */
    readonly address: string;
    /** Hand this to `createRealtime` or `useRealtimeProject`. */
    readonly webSocketImplementation: WebSocketConstructor;
    readonly storage: Storage;
    /** Breaks all lines and answers nobody, until {@link InPageServer.start}. */
    stop(): void;
    /** Answers again, with the same data. */
    start(): void;
}

/** Options of {@link createInPageServer}. */
export interface InPageServerOptions extends Partial<HubOptions> {
    /** Default: the demo projects of the server. */
    fill?: (storage: Storage) => void;
}

/** Starts a server in the page. By default anybody may log in, like on the demo server. */
export function createInPageServer({ fill = createDemoProjects, ...options }: InPageServerOptions = {}): InPageServer {
    // Its own, so that no client comes with edits that were kept for the server of another page or test.
    const address = `ws://in-page-${crypto.randomUUID()}.example/`;
    const storage = options.storage ?? new MemoryStorage();
    const hub = new Hub({ authenticate: demoAuthenticate, ...options, storage });
    const sockets = new Set<InPageWebSocket>();
    let isRunning = true;
    fill(storage);

    const connect = (socket: InPageWebSocket) => {
        if (!isRunning || socket.url !== address) {
            return null;
        }
        sockets.add(socket);
        socket.addEventListener('close', () => sockets.delete(socket));
        return hub.connect({
            send: text => socket.deliver(text),
            close: (code, reason) => socket.deliverClose(code, reason),
            bufferedAmount: () => 0
        });
    };

    return {
        address,
        storage,
        webSocketImplementation: class extends InPageWebSocket {
            constructor(url: string) {
                super(url, { connect });
            }
        },
        stop() {
            isRunning = false;
            sockets.forEach(socket => socket.break());
        },
        start() {
            isRunning = true;
        }
    };
}
