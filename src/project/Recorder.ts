import { StringHelper, type Model, type ProjectModel, type Store } from '@bryntum/schedulerpro';
import { StoreMap, type Changes, type RecordData, type RecordId, type StoreChanges } from '../protocol/index.ts';
import type { GraphWrite } from './commitWindow.ts';
import { isEdited, noteEditedIn, noteInput, takeEdited } from './edited.ts';
import { withRelatives } from '../sync/editConflicts.ts';
import type { Before } from '../sync/Outbox.ts';
import { listen } from './engine.ts';
import { inputFields, isInGraph } from './inputFields.ts';
import type { OpenEdit } from './openEdit.ts';
import { guardHistory, unrecorded } from './recording.ts';
import { changedFields, isCalculatedField, projectFields, snapshot, syncedStores } from './stores.ts';
import { Writes } from './Writes.ts';

/** Ids the engine gives to new records: unique in one browser only, or marked as temporary. */
const TEMPORARY_ID = /^(_generated.*|a-\d+)$/;

/** What the engine's `change` event tells. */
interface ChangeEvent {
    action: string;
    /** When the project tells it. */
    store?: Store;
    record?: Model;
    records?: Model[];
    /** Of an `update`. */
    changes?: Record<string, { oldValue: unknown; value?: unknown }>;
}

/** What was edited. */
export interface Edited {
    /** The changes of a revision. */
    changes: Changes;
    /** What the fields that were set were before. */
    before: Before;
}

/** Said of what the engine has not calculated yet: somebody is to say it later. */
const NOT_CALCULATED = { startDate: null, endDate: null, duration: null };

/**
 * Finds out what has been edited, by comparing records that the engine says have changed with what they were before.
 * Whatever is on the screen is found, however it came there: no moment and no state of the engine hides an edit.
 */
export class Recorder {
    /** Stores by the server's names, in the order in which records can be added. */
    stores = new Map<string, Store>();
    /** Called when something may have been edited. */
    onTouch = (): void => {};
    /** The fields of the project itself as they were when they were last looked at. */
    seenFields: RecordData = {};
    /** What is no edit, because the kit itself writes it. */
    readonly writes = new Writes();
    readonly #project: ProjectModel;
    /** All records as they were when they were last looked at. */
    readonly #seen = new StoreMap<RecordData>();
    /** Records that have changed since. */
    #touched = new StoreMap<RecordId>();
    /** What the engine was given to calculate with since the last {@link capture}. */
    #writes: GraphWrite[] = [];
    /** What stores told while everything was being replaced. */
    #meanwhile: [string, ChangeEvent][] = [];
    #detach: (() => void)[] = [];

    constructor(project: ProjectModel) {
        this.#project = project;
    }

    /** Takes everything as it is, and watches from now on. */
    start(): void {
        const project = this.#project;
        this.stop();
        this.stores = syncedStores(project);
        for (const [name, store] of this.stores) {
            this.#detach.push(
                listen(store, {
                    change: (event: ChangeEvent) => this.#changed(name, event),
                    // What was changed between `beginBatch` and `endBatch` is told by this alone.
                    refresh: ({ action }: ChangeEvent) => action === 'batch' && this.#changed(name, { action })
                })
            );
            this.#seen.stores.set(name, new Map());
            store.allRecords.forEach(record => this.#see(name, record as Model));
        }
        this.#detach.push(
            noteEditedIn(project),
            guardHistory(project),
            listen(project.stm, { recordingStart: () => this.onTouch() }),
            // Where a listener of this one returns `false`, those of the store are told nothing.
            listen(project, { change: (event: ChangeEvent) => this.#changedIn(event) })
        );
        this.#touched = new StoreMap();
        this.seenFields = projectFields(project);
        this.#recall();
    }

    /** Everything is going to be replaced: only what listeners of that edit themselves counts until {@link start}. */
    pause(): void {
        this.stop();
        for (const [name, store] of this.stores) {
            this.#detach.push(listen(store, { change: (event: ChangeEvent) => this.#meanwhile.push([name, event]) }));
        }
    }

    #recall(): void {
        const events = this.#meanwhile;
        this.#meanwhile = [];
        const added = new Set<unknown>();
        for (const [name, { action, record, records = record ? [record] : [], changes = {} }] of events) {
            for (const each of records) {
                const { id, eventId } = each as Model & { eventId?: unknown };
                const seen = this.#seen.get(name, id);
                const entered = Object.keys(changes).filter(field => seen && field in seen && !isInGraph(each, field));
                // Assignments to events of the dataset are made from its `resourceId`s.
                if (action === 'add' && seen && (name !== 'assignments' || added.has(eventId))) {
                    added.add(id);
                    this.#seen.delete(name, id);
                } else if (action === 'remove' && !seen) {
                    this.#seen.set(name, id, { id });
                } else if (action === 'update' && entered.length && this.find(name, id) === each) {
                    // Not of a record that was replaced: the engine told late of an edit that was captured before.
                    const before = entered.map(field => [field, changes[field]!.oldValue]);
                    this.#seen.set(name, id, { ...seen, ...Object.fromEntries(before) });
                } else {
                    continue;
                }
                this.touch(name, id);
            }
        }
    }

    /** Stops watching. */
    stop(): void {
        this.#detach.forEach(detach => detach());
        this.#detach = [];
    }

    /** Notes that the engine was given something to calculate with. */
    written(write: GraphWrite): void {
        this.#writes.push(write);
        if (!this.writes.isOpen || this.writes.isHosts(write)) {
            noteInput(this.#project, write[0].self);
        }
    }

    /** What was edited since the last {@link capture}, and what there was before. */
    openEdit(): OpenEdit {
        return { before: this.#seen.stores, fields: this.seenFields, writes: this.#writes };
    }

    /** The record the engine holds. */
    find(store: string, id: RecordId): Model | null {
        return (this.stores.get(store)?.getById(id) ?? null) as Model | null;
    }

    #changedIn(event: ChangeEvent): void {
        const [name] = [...this.stores].find(([, store]) => store === event.store) ?? [];
        if (name) {
            this.#changed(name, event);
        } else {
            this.onTouch();
        }
    }

    #changed(name: string, { action, record, records = record ? [record] : [], changes }: ChangeEvent): void {
        this.writes.changed(name, { action, changes }, records);
        if (records.length && action !== 'batch') {
            // With a record of a tree comes and goes what is below it.
            const all = action === 'update' ? records : records.flatMap(each => [each, ...each.allChildren]);
            all.forEach(({ id }) => this.touch(name, id));
        } else if (!['filter', 'sort', 'group', 'clearchanges', 'move'].includes(action)) {
            this.stores.get(name)!.allRecords.forEach(({ id }) => this.touch(name, id));
            this.#seen.stores.get(name)!.forEach(({ id }) => this.touch(name, id!));
        }
        this.onTouch();
    }

    /** Whether anything may have changed; a record whose editor is still open does not count. */
    get isTouched(): boolean {
        return (
            changedFields(this.seenFields, projectFields(this.#project)).length > 0 ||
            [...this.#touched.stores].some(([store, ids]) =>
                [...ids.values()].some(id => this.find(store, id)?.isCreating !== true)
            )
        );
    }

    /** Notes that a record may have changed. */
    touch(store: string, id: RecordId): void {
        this.#touched.set(store, id, id);
    }

    /**
     * Takes records as they are: what has changed of them was not edited here. So it is with whatever is gone
     * along with them.
     * @param drafts records of which that does not hold
     */
    accept(isAccepted: (store: string, id: RecordId) => boolean, drafts: StoreMap<unknown>): void {
        for (const [store, id] of this.#takeTouched()) {
            const isThere = this.find(store, id) !== null;
            const found = this.writes.foundByHost(store, id, this.#seen.get(store, id), isThere);
            if (found || drafts.has(store, id) || (isThere && !isAccepted(store, id))) {
                this.touch(store, id);
                void (found && this.#seen.set(store, id, found));
            } else {
                this.take(store, id);
            }
        }
        this.writes.clear();
    }

    /** Takes one record as it is, see {@link accept}. */
    take(store: string, id: RecordId): void {
        const record = this.find(store, id);
        this.#touched.delete(store, id);
        this.#see(store, record, id);
        if (record) {
            takeEdited(record);
        }
    }

    /** Those of the records that may have changed that are not there any more. */
    gone(): [store: string, id: RecordId][] {
        return [...this.#touched.stores].flatMap(([store, ids]) =>
            [...ids.values()].filter(id => !this.find(store, id)).map((id): [string, RecordId] => [store, id])
        );
    }

    /** Notes that any record may have changed. */
    touchAll(): void {
        for (const [name, store] of this.stores) {
            store.allRecords.forEach(({ id }) => this.touch(name, id));
            this.#seen.stores.get(name)!.forEach(({ id }) => this.touch(name, id!));
        }
    }

    /** Forgets which records were edited so far, but not what has changed. */
    forgetEdited(): void {
        this.stores.get('events')?.forEach(record => void takeEdited(record as Model));
    }

    /** Writes what others have edited. */
    write<T>(work: () => T): T {
        return unrecorded(this.#project, () => this.writes.run(work));
    }

    /** The records that have been edited since the last time; those of which only calculated values have changed are none. */
    drafts(): StoreMap<true> {
        const drafts = new StoreMap<true>();
        for (const [store, ids] of this.#touched.stores) {
            for (const id of ids.values()) {
                const [record, before] = [this.find(store, id), this.#seen.get(store, id)];
                const isDraft =
                    record && before
                        ? isEdited(record) ||
                          changedFields(before, { ...snapshot(record), id }).some(
                              field => !isCalculatedField(store, field)
                          )
                        : !record !== !before;
                if (isDraft) {
                    drafts.set(store, id, true);
                }
            }
        }
        return drafts;
    }

    #takeTouched(): [string, RecordId][] {
        const touched = this.#touched.stores;
        this.#touched = new StoreMap();
        return [...this.stores.keys()].flatMap(name =>
            [...(touched.get(name)?.values() ?? [])].map((id): [string, RecordId] => [name, id])
        );
    }

    #see(store: string, record: Model | null, id: RecordId = record!.id): RecordData | null {
        const data = record && { ...snapshot(record), id: record.id };
        if (data) {
            this.#seen.set(store, record.id, data);
        } else {
            this.#seen.delete(store, id);
        }
        return data;
    }

    /**
     * What was edited since the last time.
     * @param calculated called with every record of which only calculated values have changed
     * @param isNew whether a record has only just come from the server, so that the engine still completes it
     */
    capture(
        calculated: (store: string, id: RecordId) => void = () => {},
        isNew: (store: string, id: RecordId) => boolean = () => false
    ): Edited | null {
        this.#writes = [];
        const touched = this.#takeTouched().filter(([store, id]) => this.#isFinished(store, id));
        const named = touched.map(([store, id]): [string, RecordId] => [store, this.#name(store, id)]);
        const changes: Changes = {};
        const earlier: Before = {};
        const consequences: [string, RecordData][] = [];
        let isEdited = false;
        const put = (store: string, kind: 'added' | 'updated' | 'removed', outer: RecordData, input?: RecordData) => {
            const change = (changes[this.#wireName(store)] ??= {}) as StoreChanges;
            (change[kind] ??= []).push(outer);
            if (input) {
                ((change.$input ??= {})[kind] ??= []).push(input);
                isEdited = true;
            }
        };
        for (const [store, id] of named) {
            const record = this.find(store, id);
            const before = this.#seen.get(store, id);
            const after = this.#see(store, record, id);
            const wasEdited = record ? takeEdited(record) : false;
            if (after && before) {
                const fields = changedFields(before, after);
                const isCompleted = isNew(store, id);
                const isConsequence =
                    !wasEdited &&
                    fields.every(
                        field => isCalculatedField(store, field) || (isCompleted && isInGraph(record!, field))
                    );
                const updated = { id, ...pick(after, fields) };
                if (fields.length && isConsequence) {
                    consequences.push([store, updated]);
                    calculated(store, id);
                } else if (fields.length) {
                    const input = inputFields(store, record!, fields, wasEdited);
                    put(store, 'updated', updated, { id, ...pick(after, input) });
                    const told = withRelatives(input).filter(field => field in after || field in before);
                    (earlier[store] ??= []).push({ id, ...pick(before, told) });
                }
            } else if (after) {
                const { id: _, ...fields } = after;
                const added = { ...(store === 'events' && NOT_CALCULATED), ...fields, $PhantomId: id };
                put(store, 'added', added, added);
            } else if (before) {
                put(store, 'removed', { id }, { id });
            }
        }
        const fields = projectFields(this.#project);
        const changed = changedFields(this.seenFields, fields);
        this.seenFields = fields;
        if (changed.length) {
            changes.project = pick(fields, changed);
            isEdited = true;
        }
        if (!isEdited) {
            return null;
        }
        consequences.forEach(([store, updated]) => put(store, 'updated', updated));
        return { changes, before: earlier };
    }

    /** A host that calls its events tasks, as the vendor's demo server does, is understood by that server. */
    #wireName(store: string): string {
        return store === 'events' && this.#project.eventStore.id === 'tasks' ? 'tasks' : store;
    }

    /** A record whose editor is still open is not there yet. */
    #isFinished(store: string, id: RecordId): boolean {
        const isCreating = this.find(store, id)?.isCreating === true;
        if (isCreating) {
            this.touch(store, id);
        }
        return !isCreating;
    }

    /** Gives a new record the id it keeps on every client. */
    #name(store: string, id: RecordId): RecordId {
        const record = this.#seen.has(store, id) ? null : this.find(store, id);
        if (!record || !TEMPORARY_ID.test(String(id)) || (String(id).startsWith('a-') && store !== 'assignments')) {
            return id;
        }
        this.#setId(record, StringHelper.generateUUID());
        return record.id;
    }

    /** A record goes by another id from now on. */
    rename(store: string, id: RecordId, newId: RecordId): void {
        const record = this.find(store, id);
        const seen = this.#seen.get(store, id);
        if (record) {
            this.#setId(record, newId);
        }
        if (seen) {
            this.#seen.delete(store, id);
            this.#seen.set(store, newId, { ...seen, id: newId });
        }
    }

    #setId(record: Model, id: RecordId): void {
        unrecorded(this.#project, () => (record.id = id));
    }
}

function pick(record: RecordData, fields: readonly string[]): RecordData {
    return Object.fromEntries(fields.map(field => [field, record[field] ?? null]));
}
