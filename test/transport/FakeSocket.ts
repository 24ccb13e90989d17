import type { WebSocketConstructor } from '../../src/transport/WebSocketManager.ts';

/** A socket whose other end is the test. */
export class FakeSocket extends EventTarget {
    readyState = 0;
    readonly address: string;
    readonly sent: any[] = [];
    closes = 0;

    constructor(address: string) {
        super();
        this.address = address;
    }

    send(data: string): void {
        this.sent.push(JSON.parse(data));
    }

    close(): void {
        this.closes++;
        this.readyState = 3;
    }

    /** The commands that were sent. */
    get commands(): string[] {
        return this.sent.map(({ command }) => command);
    }

    opens(): void {
        this.readyState = 1;
        this.dispatchEvent(new Event('open'));
    }

    fails(): void {
        this.readyState = 3;
        this.dispatchEvent(new Event('error'));
        this.dispatchEvent(new CloseEvent('close', { code: 1006 }));
    }

    closesFromServer(code = 1006): void {
        this.readyState = 3;
        this.dispatchEvent(new CloseEvent('close', { code }));
    }

    says(command: string, data?: unknown, more: object = {}): void {
        this.saysText(JSON.stringify({ command, data, ...more }));
    }

    saysText(data: string): void {
        this.dispatchEvent(new MessageEvent('message', { data }));
    }
}

/** A WebSocket class and every socket made from it. */
export function makeFakeSockets(): { webSocketImplementation: WebSocketConstructor; sockets: FakeSocket[] } {
    const sockets: FakeSocket[] = [];
    return {
        sockets,
        webSocketImplementation: class extends FakeSocket {
            constructor(address: string) {
                super(address);
                sockets.push(this);
            }
        }
    };
}
