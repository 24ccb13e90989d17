import type { ActivityLabels } from '../../hooks/activityLabels.ts';
import type { Formats, PluralForms } from '../../hooks/formats.ts';
import type { FieldNames, Nouns } from '../words.ts';

const PLURALS: Record<keyof Nouns, PluralForms> = {
    assignments: { one: '# toewijzing', other: '# toewijzingen' },
    calendars: { one: '# kalender', other: '# kalenders' },
    dependencies: { one: '# afhankelijkheid', other: '# afhankelijkheden' },
    events: { one: '# taak', other: '# taken' },
    resources: { one: '# resource', other: '# resources' },
    versions: { one: '# versie', other: '# versies' }
};

/** The Dutch texts of the activity feed. */
export const nlActivity = ({ number, plural, quote, fields }: Formats, names: FieldNames): ActivityLabels => ({
    heading: 'Activiteit',
    person: 'Wie',
    everybody: 'Iedereen',
    details: 'Bijzonderheden',
    waiting: 'Toont wie wat heeft gedaan zodra er verbinding is.',
    empty: 'Er is nog niets gewijzigd.',
    end: 'Van daarvóór weet de server niets meer.',
    fresh: count => `${number(count)} nieuw`,
    missing: x => `${x} staat niet meer in de planning`,
    more: count => `en nog ${number(count)}`,

    thing: (store, count, name) =>
        store === 'project'
            ? 'het project'
            : name === null
              ? plural(count, PLURALS[store as keyof Nouns] ?? { other: `# ${store}` })
              : quote(name),
    it: () => 'deze',
    quote,
    reset: 'herstelde de oorspronkelijke gegevens',
    added: x => `voegde ${x} toe`,
    removed: x => `verwijderde ${x}`,
    edited: x => `wijzigde ${x}`,
    moved: (x, by, isLater) => `schoof ${x} ${by} naar ${isLater ? 'achteren' : 'voren'}`,
    resized: (x, from, to) => `wijzigde ${x}: ${names.duration} ${from} → ${to}`,
    renamed: (x, to) => `hernoemde ${x} in ${to}`,
    progressed: (x, from, to) => `bracht ${x} van ${from} naar ${to}`,
    changed: (x, values) => `wijzigde ${x}: ${fields(values, names)}`,
    assigned: (x, resource) => `wees ${x} toe aan ${resource}`,
    unassigned: (x, resource) => `haalde ${resource} van ${x} af`,
    reassigned: (x, from, to) => `gaf ${x} van ${from} aan ${to}`,
    linked: (x, to) => `koppelde ${x} aan ${to}`,
    unlinked: (x, to) => `ontkoppelde ${x} van ${to}`,
    followed: (x, count) => `${x} ${count === 1 ? 'volgde' : 'volgden'}`,
    went: x => `ook verwijderd: ${x}`,
    shifted: (x, by, isLater) => `${x}: ${by} ${isLater ? 'later' : 'eerder'}`
});
