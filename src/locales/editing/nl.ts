import type { EditingLabels } from '../../hooks/editingLabels.ts';
import type { Formats } from '../../hooks/formats.ts';
import type { FieldNames } from '../words.ts';

/** The Dutch texts of editing conflicts and reviews. */
export const nlEditing = ({ number, plural, ago, value, fieldName }: Formats, names: FieldNames): EditingLabels => ({
    conflicts: count =>
        count
            ? plural(count, { one: '# bewerkingsconflict', other: '# bewerkingsconflicten' })
            : 'Geen bewerkingsconflicten',
    heading: 'Bewerkingsconflicten',
    text: (isChanged, isGone) =>
        [
            'Anderen hadden hetzelfde gewijzigd voordat uw wijzigingen aankwamen.',
            isChanged && 'Iedereen ziet nu uw waarden.',
            isGone && 'Wat anderen hebben verwijderd, kon niet meer worden gewijzigd.'
        ]
            .filter(Boolean)
            .join(' '),
    field: 'Veld',
    before: 'Eerder',
    mine: 'Van u',
    theirs: 'Van de ander',
    decision: 'Beslissing',
    fieldName: field => fieldName(field, names),
    value,
    author: (userName, seconds) => [userName ?? 'Iemand', seconds !== null && ago(seconds)].filter(Boolean).join(', '),
    removed: 'Verwijderd',
    keepMine: 'Mijn waarde',
    takeTheirs: 'Hun waarde',
    keepAllMine: 'Al mijn waarden',
    takeAllTheirs: 'Al hun waarden',
    later: 'Later beslissen',

    review: count => plural(count, { one: '# wijziging bekijken', other: '# wijzigingen bekijken' }),
    reviewHeading: 'Uw wijzigingen bekijken',
    reviewText:
        'U bent een tijd weg geweest. Niemand anders ziet deze wijzigingen voordat u ze verzendt. Wat anderen doen, komt intussen binnen.',
    discardAllText: count =>
        plural(count, {
            one: '# wijziging gaat verloren. Dit kan niet ongedaan worden gemaakt.',
            other: '# wijzigingen gaan verloren. Dit kan niet ongedaan worden gemaakt.'
        }),
    reviewList: 'Te bekijken wijzigingen',
    overwrites: 'Zou overschrijven:',
    dependents: count =>
        plural(count, { one: '# andere wijziging vervalt mee', other: '# andere wijzigingen vervallen mee' }),
    more: count => `en nog ${number(count)}`,
    accept: 'Verzenden',
    discard: 'Weggooien',
    acceptAll: 'Alles verzenden',
    discardAll: 'Alles weggooien'
});
