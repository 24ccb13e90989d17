import type { ReactNode } from 'react';
import type { Decorator } from '@storybook/react-vite';
import { de } from '../../src/locales/de.ts';
import { nl } from '../../src/locales/nl.ts';
import { sv } from '../../src/locales/sv.ts';
import { RealtimeProvider } from '../../src/hooks/RealtimeProvider.tsx';
import { INITIAL_STATE } from '../../src/project/state.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import type { RealtimeState } from '../../src/store/realtimeStore.ts';
import { useStoryRealtime } from './storyRealtime.ts';

/** A story's `parameters.realtime`: the state it shows, and what actions do instead of changing the state. */
export interface RealtimeParameters {
    state: Partial<RealtimeState>;
    actions?: Partial<Realtime>;
}

/** What the toolbar offers beside English. */
export const LOCALES = [de, nl, sv];

function StoryProvider({ state, actions, children }: RealtimeParameters & { children: ReactNode }): ReactNode {
    return (
        <RealtimeProvider value={useStoryRealtime(state, actions)} locales={LOCALES}>
            {children}
        </RealtimeProvider>
    );
}

/** Puts the story's component below a provider in the state of `parameters.realtime`. */
export const withRealtime: Decorator = (Story, { parameters }) => (
    <StoryProvider {...(parameters.realtime as RealtimeParameters)}>
        <Story />
    </StoryProvider>
);

/** The `parameters` of a story in one state. */
export function inState(state: Partial<RealtimeState>, actions?: Partial<Realtime>): { realtime: RealtimeParameters } {
    // Storybook merges a story's parameters into those of its file, so the state must be complete.
    return { realtime: { state: { ...INITIAL_STATE, ...state }, ...(actions && { actions }) } };
}
