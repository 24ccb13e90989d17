import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { Realtime } from '../store/Realtime.ts';
import { DEFAULT_LABELS, type Labels } from './labels.ts';

interface RealtimeContextValue {
    realtime: Realtime;
    labels: Labels;
}

const RealtimeContext = createContext<RealtimeContextValue | null>(null);

/** Props of {@link RealtimeProvider}. */
export interface RealtimeProviderProps {
    /** What `useRealtimeProject` returned. */
    value: Realtime;
    /** Texts that replace the English ones; keep the object's identity stable. */
    labels?: Partial<Labels>;
    children?: ReactNode;
}

/** Hands one realtime project to the components below it. Two schedulers in one page have a provider each. */
export function RealtimeProvider({ value, labels, children }: RealtimeProviderProps): ReactNode {
    const context = useMemo(() => ({ realtime: value, labels: { ...DEFAULT_LABELS, ...labels } }), [value, labels]);
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
