import type { ActivityLabels } from '../../hooks/activityLabels.ts';
import type { Formats, PluralForms } from '../../hooks/formats.ts';
import type { FieldNames, Nouns } from '../words.ts';

const PLURALS: Record<keyof Nouns, PluralForms> = {
    assignments: { one: '# Zuordnung', other: '# Zuordnungen' },
    calendars: { one: '# Kalender', other: '# Kalender' },
    dependencies: { one: '# Abhängigkeit', other: '# Abhängigkeiten' },
    events: { one: '# Vorgang', other: '# Vorgänge' },
    resources: { one: '# Ressource', other: '# Ressourcen' },
    versions: { one: '# Version', other: '# Versionen' }
};

/** The German texts of the activity feed. */
export const deActivity = ({ number, plural, quote, fields }: Formats, names: FieldNames): ActivityLabels => ({
    heading: 'Aktivität',
    person: 'Wer',
    everybody: 'Alle',
    details: 'Einzelheiten',
    waiting: 'Zeigt, wer was getan hat, sobald eine Verbindung besteht.',
    empty: 'Bisher wurde nichts geändert.',
    end: 'Davor ist dem Server nichts bekannt.',
    fresh: count => `${number(count)} neue`,
    missing: x => `${x} ist nicht mehr im Plan`,
    more: count => `und ${number(count)} weitere`,

    thing: (store, count, name) =>
        store === 'project'
            ? 'das Projekt'
            : name === null
              ? plural(count, PLURALS[store as keyof Nouns] ?? { other: `# ${store}` })
              : quote(name),
    it: store => ({ events: 'ihn', resources: 'sie' })[store] ?? 'es',
    quote,
    reset: 'stellte den Ausgangszustand wieder her',
    added: x => `fügte ${x} hinzu`,
    removed: x => `entfernte ${x}`,
    edited: x => `änderte ${x}`,
    moved: (x, by, isLater) => `verschob ${x} um ${by} nach ${isLater ? 'hinten' : 'vorn'}`,
    resized: (x, from, to) => `änderte ${x}: ${names.duration} ${from} → ${to}`,
    renamed: (x, to) => `benannte ${x} in ${to} um`,
    progressed: (x, from, to) => `brachte ${x} von ${from} auf ${to}`,
    changed: (x, values) => `änderte ${x}: ${fields(values, names)}`,
    assigned: (x, resource) => `wies ${resource} ${x} zu`,
    unassigned: (x, resource) => `zog ${resource} von ${x} ab`,
    reassigned: (x, from, to) => `gab ${x} von ${from} an ${to}`,
    linked: (x, to) => `verknüpfte ${x} mit ${to}`,
    unlinked: (x, to) => `löste die Verknüpfung von ${x} mit ${to}`,
    followed: (x, count) => `${x} ${count === 1 ? 'folgte' : 'folgten'}`,
    went: x => `mit entfernt: ${x}`,
    shifted: (x, by, isLater) => `${x}: ${by} ${isLater ? 'später' : 'früher'}`
});
