import type { FieldChange, VersionChange } from '../project/versions/compare.ts';
import type { SavedVersion } from '../project/versions/list.ts';
import type { DependencyChange, EventMove } from '../project/issuePreview.ts';
import type { ActivityLabels } from './activityLabels.ts';
import type { EditingLabels } from './editingLabels.ts';
import type { EditSummary, RecordChange } from '../sync/summary.ts';
import type { ConnectionProblem } from '../transport/connectionState.ts';
import type { ForeignEdit } from '../project/ForeignEdits.ts';
import type { Formats } from './formats.ts';

/**
 * Every text the components show. Functions get the values that stand in the sentence, so that a translation can
 * use its own word order and plural forms.
 */
export interface Labels {
    /** The language, a tag such as `de` or `en-GB`: by it the browser writes dates, numbers and lists in the texts. */
    language: string;
    /** What the activity feed says; what is missing is English, and no page without the feed carries that. */
    activity?: Partial<ActivityLabels>;
    /** What editing conflicts and reviews say; what is missing is English, and no page without them carries that. */
    editing?: Partial<EditingLabels>;

    /** Login form: the field for the server's address. */
    serverAddress: string;
    /** Login form: the field for the user's name. */
    userName: string;
    /** Login form: the field for the password. */
    password: string;
    /** Login form: the button. */
    login: string;
    /** What stands beside the logout button. */
    loggedInAs: (userName: string) => string;
    /** The button that logs out. */
    logout: string;

    /** Name of the list of users. */
    onlineUsers: string;
    /** Marks one's own entry in the list of users. */
    you: string;
    /** Full description of a user; `clients` is the number of open tabs. */
    userDescription: (userName: string, clients: number, isSelf: boolean) => string;
    /** Text of the button for the users that do not fit. */
    moreUsers: (count: number) => string;
    /** Accessible name of that button; starts with the text of `moreUsers`. */
    showAllUsers: (hidden: number, total: number) => string;
    /** Said when people log in. */
    usersJoined: (userNames: readonly string[]) => string;
    /** Said when people leave. */
    usersLeft: (userNames: readonly string[]) => string;

    /** The switch for sending edits by themselves. */
    autoSync: string;
    /** The button that sends what waits. */
    sync: string;
    /** Accessible name of that button; starts with the text of `sync` and the number, as the button shows them. */
    syncWaiting: (waiting: number) => string;
    /** The server has confirmed every edit. */
    allSaved: string;
    /** Edits are on their way to the server. */
    saving: string;
    /** Edits that cannot be sent now wait with the others the server has not confirmed. */
    unsaved: (count: number) => string;
    /** Instead of that: nothing may be edited here. */
    viewOnly: string;
    /** More about it. */
    viewOnlyText: string;
    /** Name of the list of unsaved edits. */
    unsavedEdits: string;
    /** Instead of that list: there are none. */
    nothingUnsaved: string;
    /** Above that list: there is no connection. */
    waitsForConnection: string;
    /** Above that list: auto-sync is off, or an editor holds the edits back. */
    waitsForSync: string;
    /** Above that list: they are to be reviewed first. */
    waitsForReview: string;
    /** One edit. `title` is English; translate by the first of `changes`, which is what it is about. */
    edit: (edit: EditSummary) => string;
    /** How long ago an edit was made. */
    age: (seconds: number) => string;

    /** What a bulk change is called that the host gives no title. */
    bulk: string;
    /** How many of the records of a bulk change are done. */
    bulkProgress: (done: number, total: number) => string;
    /** The engine calculates what follows from a bulk change. */
    bulkCalculating: string;

    /** Own edits were refused. */
    rejected: (count: number) => string;
    /** What a refused edit set; dates in `fields` are `YYYY-MM-DDTHH:mm:ss`. */
    rejectedChange: (change: RecordChange) => string;

    /** A socket is being opened. */
    connecting: string;
    /** The login was sent. */
    authenticating: string;
    /** The project's data is on its way. */
    loading: string;
    /** Connected; only read out, and only after something else was shown. */
    connected: string;
    /** The connection was lost and is tried again. */
    offline: string;
    /** Stands beside `offline`. */
    nextTryIn: (seconds: number) => string;
    /** The button that connects at once. */
    tryNow: string;
    /** Connected, but nobody is logged in; `reason` is what the server said, if it said anything. */
    needsAuth: (reason: string | null) => string;
    /** Given up; `reason` says why and what to do. */
    failed: (reason: string) => string;

    /** The button that asks whether to restore the initial data. */
    reset: string;
    /** Title of that question. */
    resetTitle: string;
    /** Text of that question. */
    resetText: string;
    /** The button that answers it with yes. */
    resetConfirm: string;
    /** Closes a question without doing anything. */
    cancel: string;

    /** Name of the list of saved versions. */
    versions: string;
    /** The field for the name of a new version, and for another name. */
    versionName: string;
    /** The button that saves a version, and another name. */
    save: string;
    /** Instead of the list: there are none. */
    noVersions: string;
    /** What a version is called. */
    versionHeading: (version: SavedVersion) => string;
    /** Marks versions that were made by themselves. */
    automatic: string;
    /** Who saved a version and when, or whose edits an automatic one has. */
    versionDetails: (version: SavedVersion) => string;
    /** What is different now is being found out. */
    comparing: string;
    /** Nothing is different now. */
    sameAsNow: string;
    /** Above the records to which something was done since; what is told of them follows. */
    changedSince: (kind: VersionChange['kind'], count: number) => string;
    /** A record that is different now. */
    changedRecord: (change: VersionChange) => string;
    /** A field that is different now; dates are `YYYY-MM-DDTHH:mm:ss`. */
    changedField: (change: FieldChange) => string;
    /** How many further records are not listed. */
    moreRecords: (count: number) => string;
    /** The button that shows a version. */
    preview: string;
    /** Says that a version is shown; `title` as `versionHeading` has it. */
    previewing: (title: string) => string;
    /** The button that ends that. */
    closePreview: string;
    /** The button that asks whether to restore a version, and the one that answers yes. */
    restore: string;
    /** Title of that question. */
    restoreHeading: (title: string) => string;
    /** Text of that question. */
    restoreText: string;
    /** The step in the undo list. */
    restored: (title: string) => string;
    /** The button that gives a version another name. */
    rename: string;
    /** The button that asks whether to remove a version, and the one that answers yes. */
    remove: string;
    /** Title of that question. */
    removeHeading: (title: string) => string;
    /** Text of that question. */
    removeText: string;

    /** Title when constraints or dependencies contradict each other. */
    conflictTitle: string;
    /** Title when dependencies form a circle. */
    cycleTitle: string;
    /** Title when a calendar leaves no time to work in. */
    emptyCalendarTitle: string;
    /** Name of the list of choices. */
    resolutions: string;
    /** A choice that concerns one dependency of several; `action` comes from the scheduler's own locale. */
    resolutionForDependency: (action: string, fromEvent: string, toEvent: string) => string;
    /** Name of what a choice would do. */
    effects: string;
    /** Instead of that: nothing is chosen. */
    effectsOfNothing: string;
    /** It is being calculated. */
    calculatingEffects: string;
    /** How many tasks would be at another time; may be 0. */
    movingTasks: (count: number) => string;
    /** From when to when such a task is and would be. */
    taskMove: (move: EventMove) => string;
    /** A dependency that would not count any more. */
    dependencyEffect: (change: DependencyChange) => string;
    /** Another issue to which a choice would lead; `issue` comes from the scheduler's own locale. */
    leadsTo: (issue: string) => string;
    /** How many further questions wait. */
    moreIssues: (count: number) => string;
    /** Carries out the choice. */
    apply: string;
    /** Takes the edit back. */
    cancelChange: string;

    /** Takes one's own last step back. */
    undo: string;
    /** Does it again. */
    redo: string;
    /** Name of the list of one's own steps. */
    undoHistory: string;
    /** Instead of that list: there are none. */
    noSteps: string;
    /** In that list: the state before all of them. */
    beforeAllSteps: string;
    /** Above a list of what others have done: undoing would take it back, too. */
    foreignChanges: string;
    /** What somebody else has done. */
    foreignEdit: (edit: ForeignEdit) => string;
    /** The button that undoes the rest. */
    leaveTheirs: string;
    /** The button that undoes everything. */
    overwriteTheirs: string;

    /** Accessible name of the button that hides an error. */
    dismiss: string;
    /**
     * Text of an error. Translate by `code`, with the `parameters` of that code; `message` is English and says what
     * happened and what to do.
     */
    error: (problem: ConnectionProblem) => string;
}

/** A language the components can speak. The package has `en` built in, and `de`, `nl` and `sv` beside it. */
export interface RealtimeLocale {
    /** Its language tag, such as `de` or `pt-BR`. */
    code: string;
    /** The opening and the closing quotation mark. */
    quotes: readonly [string, string];
    /** Makes the texts. Countries with one language share the texts and differ in what formats them. */
    labels: (formats: Formats) => Labels;
}

const VERBS = { added: 'Added', updated: 'Changed', removed: 'Removed' };

const NOUNS: Record<string, string> = {
    assignments: 'Assignment',
    calendars: 'Calendar',
    dependencies: 'Dependency',
    resources: 'Resource'
};

const labels = ({
    code,
    number,
    plural,
    list,
    ago,
    quote,
    fields,
    moment,
    span,
    change,
    foreign
}: Formats): Labels => ({
    language: code,

    serverAddress: 'Server',
    userName: 'Name',
    password: 'Password',
    login: 'Login',
    loggedInAs: userName => `Logged in as ${userName}`,
    logout: 'Logout',

    onlineUsers: 'Online users',
    you: '(you)',
    userDescription: (userName, clients, isSelf) =>
        `${userName}${isSelf ? ' (you)' : ''}, ${plural(clients, { one: '# tab', other: '# tabs' })}`,
    moreUsers: count => `+${count}`,
    showAllUsers: (hidden, total) => `+${hidden}, show all ${total} users`,
    usersJoined: userNames => `${list(userNames)} joined`,
    usersLeft: userNames => `${list(userNames)} left`,

    autoSync: 'Auto-sync',
    sync: 'Sync',
    syncWaiting: waiting => `Sync ${waiting} waiting ${plural(waiting, { one: 'change', other: 'changes' })}`,
    allSaved: 'All saved',
    saving: 'Saving…',
    unsaved: count => plural(count, { one: '# edit not saved yet', other: '# edits not saved yet' }),
    viewOnly: 'View only',
    viewOnlyText: 'You may look at this project, but not change it.',
    unsavedEdits: 'Edits that are not saved yet',
    nothingUnsaved: 'The server has every edit.',
    waitsForConnection: 'Sent as soon as the connection is back.',
    waitsForSync: 'Held back until auto-sync is on.',
    waitsForReview: 'Not sent before you have reviewed them.',
    edit: ({ title }) => title,
    age: ago,

    bulk: 'Changing many records',
    bulkProgress: (done, total) => `${number(done)} of ${number(total)}`,
    bulkCalculating: 'Calculating…',

    rejected: count => plural(count, { one: '# edit could not be saved', other: '# edits could not be saved' }),
    rejectedChange: change => `${change.name}: ${fields(change.fields, {})}`,

    connecting: 'Connecting…',
    authenticating: 'Logging in…',
    loading: 'Loading…',
    connected: 'Connected',
    offline: 'Offline',
    nextTryIn: seconds => `next try in ${seconds} s`,
    tryNow: 'Try now',
    needsAuth: reason => (reason === null ? 'Not logged in' : `Not logged in: ${reason}`),
    failed: reason => `Disconnected: ${reason}`,

    reset: 'Reset',
    resetTitle: 'Reset the project?',
    resetText: 'Everybody’s changes are discarded and the initial data comes back. This cannot be undone.',
    resetConfirm: 'Reset',
    cancel: 'Cancel',

    versions: 'Versions',
    versionName: 'Name of the version',
    save: 'Save',
    noVersions: 'No versions yet. Save one before you try something.',
    versionHeading: ({ name, savedAt }) => name ?? (savedAt ? moment(savedAt) : 'Version without a name'),
    automatic: 'Automatic',
    versionDetails: ({ name, userName, authors, savedAt }) =>
        [userName ?? (authors.length && `Edits by ${list(authors)}`), name && savedAt && moment(savedAt)]
            .filter(Boolean)
            .join(' · '),
    comparing: 'Comparing with now…',
    sameAsNow: 'Nothing has changed since.',
    changedSince: (kind, count) => `${VERBS[kind]} since: ${count}`,
    changedRecord: ({ store, name }) => (NOUNS[store] ? `${NOUNS[store]} ${name}` : name),
    changedField: field => change(field, {}),
    moreRecords: count => `and ${count} more`,
    preview: 'Preview',
    previewing: title => `You are looking at ${quote(title)}. Only you see it, and nothing can be changed here.`,
    closePreview: 'Back to now',
    restore: 'Restore',
    restoreHeading: title => `Restore ${quote(title)}?`,
    restoreText:
        'The schedule becomes what it was then, for everybody. You can undo it, and what there is now is kept as an ' +
        'automatic version.',
    restored: title => `Restore ${title}`,
    rename: 'Rename',
    remove: 'Remove',
    removeHeading: title => `Remove ${quote(title)}?`,
    removeText: 'It is gone for everybody. This cannot be undone.',

    conflictTitle: 'Scheduling conflict',
    cycleTitle: 'Scheduling cycle',
    emptyCalendarTitle: 'Calendar without working time',
    resolutions: 'What should happen?',
    resolutionForDependency: (action, fromEvent, toEvent) => `${action} ${quote(fromEvent)} → ${quote(toEvent)}`,
    effects: 'What it would do',
    effectsOfNothing: 'Choose one to see what it would do.',
    calculatingEffects: 'Calculating what it would do…',
    movingTasks: count =>
        count
            ? plural(count, { one: '# task gets other dates', other: '# tasks get other dates' })
            : 'No task gets other dates.',
    taskMove: ({ before, after }) =>
        [before ? span(before.startDate, before.endDate) : 'New', span(after.startDate, after.endDate)].join(' → '),
    dependencyEffect: ({ kind, fromEvent, toEvent }) =>
        `Dependency ${quote(fromEvent)} → ${quote(toEvent)} ${kind === 'removed' ? 'is removed' : 'becomes inactive'}`,
    leadsTo: issue => `It leads to another question: ${issue}`,
    moreIssues: count => `${count} more to decide`,
    apply: 'Apply',
    cancelChange: 'Cancel the change',

    undo: 'Undo',
    redo: 'Redo',
    undoHistory: 'Your steps',
    noSteps: 'Nothing to undo yet.',
    beforeAllSteps: 'Before the first step',
    foreignChanges: 'Others have changed the same since:',
    foreignEdit: edit =>
        foreign(edit, {}, (who = 'Somebody', what, isRemoved) =>
            isRemoved ? `${who} removed ${what}` : `${who} changed ${what}`
        ),
    leaveTheirs: 'Undo only the rest',
    overwriteTheirs: 'Overwrite theirs',

    dismiss: 'Dismiss',
    error: ({ message }) => message
});

/** English, which is always there. */
export const en: RealtimeLocale = { code: 'en', quotes: ['“', '”'], labels };
