import type { Formats } from '../hooks/formats.ts';
import type { Labels } from '../hooks/labels.ts';
import type { ErrorCode, ProblemParameters } from '../protocol/index.ts';
import type { EditSummary, RecordChange } from '../sync/summary.ts';
import type { ClientErrorCode } from '../transport/RealtimeError.ts';

/** Errors that only developers can come across; they stay in English. */
type DeveloperCode =
    | 'bad-json'
    | 'bad-message'
    | 'nested'
    | 'no-address'
    | 'no-project'
    | 'project-required'
    | 'subscription-required'
    | 'unknown-command';

/** What a language says of every error that people can come across; a function gets the error's parameters. */
export type ErrorTexts = Record<
    Exclude<ErrorCode | ClientErrorCode, DeveloperCode>,
    string | ((parameters: ProblemParameters) => string)
>;

/** Says errors by their code, and those it has no text or not the parameters for with their English message. */
export function errorLabel(texts: ErrorTexts): Labels['error'] {
    const known = new Map(Object.entries(texts));
    return ({ code, message, parameters }) => {
        const text = known.get(code);
        return (typeof text === 'function' ? parameters && text(parameters) : text) ?? message;
    };
}

/** What a language calls the records of a store. */
export type Nouns = Record<'assignments' | 'calendars' | 'dependencies' | 'events' | 'resources' | 'versions', string>;

/** What a language calls the fields that people edit. */
export type FieldNames = Record<
    | 'calendar'
    | 'constraintDate'
    | 'constraintType'
    | 'duration'
    | 'durationUnit'
    | 'effort'
    | 'endDate'
    | 'event'
    | 'eventColor'
    | 'fromEvent'
    | 'lag'
    | 'manuallyScheduled'
    | 'name'
    | 'note'
    | 'percentDone'
    | 'resource'
    | 'startDate'
    | 'toEvent'
    | 'units',
    string
>;

/** The words for edits: what there is, what can be done to it, and how the two make a sentence. */
export interface EditWords {
    nouns: Nouns;
    verbs: Record<RecordChange['kind'], string>;
    /** `Edit task Paint`, in the language's own order. */
    sentence: (verb: string, noun: string, name: string) => string;
    /** An edit of no record, but of the project itself. */
    project: string;
}

/** Says edits by what they are about. */
export function editLabel({ nouns, verbs, sentence, project }: EditWords): (edit: EditSummary) => string {
    return ({ changes: [main] }) =>
        main
            ? sentence(verbs[main.kind], (nouns as Record<string, string>)[main.store] ?? main.store, main.name)
            : project;
}

/** Names of several fields with their values. */
export function changeLabel({ fields }: Formats, names: FieldNames): (change: RecordChange) => string {
    return change => `${change.name}: ${fields(change.fields, names)}`;
}

/** The words for versions. */
export interface VersionWords {
    /** What the records of a store are called at the beginning of a line. */
    nounOf: (store: string) => string;
    names: FieldNames;
    /** A version that has neither a name nor a time. */
    unnamed: string;
    /** Whose edits an automatic version has. */
    editsBy: (userNames: string) => string;
}

/** What versions and the records that have changed since are called. */
export function versionLabels(
    { list, moment, change }: Formats,
    { nounOf, names, unnamed, editsBy }: VersionWords
): Pick<Labels, 'versionHeading' | 'versionDetails' | 'changedRecord' | 'changedField'> {
    return {
        versionHeading: ({ name, savedAt }) => name ?? (savedAt ? moment(savedAt) : unnamed),
        versionDetails: ({ name, userName, authors, savedAt }) =>
            [userName ?? (authors.length && editsBy(list(authors))), name && savedAt && moment(savedAt)]
                .filter(Boolean)
                .join(' · '),
        changedRecord: ({ store, name }) => (store === 'events' ? name : `${nounOf(store)} ${name}`),
        changedField: field => change(field, names)
    };
}
