import type { Model } from '@bryntum/schedulerpro';
import { COPIES, type RecordData, type RecordId } from '../../protocol/index.ts';
import { Mirror } from '../../sync/Mirror.ts';
import { laidOver, overlayOf, type Overlay } from '../../sync/overlay.ts';
import type { PendingRevision } from '../../sync/Outbox.ts';
import type { EngineBridge } from '../EngineBridge.ts';
import { isCalculatedField, isIgnoredField, isSameValue } from '../stores.ts';

/** A record that is not what it was in a version. */
export interface Difference {
    /** The store as the server names it. */
    store: string;
    id: RecordId;
    /** The record as it was; `null`: it was added since. */
    then: RecordData | null;
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
        return laidOver(this.#engine.mirror.get(store, id), this.#overlay.get(store, id));
    }

    /** Ids of everything there is in a store. */
    ids(store: string): Set<RecordId> {
        const overlaid = [...(this.#overlay.stores.get(store)?.values() ?? [])].flatMap(over => over?.fields.id ?? []);
        const stored = [...this.#engine.mirror.records(store)].map(({ id }) => id!);
        return new Set([...stored, ...overlaid].filter(id => this.get(store, id)));
    }
}

/** The content of a version as records. */
export function readVersion(content: unknown): Mirror {
    const version = new Mirror();
    version.load(Object.fromEntries(Object.entries(content as object).filter(([key]) => !COPIES.includes(key))));
    return version;
}

/** Everything in which the project is not what it was in a version, calculated values included. */
export function differencesFrom(version: Mirror, now: CurrentData, engine: EngineBridge): Difference[] {
    const differences: Difference[] = [];
    for (const store of engine.recorder.stores.keys()) {
        const ids = now.ids(store);
        const known = new Set([...ids].map(String));
        for (const id of ids) {
            const then = version.get(store, id) ?? null;
            const current = now.get(store, id)!;
            const complete = then && withDefaults(store, then, current, engine.recorder.find(store, id));
            const fields = complete ? differingIn(store, complete, current) : [];
            if (!complete || fields.length) {
                differences.push({ store, id, then: complete, now: current, fields });
            }
        }
        for (const then of version.records(store)) {
            if (!known.has(String(then.id))) {
                differences.push({ store, id: then.id!, then, now: null, fields: [] });
            }
        }
    }
    return differences;
}

function differingIn(store: string, then: RecordData, now: RecordData): string[] {
    return Object.keys({ ...then, ...now }).filter(
        field =>
            !isIgnoredField(store, field) &&
            // A version may have been saved before the engine had calculated.
            !(isCalculatedField(store, field) && then[field] === undefined) &&
            !isSameValue(then[field], now[field])
    );
}

/** What a record does not mention had its default, unless the engine calculates it. */
function withDefaults(store: string, then: RecordData, now: RecordData, record: Model | null): RecordData {
    const complete = { ...then };
    for (const field of Object.keys(now)) {
        if (then[field] === undefined && !isCalculatedField(store, field)) {
            const { defaultValue = null } = (record?.getFieldDefinition(field) ?? {}) as { defaultValue?: unknown };
            complete[field] = defaultValue;
        }
    }
    return complete;
}
