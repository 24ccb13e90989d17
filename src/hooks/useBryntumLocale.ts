import { LocaleManager } from '@bryntum/schedulerpro';
import { useSyncExternalStore } from 'react';
import { listen } from '../project/engine.ts';

const subscribe = (changed: () => void): (() => void) => listen(LocaleManager as never, { locale: changed });

// The vendor's types also allow what only its setter takes.
const languageTag = (): string | undefined => (LocaleManager.locale as { localeCode?: string }).localeCode;

/** The language tag of the scheduler's locale, such as `de-DE`; follows `LocaleManager.applyLocale()`. */
export function useBryntumLocale(): string {
    return useSyncExternalStore(subscribe, languageTag, languageTag) ?? '';
}
