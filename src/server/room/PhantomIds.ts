import { StoreMap, type RecordId, referredStore } from '../../protocol/index.ts';
import type { Phantom } from '../storage/Storage.ts';
import type { Draft } from './Draft.ts';

/** The engine gives every new record an id of its own that starts so; no other client knows it. */
const GENERATED = '_generated';

function isGenerated(phantom: RecordId): phantom is string {
    return typeof phantom === 'string' && phantom.startsWith(GENERATED);
}

/** The temporary ids one client has used, and the real ones behind them. */
export class ClientPhantoms {
    readonly #ids = new StoreMap<Phantom>();
    readonly #generated = new Map<string, RecordId>();

    constructor(phantoms: Iterable<Phantom>) {
        for (const phantom of phantoms) {
            this.add(phantom);
        }
    }

    add(added: Phantom): void {
        const { store, phantom, id } = added;
        this.#ids.set(store, phantom, added);
        if (isGenerated(phantom)) {
            this.#generated.set(phantom, id);
        }
    }

    /**
     * @param base number of the last revision that the client knew: once it knows the real id, an id that stands for itself is
     * that of somebody else's record. `null` if it does not say
     */
    get(store: string, phantom: RecordId, base: number | null): RecordId | undefined {
        const found = this.#ids.get(store, phantom);
        const isLearnt = found && base !== null && base >= found.revision && !isGenerated(phantom);
        return isLearnt ? undefined : found?.id;
    }

    /** Generated ids are unique over all stores of their client, so they are recognised without knowing the store. */
    getGenerated(phantom: string): RecordId | undefined {
        return this.#generated.get(phantom);
    }
}

/** A new record's real id, and whether the record exists already. */
export interface Assigned {
    id: RecordId;
    known: boolean;
}

/** Where a revision stands, and what its author knew when it was made. */
export interface RevisionPlace {
    /** Number of the last revision that the author knew; `null` if it does not say. */
    base: number | null;
    /** The number it is going to have. */
    number: number;
}

/** Gives the new records of one revision their ids, and puts these in wherever the temporary ones stand. */
export class PhantomIds {
    /** What this revision adds to the client's temporary ids. */
    readonly fresh: Phantom[] = [];
    readonly #client: ClientPhantoms;
    readonly #draft: Draft;
    readonly #mintId: () => string;
    readonly #base: number | null;
    readonly #number: number;
    readonly #assigned = new StoreMap<Assigned>();
    readonly #freshGenerated = new Map<string, RecordId>();

    constructor(client: ClientPhantoms, draft: Draft, mintId: () => string, { base, number }: RevisionPlace) {
        this.#client = client;
        this.#draft = draft;
        this.#mintId = mintId;
        this.#base = base;
        this.#number = number;
    }

    /**
     * The id of a record that came as new. A host's own id is kept unless somebody else's record has it; a record that
     * the author knew is that record, whose removal was refused before it was undone, or that somebody else has brought
     * back, too.
     */
    assign(store: string, phantom: RecordId): Assigned {
        let assigned = this.#assigned.get(store, phantom);
        if (!assigned) {
            const mapped = this.#client.get(store, phantom, this.#base);
            const isThere = this.#draft.has(store, mapped ?? phantom);
            const isKnown = isThere && (mapped !== undefined || this.#isKnownToAuthor(store, phantom));
            const isTaken = isGenerated(phantom) || (isThere && !isKnown);
            const id = mapped ?? (isTaken ? this.#mintId() : phantom);
            assigned = { id, known: isKnown };
            this.#assigned.set(store, phantom, assigned);
            if (mapped === undefined) {
                this.fresh.push({ store, phantom: String(phantom), id, revision: this.#number });
                if (isGenerated(phantom)) {
                    this.#freshGenerated.set(phantom, id);
                }
            }
        }
        return assigned;
    }

    #isKnownToAuthor(store: string, id: RecordId): boolean {
        return this.#base !== null && this.#draft.addedIn(store, id) <= this.#base;
    }

    /** An id for a record that came without one. */
    mint(): string {
        return this.#mintId();
    }

    /** The real id behind an id of `store`, or the id itself. */
    resolve<T>(store: string, id: T): T | RecordId {
        return typeof id === 'string' || typeof id === 'number'
            ? (this.#assigned.get(store, id)?.id ?? this.#client.get(store, id, this.#base) ?? id)
            : id;
    }

    /** Puts real ids into a value that stands under `field` in a record of `store`, however deep. */
    replace(value: unknown, store: string, field: string): unknown {
        if (typeof value === 'string' && isGenerated(value)) {
            return this.#freshGenerated.get(value) ?? this.#client.getGenerated(value) ?? value;
        }
        if (Array.isArray(value)) {
            return value.map(item => this.replace(item, store, field));
        }
        if (typeof value === 'object' && value !== null) {
            return this.replaceIn(value as Record<string, unknown>, store);
        }
        const referred = referredStore(store, field);
        return referred === undefined ? value : this.resolve(referred, value);
    }

    /** A copy of a record of `store` with real ids; its `$PhantomId` stays. */
    replaceIn<T extends Record<string, unknown>>(record: T, store: string): T {
        const copy = Object.fromEntries(
            Object.entries(record).map(([field, value]) => [
                field,
                field === '$PhantomId' ? value : this.replace(value, store, field)
            ])
        ) as Record<string, unknown>;
        if (record['$PhantomParentId'] !== undefined && record['$PhantomParentId'] !== null) {
            copy['$PhantomParentId'] = this.resolve(store, record['$PhantomParentId']);
            copy['parentId'] = copy['$PhantomParentId'];
        }
        return copy as T;
    }
}
