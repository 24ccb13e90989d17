import { canonicalStore, type RecordData } from './changes.ts';
import { COPIES } from './versions.ts';

/** Hashes wrap around here: the largest power of two below which every integer is exact. */
const MODULUS = 2 ** 53;

/** What no two clients need to agree on: temporary and structural fields. */
const IGNORED_FIELDS = ['id', '$PhantomId', '$PhantomParentId', 'children'];

/** JSON that does not depend on the order of keys; empty values count as absent. */
export function canonicalJson(value: unknown): string {
    if (typeof value !== 'object' || value === null) {
        return JSON.stringify(value) ?? 'null';
    }
    if (Array.isArray(value)) {
        return `[${value.map(canonicalJson).join(',')}]`;
    }
    return fieldsJson(value as Record<string, unknown>, []);
}

function fieldsJson(fields: Record<string, unknown>, ignored: readonly string[]): string {
    let text = '{';
    for (const field of Object.keys(fields).sort()) {
        const json = ignored.includes(field) ? 'null' : canonicalJson(fields[field]);
        if (json !== 'null') {
            text += `${JSON.stringify(field)}:${json},`;
        }
    }
    return `${text}}`;
}

/** 53 bits of a text, after cyrb53 by bryc (public domain): two multiplicative hashes, mixed at the end. */
function hashText(text: string): number {
    let high = 0xdeadbeef;
    let low = 0x41c6ce57;
    for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        high = Math.imul(high ^ code, 2_654_435_761);
        low = Math.imul(low ^ code, 1_597_334_677);
    }
    high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
    low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
    return 2 ** 32 * (low & 0x1f_ff_ff) + (high >>> 0);
}

/**
 * The hash of one record, an integer below 2^53; 0 in stores that do not count. The order of its keys does not matter,
 * empty fields count as absent, ids compare as strings and all other values as JSON.
 */
export function recordHash(store: string, record: RecordData): number {
    if (COPIES.includes(store)) {
        return 0;
    }
    const { parentId } = record;
    const fields = typeof parentId === 'number' ? { ...record, parentId: String(parentId) } : record;
    return hashText(
        `${canonicalStore(store)}\n${JSON.stringify(String(record.id))}${fieldsJson(fields, IGNORED_FIELDS)}`
    );
}

/**
 * The hash of all records of a project, for comparing two copies of it: the sum of their hashes, so that their order
 * does not matter and a changed record costs no more than itself.
 */
export class StateHash {
    #sum = 0;

    add(store: string, record: RecordData): void {
        this.#plus(recordHash(store, record));
    }

    remove(store: string, record: RecordData): void {
        this.#plus(MODULUS - recordHash(store, record));
    }

    /** What two ends compare. */
    toString(): string {
        return this.#sum.toString(36);
    }

    #plus(value: number): void {
        // Never over the modulus, where not every integer is exact.
        const rest = MODULUS - value;
        this.#sum = this.#sum >= rest ? this.#sum - rest : this.#sum + value;
    }
}
