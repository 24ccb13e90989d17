import type { Labels, RealtimeLocale } from '../hooks/labels.ts';
import { svActivity } from './activity/sv.ts';
import { svEditing } from './editing/sv.ts';
import { changeLabel, editLabel, errorLabel, versionLabels, type FieldNames, type Nouns } from './words.ts';

const nouns: Nouns = {
    assignments: 'tilldelningen',
    calendars: 'kalendern',
    dependencies: 'beroendet',
    events: 'aktiviteten',
    resources: 'resursen',
    versions: 'versionen'
};

const fieldNames: FieldNames = {
    calendar: 'kalender',
    constraintDate: 'datum för villkoret',
    constraintType: 'villkor',
    duration: 'varaktighet',
    durationUnit: 'enhet för varaktighet',
    effort: 'arbetsinsats',
    endDate: 'slut',
    event: 'aktivitet',
    eventColor: 'färg',
    fromEvent: 'föregångare',
    lag: 'fördröjning',
    manuallyScheduled: 'manuellt planerad',
    name: 'namn',
    note: 'anteckning',
    percentDone: 'procent klart',
    resource: 'resurs',
    startDate: 'start',
    toEvent: 'efterföljare',
    units: 'enheter'
};

const readOnly = 'Det här projektet får bara läsas.';

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Swedish. */
export const sv: RealtimeLocale = {
    code: 'sv',
    quotes: ['”', '”'],
    labels: (formats): Labels => {
        const { number, plural, list, ago, quote } = formats;
        const nounOf = (store: unknown): string => capitalized(nouns[store as keyof Nouns] ?? String(store));
        return {
            language: formats.code,
            activity: svActivity(formats, fieldNames),
            editing: svEditing(formats, fieldNames),
            serverAddress: 'Server',
            userName: 'Namn',
            password: 'Lösenord',
            login: 'Logga in',
            loggedInAs: userName => `Inloggad som ${userName}`,
            logout: 'Logga ut',

            onlineUsers: 'Vilka är online?',
            you: '(du)',
            userDescription: (userName, clients, isSelf) =>
                `${userName}${isSelf ? ' (du)' : ''}, ${plural(clients, { one: '# flik', other: '# flikar' })}`,
            moreUsers: count => `+${count}`,
            showAllUsers: (hidden, total) => `+${hidden}, visa alla ${total}`,
            usersJoined: userNames => `${list(userNames)} är här nu`,
            usersLeft: userNames => `${list(userNames)} har gått`,

            autoSync: 'Skicka automatiskt',
            sync: 'Skicka',
            syncWaiting: waiting =>
                `Skicka ${waiting} ${plural(waiting, { one: 'väntande ändring', other: 'väntande ändringar' })}`,
            allSaved: 'Allt är sparat',
            saving: 'Sparar …',
            unsaved: count => plural(count, { one: '# ändring inte sparad än', other: '# ändringar inte sparade än' }),
            viewOnly: 'Endast visning',
            viewOnlyText: readOnly,
            unsavedEdits: 'Ändringar som inte är sparade än',
            nothingUnsaved: 'Servern har alla ändringar.',
            waitsForConnection: 'Skickas så snart anslutningen är tillbaka.',
            waitsForSync: 'Väntar tills ”Skicka automatiskt” är på.',
            waitsForReview: 'Skickas först när du har gått igenom det.',
            edit: editLabel({
                nouns,
                verbs: { added: 'Lägg till', updated: 'Redigera', removed: 'Ta bort' },
                sentence: (verb, noun, name) => `${verb} ${noun} ${name}`,
                project: 'Redigera projektet'
            }),
            age: ago,

            bulk: 'Många ändringar på en gång',
            bulkProgress: (done, total) => `${number(done)} av ${number(total)}`,
            bulkCalculating: 'Beräknar …',

            rejected: count =>
                plural(count, { one: '# ändring kunde inte sparas', other: '# ändringar kunde inte sparas' }),
            rejectedChange: changeLabel(formats, fieldNames),

            connecting: 'Ansluter …',
            authenticating: 'Loggar in …',
            loading: 'Laddar …',
            connected: 'Ansluten',
            offline: 'Offline',
            nextTryIn: seconds => `nästa försök om ${seconds} s`,
            tryNow: 'Försök nu',
            needsAuth: reason => (reason === null ? 'Inte inloggad' : `Inte inloggad: ${reason}`),
            failed: reason => `Frånkopplad: ${reason}`,

            reset: 'Återställ',
            resetTitle: 'Återställa projektet?',
            resetText: 'Allas ändringar går förlorade och utgångsläget kommer tillbaka. Det går inte att ångra.',
            resetConfirm: 'Återställ',
            cancel: 'Avbryt',

            versions: 'Versioner',
            versionName: 'Versionens namn',
            save: 'Spara',
            noVersions: 'Inga versioner än. Spara en innan du provar något.',
            automatic: 'Automatisk',
            ...versionLabels(formats, {
                nounOf,
                names: fieldNames,
                unnamed: 'Version utan namn',
                editsBy: userNames => `Ändringar av ${userNames}`
            }),
            comparing: 'Jämförs med nu …',
            sameAsNow: 'Inget har ändrats sedan dess.',
            changedSince: (kind, count) =>
                `${{ added: 'Tillagt', updated: 'Ändrat', removed: 'Borttaget' }[kind]} sedan dess: ${count}`,
            moreRecords: count => `och ${count} till`,
            preview: 'Förhandsvisa',
            previewing: title => `Du ser ${quote(title)}. Bara du ser det, och inget kan ändras här.`,
            closePreview: 'Tillbaka till nu',
            restore: 'Återställ version',
            restoreHeading: title => `Återställa ${quote(title)}?`,
            restoreText:
                'Planen blir som den var då, för alla. Du kan ångra det, och det som finns nu sparas som en automatisk ' +
                'version.',
            restored: title => `Återställ ${title}`,
            rename: 'Byt namn',
            remove: 'Ta bort',
            removeHeading: title => `Ta bort ${quote(title)}?`,
            removeText: 'Den försvinner för alla. Det går inte att ångra.',

            conflictTitle: 'Konflikt i planeringen',
            cycleTitle: 'Cirkel av beroenden',
            emptyCalendarTitle: 'Kalender utan arbetstid',
            resolutions: 'Vad ska hända?',
            resolutionForDependency: (action, fromEvent, toEvent) =>
                `${action} ${quote(fromEvent)} → ${quote(toEvent)}`,
            effects: 'Vad som händer då',
            effectsOfNothing: 'Välj något för att se vad som händer då.',
            calculatingEffects: 'Beräknar …',
            movingTasks: count =>
                count
                    ? plural(count, { one: '# aktivitet får andra datum', other: '# aktiviteter får andra datum' })
                    : 'Ingen aktivitet får andra datum.',
            taskMove: ({ before, after }) =>
                [
                    before ? formats.span(before.startDate, before.endDate) : 'Ny',
                    formats.span(after.startDate, after.endDate)
                ].join(' → '),
            dependencyEffect: ({ kind, fromEvent, toEvent }) =>
                `Beroendet ${quote(fromEvent)} → ${quote(toEvent)} ${kind === 'removed' ? 'tas bort' : 'blir inaktivt'}`,
            leadsTo: issue => `Det leder till en fråga till: ${issue}`,
            moreIssues: count => `${count} till att avgöra`,
            apply: 'Verkställ',
            cancelChange: 'Ta tillbaka ändringen',

            undo: 'Ångra',
            redo: 'Gör om',
            undoHistory: 'Egna steg',
            noSteps: 'Inget att ångra än.',
            beforeAllSteps: 'Före första steget',
            foreignChanges: 'Andra har ändrat samma sak sedan dess:',
            foreignEdit: edit =>
                formats.foreign(edit, fieldNames, (who = 'Någon', what, isRemoved) =>
                    isRemoved ? `${who} tog bort ${what}` : `${who} ändrade ${what}`
                ),
            leaveTheirs: 'Bara resten',
            overwriteTheirs: 'Skriv över',

            dismiss: 'Dölj',
            error: errorLabel({
                'wrong-credentials': 'Namnet eller lösenordet är fel.',
                'authentication-required': 'Logga in först.',
                'authorization-required': 'Behörighet saknas för det.',
                'not-signed-in': 'Logga in först.',
                'read-only': readOnly,
                'record-removed': ({ store, name, userName }) =>
                    `${nounOf(store)} ${quote(String(name))} har tagits bort av ${userName}; ändringen infördes inte.`,
                'record-missing': ({ store, id }) =>
                    `${nounOf(store)} ${quote(String(id))} finns inte; ladda om projektet.`,
                'bad-revision': 'Servern kunde inte införa ändringen.',
                'unknown-version': 'Den här versionen finns inte längre. Välj en annan.',
                'too-many-versions': ({ count }) =>
                    `Ett projekt kan inte ha fler än ${count} versioner. Ta bort en först.`,
                'bad-version': 'Den här versionen innehåller ingen plan. Välj en annan.',
                storm: 'Beräknade värden skrevs fram och tillbaka för många gånger. Projektet laddas om.',
                'too-large': 'Ändringen är för stor för servern. Dela upp den.',
                unavailable:
                    'Servern kan inte spara något just nu; inget har ändrats. Ändringar behålls och skickas igen, försök ' +
                    'med allt annat igen senare.',
                'server-error': 'Något gick fel på servern; inget har ändrats. Försök igen.',
                unreachable: ({ address }) =>
                    `Ingen anslutning till ${address}. Kontrollera adressen, nätverket och servern.`,
                'taken-back': ({ reason = '' }) => `Ändringen har tagits tillbaka. ${reason}`.trim(),
                'refused-unheard': 'Servern avvisade ändringen medan anslutningen var bruten.',
                'issue-policy': ({ reason }) => `Ändringen har tagits tillbaka. ${reason}`,
                'no-preview': 'Det går inte att räkna ut vad valet gör.',
                'no-activity': 'Den här servern sparar inte vem som har gjort vad.',
                closed: 'Anslutningen till servern bröts.',
                heartbeat: 'Servern hör inte av sig längre.',
                timeout: 'Servern svarade inte i tid. Försök igen.',
                token: 'Inloggningen kunde inte förnyas.',
                replaced: 'En annan sida har tagit över anslutningen.',
                engine: 'Projektet kunde inte laddas. Ladda om sidan.'
            })
        };
    }
};
