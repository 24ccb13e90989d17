import type { EditingLabels } from '../../hooks/editingLabels.ts';
import type { Formats } from '../../hooks/formats.ts';
import type { FieldNames } from '../words.ts';

/** The Swedish texts of editing conflicts and reviews. */
export const svEditing = ({ number, plural, ago, value, fieldName }: Formats, names: FieldNames): EditingLabels => ({
    conflicts: count =>
        count
            ? plural(count, { one: '# redigeringskonflikt', other: '# redigeringskonflikter' })
            : 'Inga redigeringskonflikter',
    heading: 'Redigeringskonflikter',
    text: (isChanged, isGone) =>
        [
            'Andra hade ändrat samma sak innan dina ändringar kom fram.',
            isChanged && 'Det är dina värden som alla ser nu.',
            isGone && 'Det som andra har tagit bort gick inte längre att ändra.'
        ]
            .filter(Boolean)
            .join(' '),
    field: 'Fält',
    before: 'Före',
    mine: 'Ditt',
    theirs: 'Deras',
    decision: 'Beslut',
    fieldName: field => fieldName(field, names),
    value,
    author: (userName, seconds) => [userName ?? 'Någon', seconds !== null && ago(seconds)].filter(Boolean).join(', '),
    removed: 'Borttaget',
    keepMine: 'Behåll mitt',
    takeTheirs: 'Ta deras',
    keepAllMine: 'Behåll allt mitt',
    takeAllTheirs: 'Ta allt deras',
    later: 'Bestäm senare',

    review: count => plural(count, { one: 'Gå igenom # ändring', other: 'Gå igenom # ändringar' }),
    reviewHeading: 'Gå igenom dina ändringar',
    reviewText:
        'Du har varit borta ett tag. Ingen annan ser de här ändringarna innan du skickar dem. Vad andra gör kommer fram under tiden.',
    discardAllText: count =>
        plural(count, {
            one: '# ändring går förlorad. Det går inte att ångra.',
            other: '# ändringar går förlorade. Det går inte att ångra.'
        }),
    reviewList: 'Ändringar att gå igenom',
    overwrites: 'Skulle skriva över:',
    dependents: count =>
        plural(count, { one: '# annan ändring försvinner med den', other: '# andra ändringar försvinner med den' }),
    more: count => `och ${number(count)} till`,
    accept: 'Skicka',
    discard: 'Kasta',
    acceptAll: 'Skicka alla',
    discardAll: 'Kasta alla'
});
