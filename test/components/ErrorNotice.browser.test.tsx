import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ConnectionBanner, ErrorNotice } from '../../src/components/index.ts';
import { demoAuthenticate } from '../../src/server/core.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const alert = (): HTMLElement => screen.getByRole('alert');
const problem = { code: 'bad-revision', message: 'The event was removed by somebody else', at: 1 };

test('takes no room without an error', async () => {
    renderRealtime(inState(LIVE), <ErrorNotice />);
    expect(alert().textContent).toBe('');
    expect(alert().offsetHeight).toBe(0);
    expect(alert().dataset.state).toBe('empty');
    await expectAccessible();
});

test('shows the last error until it is dismissed, by keyboard too', async () => {
    const realtime = clientOf(createInPageServer());
    const { user } = renderRealtime(realtime, <ErrorNotice />);
    realtime.store.setState({ lastError: problem });
    await waitFor(() => expect(alert().textContent).toBe(problem.message));
    expect(alert().dataset.state).toBe('error');
    await expectAccessible();
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Dismiss' }));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(alert().textContent).toBe(''));
    expect(realtime.store.getState().lastError).toBeNull();
});

test('reads the same error out again when it happens again', async () => {
    const realtime = inState({ ...LIVE, lastError: problem });
    renderRealtime(realtime, <ErrorNotice />);
    const first = alert().firstElementChild;
    realtime.store.setState({ lastError: { ...problem, at: 2 } });
    await waitFor(() => expect(alert().firstElementChild).not.toBe(first));
    expect(alert().textContent).toBe(problem.message);
});

test('translates by code, and leaves out the codes it is told to ignore', () => {
    const { rerender } = renderRealtime(inState({ ...LIVE, lastError: problem }), <ErrorNotice />, {
        error: ({ code }) => `Fehler ${code}`
    });
    expect(alert().textContent).toBe('Fehler bad-revision');
    rerender(<ErrorNotice ignore={['bad-revision']} />);
    expect(alert().textContent).toBe('');
});

test('shows what the server refuses', async () => {
    const server = createInPageServer({
        authenticate: credentials => ({ ...demoAuthenticate(credentials)!, role: 'viewer' })
    });
    const realtime = clientOf(server, { wsReadOnly: false });
    renderRealtime(realtime, <ErrorNotice />);
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    (realtime.project.eventStore.first as unknown as { name: string }).name = 'Not allowed';
    await waitFor(() => expect(alert().textContent).not.toBe(''));
    expect(alert().textContent).toBe(realtime.store.getState().lastError!.message);
});

test('does not repeat what the connection banner says', async () => {
    const realtime = clientOf(createInPageServer(), { wsProjectId: 3 });
    renderRealtime(
        realtime,
        <>
            <ConnectionBanner />
            <ErrorNotice />
        </>
    );
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Authorization required'));
    expect(realtime.store.getState().lastError!.message).toBe('Authorization required');
    expect(alert().textContent).toBe('');
});
