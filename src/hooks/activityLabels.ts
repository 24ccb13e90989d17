import type { Formats } from './formats.ts';

/**
 * What the activity feed says. Its sentences begin behind the author's name: `Ada` `moved “Paint” 3 days later`. In
 * them `x` stands for what was changed, as `thing` or `it` says it; numbers, dates and durations come written out in the
 * language of the labels.
 */
export interface ActivityLabels {
    /** Name of the list. */
    heading: string;
    /** The choice of whose edits are shown. */
    person: string;
    /** The choice of all of them. */
    everybody: string;
    /** The button for all that an entry tells. */
    details: string;
    /** Instead of the list: nobody is logged in, or there is no connection. */
    waiting: string;
    /** Instead of the list: there is nothing in it. */
    empty: string;
    /** Below the last entry: there are no older ones. */
    end: string;
    /** The button that shows entries that have come while one was reading older ones. */
    fresh: (count: number) => string;
    /** What was to be shown is not in the schedule any more. */
    missing: (x: string) => string;
    /** How many further records an entry does not list. */
    more: (count: number) => string;

    /** One record by its name (`null`: there are several), or how many records of a store. */
    thing: (store: string, count: number, name: string | null) => string;
    /** The record of this store that was named just before. */
    it: (store: string) => string;
    /** A name or text in quotation marks. */
    quote: (text: string) => string;
    /** The project got its initial data back. */
    reset: string;
    added: (x: string) => string;
    removed: (x: string) => string;
    /** Changed in several ways, or in one that cannot be told. */
    edited: (x: string) => string;
    /** `by` is a length of time. */
    moved: (x: string, by: string, isLater: boolean) => string;
    /** Lengths of time. */
    resized: (x: string, from: string, to: string) => string;
    renamed: (x: string, to: string) => string;
    /** Percentages. */
    progressed: (x: string, from: string, to: string) => string;
    /** Another field, with its new value; `'…'` for one that cannot be told. */
    changed: (x: string, fields: Readonly<Record<string, unknown>>) => string;
    assigned: (x: string, resource: string) => string;
    unassigned: (x: string, resource: string) => string;
    reassigned: (x: string, from: string, to: string) => string;
    linked: (x: string, to: string) => string;
    unlinked: (x: string, to: string) => string;
    /** So many tasks whose dates were calculated anew. */
    followed: (x: string, count: number) => string;
    /** What was removed because something else was. */
    went: (x: string) => string;
    /** One task whose dates were calculated anew. `by` is a length of time. */
    shifted: (x: string, by: string, isLater: boolean) => string;
}

const NOUNS = new Map([
    ['events', 'task'],
    ['resources', 'resource'],
    ['assignments', 'assignment'],
    ['dependencies', 'link'],
    ['calendars', 'calendar'],
    ['versions', 'version']
]);

/** The English texts of the activity feed. */
export const englishActivity = ({ number, plural, quote, fields }: Formats): ActivityLabels => ({
    heading: 'Activity',
    person: 'Person',
    everybody: 'Everybody',
    details: 'Details',
    waiting: 'Shows who did what once you are connected.',
    empty: 'Nothing has been changed yet.',
    end: 'The server remembers nothing before that.',
    fresh: count => `${number(count)} new`,
    missing: x => `${x} is no longer in the schedule`,
    more: count => `and ${number(count)} more`,

    thing(store, count, name) {
        const noun = NOUNS.get(store) ?? store;
        if (store === 'project') {
            return 'the project';
        }
        return name === null
            ? plural(count, { one: `# ${noun}`, other: `# ${noun}s` })
            : `${store === 'events' ? '' : `${noun} `}${quote(name)}`;
    },
    it: () => 'it',
    quote,
    reset: 'restored the initial data',
    added: x => `added ${x}`,
    removed: x => `removed ${x}`,
    edited: x => `changed ${x}`,
    moved: (x, by, isLater) => `moved ${x} ${by} ${isLater ? 'later' : 'earlier'}`,
    resized: (x, from, to) => `resized ${x} from ${from} to ${to}`,
    renamed: (x, to) => `renamed ${x} to ${to}`,
    progressed: (x, from, to) => `set ${x} from ${from} to ${to} done`,
    changed: (x, values) => `changed ${x}: ${fields(values, {})}`,
    assigned: (x, resource) => `assigned ${resource} to ${x}`,
    unassigned: (x, resource) => `took ${resource} off ${x}`,
    reassigned: (x, from, to) => `reassigned ${x} from ${from} to ${to}`,
    linked: (x, to) => `linked ${x} to ${to}`,
    unlinked: (x, to) => `removed the link from ${x} to ${to}`,
    followed: x => `${x} followed`,
    went: x => `${x} went with it`,
    shifted: (x, by, isLater) => `${x}: ${by} ${isLater ? 'later' : 'earlier'}`
});
