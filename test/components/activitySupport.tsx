import { act, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect } from 'vitest';
import { ActivityFeed } from '../../src/components/index.ts';
import { createDemoProjects } from '../../src/server/core.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { fillActivity } from '../support/activity.ts';
import { createInPageServer, type InPageServer, type InPageServerOptions } from '../support/inPageServer.ts';
import { clientOf, renderRealtime } from '../support/renderRealtime.tsx';

/** Time for what a server in the page does. */

/** A server with so many entries in its first project. */
export function filledServer(count: number, options: InPageServerOptions = {}): InPageServer {
    return createInPageServer({
        ...options,
        fill(storage) {
            createDemoProjects(storage);
            fillActivity(storage, 1, count);
        }
    });
}

/** Where a host puts the feed. */
export function Place({ children, width = 400 }: { children: ReactNode; width?: number }): ReactNode {
    return <div style={{ display: 'flex', flexDirection: 'column', width, height: 500 }}>{children}</div>;
}

/** The feed of somebody who is logged in, with so many entries on the server. */
export async function renderFeed(
    count: number,
    { ui = <ActivityFeed data-testid="feed" style={{ flex: 1 }} />, options = {} as InPageServerOptions } = {}
) {
    const server = filledServer(count, options);
    const realtime = clientOf(server);
    const result = renderRealtime(realtime, <Place>{ui}</Place>);
    await act(() => realtime.login({ userName: 'Amber Fox' }));
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    return { server, realtime, ...result };
}

/** What one sees of it. */
export const feed = (): HTMLElement => screen.getByTestId('feed');
export const rows = (): HTMLElement[] => screen.queryAllByRole('article');
export const scroller = (): HTMLElement => feed().querySelector('.sprt-activity-scroller')!;
export const isState = (state: string): Promise<void> => waitFor(() => expect(feed().dataset.state).toBe(state));
export const positions = (): number[] => rows().map(row => Number(row.ariaPosInSet));
/** The row of a revision. */
export const rowOf = (number: number): HTMLElement | undefined =>
    rows().find(row => row.dataset.key === `server-${number}`);
/**
 * The row of the last edit, if it is younger than a revision. What a client tells of its calculations takes a number, too,
 * so nobody knows which one the next edit has.
 */
export const newestAfter = (number: number): HTMLElement | undefined =>
    rows().find(row => row.ariaPosInSet === '1' && Number(row.dataset.key!.slice('server-'.length)) > number);
export const focusedKey = (): string | undefined => (document.activeElement as HTMLElement).dataset.key;

/** Somebody's edit. */
export async function edit(realtime: Realtime, number: number): Promise<void> {
    const event = realtime.project.eventStore.getAt(number) as unknown as { percentDone: number };
    await act(() =>
        realtime.edit(() => {
            event.percentDone = 5 + number;
        })
    );
}
