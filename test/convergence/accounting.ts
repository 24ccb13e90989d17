import type { Fields } from './records.ts';

/** Why an edit need not be there in the end. */
export type Excuse = 'refused' | 'cancelled' | 'gone with its tab' | 'unconfirmed';

/** One field that somebody set. */
export interface Entry {
    readonly client: number;
    readonly field: string;
    readonly value: unknown;
    readonly before: unknown;
    /** The undo or redo that did it, or nothing. */
    readonly by: string;
    /** Whether the engine has made a revision of it. */
    isRecorded: boolean;
    excuse: Excuse | null;
}

/** A field's value; a record that is not mentioned does not exist. */
function valueIn(fields: Fields, field: string): unknown {
    return fields.has(field) ? fields.get(field) : field.endsWith('.exists') ? false : undefined;
}

const isLinkTo = (event: string, field: string): boolean =>
    field.startsWith('link ') && field.endsWith(`→ ${event}.exists`);

const recordOf = (field: string): string => field.slice(0, field.lastIndexOf('.'));

/** Keeps account of everything that anybody edited, and says in the end what has become of it. */
export class Ledger {
    readonly #initial: Fields;
    readonly #entries: Entry[] = [];

    constructor(initial: Fields) {
        this.#initial = initial;
    }

    /** Somebody sets a field; setting what it already is is no edit, and gives `null`. */
    note(client: number, field: string, value: unknown, before: unknown, by = ''): Entry | null {
        const entry = { client, field, value, before, by, isRecorded: false, excuse: null };
        if (value === before) {
            return null;
        }
        this.#entries.push(entry);
        return entry;
    }

    /** Somebody did something that changed these fields; returns what it was. */
    noteAll(client: number, before: Fields, after: Fields, by: string): Entry[] {
        return [...new Set([...before.keys(), ...after.keys()])].flatMap(field => {
            const [old, value] = [valueIn(before, field), valueIn(after, field)];
            // The fields of a record that is not there say nothing.
            return (value === undefined ? null : this.note(client, field, value, old, by)) ?? [];
        });
    }

    /** The client's edits that nobody has excused yet. */
    of(client: number): Entry[] {
        return this.#entries.filter(entry => entry.client === client && !entry.excuse);
    }

    /** Number of edits, and of those that are excused. */
    get counts(): { edits: number; excused: number } {
        return { edits: this.#entries.length, excused: this.#entries.filter(({ excuse }) => excuse).length };
    }

    /** What is not as it should be, given what the database holds in the end. */
    check(final: Fields): string[] {
        const byField = Map.groupBy(this.#entries, ({ field }) => field);
        const fields = new Set([...byField.keys(), ...this.#initial.keys(), ...final.keys()]);
        return [...fields].flatMap(field => this.#checkField(field, byField.get(field) ?? [], final)).sort();
    }

    #checkField(field: string, entries: Entry[], final: Fields): string[] {
        if (field.includes('undefined') || isGone(field, final)) {
            return [];
        }
        const [value, initial] = [valueIn(final, field), valueIn(this.#initial, field)];
        if (field.endsWith('.pin')) {
            const isFree = value === initial || this.#mayBePinned(recordOf(field));
            return isFree ? [] : [`pinned by nobody: ${recordOf(field)} to ${show(value)}`];
        }
        const binding = entries.filter(({ excuse }) => !excuse);
        if (this.#wasRemoved(field, binding)) {
            return [];
        }
        const last = binding.filter(entry => !binding.some(other => isLater(other, entry, entries, initial)));
        const optional = entries.filter(({ excuse }) => excuse).map(entry => entry.value);
        const allowed = [...optional, ...(last.length ? last.map(entry => entry.value) : [initial])];
        if (allowed.includes(value) || (field.endsWith('.startDate') && this.#mayBePushed(field, final))) {
            return [];
        }
        if (!last.length) {
            return [`nobody's edit: ${field} is ${show(value)}, was ${show(initial)}`];
        }
        return last.map(entry => `edit lost: ${describe(entry)}, but it is ${show(value)}`);
    }

    /**
     * Whether somebody else has removed the record, or one that it cannot be without, and undone that: then it came back
     * as whoever removed it knew it. Or it came back as it was in a version.
     */
    #wasRemoved(field: string, entries: readonly Entry[]): boolean {
        const needed = new Set(neededBy(field).map(record => `${record}.exists`));
        return this.#entries.some(
            back =>
                needed.has(back.field) &&
                back.value &&
                (back.by === 'restore' || (back.by && entries.some(({ client }) => client !== back.client)))
        );
    }

    /** Whether the engine may have given the event a constraint: that it follows another one was not always so, or it was moved. */
    #mayBePinned(event: string): boolean {
        const link = [...this.#initial.keys()].find(field => isLinkTo(event, field));
        const decisive = [
            `${event}.exists`,
            `${event}.startDate`,
            ...(link ? neededBy(link).map(r => `${r}.exists`) : [])
        ];
        return !link || this.#entries.some(({ field }) => decisive.includes(field) || isLinkTo(event, field));
    }

    /** Whether a dependency can have moved the event, now or before. */
    #mayBePushed(field: string, final: Fields): boolean {
        const known = [...this.#initial.keys(), ...final.keys(), ...this.#entries.map(entry => entry.field)];
        return known.some(name => isLinkTo(recordOf(field), name));
    }
}

/** The records that a field's record cannot be without, itself included when the field is not whether it exists. */
export function neededBy(field: string): string[] {
    const record = recordOf(field);
    return record.startsWith('link ')
        ? record.slice('link '.length).split(' → ')
        : record.startsWith('assignment of ')
          ? [record.slice('assignment of '.length)]
          : record.startsWith('event ') && !field.endsWith('.exists')
            ? [record]
            : [];
}

/** Whether the record, or one that it cannot be without, is not there; that this is right is asked of `exists`. */
function isGone(field: string, final: Fields): boolean {
    return neededBy(field).some(event => !final.has(`${event}.exists`));
}

/**
 * Whether `other` was made in the knowledge of `entry`: by the same client, or by one that saw exactly this value. A
 * value that stood there at another time, too, proves nothing.
 */
function isLater(other: Entry, entry: Entry, all: readonly Entry[], initial: unknown): boolean {
    const [at, otherAt] = [all.indexOf(entry), all.indexOf(other)];
    if (otherAt <= at) {
        return false;
    }
    const isUnique = entry.value !== initial && all.every(({ value }, index) => index === at || value !== entry.value);
    return other.client === entry.client || (other.before === entry.value && isUnique);
}

const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** An edit in words. */
export function describe({ client, field, value, by }: Pick<Entry, 'client' | 'field' | 'value' | 'by'>): string {
    const what = field.endsWith('.exists') ? (value ? 'added' : 'removed') : 'set';
    const name = what === 'set' ? `${field} to ${show(value)}` : recordOf(field);
    return `client${client} ${what} ${name}${by && ` by ${by}`}`;
}
