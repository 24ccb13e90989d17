import type { Labels, RealtimeLocale } from '../hooks/labels.ts';
import { deActivity } from './activity/de.ts';
import { deEditing } from './editing/de.ts';
import { changeLabel, editLabel, errorLabel, versionLabels, type FieldNames, type Nouns } from './words.ts';

const nouns: Nouns = {
    assignments: 'Zuordnung',
    calendars: 'Kalender',
    dependencies: 'Abhängigkeit',
    events: 'Vorgang',
    resources: 'Ressource',
    versions: 'Version'
};

const fieldNames: FieldNames = {
    calendar: 'Kalender',
    constraintDate: 'Datum der Einschränkung',
    constraintType: 'Einschränkung',
    duration: 'Dauer',
    durationUnit: 'Einheit der Dauer',
    effort: 'Aufwand',
    endDate: 'Ende',
    event: 'Vorgang',
    eventColor: 'Farbe',
    fromEvent: 'Vorgänger',
    lag: 'Zeitabstand',
    manuallyScheduled: 'manuell geplant',
    name: 'Name',
    note: 'Notiz',
    percentDone: 'Fortschritt in Prozent',
    resource: 'Ressource',
    startDate: 'Beginn',
    toEvent: 'Nachfolger',
    units: 'Einheiten'
};

const readOnly = 'Dieses Projekt darf hier nur angesehen werden.';

/** German. */
export const de: RealtimeLocale = {
    code: 'de',
    quotes: ['„', '“'],
    labels: (formats): Labels => {
        const { number, plural, list, ago, quote } = formats;
        return {
            language: formats.code,
            activity: deActivity(formats, fieldNames),
            editing: deEditing(formats, fieldNames),
            serverAddress: 'Server',
            userName: 'Name',
            password: 'Passwort',
            login: 'Anmelden',
            loggedInAs: userName => `Angemeldet als ${userName}`,
            logout: 'Abmelden',

            onlineUsers: 'Wer ist online?',
            you: '(Sie)',
            userDescription: (userName, clients, isSelf) =>
                `${userName}${isSelf ? ' (Sie)' : ''}, ${plural(clients, { one: '# Tab', other: '# Tabs' })}`,
            moreUsers: count => `+${count}`,
            showAllUsers: (hidden, total) => `+${hidden}, alle ${total} zeigen`,
            usersJoined: userNames =>
                `${list(userNames)} ${plural(userNames.length, { one: 'ist jetzt da', other: 'sind jetzt da' })}`,
            usersLeft: userNames =>
                `${list(userNames)} ${plural(userNames.length, { one: 'ist gegangen', other: 'sind gegangen' })}`,

            autoSync: 'Automatisch senden',
            sync: 'Senden',
            syncWaiting: waiting =>
                `Senden ${waiting} ${plural(waiting, { one: 'wartende Änderung', other: 'wartende Änderungen' })}`,
            allSaved: 'Alles gespeichert',
            saving: 'Wird gespeichert …',
            unsaved: count =>
                plural(count, {
                    one: '# Änderung noch nicht gespeichert',
                    other: '# Änderungen noch nicht gespeichert'
                }),
            viewOnly: 'Nur ansehen',
            viewOnlyText: readOnly,
            unsavedEdits: 'Noch nicht gespeicherte Änderungen',
            nothingUnsaved: 'Der Server hat alle Änderungen.',
            waitsForConnection: 'Wird gesendet, sobald die Verbindung wieder da ist.',
            waitsForSync: 'Wartet, bis „Automatisch senden“ eingeschaltet ist.',
            waitsForReview: 'Wird erst gesendet, wenn Sie es durchgesehen haben.',
            edit: editLabel({
                nouns,
                verbs: { added: 'hinzufügen', updated: 'bearbeiten', removed: 'entfernen' },
                sentence: (verb, noun, name) => `${noun} ${name} ${verb}`,
                project: 'Projekt bearbeiten'
            }),
            age: ago,

            bulk: 'Viele Änderungen auf einmal',
            bulkProgress: (done, total) => `${number(done)} von ${number(total)}`,
            bulkCalculating: 'Wird berechnet …',

            rejected: count =>
                plural(count, {
                    one: '# Änderung konnte nicht gespeichert werden',
                    other: '# Änderungen konnten nicht gespeichert werden'
                }),
            rejectedChange: changeLabel(formats, fieldNames),

            connecting: 'Verbindung wird aufgebaut …',
            authenticating: 'Anmeldung läuft …',
            loading: 'Wird geladen …',
            connected: 'Verbunden',
            offline: 'Offline',
            nextTryIn: seconds => `nächster Versuch in ${seconds} s`,
            tryNow: 'Jetzt versuchen',
            needsAuth: reason => (reason === null ? 'Nicht angemeldet' : `Nicht angemeldet: ${reason}`),
            failed: reason => `Getrennt: ${reason}`,

            reset: 'Zurücksetzen',
            resetTitle: 'Projekt zurücksetzen?',
            resetText:
                'Die Änderungen aller Beteiligten gehen verloren, und der Ausgangszustand kommt zurück. ' +
                'Das lässt sich nicht rückgängig machen.',
            resetConfirm: 'Zurücksetzen',
            cancel: 'Abbrechen',

            versions: 'Versionen',
            versionName: 'Name der Version',
            save: 'Speichern',
            noVersions: 'Noch keine Version. Vor größeren Änderungen lohnt sich eine.',
            automatic: 'Automatisch',
            ...versionLabels(formats, {
                nounOf: store => (nouns as Record<string, string>)[store] ?? store,
                names: fieldNames,
                unnamed: 'Version ohne Namen',
                editsBy: userNames => `Änderungen von ${userNames}`
            }),
            comparing: 'Wird mit jetzt verglichen …',
            sameAsNow: 'Seitdem hat sich nichts geändert.',
            changedSince: (kind, count) =>
                `Seitdem ${{ added: 'hinzugefügt', updated: 'geändert', removed: 'entfernt' }[kind]}: ${count}`,
            moreRecords: count => `und ${count} weitere`,
            preview: 'Vorschau',
            previewing: title => `Zu sehen ist ${quote(title)}. Das sehen nur Sie, und hier lässt sich nichts ändern.`,
            closePreview: 'Zurück zu jetzt',
            restore: 'Wiederherstellen',
            restoreHeading: title => `${quote(title)} wiederherstellen?`,
            restoreText:
                'Der Plan wird für alle wieder so, wie er damals war. Das lässt sich rückgängig machen, und was jetzt ' +
                'da ist, bleibt als automatische Version erhalten.',
            restored: title => `${title} wiederherstellen`,
            rename: 'Umbenennen',
            remove: 'Löschen',
            removeHeading: title => `${quote(title)} löschen?`,
            removeText: 'Die Version ist dann für alle weg. Das lässt sich nicht rückgängig machen.',

            conflictTitle: 'Widerspruch im Plan',
            cycleTitle: 'Kreis aus Abhängigkeiten',
            emptyCalendarTitle: 'Kalender ohne Arbeitszeit',
            resolutions: 'Was soll geschehen?',
            resolutionForDependency: (action, fromEvent, toEvent) =>
                `${action} ${quote(fromEvent)} → ${quote(toEvent)}`,
            effects: 'Was dann geschieht',
            effectsOfNothing: 'Bitte auswählen, um zu sehen, was dann geschieht.',
            calculatingEffects: 'Wird berechnet …',
            movingTasks: count =>
                count
                    ? plural(count, {
                          one: '# Vorgang bekommt andere Termine',
                          other: '# Vorgänge bekommen andere Termine'
                      })
                    : 'Kein Vorgang bekommt andere Termine.',
            taskMove: ({ before, after }) =>
                [
                    before ? formats.span(before.startDate, before.endDate) : 'Neu',
                    formats.span(after.startDate, after.endDate)
                ].join(' → '),
            dependencyEffect: ({ kind, fromEvent, toEvent }) =>
                `Abhängigkeit ${quote(fromEvent)} → ${quote(toEvent)} ${kind === 'removed' ? 'wird entfernt' : 'wird inaktiv'}`,
            leadsTo: issue => `Danach stellt sich eine weitere Frage: ${issue}`,
            moreIssues: count => plural(count, { one: 'noch # Entscheidung', other: 'noch # Entscheidungen' }),
            apply: 'Anwenden',
            cancelChange: 'Änderung zurücknehmen',

            undo: 'Rückgängig',
            redo: 'Wiederholen',
            undoHistory: 'Eigene Schritte',
            noSteps: 'Noch nichts rückgängig zu machen.',
            beforeAllSteps: 'Vor dem ersten Schritt',
            foreignChanges: 'Andere haben seitdem dasselbe geändert:',
            foreignEdit: edit =>
                formats.foreign(edit, fieldNames, (who = 'Jemand', what, isRemoved) =>
                    isRemoved ? `${who} hat ${what} entfernt` : `${who} hat ${what} geändert`
                ),
            leaveTheirs: 'Nur den Rest',
            overwriteTheirs: 'Überschreiben',

            dismiss: 'Ausblenden',
            error: errorLabel({
                'wrong-credentials': 'Name oder Passwort ist falsch.',
                'authentication-required': 'Bitte zuerst anmelden.',
                'authorization-required': 'Dafür fehlt die Berechtigung.',
                'not-signed-in': 'Bitte zuerst anmelden.',
                'read-only': readOnly,
                'record-removed': ({ store, name, userName }) =>
                    `${nouns[store as keyof Nouns] ?? store} ${quote(String(name))} wurde von ${userName} entfernt; ` +
                    'die Änderung daran wurde nicht übernommen.',
                'record-missing': ({ store, id }) =>
                    `${nouns[store as keyof Nouns] ?? store} ${quote(String(id))} gibt es nicht; ` +
                    'bitte das Projekt neu laden.',
                'bad-revision': 'Der Server konnte die Änderung nicht übernehmen.',
                'unknown-version': 'Diese Version gibt es nicht mehr. Bitte eine andere wählen.',
                'too-many-versions': ({ count }) =>
                    `Mehr als ${count} Versionen kann ein Projekt nicht haben. Bitte zuerst eine löschen.`,
                'bad-version': 'Diese Version enthält keinen Plan. Bitte eine andere wählen.',
                storm: 'Berechnete Werte wurden zu oft hin und her geschrieben. Das Projekt wird neu geladen.',
                'too-large': 'Die Änderung ist zu groß für den Server. Bitte auf mehrere aufteilen.',
                unavailable:
                    'Der Server kann gerade nichts speichern; nichts wurde geändert. Änderungen werden aufgehoben und ' +
                    'noch einmal gesendet, alles andere bitte später noch einmal versuchen.',
                'server-error':
                    'Beim Server ist etwas schiefgegangen; nichts wurde geändert. Bitte noch einmal versuchen.',
                unreachable: ({ address }) => `Keine Verbindung zu ${address}. Bitte Adresse, Netz und Server prüfen.`,
                'taken-back': ({ reason = '' }) => `Die Änderung wurde zurückgenommen. ${reason}`.trim(),
                'refused-unheard': 'Der Server hat die Änderung abgelehnt, während die Verbindung getrennt war.',
                'issue-policy': ({ reason }) => `Die Änderung wurde zurückgenommen. ${reason}`,
                'no-preview': 'Was die Auswahl bewirkt, lässt sich nicht berechnen.',
                'no-activity': 'Dieser Server merkt sich nicht, wer was getan hat.',
                closed: 'Die Verbindung zum Server wurde getrennt.',
                heartbeat: 'Der Server meldet sich nicht mehr.',
                timeout: 'Der Server hat nicht rechtzeitig geantwortet. Bitte noch einmal versuchen.',
                token: 'Die Anmeldung konnte nicht erneuert werden.',
                replaced: 'Eine andere Seite hat diese Verbindung übernommen.',
                engine: 'Das Projekt konnte nicht geladen werden. Bitte die Seite neu laden.'
            })
        };
    }
};
