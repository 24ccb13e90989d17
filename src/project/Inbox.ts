import type { Changes, ProjectId, ServerData, ServerRevision } from '../protocol/index.ts';

/** Something from the server that changes the project, in the order in which it arrived. */
export type IncomingItem =
    | { kind: 'revisions'; project: ProjectId; revisions: readonly ServerRevision[] }
    /** Own edits are taken back; `isWanted`: by the user, and not by the server. */
    | { kind: 'refusal'; project: ProjectId; changes: readonly Changes[]; isWanted: boolean }
    | { kind: 'dataset'; data: ServerData['dataset'] }
    | { kind: 'caughtUp'; data: ServerData['update'] };

/**
 * Works through what arrives, one thing at a time and in order. Revisions that arrive while another piece of work
 * runs are handed over together: each call into the engine costs a whole recalculation.
 */
export class Inbox {
    readonly #handle: (item: IncomingItem) => Promise<void> | void;
    readonly #onError: (error: unknown, item: IncomingItem) => Promise<void>;
    #items: IncomingItem[] = [];
    #working = false;

    constructor(
        handle: (item: IncomingItem) => Promise<void> | void,
        onError: (error: unknown, item: IncomingItem) => Promise<void>
    ) {
        this.#handle = handle;
        this.#onError = onError;
    }

    /** Whether everything that arrived has been handled. */
    get isEmpty(): boolean {
        return !this.#working && !this.#items.length;
    }

    /** Takes one thing in; it is handled as soon as everything before it is. */
    push(item: IncomingItem): void {
        const last = this.#items.at(-1);
        if (item.kind === 'revisions' && last?.kind === 'revisions' && item.project === last.project) {
            this.#items[this.#items.length - 1] = { ...last, revisions: [...last.revisions, ...item.revisions] };
        } else {
            this.#items.push(item);
        }
        if (!this.#working) {
            void this.#work();
        }
    }

    async #work(): Promise<void> {
        this.#working = true;
        for (let item = this.#items.shift(); item; item = this.#items.shift()) {
            try {
                await this.#handle(item);
            } catch (error) {
                await this.#onError(error, item);
            }
        }
        this.#working = false;
    }

    /** Forgets what was not handled yet: it belonged to a connection that is gone. */
    clear(): void {
        this.#items = [];
    }
}
