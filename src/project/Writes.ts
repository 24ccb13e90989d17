import type { Model } from '@bryntum/schedulerpro';
import { StoreMap, type RecordData, type RecordId } from '../protocol/index.ts';
import type { GraphWrite } from './commitWindow.ts';
import { CALCULATED_FIELDS, isSameValue } from './stores.ts';

/** What is being written at this moment. */
interface Target {
    store: string;
    ids: ReadonlySet<string>;
    /** What is being set; `null` when records are added or removed. */
    values: RecordData | null;
    /** Events that the engine may remove along with what is being removed. */
    events: ReadonlySet<string>;
}

/** What a store tells of a change, as far as it matters here. */
interface Told {
    action: string;
    changes?: Record<string, { value?: unknown }>;
}

/** A record with what it connects. */
type Link = Model & { fromEvent?: Model; toEvent?: Model; from?: RecordId; to?: RecordId };

/** A resource with its events, or an assignment with its event. */
type Assigning = Model & { isResourceModel?: boolean; events?: Model[]; event?: Model | null };

const setOf = (ids: readonly RecordId[]): ReadonlySet<string> => new Set(ids.map(String));

/** Fields of an event that say what it is assigned to. */
const ASSIGNED = ['resource', 'resourceId', 'resources'];

/**
 * Tells what the kit itself writes from what listeners of the host write when they are told of that, in the middle of it:
 * the latter are edits.
 */
export class Writes {
    #target: Target | null = null;
    #isOpen = false;
    /** Records that a host has changed or removed meanwhile. */
    #hosts = new StoreMap<'changed' | 'removed'>();
    /** What the kit has set. */
    #set = new StoreMap<RecordData>();

    /** Whether {@link run} is under way. */
    get isOpen(): boolean {
        return this.#isOpen;
    }

    /** Runs what writes; it says with {@link aim} what it writes next. */
    run<T>(work: () => T): T {
        this.#target = null;
        this.#isOpen = true;
        try {
            return work();
        } finally {
            this.#isOpen = false;
        }
    }

    /** @param values what is going to be set; `null` when the records are going to be added */
    aim(store: string, ids: readonly RecordId[], values: RecordData | null = null): void {
        this.#target = { store, ids: setOf(ids), values, events: new Set() };
        if (values && this.#isOpen) {
            ids.forEach(id => this.#set.set(store, id, { ...this.#set.get(store, id), ...values }));
        }
    }

    /** Like {@link aim}, for records that are going to be removed. */
    aimRemoval(store: string, records: readonly Model[]): void {
        const events = (records as Assigning[]).flatMap(({ isResourceModel, events: own, event }) =>
            (isResourceModel ? (own ?? []) : event ? [event] : []).map(({ id }) => id)
        );
        this.#target = { store, ids: setOf(records.map(({ id }) => id)), values: null, events: setOf(events) };
    }

    #isAt(store: string, id: unknown): boolean {
        const target = this.#target;
        const ids = target?.store === store ? target.ids : store === 'events' ? target?.events : undefined;
        return ids?.has(String(id)) ?? false;
    }

    /** Takes note of what a store tells. */
    changed(store: string, { action, changes = {} }: Told, records: readonly Model[]): void {
        for (const record of this.#isOpen ? records : []) {
            const isHosts =
                action === 'update'
                    ? !this.#isUpdating(store, record, changes)
                    : action === 'remove' && !this.#isRemoving(store, record);
            for (const { id } of isHosts ? [record, ...record.allChildren] : []) {
                this.#hosts.set(store, id, action === 'remove' ? 'removed' : 'changed');
            }
        }
    }

    #isUpdating(store: string, { id }: Model, changes: NonNullable<Told['changes']>): boolean {
        const values = this.#target?.values;
        return (
            this.#isAt(store, id) &&
            (!values ||
                Object.entries(changes).some(
                    ([field, { value }]) =>
                        field in values && (typeof value === 'object' || isSameValue(value, values[field]))
                ))
        );
    }

    /** What goes along with what is removed, or assigned to something else, is not removed by the host. */
    #isRemoving(store: string, record: Link): boolean {
        const { values, store: aimed } = this.#target ?? {};
        if (store === 'assignments' && ['events', 'resources'].includes(aimed!)) {
            return !values || ASSIGNED.some(field => field in values);
        }
        const ends = [record.fromEvent?.id ?? record.from, record.toEvent?.id ?? record.to];
        return (
            !values &&
            (this.#isAt(store, record.id) || (store === 'dependencies' && ends.some(id => this.#isAt('events', id))))
        );
    }

    /** Whether it is a host that gives the engine something to calculate with; takes note of it. */
    isHosts([{ self, field }]: GraphWrite): boolean {
        const { isEventModel, id } = (self ?? {}) as Partial<Model> & { isEventModel?: boolean };
        const values = this.#target?.values;
        const isOwn = this.#isAt('events', id) && (!values || CALCULATED_FIELDS.some(each => each in values));
        const isHosts = isEventModel === true && CALCULATED_FIELDS.includes(field?.name ?? '') && !isOwn;
        if (isHosts) {
            this.#hosts.set('events', id!, 'changed');
        }
        return isHosts;
    }

    /**
     * What a host that has changed a record found: what it was, with what the kit has set; else `null`. So it is when the
     * kit has removed the record after that.
     */
    foundByHost(store: string, id: RecordId, seen: RecordData | undefined, isThere: boolean): RecordData | null {
        const done = this.#hosts.get(store, id);
        return done === 'removed' || (done && isThere) ? { ...seen, ...this.#set.get(store, id) } : null;
    }

    /** Forgets everything. */
    clear(): void {
        this.#hosts = new StoreMap();
        this.#set = new StoreMap();
    }
}
