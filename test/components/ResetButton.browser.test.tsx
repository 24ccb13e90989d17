import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { userEvent as realKeys } from 'vitest/browser';
import { ErrorNotice, ResetButton } from '../../src/components/index.ts';
import { demoAuthenticate } from '../../src/server/core.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const button = (): HTMLElement => screen.getByRole('button', { name: 'Reset' });
const dialog = (): HTMLElement => screen.getByRole('alertdialog', { name: 'Reset the project?' });
const inDialog = (name: string): HTMLElement => within(dialog()).getByRole('button', { name });

describe('asking', () => {
    test.each([
        [{ status: 'idle' }],
        [{ status: 'loading' }],
        [{ status: 'reconnecting', attempt: 1, nextTryAt: 0, reason: { code: 'closed', message: '' } }]
    ] as const)('does not start while the connection is %o', async connection => {
        const { user } = renderRealtime(inState({ connection }), <ResetButton />);
        expect(button().ariaDisabled).toBe('true');
        await user.click(button());
        expect(screen.queryByRole('alertdialog')).toBeNull();
        await expectAccessible();
    });

    test('focuses Cancel, and Escape gives the focus back without resetting', async () => {
        const { user } = renderRealtime(inState({ ...LIVE, connection: { status: 'suspended' } }), <ResetButton />);
        await user.tab();
        await user.keyboard('{Enter}');
        expect(document.activeElement).toBe(inDialog('Cancel'));
        await expectAccessible();
        await realKeys.keyboard('{Escape}');
        await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
        expect(document.activeElement).toBe(button());
    });

    test('ends with Cancel', async () => {
        const { user } = renderRealtime(inState(LIVE), <ResetButton>Start over</ResetButton>);
        await user.click(screen.getByRole('button', { name: 'Start over' }));
        await user.click(inDialog('Cancel'));
        expect(screen.queryByRole('alertdialog')).toBeNull();
    });
});

test('is not there for who may not edit, also when that changes while it asks', async () => {
    const realtime = inState({ ...LIVE, readOnly: true });
    const { user } = renderRealtime(realtime, <ResetButton />);
    expect(screen.queryByRole('button')).toBeNull();
    realtime.store.setState({ readOnly: false });
    await user.click(await screen.findByRole('button', { name: 'Reset' }));
    realtime.store.setState({ readOnly: true });
    await waitFor(() => expect(document.querySelector('dialog, button')).toBeNull());
});

test('takes no confirmation once the connection is lost', async () => {
    const realtime = inState(LIVE);
    const { user } = renderRealtime(realtime, <ResetButton />);
    await user.click(button());
    const reason = { code: 'closed', message: 'The connection was lost' };
    realtime.store.setState({ connection: { status: 'reconnecting', attempt: 1, nextTryAt: 0, reason } });
    await waitFor(() => expect(inDialog('Reset').ariaDisabled).toBe('true'));
    await user.click(inDialog('Reset'));
    expect(inDialog('Reset').ariaBusy).toBeNull();
    expect(within(dialog()).queryByRole('alert')).toBeNull();
});

test('restores the initial data for everybody', async () => {
    const server = createInPageServer();
    const [ada, ben] = [clientOf(server), clientOf(server)];
    await Promise.all([ada.login({ userName: 'Ada' }), ben.login({ userName: 'Ben' })]);
    const name = ({ project }: typeof ada): string =>
        (project.eventStore.getById(1) as unknown as { name: string })?.name;
    await waitFor(() => expect(name(ben)).toBeTruthy());
    await waitFor(() => expect(ada.store.getState().connection.status).toBe('live'));
    const initial = name(ada);
    (ada.project.eventStore.getById(1) as unknown as { name: string }).name = 'Changed';
    await waitFor(() => expect(name(ben)).toBe('Changed'));

    const { user } = renderRealtime(ada, <ResetButton />);
    await user.click(button());
    await user.click(inDialog('Reset'));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await waitFor(() => expect([name(ada), name(ben)]).toEqual([initial, initial]));
});

test('says in the dialog why the server refuses, and nowhere else', async () => {
    const server = createInPageServer({
        authenticate: credentials => ({ ...demoAuthenticate(credentials)!, role: 'viewer' })
    });
    const realtime = clientOf(server, { wsReadOnly: false });
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    const { user } = renderRealtime(
        realtime,
        <>
            <ResetButton />
            <ErrorNotice data-testid="notice" />
        </>
    );
    await user.click(button());
    await user.click(inDialog('Reset'));
    const alert = await within(dialog()).findByRole('alert');
    expect(alert.textContent).not.toBe('');
    expect(screen.getByTestId('notice').textContent).toBe('');
    await expectAccessible();
    await user.click(inDialog('Cancel'));
    expect(document.activeElement).toBe(button());
});
