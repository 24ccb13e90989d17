import { screen, waitFor } from '@testing-library/react';
import { createRef } from 'react';
import { describe, expect, test } from 'vitest';
import { ConnectionBanner, LoginPanel, randomUserName } from '../../src/components/index.ts';
import { demoAuthenticate, type Identity } from '../../src/server/core.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, makeRealtime, renderRealtime } from '../support/renderRealtime.tsx';

const field = (label: string): HTMLInputElement => screen.getByLabelText(label);
const button = (name: string): HTMLElement => screen.getByRole('button', { name });

describe('logged out', () => {
    test('offers address, name and password, each with its label', async () => {
        renderRealtime(inState({}), <LoginPanel address="ws://localhost:8080" random={() => 0.5} />);
        expect(field('Server').value).toBe('ws://localhost:8080');
        expect(field('Name').value).toBe(randomUserName(() => 0.5));
        expect(field('Password').type).toBe('password');
        expect(button('Login').closest('[data-state]')!.getAttribute('data-state')).toBe('ready');
        await expectAccessible();
    });

    test('keeps the random name over renders', () => {
        const { rerender } = renderRealtime(inState({}), <LoginPanel />);
        const { value } = field('Name');
        rerender(<LoginPanel className="again" />);
        expect(field('Name').value).toBe(value);
        expect(value).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    });

    test('leaves out address and password when told so', async () => {
        renderRealtime(inState({}), <LoginPanel showAddress={false} password="hidden" userName="Ada" />);
        expect(screen.getAllByRole('textbox')).toEqual([field('Name')]);
        expect(screen.queryByLabelText('Password')).toBeNull();
        await expectAccessible();
    });

    test('hands class, style, ref and other attributes to its element', () => {
        const ref = createRef<HTMLDivElement>();
        renderRealtime(
            inState({}),
            <LoginPanel ref={ref} className="mine" style={{ margin: 3 }} data-testid="login" />
        );
        expect(screen.getByTestId('login')).toBe(ref.current);
        expect(ref.current!.className).toBe('sprt sprt-login mine');
        expect(ref.current!.style.margin).toBe('3px');
        expect(ref.current!.dataset.state).toBe('signed-out');
    });

    test('takes its texts from the provider', () => {
        renderRealtime(inState({}), <LoginPanel />, { login: 'Anmelden', userName: 'Benutzer' });
        expect(button('Anmelden')).toBeTruthy();
        expect(field('Benutzer')).toBeTruthy();
        expect(field('Password')).toBeTruthy();
    });

    test('asks for a name instead of sending an empty one', async () => {
        const realtime = clientOf(createInPageServer());
        const { user, container } = renderRealtime(realtime, <LoginPanel userName="" showAddress={false} />);
        await user.click(button('Login'));
        expect(field('Name').matches(':invalid')).toBe(true);
        expect(container.querySelector('.sprt-login')!.getAttribute('data-state')).toBe('signed-out');
        expect(realtime.store.getState().connection.status).toBe('idle');
    });
});

describe('logging in', () => {
    test('goes by keyboard alone: Tab, Enter, and Enter on Logout', async () => {
        const server = createInPageServer();
        const realtime = makeRealtime({ webSocketImplementation: server.webSocketImplementation });
        const { user } = renderRealtime(realtime, <LoginPanel />);
        await user.tab();
        expect(document.activeElement).toBe(field('Server'));
        await user.keyboard(server.address);
        await user.tab();
        expect(document.activeElement).toBe(field('Name'));
        await user.keyboard('Ada Lovelace');
        await user.tab();
        expect(document.activeElement).toBe(field('Password'));
        await user.tab();
        expect(document.activeElement).toBe(button('Login'));
        await user.tab({ shift: true });
        await user.keyboard('{Enter}');

        await screen.findByText('Logged in as Ada Lovelace');
        expect(realtime.store.getState().session!.userName).toBe('Ada Lovelace');
        await waitFor(() => expect(document.activeElement).toBe(button('Logout')));
        await user.keyboard('{Enter}');

        await screen.findByRole('button', { name: 'Login' });
        await waitFor(() => expect(document.activeElement).toBe(field('Name')));
        expect(realtime.store.getState().session).toBeNull();
    });

    test('shows that it is busy, and does not log in twice', async () => {
        let letIn!: (identity: Identity) => void;
        let asked = 0;
        const server = createInPageServer({
            authenticate: () => {
                asked++;
                return new Promise<Identity>(resolve => (letIn = resolve));
            }
        });
        const { user, container } = renderRealtime(clientOf(server), <LoginPanel userName="Ada" />);
        await user.click(field('Name'));
        await user.keyboard('{Enter}');
        await waitFor(() => expect(asked).toBe(1));
        expect(container.querySelector('.sprt-login')!.getAttribute('data-state')).toBe('busy');
        expect(button('Login').ariaBusy).toBe('true');
        await expectAccessible();

        await user.keyboard('{Enter}');
        await user.click(button('Login'));
        letIn(demoAuthenticate({ login: 'Ada' })!);
        await screen.findByText('Logged in as Ada');
        expect(asked).toBe(1);
    });

    test('says beside the fields that the password is wrong, and goes on from there', async () => {
        const realtime = clientOf(createInPageServer());
        const { user } = renderRealtime(
            realtime,
            <>
                <LoginPanel userName="admin" showAddress={false} />
                <ConnectionBanner data-testid="banner" />
            </>
        );
        await user.type(field('Password'), 'guess{Enter}');
        const alert = await screen.findByRole('alert');
        expect(alert.textContent).toBe('Wrong username/password');
        expect(field('Password').ariaInvalid).toBe('true');
        expect(field('Password').getAttribute('aria-describedby')).toBe(alert.id);
        expect(field('Name').ariaInvalid).toBeNull();
        await waitFor(() => expect(document.activeElement).toBe(field('Password')));
        await waitFor(() => expect(screen.getByTestId('banner').dataset.shown).toBeUndefined());
        expect(realtime.store.getState().connection.status).toBe('needs-auth');
        await expectAccessible();

        await user.clear(field('Password'));
        await user.keyboard('admin{Enter}');
        await screen.findByText('Logged in as admin');
        expect(screen.queryByRole('alert')).toBeNull();
        await expectAccessible();
    });

    test('blames the address when nobody answers there, and the banner does not repeat it', async () => {
        const server = createInPageServer();
        server.stop();
        const { user } = renderRealtime(
            clientOf(server),
            <>
                <LoginPanel address={server.address} userName="Ada" />
                <ConnectionBanner data-testid="banner" />
            </>
        );
        await user.click(button('Login'));
        const alert = await screen.findByRole('alert');
        expect(alert.textContent).toContain(server.address);
        expect(field('Server').ariaInvalid).toBe('true');
        expect(screen.getByTestId('banner').dataset).toMatchObject({ state: 'failed' });
        await waitFor(() => expect(screen.getByTestId('banner').textContent).toBe(''));

        server.start();
        await user.click(button('Login'));
        await screen.findByText('Logged in as Ada');
    });

    test('translates an error by its code', async () => {
        const { user } = renderRealtime(
            clientOf(createInPageServer()),
            <LoginPanel userName="admin" showAddress={false} password="hidden" />,
            { error: ({ code, message }) => (code === 'wrong-credentials' ? 'Falsches Passwort' : message) }
        );
        await user.click(button('Login'));
        expect((await screen.findByRole('alert')).textContent).toBe('Falsches Passwort');
        expect(field('Name').ariaInvalid).toBe('true');
    });
});

test('shows the form again when the server no longer accepts the login', async () => {
    const realtime = inState(LIVE);
    renderRealtime(realtime, <LoginPanel />);
    expect(button('Logout')).toBeTruthy();
    const reason = { code: 'authentication-required', message: 'Authentication required' };
    realtime.store.setState({ connection: { status: 'needs-auth', reason } });
    await screen.findByRole('button', { name: 'Login' });
});

test('must be used within a provider', async () => {
    const { useRealtime } = await import('../../src/hooks/RealtimeProvider.tsx');
    const { renderHook } = await import('@testing-library/react');
    expect(() => renderHook(() => useRealtime())).toThrow(/must be used within <RealtimeProvider>/);
});
