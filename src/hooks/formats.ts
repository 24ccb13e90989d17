import type { ForeignEdit } from '../project/ForeignEdits.ts';
import type { FieldChange } from '../project/versions/compare.ts';

/** Forms of a sentence by the number in it, which `#` stands for; languages have up to six, all of them `other`. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** What a language calls fields; the others are called by their English names. */
type FieldWords = Readonly<Record<string, string>>;

/** What a language says somebody has done to something; no name when the server does not tell. */
export type Deed = (who: string | undefined, what: string, isRemoved: boolean) => string;

/** What the texts of a language are made with; numbers and dates look as in its country. */
export interface Formats {
    /** The language and country, such as `de` or `en-GB`. */
    code: string;
    /** `1,234`. */
    number: (value: number) => string;
    /** The form that goes with a number, with the number in it. */
    plural: (count: number, forms: PluralForms) => string;
    /** `Ada, Ben and Chris`. */
    list: (items: readonly string[]) => string;
    /** How long ago something was: `5 min. ago`. */
    ago: (seconds: number) => string;
    /** A moment in epoch milliseconds, as day and time. */
    moment: (time: number) => string;
    /** From when to when something is, of dates as they travel; without the times where both are midnight. */
    span: (start: string, end: string) => string;
    /** A name or text in quotation marks. */
    quote: (text: string) => string;
    /** A value as people write it, see `fields`. */
    value: (value: unknown) => string;
    /** What a field is called, at the beginning of a line. */
    fieldName: (field: string, names: FieldWords) => string;
    /** Fields with their values as people write them: a date without the time where that is midnight, texts in quotes. */
    fields: (fields: Readonly<Record<string, unknown>>, names: FieldWords) => string;
    /** A field with what it was and what it is, written like `fields`. */
    change: (change: FieldChange, names: FieldWords) => string;
    /** What somebody else has done: who, to what, the values they set, and when. */
    foreign: (edit: ForeignEdit, names: FieldWords, deed: Deed) => string;
}

/** Units of time by the seconds from which on they are used, the largest first. */
const UNITS = { day: 86_400, hour: 3_600, minute: 60, second: 1 };

/** `startDate` in plain English words. */
function words(field: string): string {
    return field.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

/**
 * Makes the formats of a language.
 * @param code a language tag such as `de` or `en-GB`
 * @param quotes the opening and the closing quotation mark
 * @throws RangeError when the tag is malformed
 */
export function createFormats(code: string, [open, close]: readonly [string, string]): Formats {
    const rules = new Intl.PluralRules(code);
    const numbers = new Intl.NumberFormat(code);
    const lists = new Intl.ListFormat(code);
    const spans = new Intl.RelativeTimeFormat(code, { style: 'short' });
    const days = new Intl.DateTimeFormat(code, { dateStyle: 'medium' });
    const moments = new Intl.DateTimeFormat(code, { dateStyle: 'medium', timeStyle: 'short' });
    const quote = (text: string): string => open + text + close;

    function readable(value: unknown): string {
        if (typeof value === 'number') {
            return numbers.format(value);
        }
        if (typeof value !== 'string') {
            return typeof value === 'object' && value ? '…' : String(value ?? '–');
        }
        const time = /^\d{4}-\d\d-\d\dT(\d\d:\d\d)/.exec(value)?.[1];
        const date = new Date(value);
        return time && !isNaN(+date) ? (time === '00:00' ? days : moments).format(date) : quote(value);
    }

    const fields: Formats['fields'] = (given, names) =>
        Object.entries(given)
            .map(([field, value]) => `${names[field] ?? words(field)} ${readable(value)}`)
            .join(', ');

    function ago(seconds: number): string {
        const [unit, length] = Object.entries(UNITS).find(([, size]) => seconds >= size) ?? ['second', 1];
        return spans.format(-Math.floor(seconds / length), unit as keyof typeof UNITS);
    }

    return {
        code,
        number: value => numbers.format(value),
        plural: (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count)),
        list: items => lists.format(items),
        ago,
        moment: time => moments.format(time),
        span: (start, end) => {
            const isDays = [start, end].every(date => date.endsWith('T00:00:00'));
            return (isDays ? days : moments).formatRange(new Date(start), new Date(end));
        },
        quote,
        value: readable,
        fieldName(field, names) {
            const name = (Object.hasOwn(names, field) && names[field]) || words(field);
            return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
        },
        fields,
        change: ({ field, before, now }, names) =>
            `${names[field] ?? words(field)}: ${readable(before)} → ${readable(now)}`,
        foreign({ userName, name, kind, at, fields: { constraintType, constraintDate, ...rest } }, names, deed) {
            // Moving an event sets a constraint, too.
            const shown =
                'startDate' in rest ? rest : { ...rest, ...(constraintType !== undefined && { constraintDate }) };
            const values = Object.keys(shown).length ? `: ${fields(shown, names)}` : '';
            const when = at === null ? '' : ` (${ago(Math.max(0, (Date.now() - at) / 1000))})`;
            return deed(userName ?? undefined, quote(name), kind === 'removed') + values + when;
        }
    };
}
