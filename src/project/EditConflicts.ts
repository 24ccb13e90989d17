import {
    revisionId,
    type Changes,
    type RecordData,
    type RecordId,
    type ServerRevision,
    type StoreMap
} from '../protocol/index.ts';
import {
    byLead,
    eachRecord,
    isConflict,
    isSameIn,
    isSetByHand,
    ownRecords,
    pick,
    withRelatives,
    type EditConflict,
    type OwnRecord
} from '../sync/editConflicts.ts';
import { OpenEditors } from './OpenEditors.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import type { Edited } from './Recorder.ts';
import { nameOf } from './summarize.ts';
import { writeFields } from './writeFields.ts';

/** Most conflicts that are remembered; the oldest give way. */
const MAX_CONFLICTS = 1_000;

type Author = Pick<EditConflict, 'userName' | 'at'>;

/** Both sides of a field. */
type Compared = Pick<EditConflict, 'name' | 'before' | 'mine' | 'theirs' | 'edit' | 'base'>;

/** Where theirs comes from. */
type Origin = Author & Pick<EditConflict, 'until'>;

/** The side of a conflict that counts. */
export type Side = 'mine' | 'theirs';

const keyOf = (store: string, id: RecordId, lead: string | null): string => JSON.stringify([store, String(id), lead]);

/**
 * Remembers where own edits have overwritten what somebody else had set meanwhile, until the user has decided. Edits
 * travel all the same: the last one counts, on every screen.
 */
export class EditConflicts {
    readonly #editors: OpenEditors;
    readonly #sync: ProjectSync;
    readonly #project: RealtimeProject;
    /** What is unconfirmed, summed up; `null` when that has to be done again. */
    #own: StoreMap<OwnRecord> | null = null;
    #isDue = false;
    /** Conflicts that theirs is to be taken of without asking. */
    #automatic: string[] = [];

    constructor(sync: ProjectSync, project: RealtimeProject) {
        this.#sync = sync;
        this.#editors = new OpenEditors(sync.engine, sync.views);
        this.#project = project;
    }

    get #items(): Map<string, EditConflict> {
        return this.#sync.outgoing.conflicts;
    }

    #ownRecord(store: string, id: RecordId): OwnRecord | undefined {
        return this.#ownRecords().get(store, id);
    }

    #ownRecords(): StoreMap<OwnRecord> {
        const { engine, outgoing } = this.#sync;
        return (this.#own ??= ownRecords(engine.loaded ? outgoing.outbox(engine.loaded.project).pending : []));
    }

    /** Something is pending that was not, or the other way round. */
    outboxChanged(): void {
        this.#own = null;
    }

    #nameOf(store: string, id: RecordId, fallback: string): string {
        const record = this.#sync.engine.recorder.find(store, id);
        return record ? nameOf(record, undefined, id) : fallback;
    }

    /** Somebody else has edited, and the engine is about to show it. */
    foreign(revision: ServerRevision): void {
        const { changes } = revision;
        const by = originOf(revision);
        const { mirror } = this.#sync.engine;
        eachRecord(
            changes,
            (store, record) => {
                const id = record.id!;
                const own = this.#ownRecord(store, id);
                for (const [lead, theirs] of byLead(record)) {
                    const values = own?.fields.get(lead);
                    if (values) {
                        const before = values.before ?? pick(mirror.get(store, id) ?? {}, withRelatives([lead]));
                        this.#compare(store, id, lead, { ...values, name: own!.name, before, theirs }, by);
                    } else {
                        // Neither of the two is what is there now.
                        this.#drop(keyOf(store, id, lead));
                    }
                }
            },
            (store, id, isGone) => {
                this.#dropRecord(store, id);
                if (isGone) {
                    this.#putRemoved(store, this.#ownRecord(store, id), by);
                }
            }
        );
    }

    #compare(
        store: string,
        id: RecordId,
        lead: string,
        { name, before, mine, theirs, edit, base }: Compared,
        { userName, at, until }: Origin
    ): void {
        const key = keyOf(store, id, lead);
        if (isConflict(before, mine, theirs)) {
            this.#put({
                key,
                store,
                id,
                name: this.#nameOf(store, id, name),
                kind: 'updated',
                field: lead,
                before,
                mine: { ...before, ...mine },
                theirs: { ...before, ...theirs },
                userName,
                at,
                edit,
                base,
                until
            });
        } else {
            this.#drop(key);
        }
    }

    #putRemoved(store: string, own: OwnRecord | undefined, { userName, at, until }: Origin): void {
        const values = [...(own?.fields.values() ?? [])];
        const last = values.at(-1);
        if (own && last) {
            const { id, name } = own;
            this.#put({
                key: keyOf(store, id, null),
                store,
                id,
                name: this.#nameOf(store, id, name),
                kind: 'removed',
                field: null,
                before: Object.assign({}, ...values.map(({ before }) => before)) as RecordData,
                mine: Object.assign({}, ...values.map(({ mine }) => mine)) as RecordData,
                theirs: {},
                userName,
                at,
                edit: last.edit,
                base: values[0]!.base,
                until
            });
        }
    }

    #put(conflict: EditConflict): void {
        const { key } = conflict;
        const decision = this.#decide(conflict);
        this.#items.delete(key);
        if (decision !== 'mine') {
            this.#items.set(key, conflict);
            const [oldest] = this.#items.keys();
            if (this.#items.size > MAX_CONFLICTS) {
                this.#items.delete(oldest!);
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

    #drop(key: string): void {
        if (this.#items.delete(key)) {
            this.#changed();
        }
    }

    #dropRecord(store: string, id: RecordId): void {
        for (const item of this.#items.values()) {
            if (item.store === store && String(item.id) === String(id)) {
                this.#drop(item.key);
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
            this.#sync.notifier.set({ editConflicts: [...this.#items.values()] });
        }
    }

    /** Something was edited here. */
    edited({ changes }: Edited, edit: string): void {
        eachRecord(
            changes,
            (store, record) => {
                for (const [lead, values] of byLead(record)) {
                    const item = this.#items.get(keyOf(store, record.id!, lead));
                    if (item) {
                        this.#setMine(item, { ...item.mine, ...values }, edit);
                    } else {
                        this.#editedUnseen(store, record.id!, lead, values, edit);
                    }
                }
            },
            (store, id) => this.#dropRecord(store, id)
        );
    }

    /** What was typed into an editor knows nothing of what others have set since it opened. */
    #editedUnseen(store: string, id: RecordId, lead: string, mine: RecordData, edit: string): void {
        const { engine } = this.#sync;
        const fields = withRelatives([lead]);
        const open = this.#editors.find(store, id);
        const foreign = open && engine.foreign.since(store, id, fields, open.order);
        if (foreign) {
            const { values: theirs, by } = foreign;
            const before = pick(open.before, fields);
            this.#compare(store, id, lead, { name: '', before, mine, theirs, edit, base: null }, originOf(by));
        }
    }

    #setMine(item: EditConflict, mine: RecordData, edit = item.edit): void {
        if (isSameIn(item.theirs, mine)) {
            this.#drop(item.key);
        } else {
            this.#items.set(item.key, { ...item, mine, edit });
            this.#changed();
        }
    }

    /**
     * Own edits were taken back.
     * @param isWanted whether the user wanted it so
     */
    takenBack(edits: readonly Changes[], isWanted: boolean): void {
        const { mirror } = this.#sync.engine;
        for (const changes of edits) {
            eachRecord(
                changes,
                (store, { id, ...fields }) => {
                    for (const lead of byLead(fields).keys()) {
                        const item = this.#items.get(keyOf(store, id!, lead));
                        const own = this.#ownRecord(store, id!)?.fields.get(lead);
                        if (item) {
                            this.#setMine(
                                item,
                                {
                                    ...item.mine,
                                    ...pick(mirror.get(store, id!) ?? {}, withRelatives([lead])),
                                    ...own?.mine
                                },
                                own?.edit
                            );
                        }
                    }
                    if (isWanted) {
                        this.#drop(keyOf(store, id!, null));
                    }
                },
                () => {}
            );
        }
    }

    /** A dataset is there: it tells what others have made of the project, but not what, who or when. */
    loaded(): void {
        const { loaded, mirror } = this.#sync.engine;
        const followers = new Set<string>();
        for (const dependency of mirror.records('dependencies')) {
            followers.add(String(dependency['toEvent'] ?? dependency['to']));
        }
        const isSet = (id: RecordId, lead: string, values: RecordData, stored: RecordData): boolean =>
            isSetByHand(lead, values, stored, followers.has(String(id)));
        const known = new Map(this.#items);
        const nobody: Origin = { userName: null, at: null, until: revisionId(loaded!.revision) };
        for (const { key, store, id, kind, field, mine } of known.values()) {
            const stored = mirror.get(store, id);
            const isPending = this.#ownRecord(store, id)?.fields.has(field!);
            if (kind === 'removed' ? stored : !isPending && (!stored || isSet(id, field!, mine, stored))) {
                this.#drop(key);
            }
        }
        for (const [store, records] of this.#ownRecords().stores) {
            for (const own of records.values()) {
                const { id, name, fields } = own;
                const stored = mirror.get(store, id);
                if (!stored) {
                    this.#putRemoved(store, own, known.get(keyOf(store, id, null)) ?? nobody);
                }
                for (const [lead, values] of stored ? fields : []) {
                    const { before, mine } = values;
                    if (before) {
                        const theirs = pick(stored!, withRelatives([lead]));
                        const isTheirs = [before, { ...before, ...mine }].every(each => isSet(id, lead, each, stored!));
                        const old = known.get(keyOf(store, id, lead));
                        const by = old && isSameIn(theirs, old.theirs) ? old : nobody;
                        this.#compare(
                            store,
                            id,
                            lead,
                            { ...values, name, before, theirs: isTheirs ? theirs : before },
                            by
                        );
                    }
                }
            }
        }
        this.show();
    }

    /** It was found out who is behind a conflict, if it is still the same. */
    tell({ key, theirs }: EditConflict, by: Author): void {
        const item = this.#items.get(key);
        if (item && item.userName === null && isSameIn(theirs, item.theirs)) {
            this.#items.set(key, { ...item, ...by });
            this.#changed();
        }
    }

    /** See `wsResolveEditConflicts`. */
    async decide(side: Side, keys: readonly string[] = [...this.#items.keys()]): Promise<void> {
        const items = (): EditConflict[] => keys.flatMap(key => this.#items.get(key) ?? []);
        if (side === 'theirs' && items().some(({ kind }) => kind === 'updated')) {
            await this.#project.wsEdit(() =>
                writeFields(
                    this.#project,
                    this.#sync.engine,
                    items().map(({ store, id, theirs }) => ({ store, id, fields: theirs }))
                )
            );
        }
        keys.forEach(key => this.#drop(key));
    }
}

function originOf({ userName, at, revision }: ServerRevision): Origin {
    return { userName: userName ?? null, at: at ?? null, until: revision };
}
