import { createFormats, type Formats } from './formats.ts';
import type { Labels } from './labels.ts';

/** What editing conflicts and the review of old edits say. */
export interface EditingLabels {
    /** The button that shows conflicts, by how many there are. */
    conflicts: (count: number) => string;
    /** Title of the dialog. */
    heading: string;
    /** What it is about, by whether fields were changed and whether records are gone. */
    text: (isChanged: boolean, isGone: boolean) => string;
    /** Above the fields. */
    field: string;
    /** Above the values that both sides began with. */
    before: string;
    /** Above one's own values. */
    mine: string;
    /** Above theirs. */
    theirs: string;
    /** Above the buttons; only read out. */
    decision: string;
    /** What a field is called. */
    fieldName: (field: string) => string;
    /** A value as people write it; dates are `YYYY-MM-DDTHH:mm:ss`. */
    value: (value: unknown) => string;
    /** Who it was, and how long ago; `null` where nobody has said. */
    author: (userName: string | null, secondsAgo: number | null) => string;
    /** Instead of theirs: they have removed the record. */
    removed: string;
    /** Leaves a field as it is. */
    keepMine: string;
    /** Sets theirs again. */
    takeTheirs: string;
    /** The same for all. */
    keepAllMine: string;
    takeAllTheirs: string;
    /** Closes a dialog; what it asks stays open. */
    later: string;

    /** The button that opens the review, by how many edits there are. */
    review: (count: number) => string;
    /** Title of the review. */
    reviewHeading: string;
    /** What it is about. */
    reviewText: string;
    /** Asks before all of so many are discarded. */
    discardAllText: (count: number) => string;
    /** Name of the list of edits. */
    reviewList: string;
    /** Above what others have done to the same meanwhile. */
    overwrites: string;
    /** So many other edits go when this one is discarded. */
    dependents: (count: number) => string;
    /** So many further records were changed by the same edit. */
    more: (count: number) => string;
    /** Sends an edit. */
    accept: string;
    /** Takes an edit back. */
    discard: string;
    /** The same for all. */
    acceptAll: string;
    discardAll: string;
}

/** Makes the English texts, with the formats of the language of the others. */
export const englishEditing = ({ number, plural, ago, value, fieldName }: Formats): EditingLabels => ({
    conflicts: count =>
        count ? plural(count, { one: '# editing conflict', other: '# editing conflicts' }) : 'No editing conflicts',
    heading: 'Editing conflicts',
    text: (isChanged, isGone) =>
        [
            'Others had changed the same before your edits arrived.',
            isChanged && 'Your values are what everybody sees now.',
            isGone && 'Where they have removed a record, your edit had nowhere to go.'
        ]
            .filter(Boolean)
            .join(' '),
    field: 'Field',
    before: 'Before',
    mine: 'Yours',
    theirs: 'Theirs',
    decision: 'Decision',
    fieldName: field => fieldName(field, {}),
    value,
    author: (userName, seconds) =>
        [userName ?? 'Somebody', seconds !== null && ago(seconds)].filter(Boolean).join(', '),
    removed: 'Removed',
    keepMine: 'Keep mine',
    takeTheirs: 'Take theirs',
    keepAllMine: 'Keep all mine',
    takeAllTheirs: 'Take all theirs',
    later: 'Decide later',

    review: count => plural(count, { one: 'Review # edit', other: 'Review # edits' }),
    reviewHeading: 'Review your edits',
    reviewText:
        'You have been away for a while. Nobody else sees these edits before you send them. What others do arrives meanwhile.',
    discardAllText: count =>
        plural(count, {
            one: '# edit is lost. This cannot be undone.',
            other: '# edits are lost. This cannot be undone.'
        }),
    reviewList: 'Edits to review',
    overwrites: 'Would overwrite:',
    dependents: count => plural(count, { one: '# more edit goes with it', other: '# more edits go with it' }),
    more: count => `and ${number(count)} more`,
    accept: 'Send',
    discard: 'Discard',
    acceptAll: 'Send all',
    discardAll: 'Discard all'
});

const byLabels = new WeakMap<Labels, EditingLabels>();

/** The texts of editing conflicts and reviews in the language of the others, in English where they are missing. */
export function editingLabels(labels: Labels): EditingLabels {
    let all = byLabels.get(labels);
    if (!all) {
        all = { ...englishEditing(createFormats(labels.language, ['“', '”'])), ...labels.editing };
        byLabels.set(labels, all);
    }
    return all;
}
