import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { Realtime } from '../store/Realtime.ts';
import type { Labels, RealtimeLocale } from './labels.ts';
import { speak } from './speak.ts';
import { useBryntumLocale } from './useBryntumLocale.ts';

interface RealtimeContextValue {
    realtime: Realtime;
    labels: Labels;
}

const RealtimeContext = createContext<RealtimeContextValue | null>(null);

/** Props of {@link RealtimeProvider}. */
export interface RealtimeProviderProps {
    /** What `useRealtimeProject` returned. */
    value: Realtime;
    /** Texts that replace those of the language; keep the object's identity stable. */
    labels?: Partial<Labels>;
    /**
     * Languages beside English, of `schedulerpro-realtime/locales/…` or your own; keep the array's identity stable.
     * Default: none.
     */
    locales?: readonly RealtimeLocale[];
    /** Tag of the language, such as `de` or `en-GB`. Default: follows the scheduler's locale (Bryntum's `LocaleManager`). */
    locale?: string;
    children?: ReactNode;
}

/**
 * Hands one realtime project to the components below it. Two schedulers in one page have a provider each. A language
 * that is not among `locales` falls back to English.
 */
export function RealtimeProvider({ value, labels, locales, locale, children }: RealtimeProviderProps): ReactNode {
    const bryntumLocale = useBryntumLocale();
    const code = locale ?? bryntumLocale;
    const texts = useMemo(() => ({ ...speak(code, locales), ...labels }), [code, locales, labels]);
    const context = useMemo(() => ({ realtime: value, labels: texts }), [value, texts]);
    return <RealtimeContext value={context}>{children}</RealtimeContext>;
}

function useRealtimeContext(user: string): RealtimeContextValue {
    const context = useContext(RealtimeContext);
    if (!context) {
        throw new Error(
            `${user} must be used within <RealtimeProvider>: <RealtimeProvider value={useRealtimeProject()}>…`
        );
    }
    return context;
}

/**
 * The realtime project of the nearest provider.
 * @throws Error outside of a provider
 */
export function useRealtime(): Realtime {
    return useRealtimeContext('useRealtime()').realtime;
}

/**
 * The texts of the nearest provider.
 * @throws Error outside of a provider
 */
export function useLabels(): Labels {
    return useRealtimeContext('useLabels()').labels;
}
