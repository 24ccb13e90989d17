import { englishActivity, type ActivityLabels } from '../../hooks/activityLabels.ts';
import { createFormats } from '../../hooks/formats.ts';
import type { Labels } from '../../hooks/labels.ts';
import {
    momentOf,
    VERSIONS,
    type ActivityEntry,
    type LoggedPart,
    type LoggedRecord,
    type LoggedValue,
    type RecordId
} from '../../protocol/index.ts';
import { activityFormats, type ActivityFormats } from './activityFormats.ts';

/** A record that can be looked for on the screen. */
export interface ActivityTarget {
    store: 'events' | 'resources';
    id: RecordId;
    /** What it was called at the time. */
    name: string;
}

/** What became of one record, in words. */
export interface ActivityDetail {
    text: string;
    /** The record, or for a link its (first) event; `null` when there is nothing to look at. */
    target: ActivityTarget | null;
}

/** An entry in words. */
export interface ActivityWords {
    /** What its author did, to be read behind the author's name: `moved “Paint” 3 days later`. */
    cause: string;
    /** What followed from that, such as `4 tasks followed`; empty when nothing did. */
    effect: string;
    /** The first record to look at. */
    target: ActivityTarget | null;
}

/** All that an entry tells, in words. */
export interface ActivityDetails {
    /** Record by record what was done, and what followed. */
    causes: readonly ActivityDetail[];
    effects: readonly ActivityDetail[];
    /** How many records are not among them. */
    more: number;
}

/** One thing done to a record; `x` is what stands for the record. */
type Phrase = (x: string) => string;

type Fields = Record<string, LoggedValue>;

/** Phrases that one line holds; more of them are summed up. */
const MAX_PHRASES = 3;

const byLabels = new WeakMap<Labels, ActivityLabels>();

/** The labels of the feed in the language of the others, in English where they are missing. */
export function activityLabels(labels: Labels): ActivityLabels {
    let all = byLabels.get(labels);
    if (!all) {
        all = { ...englishActivity(createFormats(labels.language, ['“', '”'])), ...labels.activity };
        byLabels.set(labels, all);
    }
    return all;
}

/** Says in a line or two what an entry tells. */
export function activityWords({ cause, effect, reset }: ActivityEntry, labels: Labels): ActivityWords {
    const words = new Words(labels);
    return {
        cause: reset ? words.labels.reset : words.cause(cause),
        effect: effect ? words.effect(effect) : '',
        target: mainRecords(cause).map(targetOf).find(Boolean) ?? null
    };
}

/** Says all that an entry tells. */
export function activityDetails({ cause, effect }: ActivityEntry, labels: Labels): ActivityDetails {
    const words = new Words(labels);
    const listed = cause.records.length + (effect?.records.length ?? 0);
    return {
        causes: cause.records.map(record => words.causeDetail(record)),
        effects: effect?.records.map(record => words.effectDetail(record)) ?? [],
        more: countOf(cause) + (effect ? countOf(effect) : 0) - listed
    };
}

function countOf({ counts }: LoggedPart): number {
    return Object.values(counts)
        .flatMap(kinds => Object.values(kinds))
        .reduce((sum, count) => sum + count, 0);
}

function targetOf({ store, id, name, event }: LoggedRecord): ActivityTarget | null {
    if (event !== undefined) {
        return { store: 'events', id: event, name };
    }
    return store === 'events' || store === 'resources' ? { store, id, name } : null;
}

/** Without the links that came along with what they link. */
function mainRecords({ records }: LoggedPart): readonly LoggedRecord[] {
    const alone = records.filter(
        link =>
            link.other === undefined ||
            link.kind !== 'added' ||
            !records.some(
                ({ kind, id, name, other }) =>
                    other === undefined && kind === link.kind && (id === link.event || name === link.other)
            )
    );
    return alone.length ? alone : records;
}

class Words {
    readonly labels: ActivityLabels;
    readonly #formats: ActivityFormats;

    constructor(labels: Labels) {
        this.labels = activityLabels(labels);
        this.#formats = activityFormats(labels.language);
    }

    /** One line for what was done. Records to which the same was done are counted together. */
    cause(part: LoggedPart): string {
        const { it, edited } = this.labels;
        const groups = new Map<string, { phrases: Phrase[]; records: LoggedRecord[] }>();
        for (const record of mainRecords(part)) {
            const all = this.#phrases(record);
            const phrases = all.length > MAX_PHRASES ? [edited] : all;
            const key = [record.store, ...phrases.map(phrase => phrase('\0'))].join('\n');
            const group = groups.get(key) ?? { phrases, records: [] };
            group.records.push(record);
            groups.set(key, group);
        }
        const sentences = [...groups.values()].flatMap(({ phrases, records }) => {
            const [record] = records as [LoggedRecord];
            const x = records.length === 1 ? this.#name(record) : this.#count(record, records.length);
            return phrases.map((phrase, index) => phrase(index ? it(record.store) : x));
        });
        const isComplete = part.records.length === countOf(part) && sentences.length <= MAX_PHRASES;
        return this.#formats.list(isComplete ? sentences : this.#sums(part));
    }

    /** One line for what followed. */
    effect({ counts, records }: LoggedPart): string {
        const { thing, followed, went } = this.labels;
        const moved = counts['events']?.updated ?? 0;
        const gone = Object.entries(counts).flatMap(([store, { removed }]) => {
            return removed ? [thing(store, removed, null)] : [];
        });
        const name = moved === 1 ? records.find(({ kind }) => kind === 'updated')?.name : null;
        return [
            moved && followed(thing('events', moved, name ?? null), moved),
            gone.length && went(this.#formats.list(gone))
        ]
            .filter(Boolean)
            .join(' · ');
    }

    causeDetail(record: LoggedRecord): ActivityDetail {
        const phrases = this.#phrases(record).map((phrase, index) =>
            phrase(index ? this.labels.it(record.store) : this.#name(record))
        );
        return { text: this.#formats.list(phrases) + this.#dates(record), target: targetOf(record) };
    }

    effectDetail(record: LoggedRecord): ActivityDetail {
        const { before = {}, after = {}, name, other } = record;
        const x = this.#name(record);
        const shift = momentOf(after['startDate']) - momentOf(before['startDate']);
        const [from, to] = [this.#duration(before), this.#duration(after)];
        const parts = [
            ...(shift ? [this.labels.shifted(x, this.#formats.span(Math.abs(shift)), shift > 0)] : []),
            ...('duration' in after && !shift ? [`${x}: ${from} → ${to}`] : [])
        ];
        const link = other === undefined ? x : `${this.labels.quote(name)} → ${this.labels.quote(other)}`;
        return { text: (parts.join(', ') || link) + this.#dates(record), target: targetOf(record) };
    }

    /** Sums by store and kind; tasks are what people look for first. */
    #sums({ counts }: LoggedPart): string[] {
        const { thing, added, edited, removed } = this.labels;
        const kinds = { added, updated: edited, removed };
        return Object.entries(counts)
            .toSorted(([a], [b]) => Number(b === 'events') - Number(a === 'events'))
            .flatMap(([store, count]) =>
                Object.entries(kinds).flatMap(([kind, phrase]) => {
                    const number = count[kind as keyof typeof kinds];
                    return number ? [phrase(thing(store, number, null))] : [];
                })
            );
    }

    #name({ store, name, event, id }: LoggedRecord): string {
        // A version that nobody has given a name has its id for one.
        const isNameless = store === VERSIONS && name === String(id);
        return this.labels.thing(event === undefined ? store : 'events', 1, isNameless ? null : name);
    }

    #count({ store, event }: LoggedRecord, count: number): string {
        return this.labels.thing(event === undefined ? store : 'events', count, null);
    }

    #phrases(record: LoggedRecord): Phrase[] {
        const { labels } = this;
        const { store, kind, other, before = {}, after = {} } = record;
        if (other !== undefined && kind !== 'updated') {
            const [link, unlink, to] =
                store === 'assignments'
                    ? [labels.assigned, labels.unassigned, other]
                    : [labels.linked, labels.unlinked, labels.quote(other)];
            return [x => (kind === 'added' ? link : unlink)(x, to)];
        }
        if (kind !== 'updated') {
            return [labels[kind]];
        }
        const phrases = Object.keys(after)
            .filter(field => field !== 'durationUnit')
            .map(field => this.#fieldPhrase(field, before, after));
        return phrases.length ? phrases : [labels.edited];
    }

    #fieldPhrase(field: string, before: Fields, after: Fields): Phrase {
        const { labels } = this;
        const formats = this.#formats;
        const [from, to] = [before[field], after[field]];
        const shift = momentOf(to) - momentOf(from);
        if (field === 'startDate' && shift) {
            return x => labels.moved(x, formats.span(Math.abs(shift)), shift > 0);
        }
        if (field === 'duration' && typeof from === 'number' && typeof to === 'number') {
            return x => labels.resized(x, this.#duration(before), this.#duration(after));
        }
        if (field === 'percentDone' && typeof to === 'number') {
            return x => labels.progressed(x, formats.percent(Number(from ?? 0) / 100), formats.percent(to / 100));
        }
        if (field === 'name' && typeof to === 'string') {
            return x => labels.renamed(x, labels.quote(to));
        }
        if (field === 'resource' && typeof from === 'string' && typeof to === 'string') {
            return x => labels.reassigned(x, from, to);
        }
        return x => labels.changed(x, { [field]: typeof to === 'object' && to ? '…' : to });
    }

    #duration({ duration, durationUnit = 'day' }: Fields): string {
        return typeof duration === 'number' ? this.#formats.duration(duration, String(durationUnit)) : '–';
    }

    /** From when to when a task was moved, or where a new one stands. */
    #dates({ before = {}, after = {} }: LoggedRecord): string {
        const { date } = this.#formats;
        const dates = [date(before['startDate']), date(after['startDate'])].filter(Boolean);
        return dates.length ? ` (${dates.join(' → ')})` : '';
    }
}
