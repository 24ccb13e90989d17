import { Command } from '../../src/protocol/index.ts';
import type { Entry, Ledger } from './accounting.ts';
import { localDate } from './records.ts';
import type { GuestOp } from './plan.ts';
import type { Line } from './network.ts';

/**
 * A client without any code of this package, which speaks dialect 1: it comes, adds an event, and edits it before it
 * knows the event's real id, which is why it adds it once more, as the engine does.
 */
export class Guest {
    readonly #socket: WebSocket;
    readonly #ledger: Ledger;
    readonly #index: number;
    readonly #log: (text: string) => void;
    readonly #unconfirmed = new Map<string, Entry[]>();
    #client = '';
    readonly #left: Promise<void>;

    constructor(index: number, line: Line, ledger: Ledger, log: (text: string) => void) {
        this.#socket = new line.webSocketImplementation('ws://simulated.example/') as unknown as WebSocket;
        this.#index = index;
        this.#ledger = ledger;
        this.#log = log;
        this.#left = new Promise(resolve => this.#socket.addEventListener('close', () => resolve()));
    }

    /** Resolves when the guest is gone, served or not. */
    async visit({ mark, day, text, after }: GuestOp): Promise<void> {
        const startDate = localDate(new Date(2026, 0, 1 + day))!;
        const event = { $PhantomId: `_generated ${mark}`, iconCls: mark, name: mark, startDate, duration: 2 };
        this.#socket.addEventListener('open', () => this.#send(Command.login, { login: 'guest', password: '' }));
        this.#socket.addEventListener('message', ({ data: frame }) => {
            const { command, data, error } = JSON.parse(String(frame)) as {
                command: string;
                data: any;
                error?: string;
            };
            if (error !== undefined) {
                this.#log(`a guest gives up: ${error}`);
                this.#socket.close();
            } else if (command === Command.login) {
                this.#client = String(data.client);
                this.#send(Command.dataset, { project: 1 });
            } else if (command === Command.dataset) {
                this.#log(`a guest adds ${mark} twice`);
                this.#add('local-1', event);
                setTimeout(() => this.#add('local-2', { ...event, name: text }), after);
            } else if (command === Command.projectChange) {
                this.#hear(data.revisions);
            }
        });
        await this.#left;
    }

    #send(command: string, data: object): void {
        this.#socket.send(JSON.stringify({ command, data }));
    }

    #add(revision: string, event: { iconCls: string; name: string; startDate: string; duration: number }): void {
        const { name, startDate, duration } = event;
        const fields = { exists: true, name, startDate, duration, eventColor: null };
        const entries = Object.entries(fields).map(([field, value]) => {
            const entry = this.#ledger.note(this.#index, `event ${event.iconCls}.${field}`, value, undefined)!;
            // Nobody sends again what a guest has said, so it binds nobody yet.
            entry.excuse = 'unconfirmed';
            return entry;
        });
        this.#unconfirmed.set(revision, entries);
        const endDate = localDate(new Date(Date.parse(startDate) + duration * 86_400_000));
        this.#send(Command.projectChange, {
            project: 1,
            revisions: [
                { revision, changes: { events: { $input: { added: [event] }, added: [{ ...event, endDate }] } } }
            ]
        });
    }

    #hear(revisions: { client: unknown; localRevision: string }[]): void {
        for (const { client, localRevision } of revisions) {
            if (String(client) === this.#client) {
                this.#unconfirmed.get(localRevision)?.forEach(entry => (entry.excuse = null));
                this.#unconfirmed.delete(localRevision);
                if (localRevision === 'local-2') {
                    this.#socket.close();
                }
            }
        }
    }
}
