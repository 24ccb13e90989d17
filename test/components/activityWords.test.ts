import { describe, expect, it, test } from 'vitest';
import { activityFormats } from '../../src/components/ActivityFeed/activityFormats.ts';
import { activityDetails, activityWords } from '../../src/components/ActivityFeed/activityWords.ts';
import type { Labels } from '../../src/hooks/labels.ts';
import { speak } from '../../src/hooks/speak.ts';
import { de } from '../../src/locales/de.ts';
import { nl } from '../../src/locales/nl.ts';
import { sv } from '../../src/locales/sv.ts';
import {
    digestOf,
    type ActivityEntry,
    type Changes,
    type RecordData,
    type RecordId
} from '../../src/protocol/index.ts';

const ENGLISH = speak('en');

const event = (id: number, name: string, day: number, more: object = {}): RecordData => ({
    id,
    name,
    startDate: `2026-03-${String(day).padStart(2, '0')}T00:00:00`,
    duration: 2,
    ...more
});

const STORED = new Map<string, RecordData[]>([
    [
        'events',
        [
            event(1, 'Paint', 2, { percentDone: 20 }),
            event(2, 'Dry', 4),
            event(3, 'Ship', 6, { durationUnit: 'hour' }),
            event(4, 'Invoice', 27, { duration: 1 }),
            ...Array.from({ length: 50 }, (_, index) => event(100 + index, `Step ${index}`, 9))
        ]
    ],
    [
        'resources',
        [
            { id: 1, name: 'Ann' },
            { id: 2, name: 'Bob' }
        ]
    ],
    [
        'assignments',
        [
            { id: 1, event: 1, resource: 1 },
            { id: 2, event: 2, resource: 1 }
        ]
    ],
    ['dependencies', [{ id: 1, fromEvent: 1, toEvent: 2 }]]
]);

const stored = (store: string, id: RecordId) => STORED.get(store)?.find(record => record.id === id);

/** What both ends make of a revision, in words. */
function say(changes: Changes, labels: Labels = ENGLISH) {
    const digest = digestOf(changes, stored)!;
    const entry: ActivityEntry = { revision: 'server-1', userId: 'ada', at: 0, ...digest };
    return { ...activityWords(entry, labels), ...activityDetails(entry, labels) };
}

function update(store: string, input: RecordData | RecordData[], ...followed: RecordData[]): Changes {
    const inputs = [input].flat();
    return { [store]: { $input: { updated: inputs }, updated: [...inputs, ...followed] } };
}

const start = (id: number, day: string) => ({ id, startDate: `2026-03-${day}` });

describe('one line says that a task was', () => {
    it.each<[string, RecordData]>([
        ['moved “Paint” 3 days later', start(1, '05T00:00:00')],
        ['moved “Paint” 1 day earlier', start(1, '01T00:00:00')],
        ['moved “Paint” 8 hours later', start(1, '02T08:00:00')],
        ['moved “Paint” 1 day, 4 hours, 30 minutes later', start(1, '03T04:30:00')],
        // The clocks go forward in between, in most of Europe.
        ['moved “Invoice” 3 days later', start(4, '30T00:00:00')],
        ['resized “Paint” from 2 days to 4 days', { id: 1, duration: 4 }],
        ['resized “Invoice” from 1 day to 0.5 days', { id: 4, duration: 0.5 }],
        ['resized “Ship” from 2 hours to 30 minutes', { id: 3, duration: 30, durationUnit: 'minutes' }],
        ['resized “Paint” from 2 days to 1 quarter', { id: 1, duration: 1, durationUnit: 'quarter' }],
        ['renamed “Paint” to “Paint again”', { id: 1, name: 'Paint again' }],
        ['set “Paint” from 20% to 50% done', { id: 1, percentDone: 50 }],
        ['set “Dry” from 0% to 100% done', { id: 2, percentDone: 100 }],
        ['changed “Paint”: event color “red”', { id: 1, eventColor: 'red' }],
        ['changed “Paint”: constraint date Mar 9, 2026, 8:00 AM', { id: 1, constraintDate: '2026-03-09T08:00:00' }],
        ['changed “Paint”: percent done –', { id: 1, percentDone: null }],
        ['changed “Paint”: segments “…”', { id: 1, segments: [1] }],
        ['changed “Paint”', { id: 1 }],
        [
            'moved “Paint” 3 days later, resized it from 2 days to 4 days, and renamed it to “Repaint”',
            { ...start(1, '05T00:00:00'), duration: 4, name: 'Repaint' }
        ],
        ['changed “Paint”', { ...start(1, '05T00:00:00'), duration: 4, name: 'Repaint', note: 'x' }]
    ])('%s', (words, input) => {
        expect(say(update('events', input)).cause).toBe(words);
    });
});

describe('one line says that somebody', () => {
    const add = (store: string, ...records: RecordData[]): Changes => ({
        [store]: { $input: { added: records }, added: records }
    });
    const remove = (store: string, id: number): Changes => ({
        [store]: { $input: { removed: [{ id }] }, removed: [{ id }] }
    });
    it.each<[string, Changes]>([
        ['assigned Bob to “Paint”', add('assignments', { id: 9, event: 1, resource: 2 })],
        ['took Ann off “Paint”', remove('assignments', 1)],
        ['reassigned “Paint” from Ann to Bob', update('assignments', { id: 1, resource: 2, resourceId: 2 })],
        [
            'assigned Bob to 2 tasks',
            add('assignments', { id: 8, event: 1, resource: 2 }, { id: 9, event: 2, resource: 2 })
        ],
        ['linked “Dry” to “Ship”', add('dependencies', { id: 9, fromEvent: 2, toEvent: 3 })],
        ['removed the link from “Paint” to “Dry”', remove('dependencies', 1)],
        ['added “Sand”', add('events', { id: 9, name: 'Sand' })],
        [
            'added “Sand”',
            { ...add('events', { id: 9, name: 'Sand' }), ...add('assignments', { id: 9, event: 9, resource: 2 }) }
        ],
        ['removed “Paint”', remove('events', 1)],
        ['added resource “Cleo”', add('resources', { id: 9, name: 'Cleo' })],
        ['added 1 version', add('versions', { id: 'v1', name: null })],
        ['added version “Monday”', add('versions', { id: 'v1', name: 'Monday' })],
        ['renamed resource “Bob” to “Robert”', update('resources', { id: 2, name: 'Robert' })],
        ['changed the project: calendar “late”', { project: { calendar: 'late' } }]
    ])('%s', (words, changes) => {
        expect(say(changes).cause).toBe(words);
    });

    it('restored the initial data', () => {
        const entry = { revision: 'server-1', userId: 'ada', at: 0, reset: true, cause: { counts: {}, records: [] } };
        expect(activityWords(entry, ENGLISH)).toEqual({
            cause: 'restored the initial data',
            effect: '',
            target: null
        });
        expect(activityDetails(entry, ENGLISH)).toEqual({ causes: [], effects: [], more: 0 });
    });
});

describe('many records are summed up:', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => 100 + index);

    it('those to which the same was done', () => {
        const changes = update(
            'events',
            ids(12).map(id => start(id, '12T00:00:00'))
        );
        expect(say(changes).cause).toBe('moved 12 tasks 3 days later');
    });

    it('those to which something else was done, up to three things', () => {
        const changes = update('events', [start(1, '03T00:00:00'), start(2, '05T00:00:00'), { id: 3, name: 'Send' }]);
        expect(say(changes).cause).toBe('moved 2 tasks 1 day later and renamed “Ship” to “Send”');
    });

    it('more by their number, tasks first', () => {
        const changes: Changes = {
            resources: { $input: { updated: [{ id: 1, name: 'A' }] } },
            ...update(
                'events',
                ids(4).map(id => ({ id, name: `New ${id}` }))
            )
        };
        expect(say(changes).cause).toBe('changed 4 tasks and changed 1 resource');
    });

    it('more than an entry lists', () => {
        const changes = update(
            'events',
            Array.from({ length: 1_000 }, (_, id) => ({ id, name: `New ${id}` }))
        );
        expect(say(changes)).toMatchObject({ cause: 'changed 1,000 tasks', more: 980, causes: { length: 20 } });
    });
});

describe('what followed is told apart:', () => {
    it('how many tasks', () => {
        const followed = [start(2, '07T00:00:00'), start(3, '09T00:00:00'), { id: 4, duration: 3 }];
        const words = say(update('events', start(1, '05T00:00:00'), ...followed));
        expect([words.cause, words.effect]).toEqual(['moved “Paint” 3 days later', '3 tasks followed']);
        expect(words.effects.map(({ text }) => text)).toEqual([
            '“Dry”: 3 days later (Wed, Mar 4 → Sat, Mar 7)',
            '“Ship”: 3 days later (Fri, Mar 6 → Mon, Mar 9)',
            '“Invoice”: 1 day → 3 days'
        ]);
        expect(words.causes.map(({ text }) => text)).toEqual(['moved “Paint” 3 days later (Mon, Mar 2 → Thu, Mar 5)']);
    });

    it('the one task', () => {
        expect(say(update('events', { id: 1, duration: 3 }, start(2, '05T00:00:00'))).effect).toBe('“Dry” followed');
    });

    it('what went with a removed one', () => {
        const words = say({
            events: { $input: { removed: [{ id: 1 }] }, removed: [{ id: 1 }], updated: [start(2, '02T00:00:00')] },
            dependencies: { removed: [{ id: 1 }] },
            assignments: { removed: [{ id: 1 }] }
        });
        expect(words.effect).toBe('“Dry” followed · 1 link and 1 assignment went with it');
        expect(words.effects.map(({ text }) => text)).toEqual([
            '“Dry”: 2 days earlier (Wed, Mar 4 → Mon, Mar 2)',
            '“Paint” → “Dry”',
            '“Paint” → “Ann”'
        ]);
    });
});

describe('what can be looked at is', () => {
    it.each<[string, Changes, object | null]>([
        ['the task', update('events', { id: 1, name: 'x' }), { store: 'events', id: 1, name: 'Paint' }],
        ['the resource', update('resources', { id: 2, name: 'x' }), { store: 'resources', id: 2, name: 'Bob' }],
        [
            'the task of an assignment',
            update('assignments', { id: 1, resource: 2 }),
            { store: 'events', id: 1, name: 'Paint' }
        ],
        ['nothing, where nothing is on the screen', { project: { calendar: 'late' } }, null]
    ])('%s', (_, changes, target) => {
        expect(say(changes).target).toEqual(target);
    });
});

describe('other languages', () => {
    const edit = update(
        'events',
        { ...start(1, '05T00:00:00'), duration: 2.5, eventColor: 'red' },
        start(2, '07T00:00:00'),
        start(3, '09T00:00:00')
    );
    test.each([
        [
            'de-DE',
            'verschob „Paint“ um 3 Tage nach hinten, änderte ihn: Dauer 2 Tage → 2,5 Tage und änderte ihn: Farbe „red“',
            '2 Vorgänge folgten',
            '„Dry“: 3 Tage später (Mi., 4. März → Sa., 7. März)'
        ],
        [
            'nl-NL',
            'schoof ‘Paint’ 3 dagen naar achteren, wijzigde deze: duur 2 dagen → 2,5 dagen en wijzigde deze: kleur ‘red’',
            '2 taken volgden',
            '‘Dry’: 3 dagen later (wo 4 mrt → za 7 mrt)'
        ],
        [
            'sv-SE',
            'flyttade ”Paint” 3 dygn framåt, ändrade den: varaktighet 2 dygn → 2,5 dygn och ändrade den: färg ”red”',
            '2 aktiviteter följde efter',
            '”Dry”: 3 dygn senare (ons 4 mars → lör 7 mars)'
        ],
        [
            'en-GB',
            'moved “Paint” 3 days later, resized it from 2 days to 2.5 days and changed it: event color “red”',
            '2 tasks followed',
            '“Dry”: 3 days later (Wed 4 Mar → Sat 7 Mar)'
        ]
    ])('%s', (code, cause, effect, detail) => {
        const words = say(edit, speak(code, [de, nl, sv]));
        expect([words.cause, words.effect, words.effects[0]!.text]).toEqual([cause, effect, detail]);
    });

    test('a host may say some of it in its own words', () => {
        const labels = {
            ...ENGLISH,
            activity: { thing: (_store: string, _count: number, name: string | null) => `<${name}>` }
        };
        expect(say(update('events', { id: 1, name: 'x' }), labels).cause).toBe('renamed <Paint> to “x”');
    });
});

describe('how long ago', () => {
    const now = +new Date(2026, 2, 20, 12);
    const MINUTE = 60_000;
    it.each([
        ['now', -5_000],
        ['now', 59_000],
        ['1 min. ago', MINUTE],
        ['59 min. ago', 60 * MINUTE - 1],
        ['1 hr. ago', 60 * MINUTE],
        ['23 hr. ago', 24 * 60 * MINUTE - 1],
        ['yesterday', 24 * 60 * MINUTE],
        ['yesterday', 36 * 60 * MINUTE],
        ['2 days ago', 37 * 60 * MINUTE],
        ['6 days ago', 6 * 24 * 60 * MINUTE],
        ['Mar 13', 7 * 24 * 60 * MINUTE]
    ])('%s', (text, passed) => {
        expect(activityFormats('en').ago(now - passed, now)).toBe(text);
    });
});
