import type { ActivityLabels } from '../../hooks/activityLabels.ts';
import type { Formats, PluralForms } from '../../hooks/formats.ts';
import type { FieldNames, Nouns } from '../words.ts';

const PLURALS: Record<keyof Nouns, PluralForms> = {
    assignments: { one: '# tilldelning', other: '# tilldelningar' },
    calendars: { one: '# kalender', other: '# kalendrar' },
    dependencies: { one: '# beroende', other: '# beroenden' },
    events: { one: '# aktivitet', other: '# aktiviteter' },
    resources: { one: '# resurs', other: '# resurser' },
    versions: { one: '# version', other: '# versioner' }
};

/** The Swedish texts of the activity feed. */
export const svActivity = ({ number, plural, quote, fields }: Formats, names: FieldNames): ActivityLabels => ({
    heading: 'Aktivitet',
    person: 'Vem',
    everybody: 'Alla',
    details: 'Detaljer',
    waiting: 'Visar vem som har gjort vad så snart det finns en anslutning.',
    empty: 'Inget har ändrats än.',
    end: 'Vad som hände dessförinnan har servern glömt.',
    fresh: count => `${number(count)} nya`,
    missing: x => `${x} finns inte längre i planen`,
    more: count => `och ${number(count)} till`,

    thing: (store, count, name) =>
        store === 'project'
            ? 'projektet'
            : name === null
              ? plural(count, PLURALS[store as keyof Nouns] ?? { other: `# ${store}` })
              : quote(name),
    it: () => 'den',
    quote,
    reset: 'återställde ursprungsdata',
    added: x => `lade till ${x}`,
    removed: x => `tog bort ${x}`,
    edited: x => `ändrade ${x}`,
    moved: (x, by, isLater) => `flyttade ${x} ${by} ${isLater ? 'framåt' : 'bakåt'}`,
    resized: (x, from, to) => `ändrade ${x}: ${names.duration} ${from} → ${to}`,
    renamed: (x, to) => `döpte om ${x} till ${to}`,
    progressed: (x, from, to) => `ändrade ${x} från ${from} till ${to} klart`,
    changed: (x, values) => `ändrade ${x}: ${fields(values, names)}`,
    assigned: (x, resource) => `tilldelade ${resource} ${x}`,
    unassigned: (x, resource) => `tog bort ${resource} från ${x}`,
    reassigned: (x, from, to) => `flyttade ${x} från ${from} till ${to}`,
    linked: (x, to) => `länkade ${x} till ${to}`,
    unlinked: (x, to) => `tog bort länken från ${x} till ${to}`,
    followed: x => `${x} följde efter`,
    went: x => `togs också bort: ${x}`,
    shifted: (x, by, isLater) => `${x}: ${by} ${isLater ? 'senare' : 'tidigare'}`
});
