import { LocaleManager } from '@bryntum/schedulerpro';
import { useEffect, useState } from 'react';
import type { RealtimeLocale } from '../../src/index.ts';

/** Languages of the demo, under their own names. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', nl: 'Nederlands', sv: 'Svenska' };

/** One of {@link LANGUAGES}. */
export type Language = keyof typeof LANGUAGES;

const STORAGE_KEY = 'schedulerpro-realtime-demo-language';

const isLanguage = (code: string | null | undefined): code is Language => !!code && Object.hasOwn(LANGUAGES, code);

/** The language chosen before, by the `language` parameter of the address, or by the browser. */
function initialLanguage(): Language {
    const candidates = [
        new URLSearchParams(location.search).get('language'),
        localStorage.getItem(STORAGE_KEY),
        navigator.language.split('-')[0]
    ];
    return candidates.find(isLanguage) ?? 'en';
}

/** Fetches the scheduler's texts and the kit's; English is there already. */
const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<[name: string, RealtimeLocale]>> = {
    async de() {
        const [{ de }] = await Promise.all([
            import('../../src/locales/de.ts'),
            import('@bryntum/schedulerpro/locales/schedulerpro.locale.De.js')
        ]);
        return ['De', de];
    },
    async nl() {
        const [{ nl }] = await Promise.all([
            import('../../src/locales/nl.ts'),
            import('@bryntum/schedulerpro/locales/schedulerpro.locale.Nl.js')
        ]);
        return ['Nl', nl];
    },
    async sv() {
        const [{ sv }] = await Promise.all([
            import('../../src/locales/sv.ts'),
            import('@bryntum/schedulerpro/locales/schedulerpro.locale.SvSE.js')
        ]);
        return ['SvSE', sv];
    }
};

/** What the demo says besides what the components say. */
const TEXTS = {
    en: {
        title: 'Two people, one schedule',
        hint: 'Log in on both sides, then drag a bar.',
        language: 'Language',
        light: 'Use the light theme',
        dark: 'Use the dark theme'
    },
    de: {
        title: 'Zwei Leute, ein Plan',
        hint: 'Auf beiden Seiten anmelden, dann einen Balken ziehen.',
        language: 'Sprache',
        light: 'Helle Darstellung',
        dark: 'Dunkle Darstellung'
    },
    nl: {
        title: 'Twee mensen, één planning',
        hint: 'Log aan beide kanten in en versleep een balk.',
        language: 'Taal',
        light: 'Licht thema',
        dark: 'Donker thema'
    },
    sv: {
        title: 'Två personer, ett schema',
        hint: 'Logga in på båda sidorna och dra i en stapel.',
        language: 'Språk',
        light: 'Ljust tema',
        dark: 'Mörkt tema'
    }
} satisfies Record<Language, Record<string, string>>;

/** The language of the page: applies it to the scheduler, and the kit's labels follow. */
export function useLanguage() {
    const [language, choose] = useState<Language>(initialLanguage);
    const [shown, setShown] = useState<Language>('en');
    const [locales, setLocales] = useState<readonly RealtimeLocale[]>([]);
    useEffect(() => {
        let isCurrent = true;
        const load = async (): Promise<void> => {
            const [name, locale] = language === 'en' ? ['En'] : await LOADERS[language]();
            if (isCurrent) {
                setLocales(known => (locale && !known.includes(locale) ? [...known, locale] : known));
                setShown(language);
                await LocaleManager.applyLocale(name);
                document.documentElement.lang = language;
                localStorage.setItem(STORAGE_KEY, language);
            }
        };
        void load();
        return () => {
            isCurrent = false;
        };
    }, [language]);
    return { language, choose, locales, texts: TEXTS[shown] };
}
