import { describe, expect, test } from 'vitest';
import { activityLabels } from '../../src/components/ActivityFeed/activityWords.ts';
import type { ActivityLabels } from '../../src/hooks/activityLabels.ts';
import { editingLabels, type EditingLabels } from '../../src/hooks/editingLabels.ts';
import { createFormats } from '../../src/hooks/formats.ts';
import { en, type Labels, type RealtimeLocale } from '../../src/hooks/labels.ts';
import { speak } from '../../src/hooks/speak.ts';
import { de } from '../../src/locales/de.ts';
import { nl } from '../../src/locales/nl.ts';
import { sv } from '../../src/locales/sv.ts';
import { ERRORS } from '../../src/protocol/index.ts';
import { change } from '../support/edits.ts';
import { savedVersions } from '../support/versions.ts';

const ALL = [de, nl, sv];

/** Words that are the same in more than one language. */
const SHARED = ['Server', 'Name', 'Offline'];

/** What every label may be asked to say, called with something of the right shape. */
const SAMPLES: {
    [K in keyof Labels as Labels[K] extends string ? never : Exclude<K, 'activity' | 'editing'>]: Parameters<
        Extract<Labels[K], (...values: never[]) => string>
    >;
} = {
    loggedInAs: ['Ada'],
    userDescription: ['Ada', 2, true],
    moreUsers: [3],
    showAllUsers: [3, 8],
    usersJoined: [['Ada', 'Ben']],
    usersLeft: [['Ada', 'Ben']],
    syncWaiting: [2],
    unsaved: [2],
    edit: [{ title: 'Edit task Saw', changes: [change('Saw', {})] }],
    age: [90],
    rejected: [2],
    bulkProgress: [340, 1_000],
    rejectedChange: [change('Saw', { startDate: '2026-03-04T08:00:00' })],
    nextTryIn: [3],
    needsAuth: ['?'],
    failed: ['?'],
    versionHeading: [{ ...savedVersions(1)[0]!, name: null, savedAt: null }],
    versionDetails: [{ ...savedVersions(2)[1]! }],
    changedSince: ['added', 2],
    changedRecord: [{ store: 'assignments', kind: 'added', id: 1, name: 'Hall', fields: [] }],
    changedField: [{ field: 'startDate', before: '2026-03-04T08:00:00', now: null }],
    moreRecords: [3],
    previewing: ['Saw'],
    restoreHeading: ['Saw'],
    restored: ['Saw'],
    removeHeading: ['Saw'],
    resolutionForDependency: ['?', 'Saw', 'Paint'],
    moreIssues: [2],
    movingTasks: [2],
    taskMove: [
        {
            id: 1,
            name: 'Saw',
            before: null,
            after: { startDate: '2026-03-04T08:00:00', endDate: '2026-03-05T08:00:00' }
        }
    ],
    dependencyEffect: [{ id: 1, kind: 'removed', fromEvent: 'Saw', toEvent: 'Paint' }],
    leadsTo: ['?'],
    foreignEdit: [
        { store: 'events', id: 1, name: 'Saw', kind: 'updated', fields: { duration: 2 }, userName: 'Ben', at: 0 }
    ],
    error: [{ code: 'timeout', message: 'The server did not answer' }]
};

/** The same for the activity feed. */
const ACTIVITY_SAMPLES: {
    [K in keyof ActivityLabels as ActivityLabels[K] extends string ? never : K]: Parameters<
        Extract<ActivityLabels[K], (...values: never[]) => string>
    >;
} = {
    fresh: [2],
    missing: ['Saw'],
    more: [3],
    thing: ['events', 2, null],
    it: ['resources'],
    quote: ['Saw'],
    added: ['Saw'],
    removed: ['Saw'],
    edited: ['Saw'],
    moved: ['Saw', '3 d', true],
    resized: ['Saw', '2 d', '3 d'],
    renamed: ['Saw', 'Cut'],
    progressed: ['Saw', '20%', '40%'],
    changed: ['Saw', { note: 'so' }],
    assigned: ['Saw', 'Hall'],
    unassigned: ['Saw', 'Hall'],
    reassigned: ['Saw', 'Hall', 'Yard'],
    linked: ['Saw', 'Paint'],
    unlinked: ['Saw', 'Paint'],
    followed: ['Saw', 2],
    went: ['Saw'],
    shifted: ['Saw', '3 d', false]
};

/** The same for editing conflicts and reviews. */
const EDITING_SAMPLES: {
    [K in keyof EditingLabels as EditingLabels[K] extends string ? never : K]: Parameters<
        Extract<EditingLabels[K], (...values: never[]) => string>
    >;
} = {
    conflicts: [2],
    text: [true, true],
    fieldName: ['duration'],
    value: ['Saw'],
    author: [null, 90],
    review: [2],
    discardAllText: [2],
    dependents: [2],
    more: [3]
};

function said(labels: object, samples: Record<string, readonly unknown[]>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(labels).map(([name, label]: [string, unknown]) => [
            name,
            typeof label === 'function' ? String(label(...samples[name]!)) : String(label)
        ])
    );
}

/** All texts of a language. */
function textsOf(labels: Labels): Record<string, string> {
    const { activity: _, editing: _editing, ...rest } = labels;
    const prefixed = (prefix: string, texts: Record<string, string>): Record<string, string> =>
        Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${prefix} ${name}`, text]));
    return {
        ...said(rest, SAMPLES),
        ...prefixed('activity', said(activityLabels(labels), ACTIVITY_SAMPLES)),
        ...prefixed('editing', said(editingLabels(labels), EDITING_SAMPLES))
    };
}

describe.each(ALL)('$code', locale => {
    const labels = speak(locale.code, ALL);

    test('says everything in its own words', () => {
        const english = textsOf(speak('en'));
        const own = textsOf(labels);
        expect(Object.keys(own).toSorted()).toEqual(Object.keys(english).toSorted());
        for (const [name, text] of Object.entries(own)) {
            expect(text.trim(), name).not.toBe('');
            expect(text, name).not.toMatch(/undefined|NaN|\[object|#/);
        }
        const same = Object.keys(own).filter(name => own[name] === english[name] && /\p{L}/u.test(own[name]!));
        expect(same.filter(name => !SHARED.includes(own[name]!))).toEqual([]);
    });

    test('tells one from many', () => {
        for (const name of ['unsaved', 'rejected', 'syncWaiting'] as const) {
            const [one, two] = [labels[name](1), labels[name](2)];
            expect(one.replace('1', '2'), name).not.toBe(two);
        }
    });

    test('says every error of the server that people can come across in its own words', () => {
        const english = Object.entries(ERRORS).filter(
            ([code, { message }]) => labels.error({ code, message, parameters: {} }) === message
        );
        expect(english.map(([code]) => code)).toEqual([
            'project-required',
            'subscription-required',
            'unknown-command',
            'bad-json',
            'bad-message'
        ]);
    });

    test('names who removed what, and shows the English message of a code it does not know', () => {
        const parameters = { store: 'events', id: 1, name: 'Paint', userName: 'Ben' };
        const text = labels.error({ code: 'record-removed', message: 'x', parameters });
        expect(text).toContain('Paint');
        expect(text).toContain('Ben');
        expect(labels.error({ code: 'record-removed', message: 'Says enough' })).toBe('Says enough');
        const unknown = ['brand-new', 'constructor', '__proto__'];
        expect(unknown.map(code => labels.error({ code, message: `The ${code}` }))).toEqual(
            unknown.map(code => `The ${code}`)
        );
    });
});

describe('a language is chosen', () => {
    const login = (code: string, locales?: readonly RealtimeLocale[]): string => speak(code, locales).login;

    test.each([
        ['de', 'Anmelden'],
        ['de-AT', 'Anmelden'],
        ['DE', 'Anmelden'],
        ['de_DE', 'Anmelden'],
        ['nl-BE', 'Inloggen'],
        ['sv-SE', 'Logga in'],
        ['en-GB', 'Login'],
        ['fr-FR', 'Login'],
        ['', 'Login'],
        ['no such tag!', 'Login'],
        ['de-no such tag!', 'Anmelden']
    ])('by the tag "%s": %s', (code, text) => {
        expect(login(code, ALL)).toBe(text);
    });

    test('by the whole tag first', () => {
        const austrian: RealtimeLocale = {
            ...de,
            code: 'de-AT',
            labels: formats => ({ ...de.labels(formats), login: 'Servus' })
        };
        const choose = (code: string): string => login(code, [de, austrian]);
        expect(['de-AT', 'de', 'de-CH'].map(choose)).toEqual(['Servus', 'Anmelden', 'Anmelden']);
    });

    test('English, when no others are given', () => {
        expect(login('de')).toBe('Login');
    });
});

describe('formats are those of the country', () => {
    const edit = change('Saw', { startDate: '2026-03-04T08:00:00', endDate: '2026-03-05T00:00:00', duration: 1.5 });
    const saidIn = (code: string): string =>
        speak(code, ALL)
            .rejectedChange(edit)
            .replaceAll(/\p{Zs}/gu, ' ');

    test.each([
        ['en', 'Saw: start date Mar 4, 2026, 8:00 AM, end date Mar 5, 2026, duration 1.5'],
        ['en-GB', 'Saw: start date 4 Mar 2026, 08:00, end date 5 Mar 2026, duration 1.5'],
        ['de', 'Saw: Beginn 04.03.2026, 08:00, Ende 05.03.2026, Dauer 1,5'],
        ['nl', 'Saw: begin 4 mrt 2026, 08:00, einde 5 mrt 2026, duur 1,5'],
        ['sv', 'Saw: start 4 mars 2026 08:00, slut 5 mars 2026, varaktighet 1,5']
    ])('%s: %s', (code, text) => {
        expect(saidIn(code)).toBe(text);
    });

    test('ages', () => {
        const ages = [0, 59, 60, 3_599, 3_600, 200_000];
        expect(ages.map(speak('en').age)).toEqual([
            '0 sec. ago',
            '59 sec. ago',
            '1 min. ago',
            '59 min. ago',
            '1 hr. ago',
            '2 days ago'
        ]);
        expect(speak('de', ALL).age(90)).toBe('vor 1 Min.');
    });

    test('numbers, and what is no date, no text and nothing at all', () => {
        expect(speak('de', ALL).unsaved(12_345)).toContain('12.345');
        const odd = change('Saw', { startDate: '2026-99-99T08:00:00', note: 'so', rollup: false, calendar: null });
        expect(speak('de', ALL).rejectedChange(odd)).toBe(
            'Saw: Beginn „2026-99-99T08:00:00“, Notiz „so“, rollup false, Kalender –'
        );
    });

    test('of languages with more than two forms', () => {
        const { plural } = createFormats('pl', ['„', '”']);
        const forms = { one: '# zmiana', few: '# zmiany', many: '# zmian', other: '# zmiany' };
        expect([1, 3, 5].map(count => plural(count, forms))).toEqual(['1 zmiana', '3 zmiany', '5 zmian']);
    });
});

test('a language that lacks a label does not compile', () => {
    const { login: _, ...rest } = speak('en');
    // @ts-expect-error `login` is missing
    const incomplete: RealtimeLocale = { code: 'xx', quotes: ['"', '"'], labels: () => rest };
    expect(speak('xx', [incomplete]).login).toBeUndefined();
    expect(en.labels(createFormats('en', en.quotes)).login).toBe('Login');
});
