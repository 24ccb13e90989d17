import type { Model } from '@bryntum/schedulerpro';
import { COPIES, type RecordData, type RecordId } from '../../protocol/index.ts';
import { Mirror } from '../../sync/Mirror.ts';
import { laidOver, overlayOf, type Overlay } from '../../sync/overlay.ts';
import type { PendingRevision } from '../../sync/Outbox.ts';
import { RealtimeError } from '../../transport/RealtimeError.ts';
import type { EngineBridge } from '../EngineBridge.ts';
import { isCalculatedField, isIgnoredField, isSameValue } from '../stores.ts';

const NO_CONSTRAINT = { constraintType: null, constraintDate: null };

/** A record that is not what it was in a version. */
export interface Difference {
    /** The store as the server names it. */
    store: string;
    id: RecordId;
    /** The record as it was; `null`: it was added since. */
    before: RecordData | null;
    /** The record as it is; `null`: it was removed since. */
    now: RecordData | null;
    /** Names of the fields that differ; empty unless there are both. */
    fields: string[];
}

/** What a project holds: what is stored on the server with what is pending here laid over it. */
export class CurrentData {
    readonly #engine: EngineBridge;
    readonly #overlay: Overlay;

    constructor(engine: EngineBridge, pending: readonly PendingRevision[]) {
        this.#engine = engine;
        this.#overlay = overlayOf(pending);
    }

    get(store: string, id: RecordId): RecordData | null {
        return laidOver(store, this.#engine.mirror.get(store, id), this.#overlay.get(store, id));
    }

    /** Ids of everything there is in a store. */
    ids(store: string): RecordId[] {
        const overlaid = [...(this.#overlay.stores.get(store)?.values() ?? [])].flatMap(over => over?.fields.id ?? []);
        const all = [...[...this.#engine.mirror.records(store)].map(({ id }) => id!), ...overlaid];
        return [...new Map(all.map(id => [String(id), id])).values()].filter(id => this.get(store, id));
    }
}

/**
 * The content of a version as records.
 * @throws RealtimeError `bad-version` when that is no schedule: restoring it would remove everything
 */
export function readVersion(content: unknown): Mirror {
    const version = new Mirror();
    version.load(Object.fromEntries(Object.entries(content ?? {}).filter(([key]) => !COPIES.includes(key))));
    if (![...version.stores()].includes('events')) {
        throw new RealtimeError(
            'bad-version',
            'The version holds no schedule, so it cannot be used; choose another one'
        );
    }
    return version;
}

/**
 * Everything in which the project is not what it was in a version, calculated values included.
 * @param isHolding whether the engine gives a constraint to what would not stay where it starts
 */
export function differencesFrom(
    version: Mirror,
    now: CurrentData,
    engine: EngineBridge,
    isHolding: boolean
): Difference[] {
    const differences: Difference[] = [];
    const unheld = new Set([
        ...[...version.records('dependencies')].map(({ to, toEvent = to }) => String(toEvent)),
        ...[...version.records('events')].map(({ parentId }) => String(parentId))
    ]);
    for (const store of engine.recorder.stores.keys()) {
        const ids = now.ids(store);
        const known = new Set(ids.map(String));
        for (const id of ids) {
            const before = version.get(store, id);
            const current = now.get(store, id)!;
            if (!before) {
                differences.push({ store, id, before: null, now: current, fields: [] });
                continue;
            }
            const isHeld = isHolding && store === 'events' && !unheld.has(String(id));
            const complete = withDefaults(store, before, current, engine.recorder.find(store, id), isHeld);
            const fields = Object.keys({ ...before, ...current }).filter(
                field => field in complete && isDifferent(store, field, complete, current)
            );
            if (fields.length) {
                differences.push({ store, id, before: complete, now: current, fields });
            }
        }
        for (const before of version.records(store)) {
            if (!known.has(String(before.id))) {
                differences.push({ store, id: before.id!, before, now: null, fields: [] });
            }
        }
    }
    return differences;
}

function isDifferent(store: string, field: string, before: RecordData, now: RecordData): boolean {
    return !isIgnoredField(store, field) && !isSameValue(before[field], now[field]);
}

/** The engine gives such values to records that are added again. */
function isEmpty(value: unknown): boolean {
    return value === '' || (Array.isArray(value) && !value.length);
}

/**
 * What a record does not mention had its default. Dates that it does not mention are not known: a version may have been
 * saved before the engine had calculated them.
 */
function withDefaults(
    store: string,
    before: RecordData,
    now: RecordData,
    record: Model | null,
    isHeld: boolean
): RecordData {
    const { startDate } = before;
    const constraint =
        isHeld && startDate ? { constraintType: 'startnoearlierthan', constraintDate: startDate } : NO_CONSTRAINT;
    const complete: RecordData = { ...(store === 'events' && constraint), ...before };
    for (const field of Object.keys(now)) {
        if (!(field in complete) && !isCalculatedField(store, field)) {
            const { defaultValue = null } = (record?.getFieldDefinition(field) ?? {}) as { defaultValue?: unknown };
            complete[field] = isEmpty(now[field]) ? now[field] : defaultValue;
        }
    }
    return complete;
}
