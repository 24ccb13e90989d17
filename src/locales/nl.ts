import type { Labels, RealtimeLocale } from '../hooks/labels.ts';
import { nlActivity } from './activity/nl.ts';
import { nlEditing } from './editing/nl.ts';
import { changeLabel, editLabel, errorLabel, versionLabels, type FieldNames, type Nouns } from './words.ts';

const nouns: Nouns = {
    assignments: 'Toewijzing',
    calendars: 'Kalender',
    dependencies: 'Afhankelijkheid',
    events: 'Taak',
    resources: 'Resource',
    versions: 'Versie'
};

const fieldNames: FieldNames = {
    calendar: 'kalender',
    constraintDate: 'datum van de beperking',
    constraintType: 'beperking',
    duration: 'duur',
    durationUnit: 'eenheid van de duur',
    effort: 'inspanning',
    endDate: 'einde',
    event: 'taak',
    eventColor: 'kleur',
    fromEvent: 'voorganger',
    lag: 'vertraging',
    manuallyScheduled: 'handmatig gepland',
    name: 'naam',
    note: 'notitie',
    percentDone: 'percentage gereed',
    resource: 'resource',
    startDate: 'begin',
    toEvent: 'opvolger',
    units: 'eenheden'
};

const readOnly = 'Dit project mag hier alleen worden bekeken.';

/** Dutch. */
export const nl: RealtimeLocale = {
    code: 'nl',
    quotes: ['‘', '’'],
    labels: (formats): Labels => {
        const { number, plural, list, ago, quote } = formats;
        return {
            language: formats.code,
            activity: nlActivity(formats, fieldNames),
            editing: nlEditing(formats, fieldNames),
            serverAddress: 'Server',
            userName: 'Naam',
            password: 'Wachtwoord',
            login: 'Inloggen',
            loggedInAs: userName => `Ingelogd als ${userName}`,
            logout: 'Uitloggen',

            onlineUsers: 'Wie is online?',
            you: '(jij)',
            userDescription: (userName, clients, isSelf) =>
                `${userName}${isSelf ? ' (jij)' : ''}, ${plural(clients, { one: '# tabblad', other: '# tabbladen' })}`,
            moreUsers: count => `+${count}`,
            showAllUsers: (hidden, total) => `+${hidden}, alle ${total} tonen`,
            usersJoined: userNames =>
                `${list(userNames)} ${plural(userNames.length, { one: 'is er nu bij', other: 'zijn er nu bij' })}`,
            usersLeft: userNames =>
                `${list(userNames)} ${plural(userNames.length, { one: 'is vertrokken', other: 'zijn vertrokken' })}`,

            autoSync: 'Automatisch verzenden',
            sync: 'Verzenden',
            syncWaiting: waiting =>
                `Verzenden ${waiting} ${plural(waiting, { one: 'wachtende wijziging', other: 'wachtende wijzigingen' })}`,
            allSaved: 'Alles opgeslagen',
            saving: 'Opslaan…',
            unsaved: count =>
                plural(count, { one: '# wijziging nog niet opgeslagen', other: '# wijzigingen nog niet opgeslagen' }),
            viewOnly: 'Alleen bekijken',
            viewOnlyText: readOnly,
            unsavedEdits: 'Wijzigingen die nog niet zijn opgeslagen',
            nothingUnsaved: 'De server heeft alle wijzigingen.',
            waitsForConnection: 'Wordt verzonden zodra de verbinding terug is.',
            waitsForSync: 'Wacht tot ‘Automatisch verzenden’ aan staat.',
            waitsForReview: 'Wordt pas verzonden als u het hebt bekeken.',
            edit: editLabel({
                nouns,
                verbs: { added: 'toevoegen', updated: 'bewerken', removed: 'verwijderen' },
                sentence: (verb, noun, name) => `${noun} ${name} ${verb}`,
                project: 'Project bewerken'
            }),
            age: ago,

            bulk: 'Veel wijzigingen tegelijk',
            bulkProgress: (done, total) => `${number(done)} van ${number(total)}`,
            bulkCalculating: 'Berekenen…',

            rejected: count =>
                plural(count, {
                    one: '# wijziging kon niet worden opgeslagen',
                    other: '# wijzigingen konden niet worden opgeslagen'
                }),
            rejectedChange: changeLabel(formats, fieldNames),

            connecting: 'Verbinding maken…',
            authenticating: 'Inloggen…',
            loading: 'Laden…',
            connected: 'Verbonden',
            offline: 'Offline',
            nextTryIn: seconds => `volgende poging over ${seconds} s`,
            tryNow: 'Nu proberen',
            needsAuth: reason => (reason === null ? 'Niet ingelogd' : `Niet ingelogd: ${reason}`),
            failed: reason => `Geen verbinding: ${reason}`,

            reset: 'Terugzetten',
            resetTitle: 'Project terugzetten?',
            resetText:
                'De wijzigingen van iedereen gaan verloren en de begintoestand komt terug. ' +
                'Dit kan niet ongedaan worden gemaakt.',
            resetConfirm: 'Terugzetten',
            cancel: 'Annuleren',

            versions: 'Versies',
            versionName: 'Naam van de versie',
            save: 'Opslaan',
            noVersions: 'Nog geen versies. Sla er een op voordat je iets probeert.',
            automatic: 'Automatisch',
            ...versionLabels(formats, {
                nounOf: store => (nouns as Record<string, string>)[store] ?? store,
                names: fieldNames,
                unnamed: 'Versie zonder naam',
                editsBy: userNames => `Wijzigingen van ${userNames}`
            }),
            comparing: 'Wordt met nu vergeleken …',
            sameAsNow: 'Sindsdien is er niets veranderd.',
            changedSince: (kind, count) =>
                `Sindsdien ${{ added: 'toegevoegd', updated: 'gewijzigd', removed: 'verwijderd' }[kind]}: ${count}`,
            moreRecords: count => `en nog ${count}`,
            preview: 'Voorbeeld',
            previewing: title => `Je bekijkt ${quote(title)}. Alleen jij ziet dit, en je kunt hier niets wijzigen.`,
            closePreview: 'Terug naar nu',
            restore: 'Terugzetten',
            restoreHeading: title => `${quote(title)} terugzetten?`,
            restoreText:
                'De planning wordt voor iedereen weer zoals die toen was. Je kunt het ongedaan maken, en wat er nu is ' +
                'blijft als automatische versie bewaard.',
            restored: title => `${title} terugzetten`,
            rename: 'Hernoemen',
            remove: 'Verwijderen',
            removeHeading: title => `${quote(title)} verwijderen?`,
            removeText: 'De versie is dan voor iedereen weg. Dit kan niet ongedaan worden gemaakt.',

            conflictTitle: 'Conflict in de planning',
            cycleTitle: 'Kring van afhankelijkheden',
            emptyCalendarTitle: 'Kalender zonder werktijd',
            resolutions: 'Wat moet er gebeuren?',
            resolutionForDependency: (action, fromEvent, toEvent) =>
                `${action} ${quote(fromEvent)} → ${quote(toEvent)}`,
            effects: 'Wat er dan gebeurt',
            effectsOfNothing: 'Kies iets om te zien wat er dan gebeurt.',
            calculatingEffects: 'Bezig met berekenen…',
            movingTasks: count =>
                count
                    ? plural(count, { one: '# taak krijgt andere datums', other: '# taken krijgen andere datums' })
                    : 'Geen enkele taak krijgt andere datums.',
            taskMove: ({ before, after }) =>
                [
                    before ? formats.span(before.startDate, before.endDate) : 'Nieuw',
                    formats.span(after.startDate, after.endDate)
                ].join(' → '),
            dependencyEffect: ({ kind, fromEvent, toEvent }) =>
                `Afhankelijkheid ${quote(fromEvent)} → ${quote(toEvent)} ${kind === 'removed' ? 'wordt verwijderd' : 'wordt inactief'}`,
            leadsTo: issue => `Daarna volgt nog een vraag: ${issue}`,
            moreIssues: count => plural(count, { one: 'nog # beslissing', other: 'nog # beslissingen' }),
            apply: 'Toepassen',
            cancelChange: 'Wijziging terugdraaien',

            undo: 'Ongedaan maken',
            redo: 'Opnieuw',
            undoHistory: 'Eigen stappen',
            noSteps: 'Nog niets ongedaan te maken.',
            beforeAllSteps: 'Vóór de eerste stap',
            foreignChanges: 'Anderen hebben sindsdien hetzelfde gewijzigd:',
            foreignEdit: edit =>
                formats.foreign(edit, fieldNames, (who = 'Iemand', what, isRemoved) =>
                    isRemoved ? `${who} heeft ${what} verwijderd` : `${who} heeft ${what} gewijzigd`
                ),
            leaveTheirs: 'Alleen de rest',
            overwriteTheirs: 'Overschrijven',

            dismiss: 'Verbergen',
            error: errorLabel({
                'wrong-credentials': 'De naam of het wachtwoord is onjuist.',
                'authentication-required': 'Log eerst in.',
                'authorization-required': 'Daarvoor ontbreken de rechten.',
                'not-signed-in': 'Log eerst in.',
                'read-only': readOnly,
                'record-removed': ({ store, name, userName }) =>
                    `${nouns[store as keyof Nouns] ?? store} ${quote(String(name))} is verwijderd door ${userName}; ` +
                    'de wijziging eraan is niet overgenomen.',
                'record-missing': ({ store, id }) =>
                    `${nouns[store as keyof Nouns] ?? store} ${quote(String(id))} bestaat niet; laad het project opnieuw.`,
                'bad-revision': 'De server kon de wijziging niet overnemen.',
                'unknown-version': 'Deze versie bestaat niet meer. Kies een andere.',
                'too-many-versions': ({ count }) =>
                    `Een project kan niet meer dan ${count} versies hebben. Verwijder er eerst een.`,
                'bad-version': 'Deze versie bevat geen planning. Kies een andere.',
                storm: 'Berekende waarden zijn te vaak heen en weer geschreven. Het project wordt opnieuw geladen.',
                'too-large': 'De wijziging is te groot voor de server. Verdeel haar over meerdere.',
                unavailable:
                    'De server kan op dit moment niets opslaan; er is niets gewijzigd. Wijzigingen worden bewaard en ' +
                    'opnieuw verzonden; probeer al het andere later opnieuw.',
                'server-error': 'Er ging iets mis bij de server; er is niets gewijzigd. Probeer het opnieuw.',
                unreachable: ({ address }) =>
                    `Geen verbinding met ${address}. Controleer het adres, het netwerk en de server.`,
                'taken-back': ({ reason = '' }) => `De wijziging is teruggedraaid. ${reason}`.trim(),
                'refused-unheard': 'De server heeft de wijziging geweigerd terwijl de verbinding verbroken was.',
                'issue-policy': ({ reason }) => `De wijziging is teruggedraaid. ${reason}`,
                'no-preview': 'Wat de keuze doet, kan niet worden berekend.',
                'no-activity': 'Deze server houdt niet bij wie wat heeft gedaan.',
                closed: 'De verbinding met de server is verbroken.',
                heartbeat: 'De server laat niets meer van zich horen.',
                timeout: 'De server antwoordde niet op tijd. Probeer het opnieuw.',
                token: 'Het inloggen kon niet worden vernieuwd.',
                replaced: 'Een andere pagina heeft deze verbinding overgenomen.',
                engine: 'Het project kon niet worden geladen. Laad de pagina opnieuw.'
            })
        };
    }
};
