import type { EditingLabels } from '../../hooks/editingLabels.ts';
import type { Formats } from '../../hooks/formats.ts';
import type { FieldNames } from '../words.ts';

/** The German texts of editing conflicts and reviews. */
export const deEditing = ({ number, plural, ago, value, fieldName }: Formats, names: FieldNames): EditingLabels => ({
    conflicts: count =>
        count
            ? plural(count, { one: '# Bearbeitungskonflikt', other: '# Bearbeitungskonflikte' })
            : 'Keine Bearbeitungskonflikte',
    heading: 'Bearbeitungskonflikte',
    text: (isChanged, isGone) =>
        [
            'Andere hatten dasselbe geändert, bevor Ihre Änderungen ankamen.',
            isChanged && 'Ihre Werte sehen jetzt alle.',
            isGone && 'Was andere entfernt haben, ließ sich nicht mehr ändern.'
        ]
            .filter(Boolean)
            .join(' '),
    field: 'Feld',
    before: 'Vorher',
    mine: 'Ihres',
    theirs: 'Das der anderen',
    decision: 'Entscheidung',
    fieldName: field => fieldName(field, names),
    value,
    author: (userName, seconds) => [userName ?? 'Jemand', seconds !== null && ago(seconds)].filter(Boolean).join(', '),
    removed: 'Entfernt',
    keepMine: 'Meins behalten',
    takeTheirs: 'Deren nehmen',
    keepAllMine: 'Alle meine behalten',
    takeAllTheirs: 'Alle deren nehmen',
    later: 'Später entscheiden',

    review: count => plural(count, { one: '# Änderung durchsehen', other: '# Änderungen durchsehen' }),
    reviewHeading: 'Ihre Änderungen durchsehen',
    reviewText:
        'Sie waren länger weg. Niemand sonst sieht diese Änderungen, bevor Sie sie senden. Was andere tun, kommt inzwischen an.',
    discardAllText: count =>
        plural(count, {
            one: '# Änderung geht verloren. Das lässt sich nicht rückgängig machen.',
            other: '# Änderungen gehen verloren. Das lässt sich nicht rückgängig machen.'
        }),
    reviewList: 'Durchzusehende Änderungen',
    overwrites: 'Würde überschreiben:',
    dependents: count =>
        plural(count, { one: '# weitere Änderung entfällt damit', other: '# weitere Änderungen entfallen damit' }),
    more: count => `und ${number(count)} weitere`,
    accept: 'Senden',
    discard: 'Verwerfen',
    acceptAll: 'Alle senden',
    discardAll: 'Alle verwerfen'
});
