import {
    canonicalStore,
    revisionId,
    storeEntries,
    StoreMap,
    type Changes,
    type RecordData,
    type RecordId,
    type ServerRevision
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
import type { Mirror } from '../sync/Mirror.ts';
import { ConflictList } from './ConflictList.ts';
import { OpenEditors } from './OpenEditors.ts';
import type { ProjectSync } from './ProjectSync.ts';
import type { RealtimeProject } from './RealtimeProject.ts';
import type { Edited } from './Recorder.ts';
import { nameOf } from './summarize.ts';

/** Both sides of a field. */
type Compared = Pick<EditConflict, 'name' | 'before' | 'mine' | 'theirs' | 'edit' | 'base'>;

/** Where theirs comes from. */
type Origin = Pick<EditConflict, 'userName' | 'at' | 'until'>;

/** Fields by which one record links others. */
const LINK_ENDS = ['event', 'eventId', 'resource', 'resourceId', 'fromEvent', 'from', 'toEvent', 'to'];

const keyOf = (store: string, id: RecordId, lead: string | null): string => JSON.stringify([store, String(id), lead]);

/**
 * Notices where own edits overwrite what somebody else has set meanwhile. Edits travel all the same: the last one counts,
 * on every screen.
 */
export class EditConflicts {
    readonly list: ConflictList;
    readonly #editors: OpenEditors;
    readonly #sync: ProjectSync;
    /** What is unconfirmed, summed up; `null` when that has to be done again. */
    #own: StoreMap<OwnRecord> | null = null;

    /** What others have removed and is not shown as removed yet. */
    readonly #lost = new StoreMap<EditConflict['lost']>();

    constructor(sync: ProjectSync, project: RealtimeProject) {
        this.#sync = sync;
        this.#editors = new OpenEditors(sync.engine, sync.views);
        this.list = new ConflictList(sync, project);
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

    /** Somebody has edited, and nothing knows of it yet: what is gone by it can still be found. */
    arriving({ changes }: ServerRevision): void {
        const { mirror } = this.#sync.engine;
        eachRecord(
            changes,
            () => {},
            (store, id, isGone) => {
                if (isGone && (this.#ownRecord(store, id) || this.#editors.find(store, id))) {
                    this.#lost.set(store, id, lostBy(changes, store, id, mirror));
                }
            }
        );
    }

    /** Somebody else has edited, and the engine is about to show it. */
    foreign(revision: ServerRevision): void {
        const { changes } = revision;
        const by = originOf(revision);
        eachRecord(
            changes,
            (store, record) => {
                const id = record.id!;
                const own = this.#ownRecord(store, id);
                for (const [lead, theirs] of byLead(record)) {
                    const values = own?.fields.get(lead);
                    if (values) {
                        // Of an edit that an earlier release has kept nobody knows what was there before.
                        const before = values.before ?? theirs;
                        this.#compare(store, id, lead, { ...values, name: own!.name, before, theirs }, by);
                    } else {
                        // Neither of the two is what is there now.
                        this.list.drop(keyOf(store, id, lead));
                    }
                }
            },
            (store, id, isGone) => {
                this.list.dropRecord(store, id);
                const own = isGone && this.#ownRecord(store, id);
                if (own) {
                    this.#putRemoved(store, own, by, this.#lost.get(store, id));
                }
                this.#lost.delete(store, id);
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
            this.list.put({
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
            this.list.drop(key);
        }
    }

    #putRemoved(store: string, own: OwnRecord, origin: Origin, lost?: EditConflict['lost']): void {
        const values = [...own.fields.values()];
        const last = values.at(-1);
        if (last) {
            const { id, name } = own;
            this.list.put({
                key: keyOf(store, id, null),
                store,
                id,
                name: this.#nameOf(store, id, name),
                kind: 'removed',
                field: null,
                before: Object.assign({}, ...values.map(({ before }) => before)) as RecordData,
                mine: Object.assign({}, ...values.map(({ mine }) => mine)) as RecordData,
                theirs: {},
                lost,
                userName: origin.userName,
                at: origin.at,
                edit: last.edit,
                base: values[0]!.base,
                until: origin.until
            });
        }
    }

    /** Something was edited here. */
    edited({ changes }: Edited, edit: string): void {
        eachRecord(
            changes,
            (store, record) => {
                for (const [lead, values] of byLead(record)) {
                    const item = this.list.get(keyOf(store, record.id!, lead));
                    if (item) {
                        this.#setMine(item, { ...item.mine, ...values }, edit);
                    } else {
                        this.#editedUnseen(store, record.id!, lead, values, edit);
                    }
                }
            },
            (store, id) => this.list.dropRecord(store, id)
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
            this.list.drop(item.key);
        } else {
            this.list.set({ ...item, mine, edit });
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
                        const item = this.list.get(keyOf(store, id!, lead));
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
                        this.list.drop(keyOf(store, id!, null));
                    }
                },
                () => {}
            );
        }
    }

    /** A dataset is there: it tells what others have made of the project, but not what, who or when. */
    loaded(): void {
        const { loaded, mirror } = this.#sync.engine;
        // It may be another project's outbox.
        this.#own = null;
        const { followers } = mirror;
        const isSet = (id: RecordId, lead: string, values: RecordData, stored: RecordData): boolean =>
            isSetByHand(lead, values, stored, followers.has(String(id)));
        const known = new Map(this.list.items);
        const nobody: Origin = { userName: null, at: null, until: revisionId(loaded!.revision) };
        for (const { key, store, id, kind, field, mine } of known.values()) {
            const stored = mirror.get(store, id);
            const isPending = this.#ownRecord(store, id)?.fields.has(field!);
            if (kind === 'removed' ? stored : !isPending && (!stored || isSet(id, field!, mine, stored))) {
                this.list.drop(key);
            }
        }
        for (const [store, records] of this.#ownRecords().stores) {
            for (const own of records.values()) {
                const { id, name, fields } = own;
                const stored = mirror.get(store, id);
                if (!stored) {
                    const old = known.get(keyOf(store, id, null));
                    this.#putRemoved(store, own, old ?? nobody, old?.lost);
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
        this.list.show();
    }
}

function originOf({ userName, at, revision }: Pick<ServerRevision, 'userName' | 'at' | 'revision'>): Origin {
    return { userName: userName ?? null, at: at ?? null, until: revision };
}

/** A record that a revision removes, and what links it with others and goes along with it. */
function lostBy(changes: Changes, store: string, id: RecordId, mirror: Mirror): EditConflict['lost'] {
    const isMeant = (name: string, record: RecordData): boolean =>
        name === store
            ? String(record.id) === String(id)
            : LINK_ENDS.some(field => record[field] != null && String(record[field]) === String(id));
    const lost: NonNullable<EditConflict['lost']> = {};
    for (const [key, { removed = [] }] of storeEntries(changes)) {
        const name = canonicalStore(key);
        const known = removed.map(each => mirror.get(name, each.id!));
        lost[name] = known.filter((each): each is RecordData => each !== undefined && isMeant(name, each));
    }
    return lost[store]?.length ? lost : undefined;
}
