import { cleanup, render, type RenderResult } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { StrictMode, type ReactNode } from 'react';
import { expect, onTestFinished } from 'vitest';
import '@bryntum/schedulerpro/fontawesome/css/fontawesome.css';
import '@bryntum/schedulerpro/fontawesome/css/solid.css';
import '@bryntum/schedulerpro/schedulerpro.css';
import dark from '@bryntum/schedulerpro/svalbard-dark.css?inline';
import light from '@bryntum/schedulerpro/svalbard-light.css?inline';
import '../../src/styles.css';
import type { Labels } from '../../src/hooks/labels.ts';
import { RealtimeProvider } from '../../src/hooks/RealtimeProvider.tsx';
import { createRealtime, type Realtime } from '../../src/store/Realtime.ts';
import type { RealtimeState, Session } from '../../src/store/realtimeStore.ts';
import type { RealtimeProjectConfig } from '../../src/project/RealtimeProject.ts';
import type { User } from '../../src/protocol/index.ts';
import type { InPageServer } from './inPageServer.ts';

const themes = { light, dark };

/** Sets the page up as a host would: theme, background, font. */
export function applyTheme(name: keyof typeof themes): void {
    const style = document.getElementById('theme') ?? document.head.appendChild(document.createElement('style'));
    style.id = 'theme';
    style.textContent = `${themes[name]}
        body { margin: 16px; background: var(--b-neutral-100); color: var(--b-text-1); font: 14px/1.4 sans-serif; }
        *, *::before, *::after, *::backdrop { animation: none !important; transition: none !important; }`;
}

/** Somebody logged in. */
export const SESSION: Session = { userId: 'ada', userName: 'Ada', clientId: 'c1', role: 'editor', protocol: 2 };

/** A user of the list. */
export function user(userName: string, more: Partial<User> = {}): User {
    return { userId: userName.toLowerCase(), userName, clients: 1, ...more };
}

/** The state of somebody who is connected. */
export const LIVE: Partial<RealtimeState> = {
    connection: { status: 'live' },
    hasEverConnected: true,
    session: SESSION,
    users: [user('Ada'), user('Ben')]
};

/** A real realtime project that is disconnected with the test's end. */
export function makeRealtime(config: RealtimeProjectConfig = {}): Realtime {
    const realtime = createRealtime(config);
    onTestFinished(() => realtime.disconnect());
    return realtime;
}

/** A realtime project that is not connected, in a given state. */
export function inState(state: Partial<RealtimeState>): Realtime {
    const realtime = makeRealtime();
    realtime.store.setState(state);
    return realtime;
}

/** A client of a server in the page. */
export function clientOf(server: InPageServer, config: RealtimeProjectConfig = {}): Realtime {
    const { address, webSocketImplementation } = server;
    return makeRealtime({ wsAddress: address, wsProjectId: 1, webSocketImplementation, ...config });
}

/** Renders below a provider, in StrictMode and the light theme. */
export function renderRealtime(
    realtime: Realtime,
    ui: ReactNode,
    labels?: Partial<Labels>
): RenderResult & { user: UserEvent } {
    applyTheme('light');
    const wrap = (children: ReactNode): ReactNode => (
        <StrictMode>
            <RealtimeProvider value={realtime} {...(labels && { labels })}>
                {children}
            </RealtimeProvider>
        </StrictMode>
    );
    onTestFinished(cleanup);
    const result = render(wrap(ui));
    return { ...result, rerender: next => result.rerender(wrap(next)), user: userEvent.setup() };
}

/** Fails with what is wrong for people with disabilities, in the light and in the dark theme. */
export async function expectAccessible(): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
        applyTheme(theme);
        // oxlint-disable-next-line no-await-in-loop -- one page, one theme at a time
        const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
        const findings = violations.flatMap(({ id, nodes }) =>
            nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`)
        );
        expect(findings, `in the ${theme} theme`).toEqual([]);
    }
    applyTheme('light');
}
