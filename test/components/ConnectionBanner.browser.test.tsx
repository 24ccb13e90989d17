import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ConnectionBanner } from '../../src/components/index.ts';
import type { RealtimeState } from '../../src/store/realtimeStore.ts';
import { BROWSER_ENVIRONMENT } from '../../src/transport/environment.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';
import { FakeSocket } from '../transport/FakeSocket.ts';

const banner = (): HTMLElement => screen.getByTestId('banner');
const status = (): string => screen.getByRole('status').textContent;
const reason = { code: 'closed', message: 'The connection to ws://example was lost' };

function show(state: Partial<RealtimeState>, ...rest: Parameters<typeof renderRealtime>[2][]) {
    return renderRealtime(inState(state), <ConnectionBanner data-testid="banner" />, ...rest);
}

describe('shows nothing', () => {
    test('before anybody has logged in', async () => {
        show({});
        expect(banner().textContent).toBe('');
        expect(banner().dataset).toMatchObject({ state: 'idle' });
        await expectAccessible();
    });

    test.each(['live', 'suspended'] as const)('while %s, but says so to those who cannot see it', async name => {
        show({ ...LIVE, connection: { status: name } });
        expect(banner().dataset.shown).toBeUndefined();
        expect(status()).toBe('Connected');
        expect(screen.getByRole('status').getBoundingClientRect().width).toBe(1);
        await expectAccessible();
    });

    test('in states it was told to leave alone', () => {
        renderRealtime(
            inState({ connection: { status: 'needs-auth', reason: null } }),
            <ConnectionBanner quiet={['idle', 'live', 'suspended', 'needs-auth']} data-testid="banner" />
        );
        expect(banner().textContent).toBe('');
    });
});

describe('shows', () => {
    test.each([
        ['Connecting…', { status: 'connecting', attempt: 0 }],
        ['Logging in…', { status: 'authenticating' }],
        ['Loading…', { status: 'loading' }],
        ['Offline', { status: 'reconnecting', attempt: 1, nextTryAt: 0, reason }],
        ['Not logged in', { status: 'needs-auth', reason: null }],
        [`Not logged in: ${reason.message}`, { status: 'needs-auth', reason }],
        [`Disconnected: ${reason.message}`, { status: 'failed', reason }]
    ] as const)('"%s"', async (text, connection) => {
        show({ connection });
        expect(status()).toBe(text);
        expect(banner().dataset).toMatchObject({ state: connection.status, shown: 'true' });
        await expectAccessible();
    });

    test('reasons in the language of the host', () => {
        show(
            { connection: { status: 'failed', reason } },
            { failed: text => `Getrennt: ${text}`, error: ({ code }) => (code === 'closed' ? 'verloren' : '') }
        );
        expect(status()).toBe('Getrennt: verloren');
    });
});

test('has one height in all states that fit on one line', async () => {
    const realtime = inState({});
    renderRealtime(realtime, <ConnectionBanner data-testid="banner" />);
    const heights = new Set([banner().offsetHeight]);
    const states = [
        { status: 'connecting', attempt: 1 },
        { status: 'reconnecting', attempt: 2, nextTryAt: Date.now() + 9_000, reason },
        { status: 'failed', reason },
        { status: 'live' }
    ] as const;
    for (const connection of states) {
        realtime.store.setState({ connection });
        // oxlint-disable-next-line no-await-in-loop -- one state after the other
        await waitFor(() => expect(banner().dataset.state).toBe(connection.status));
        heights.add(banner().offsetHeight);
    }
    expect([...heights]).toHaveLength(1);
});

test('counts the seconds down where they are not read out', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    show({ connection: { status: 'reconnecting', attempt: 3, nextTryAt: Date.now() + 1_400, reason } });
    const timer = screen.getByRole('timer');
    expect(timer.textContent).toBe('next try in 2 s');
    expect(screen.getByRole('status').contains(timer)).toBe(false);
    expect(banner().title).toBe(reason.message);
    act(() => void vi.advanceTimersByTime(1_000));
    expect(timer.textContent).toBe('next try in 1 s');
    act(() => void vi.advanceTimersByTime(1_000));
    expect(timer.textContent).toBe('next try in 0 s');
    expect(status()).toBe('Offline');
});

test('Try now connects at once, by keyboard too, and keeps the focus meanwhile', async () => {
    const server = createInPageServer();
    // No retry comes by itself within the test: only the button can bring the connection back.
    const wsEnvironment = { ...BROWSER_ENVIRONMENT, random: () => 100_000 };
    const realtime = clientOf(server, { wsEnvironment });
    const { user } = renderRealtime(realtime, <ConnectionBanner data-testid="banner" />);
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(banner().dataset.state).toBe('live'));
    server.stop();
    await waitFor(() => expect(status()).toBe('Offline'));
    server.start();
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Try now' }));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(banner().dataset.state).toBe('live'));
    expect(screen.queryByRole('button')).toBeNull();
    expect(status()).toBe('Connected');
});

test('Try now cuts a try short that hangs', async () => {
    const server = createInPageServer();
    let [now, isDead] = [Date.now(), false];
    const realtime = clientOf(server, {
        wsEnvironment: { ...BROWSER_ENVIRONMENT, now: () => now },
        webSocketImplementation: class {
            constructor(address: string) {
                return isDead ? new FakeSocket(address) : new server.webSocketImplementation(address);
            }
        } as unknown as typeof server.webSocketImplementation
    });
    const { user } = renderRealtime(realtime, <ConnectionBanner data-testid="banner" />);
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(banner().dataset.state).toBe('live'));
    isDead = true;
    server.stop();
    await waitFor(() => expect(banner().dataset.state).toBe('connecting'));
    isDead = false;
    server.start();
    now += 1_000;
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(banner().dataset.state).toBe('live'));
});

test('offers to try again after the first attempt failed, unless a form shows why', async () => {
    const server = createInPageServer();
    server.stop();
    const realtime = clientOf(server);
    const { user } = renderRealtime(realtime, <ConnectionBanner data-testid="banner" />);
    await expect(realtime.login({ userName: 'Ada' })).rejects.toThrow(server.address);
    await waitFor(() => expect(status()).toContain(server.address));
    await expectAccessible();
    server.start();
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(banner().dataset.state).toBe('live'));
});

test('says that the project may not be opened, and does not offer what cannot help', async () => {
    const server = createInPageServer();
    const realtime = clientOf(server, { wsProjectId: 3 });
    renderRealtime(realtime, <ConnectionBanner data-testid="banner" />);
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(banner().dataset.state).toBe('failed'));
    expect(status()).toBe('Disconnected: Authorization required');
    expect(screen.queryByRole('button')).toBeNull();
});
