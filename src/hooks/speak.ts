import { createFormats, type Formats } from './formats.ts';
import { en, type Labels, type RealtimeLocale } from './labels.ts';

const languageOf = (code: string): string => code.split(/[-_]/)[0]!.toLowerCase();

function formatsFor({ code, quotes }: RealtimeLocale, country: string): Formats {
    try {
        return createFormats(languageOf(country) === languageOf(code) ? country : code, quotes);
    } catch {
        // The host's locale goes by a name that is no language tag.
        return createFormats(code, quotes);
    }
}

/**
 * The texts of a language: of those given the one with exactly this tag, or else the first one of that language, or else
 * English.
 * @param code a language tag such as `de-AT`
 */
export function speak(code: string, locales: readonly RealtimeLocale[] = []): Labels {
    const all = [...locales, en];
    const locale =
        all.find(other => other.code === code) ?? all.find(other => languageOf(other.code) === languageOf(code)) ?? en;
    return locale.labels(formatsFor(locale, code));
}
