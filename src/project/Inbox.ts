import type { Changes, ProjectId, ServerData, ServerRevision } from '../protocol/index.ts';
import type { PendingRevision } from '../sync/Outbox.ts';
import type { RealtimeError } from '../transport/RealtimeError.ts';
import { nextTask } from './nextTask.ts';

/** Something from the server that changes the project, in the order in which it arrived. */
export type IncomingItem =
    | {
          kind: 'revisions';
          project: ProjectId;
          revisions: readonly ServerRevision[];
          /** More came than could be kept waiting. */
          isCut?: boolean;
      }
    /** Own edits are taken back; `isWanted`: by the user, and not by the server. */
    | { kind: 'refusal'; project: ProjectId; changes: readonly Changes[]; isWanted: boolean }
    /** Edits were refused that the server does not name: those of `sent` that nothing before it confirms. */
    | { kind: 'unnamed'; project: ProjectId; sent: readonly PendingRevision[]; error: RealtimeError }
    | { kind: 'dataset'; data: ServerData['dataset'] }
    | { kind: 'caughtUp'; data: ServerData['update'] };

/**
 * How many revisions wait at the most, however long a drag or an open question keeps them waiting. What was asked for
 * because it was missed is kept whole: asked for again it would not be less.
 */
const MAX_WAITING = 1_000;

/**
 * Works through what arrives, one thing at a time and in order. Revisions that wait are handed over together: each call
 * into the engine costs a whole recalculation. That is one instant to the page, so that what arrived meanwhile is seen
 * only by letting the page take its turn before the next one.
 */
export class Inbox {
    readonly #handle: (item: IncomingItem) => Promise<void> | void;
    readonly #onError: (error: unknown, item: IncomingItem) => Promise<void>;
    readonly #isCatchingUp: () => boolean;
    #items: IncomingItem[] = [];
    #working = false;

    /**
     * @param isCatchingUp whether more revisions are on their way, and after them something else: they wait for it, so
     * that all that was missed is handed over together
     */
    constructor(
        handle: (item: IncomingItem) => Promise<void> | void,
        onError: (error: unknown, item: IncomingItem) => Promise<void>,
        isCatchingUp: () => boolean = () => false
    ) {
        this.#handle = handle;
        this.#onError = onError;
        this.#isCatchingUp = isCatchingUp;
    }

    /** Whether everything that arrived has been handled. */
    get isEmpty(): boolean {
        return !this.#working && !this.#items.length;
    }

    /** Takes one thing in; it is handled as soon as everything before it is. */
    push(item: IncomingItem): void {
        const last = this.#items.at(-1);
        if (item.kind === 'revisions' && last?.kind === 'revisions' && item.project === last.project) {
            const isCut = !this.#isCatchingUp() && last.revisions.length >= MAX_WAITING;
            const revisions = isCut ? last.revisions : [...last.revisions, ...item.revisions];
            this.#items[this.#items.length - 1] = { ...last, revisions, isCut };
        } else {
            this.#items.push(item);
        }
        if (!this.#working) {
            void this.#work();
        }
    }

    async #work(): Promise<void> {
        this.#working = true;
        await nextTask();
        for (let item = this.#next(); item; item = this.#next()) {
            try {
                await this.#handle(item);
            } catch (error) {
                await this.#onError(error, item);
            }
            await nextTask();
        }
        this.#working = false;
    }

    #next(): IncomingItem | undefined {
        const isWaiting = this.#isCatchingUp() && this.#items.every(({ kind }) => kind === 'revisions');
        return isWaiting ? undefined : this.#items.shift();
    }

    /** Forgets what a connection that is gone has brought; what is to be taken back is so without one, too. */
    clear(): void {
        this.#items = this.#items.filter(({ kind }) => kind === 'refusal');
    }
}
