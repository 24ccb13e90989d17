import type { RecordId } from '../protocol/index.ts';
import { isSameIn, type EditConflict } from '../sync/editConflicts.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import { writeFields, writeLost } from './writeFields.ts';

/** Most conflicts that are remembered; the oldest give way. */
const MAX_CONFLICTS = 1_000;

/** The side of a conflict that counts. */
export type Side = 'mine' | 'theirs';

/** The editing conflicts of what the engine holds, until they are decided: kept with the outbox, shown in the state. */
export class ConflictList {
    readonly #sync: ProjectSync;
    readonly #project: RealtimeProject;
    #isDue = false;
    /** Conflicts that theirs is to be taken of without asking. */
    #automatic: string[] = [];

    constructor(sync: ProjectSync, project: RealtimeProject) {
        this.#sync = sync;
        this.#project = project;
    }

    /** By their keys, the oldest first. */
    get items(): Map<string, EditConflict> {
        return this.#sync.outgoing.conflicts;
    }

    get(key: string): EditConflict | undefined {
        return this.items.get(key);
    }

    /** Changes a conflict that is there. */
    set(conflict: EditConflict): void {
        this.items.set(conflict.key, conflict);
        this.#changed();
    }

    /** Remembers a new conflict, or a known one with new values, unless the host has decided it. */
    put(conflict: EditConflict): void {
        const { key } = conflict;
        const decision = this.#decide(conflict);
        this.items.delete(key);
        if (decision !== 'mine') {
            this.items.set(key, conflict);
            const [oldest] = this.items.keys();
            if (this.items.size > MAX_CONFLICTS) {
                this.items.delete(oldest!);
            }
        }
        if (decision === 'theirs') {
            this.#automatic.push(key);
        }
        this.#changed();
    }

    #decide(conflict: EditConflict): Side | 'ask' {
        const { wsEditConflicts: policy } = this.#project;
        let decision: Side | 'ask' = 'ask';
        this.#sync.notifier.shield(() => (decision = typeof policy === 'function' ? policy(conflict) : policy));
        return decision;
    }

    /** Forgets a conflict. */
    drop(key: string): void {
        if (this.items.delete(key)) {
            this.#changed();
        }
    }

    /** Forgets all conflicts of a record. */
    dropRecord(store: string, id: RecordId): void {
        for (const item of this.items.values()) {
            if (item.store === store && String(item.id) === String(id)) {
                this.drop(item.key);
            }
        }
    }

    #changed(): void {
        if (!this.#isDue) {
            this.#isDue = true;
            queueMicrotask(() => {
                this.#isDue = false;
                this.show();
                this.#sync.outgoing.keep();
                const automatic = this.#automatic.splice(0);
                if (automatic.length) {
                    this.decide('theirs', automatic).catch((error: unknown) => this.#sync.notifier.report(error));
                }
            });
        }
    }

    /** Brings the state up to date. */
    show(): void {
        if (!this.#project.isDestroyed) {
            this.#sync.notifier.set({ editConflicts: [...this.items.values()] });
        }
    }

    /** It was found out who is behind a conflict, if it is still the same. */
    tell({ key, theirs }: EditConflict, by: Pick<EditConflict, 'userName' | 'at'>): void {
        const item = this.items.get(key);
        if (item && item.userName === null && isSameIn(theirs, item.theirs)) {
            this.set({ ...item, ...by });
        }
    }

    /** See `wsResolveEditConflicts`. */
    async decide(side: Side, keys: readonly string[] = [...this.items.keys()]): Promise<void> {
        const { engine } = this.#sync;
        const project = this.#project;
        // What they have removed is gone already, and mine is what there is already.
        const concerned = (): EditConflict[] =>
            keys
                .flatMap(key => this.get(key) ?? [])
                .filter(({ kind, lost }) => (side === 'theirs' ? kind === 'updated' : lost));
        if (concerned().length) {
            await project.wsEdit(() =>
                side === 'theirs'
                    ? writeFields(
                          project,
                          engine,
                          concerned().map(({ store, id, theirs }) => ({ store, id, fields: theirs }))
                      )
                    : writeLost(project, engine, concerned())
            );
        }
        keys.forEach(key => this.drop(key));
    }
}
