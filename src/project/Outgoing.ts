import {
    Command,
    MAX_PENDING_GROUPS,
    MAX_REVISIONS,
    revisionId,
    type Changes,
    type LocalRevision,
    type ProjectId
} from '../protocol/index.ts';
import type { EditConflict } from '../sync/editConflicts.ts';
import { idOf, Outbox, type Before, type PendingRevision } from '../sync/Outbox.ts';
import { nextPortion } from '../sync/portions.ts';
import { dependentsOf } from '../sync/review.ts';
import type { EditSummary } from '../sync/summary.ts';
import type { AdoptedOutbox, OutboxFile } from '../sync/OutboxStorage.ts';
import { RealtimeError } from '../transport/RealtimeError.ts';
import type { EngineBridge } from './EngineBridge.ts';
import type { Notifier } from './Notifier.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import type { PendingEdit, ReviewedEdit } from './state.ts';
import { summarize } from './summarize.ts';

/** What {@link Outgoing} works with. */
export interface OutgoingParts {
    project: RealtimeProject;
    engine: EngineBridge;
    notifier: Notifier;
    /** Sends a message; `false` when there is no open socket. */
    send: (command: string, data: unknown) => boolean;
    /** Throws when nothing may be changed here. */
    requireEditable: () => void;
    /** Whether revisions may go out now; `force`: even while auto-sync is off. */
    mayGo: (force: boolean, project: ProjectId) => boolean;
    /** Takes back revisions that no server would take. */
    refuse: (project: ProjectId, edits: readonly PendingRevision[]) => void;
    /** Something is pending that was not, or the other way round. */
    onChange: () => void;
    /** The page was put away: what is pending is not what it was. `taken` is another page's now. */
    onReturn: (taken: readonly PendingRevision[]) => void;
}

/** What becomes of an edit that waits to be reviewed: it is sent, or taken back. */
export type ReviewDecision = 'accept' | 'discard';

/** One outbox, and where it is kept over a reload of the page. */
interface KeptOutbox {
    outbox: Outbox;
    conflicts: Map<string, EditConflict>;
    file: OutboxFile | null;
    /** Runs while what dead tabs left behind is fetched. */
    adoption: Promise<boolean> | null;
    /** What dead tabs left behind is in the outbox; before that nothing may be written over it. */
    isAdopted: boolean;
    /** What is pending was left behind by an earlier page, or by a connection that is gone. */
    isReturning: boolean;
}

/** Revisions whose fate the server is asked about, by the client that made them. */
export interface PendingGroup {
    client: string;
    /** The secret that shows they are ours. */
    session: string;
    entries: readonly PendingRevision[];
}

/** What the server is asked about at once, and what is to be asked about after that. */
export interface PendingQuestion {
    groups: PendingGroup[];
    rest: PendingRevision[];
}

/** The way out: one outbox per server, project and user, emptied towards the server whenever revisions may go. */
export class Outgoing {
    readonly #parts: OutgoingParts;
    readonly #outboxes = new Map<string, KeptOutbox>();
    /** Session secrets by client id, for asking about revisions of an earlier page. */
    readonly #secrets: Record<string, string> = {};
    /** Number of the last local revision. */
    #count = 0;
    #updatePending = false;
    /** Ids and states of what is shown as queued. */
    #shown = '[]';

    constructor(parts: OutgoingParts) {
        this.#parts = parts;
    }

    #kept(project: ProjectId, address: string | null, user: string): KeptOutbox {
        const key = JSON.stringify([address, String(project), user]);
        let kept = this.#outboxes.get(key);
        if (!kept) {
            const { wsOutboxStorage, wsEnvironment } = this.#parts.project;
            const scope = { address: address ?? '', project: String(project), user };
            const file = wsOutboxStorage?.open(scope, adopted => this.#returned(kept!, adopted)) ?? null;
            const outbox = new Outbox(() => this.#changed(kept!), wsEnvironment.now);
            kept = { outbox, conflicts: new Map(), file, adoption: null, isAdopted: false, isReturning: true };
            this.#outboxes.set(key, kept);
        }
        return kept;
    }

    /** The outbox of what the engine holds, or, with a project, that of who is logged in. */
    #current(project?: ProjectId): KeptOutbox | null {
        const { engine, notifier } = this.#parts;
        const { loaded } = engine;
        if (project === undefined) {
            return loaded && this.#kept(loaded.project, loaded.address, loaded.user);
        }
        const user = notifier.state.session?.userId ?? loaded?.user ?? '';
        return this.#kept(project, this.#parts.project.wsAddress, user);
    }

    /** The outbox of a project, of the server and user there are now. */
    outbox(project: ProjectId): Outbox {
        return this.#current(project)!.outbox;
    }

    /** What is to be decided about edits of what the engine holds. */
    get conflicts(): Map<string, EditConflict> {
        return this.#current()?.conflicts ?? new Map();
    }

    /** Keeps what has changed of {@link conflicts} over the end of this page. */
    keep(): void {
        const kept = this.#current();
        void (kept && this.#save(kept));
    }

    #changed(kept: KeptOutbox): void {
        this.#parts.onChange();
        void this.#save(kept);
        this.#updateState();
    }

    async #save({ outbox, conflicts, file, isAdopted }: KeptOutbox): Promise<void> {
        if (file && isAdopted) {
            const entries = outbox.pending.map(({ sent: _sent, ...entry }) => entry);
            const clients = new Set(entries.map(({ client }) => client));
            const sessions = Object.fromEntries(Object.entries(this.#secrets).filter(([id]) => clients.has(id)));
            await file.save({ entries, sessions, conflicts: [...conflicts.values()] });
        }
    }

    /** Resolves once everything that is pending for a project would survive the end of this page. */
    saved(project: ProjectId): Promise<void> {
        return this.#save(this.#current(project)!);
    }

    /**
     * Takes over what dead tabs of the same user left unconfirmed; resolves to whether there was any. `null` when that
     * was done before.
     */
    adopt(project: ProjectId): Promise<boolean> | null {
        const kept = this.#current(project)!;
        if (kept.isAdopted || !kept.file) {
            return null;
        }
        return (kept.adoption ??= this.#takeOver(kept, kept.file.adopt()));
    }

    #returned(kept: KeptOutbox, adopted: Promise<AdoptedOutbox>): void {
        kept.isAdopted = false;
        kept.adoption = this.#takeOver(kept, adopted);
    }

    async #takeOver(kept: KeptOutbox, adopted: Promise<AdoptedOutbox>): Promise<boolean> {
        const { outbox, conflicts: known } = kept;
        const { entries, sessions, conflicts = [], taken = [] } = await adopted;
        Object.assign(this.#secrets, sessions);
        const gone = outbox.pending.filter(entry => taken.includes(idOf(entry)));
        if (gone.length) {
            known.clear();
            outbox.forget(gone);
        }
        entries.forEach(entry => outbox.add(entry));
        conflicts.forEach(conflict => known.set(conflict.key, conflict));
        // Or it was left again meanwhile.
        kept.isAdopted = kept.adoption !== null;
        const isChanged = gone.length + entries.length > 0;
        if (kept.isAdopted && kept === this.#current()) {
            void this.#save(kept);
            if (isChanged) {
                this.#parts.onReturn(gone);
            } else {
                this.flush();
            }
        }
        return isChanged;
    }

    /** Notes the secret of a session, so that the server can be asked what became of its revisions. */
    remember(client: string, secret: string | null | undefined): void {
        if (secret) {
            this.#secrets[client] = secret;
        }
    }

    /**
     * What the server is to say whether a dataset contains it, as much as it may be asked at once (P1).
     * @param pending oldest first
     */
    questionAbout(pending: readonly PendingRevision[]): PendingQuestion {
        const known = pending.filter(({ client }) => this.#secrets[client]);
        const all = Map.groupBy(known.slice(0, MAX_REVISIONS), ({ client }) => client);
        const groups = [...all]
            .slice(0, MAX_PENDING_GROUPS)
            .map(([client, entries]) => ({ client, session: this.#secrets[client]!, entries }));
        const asked = new Set(groups.flatMap(({ entries }) => entries));
        return { groups, rest: known.filter(entry => !asked.has(entry)) };
    }

    /**
     * Brings the shown queue up to date. Sending follows adding at once; showing the state between the two would
     * only make badges flicker.
     */
    #updateState(): void {
        if (!this.#updatePending) {
            this.#updatePending = true;
            queueMicrotask(() => {
                this.#updatePending = false;
                const { project, notifier } = this.#parts;
                const pending = this.#current()?.outbox.pending ?? [];
                const items = pending.map(toPendingEdit);
                const waiting = items.filter(({ sent }) => !sent).length;
                const shown = JSON.stringify(
                    pending.map(({ sent, isHeld }, index) => [items[index]!.id, sent, isHeld])
                );
                if (!project.isDestroyed && shown !== this.#shown) {
                    this.#shown = shown;
                    notifier.set({
                        queue: { length: items.length, waiting, items, oldestAt: items[0]?.at ?? null },
                        review: toReview(pending)
                    });
                }
            });
        }
    }

    /** Before anything is sent on a new connection: keeps back what is to be reviewed first. */
    holdForReview(project: ProjectId): void {
        const { wsReviewAbove } = this.#parts.project;
        const kept = this.#current(project)!;
        const { outbox } = kept;
        const undecided = outbox.pending.filter(({ sent, isHeld }) => !sent && isHeld !== false);
        if (kept.isReturning && wsReviewAbove !== null && undecided.length > wsReviewAbove) {
            outbox.hold(undecided, true);
        }
        kept.isReturning = false;
    }

    /**
     * Decides about edits that were kept back for review.
     * @param ids which. Default: all
     * @returns those that are no longer pending: with what is discarded goes what needs what it adds
     */
    review(decision: ReviewDecision, ids?: readonly string[]): PendingRevision[] {
        const { outbox } = this.#current()!;
        const { pending } = outbox;
        const decided = pending.filter(entry => entry.isHeld && (!ids || ids.includes(idOf(entry))));
        if (decision === 'accept') {
            outbox.hold(decided, false);
            return [];
        }
        const dependents = dependentsOf(pending);
        const gone = new Set(decided.flatMap(entry => [entry, ...dependents.get(entry)!]));
        outbox.takeBack([...gone]);
        return [...gone];
    }

    /** An id for a revision of this page. */
    nextId(): string {
        return `local-${++this.#count}`;
    }

    /** Says what changes are about. */
    summarize(changes: Changes): EditSummary {
        const { project, engine } = this.#parts;
        return summarize(project, changes, (store, id) => engine.mirror.get(store, id));
    }

    /**
     * Keeps revisions and sends them if they may go.
     * @param before what they have found where they set something, if that is known
     * @throws RealtimeError `read-only`, or `no-project` while none is loaded
     */
    add(revisions: readonly LocalRevision[], before?: Before): void {
        this.#parts.requireEditable();
        const { engine, notifier } = this.#parts;
        const { loaded } = engine;
        const kept = this.#current();
        if (!kept || !loaded) {
            throw new RealtimeError(
                'no-project',
                'No project is loaded that could take revisions; await wsLoad() first'
            );
        }
        const { outbox } = kept;
        for (const revision of revisions) {
            outbox.add({
                revision: { ...revision, base: revisionId(engine.known) },
                client: loaded.clientId,
                summary: this.summarize(revision.changes),
                before
            });
        }
        if (!this.flush() && outbox.waiting) {
            notifier.fire('revisionQueued', { length: outbox.waiting });
        }
    }

    /**
     * Sends everything that waits, in order.
     * @param force even while auto-sync is off
     * @returns `false` when it may not go now, and stays
     */
    flush(force = false): boolean {
        const { engine, project, notifier, send, mayGo } = this.#parts;
        const { loaded } = engine;
        if (!loaded || loaded.address !== project.wsAddress || !mayGo(force, loaded.project)) {
            return false;
        }
        const { outbox, file, isAdopted } = this.#current(loaded.project)!;
        if (file && !isAdopted) {
            return false;
        }
        // Asked for anew every time: a listener may have sent, or edited, more.
        for (let unsent = outbox.unsent(); unsent.length; unsent = outbox.unsent()) {
            const { revisions, isTooLarge } = nextPortion(unsent);
            if (isTooLarge) {
                const edits = outbox.pending.filter(({ revision }) => revisions.includes(revision));
                this.#parts.refuse(loaded.project, edits);
                continue;
            }
            if (!send(Command.projectChange, { project: loaded.project, client: loaded.clientId, revisions })) {
                return false;
            }
            outbox.markSent(revisions);
            notifier.fire('wsSendChanges');
        }
        return true;
    }

    /** Another project was loaded: its queue is shown from now on. */
    loaded(): void {
        this.#updateState();
    }

    /** The socket is gone: whatever is unconfirmed has to be sent again. */
    disconnected(): void {
        this.#outboxes.forEach(kept => {
            kept.isReturning = true;
            kept.outbox.markUnsent();
        });
    }

    /** What is unconfirmed can be taken over by others, until {@link adopt} is called. */
    leave(): void {
        this.#outboxes.forEach(kept => {
            kept.isAdopted = false;
            kept.adoption = null;
            kept.file?.close();
        });
    }
}

function toPendingEdit(entry: PendingRevision): PendingEdit {
    const { createdAt: at, summary, sent } = entry;
    return { id: idOf(entry), at, sent, ...summary };
}

function toReview(pending: readonly PendingRevision[]): ReviewedEdit[] | null {
    const held = pending.filter(({ isHeld }) => isHeld);
    const dependents = held.length ? dependentsOf(pending) : null;
    return dependents && held.map(entry => ({ ...toPendingEdit(entry), dependents: dependents.get(entry)!.map(idOf) }));
}
