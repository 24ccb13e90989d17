import type { EditSummary, RecordChange } from '../sync/summary.ts';

/**
 * Every text the components show. Functions get the values that stand in the sentence, so that a translation can
 * use its own word order and plural forms.
 */
export interface Labels {
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
    /** Name of the list of unsaved edits. */
    unsavedEdits: string;
    /** Instead of that list: there are none. */
    nothingUnsaved: string;
    /** Above that list: there is no connection. */
    waitsForConnection: string;
    /** Above that list: auto-sync is off, or an editor holds the edits back. */
    waitsForSync: string;
    /** One edit. `title` is English; translate by `changes`. */
    edit: (edit: EditSummary) => string;
    /** How long ago an edit was made. */
    age: (seconds: number) => string;

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
    /** How many further questions wait. */
    moreIssues: (count: number) => string;
    /** Carries out the choice. */
    apply: string;
    /** Takes the edit back. */
    cancelChange: string;

    /** Accessible name of the button that hides an error. */
    dismiss: string;
    /** Text of an error. Translate by `code`; `message` is English and says what happened and what to do. */
    error: (code: string, message: string) => string;
}

function list(names: readonly string[]): string {
    return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}

function edits(count: number): string {
    return `${count} ${count === 1 ? 'edit' : 'edits'}`;
}

/** `startDate` in plain words. */
function words(field: string): string {
    return field.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

/** A value as people write it: a date without the time where that is midnight, other texts in quotes. */
function readable(value: unknown): string {
    const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(String(value)) ?? [];
    return day ? day + (time === '00:00' ? '' : ` ${time}`) : typeof value === 'string' ? `“${value}”` : String(value);
}

const { floor } = Math;

/** The English texts. */
export const DEFAULT_LABELS: Labels = {
    serverAddress: 'Server',
    userName: 'Name',
    password: 'Password',
    login: 'Login',
    loggedInAs: userName => `Logged in as ${userName}`,
    logout: 'Logout',

    onlineUsers: 'Online users',
    you: '(you)',
    userDescription: (userName, clients, isSelf) =>
        `${userName}${isSelf ? ' (you)' : ''}, ${clients} ${clients === 1 ? 'tab' : 'tabs'}`,
    moreUsers: count => `+${count}`,
    showAllUsers: (hidden, total) => `+${hidden}, show all ${total} users`,
    usersJoined: userNames => `${list(userNames)} joined`,
    usersLeft: userNames => `${list(userNames)} left`,

    autoSync: 'Auto-sync',
    sync: 'Sync',
    syncWaiting: waiting => `Sync ${waiting} waiting ${waiting === 1 ? 'change' : 'changes'}`,
    allSaved: 'All saved',
    saving: 'Saving…',
    unsaved: count => `${edits(count)} not saved yet`,
    unsavedEdits: 'Edits that are not saved yet',
    nothingUnsaved: 'The server has every edit.',
    waitsForConnection: 'Sent as soon as the connection is back.',
    waitsForSync: 'Held back until auto-sync is on.',
    edit: ({ title }) => title,
    age: seconds =>
        seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${floor(seconds / 60)} min` : `${floor(seconds / 3600)} h`,

    rejected: count => `${edits(count)} could not be saved`,
    rejectedChange: ({ name, fields }) =>
        `${name}: ${Object.entries(fields)
            .map(([field, value]) => `${words(field)} ${readable(value)}`)
            .join(', ')}`,

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

    conflictTitle: 'Scheduling conflict',
    cycleTitle: 'Scheduling cycle',
    emptyCalendarTitle: 'Calendar without working time',
    resolutions: 'What should happen?',
    resolutionForDependency: (action, fromEvent, toEvent) => `${action} “${fromEvent}” → “${toEvent}”`,
    moreIssues: count => `${count} more to decide`,
    apply: 'Apply',
    cancelChange: 'Cancel the change',

    dismiss: 'Dismiss',
    error: (_code, message) => message
};
