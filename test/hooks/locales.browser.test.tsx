import '@bryntum/schedulerpro/locales/schedulerpro.locale.De.js';
import '@bryntum/schedulerpro/locales/schedulerpro.locale.EnGb.js';
import '@bryntum/schedulerpro/locales/schedulerpro.locale.FrFr.js';
import '@bryntum/schedulerpro/locales/schedulerpro.locale.Nl.js';
import '@bryntum/schedulerpro/locales/schedulerpro.locale.SvSE.js';
import { LocaleManager } from '@bryntum/schedulerpro';
import { act, cleanup, render, screen } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { LoginPanel } from '../../src/components/index.ts';
import { RealtimeProvider, useLabels, type RealtimeProviderProps } from '../../src/hooks/RealtimeProvider.tsx';
import { de } from '../../src/locales/de.ts';
import { nl } from '../../src/locales/nl.ts';
import { sv } from '../../src/locales/sv.ts';
import { expectAccessible, inState, LIVE, makeRealtime } from '../support/renderRealtime.tsx';

const LOCALES = [de, nl, sv];

/** What the host does when its user chooses a language. */
const apply = (name: string): Promise<unknown> => act(() => LocaleManager.applyLocale(name));

afterEach(async () => {
    cleanup();
    await LocaleManager.applyLocale('En');
});

let renders = 0;

function Login({ id = 'login' }: { id?: string }): ReactNode {
    renders++;
    return <span data-testid={id}>{useLabels().login}</span>;
}

const said = (id = 'login'): string => screen.getByTestId(id).textContent;

function show(props: Partial<RealtimeProviderProps>) {
    const wrap = (more: Partial<RealtimeProviderProps>): ReactNode => (
        <StrictMode>
            <RealtimeProvider value={realtime} {...more}>
                <Login />
            </RealtimeProvider>
        </StrictMode>
    );
    const realtime = makeRealtime();
    const { rerender } = render(wrap(props));
    return (more: Partial<RealtimeProviderProps>) => rerender(wrap(more));
}

test('labels follow the locale that the host applies to the scheduler, at run time and in StrictMode', async () => {
    show({ locales: LOCALES });
    expect(said()).toBe('Login');
    const texts: string[] = [];
    for (const name of ['De', 'Nl', 'SvSE', 'FrFr', 'En']) {
        // oxlint-disable-next-line no-await-in-loop -- one language after the other
        await apply(name);
        texts.push(said());
    }
    expect(texts).toEqual(['Anmelden', 'Inloggen', 'Logga in', 'Login', 'Login']);
});

test('a locale that was applied before the first render counts', async () => {
    await LocaleManager.applyLocale('Nl');
    show({ locales: LOCALES });
    expect(said()).toBe('Inloggen');
});

test('components that read labels render again with the language, and only then', async () => {
    show({ locales: LOCALES });
    const before = renders;
    await apply('De');
    const after = renders;
    expect(after).toBeGreaterThan(before);
    // The same locale once more: the scheduler is told, nothing changes for the labels.
    await act(() => LocaleManager.applyLocale('De', true));
    expect(renders).toBe(after);
});

test('the prop wins over the scheduler, and can change', async () => {
    const again = show({ locales: LOCALES, locale: 'sv' });
    await apply('De');
    expect(said()).toBe('Logga in');
    again({ locales: LOCALES, locale: 'nl' });
    expect(said()).toBe('Inloggen');
    again({ locales: LOCALES });
    expect(said()).toBe('Anmelden');
});

test('texts of the host win over every language', async () => {
    show({ locales: LOCALES, labels: { login: 'Enter' } });
    await apply('De');
    expect(said()).toBe('Enter');
});

test('languages that were loaded later count from then on', async () => {
    await LocaleManager.applyLocale('De');
    const again = show({});
    expect(said()).toBe('Login');
    again({ locales: LOCALES });
    expect(said()).toBe('Anmelden');
});

test('dates look as in the country of the scheduler', async () => {
    function Age(): ReactNode {
        const change = {
            store: 'events',
            kind: 'updated',
            id: 1,
            name: 'Saw',
            fields: { endDate: '2026-03-04T00:00:00' }
        };
        return <span data-testid="change">{useLabels().rejectedChange(change as never)}</span>;
    }
    render(
        <RealtimeProvider value={makeRealtime()}>
            <Age />
        </RealtimeProvider>
    );
    expect(said('change')).toBe('Saw: end date Mar 4, 2026');
    await apply('EnGb');
    expect(said('change')).toBe('Saw: end date 4 Mar 2026');
});

test('two providers speak two languages', async () => {
    const [left, right] = [makeRealtime(), makeRealtime()];
    render(
        <StrictMode>
            <RealtimeProvider value={left} locales={LOCALES} locale="nl">
                <Login id="left" />
            </RealtimeProvider>
            <RealtimeProvider value={right} locales={LOCALES}>
                <Login id="right" />
            </RealtimeProvider>
        </StrictMode>
    );
    expect([said('left'), said('right')]).toEqual(['Inloggen', 'Login']);
    await apply('De');
    expect([said('left'), said('right')]).toEqual(['Inloggen', 'Anmelden']);
});

test('a form keeps what was typed while the language changes', async () => {
    onTestFinished(cleanup);
    render(
        <RealtimeProvider value={inState({ ...LIVE, session: null, connection: { status: 'idle' } })} locales={LOCALES}>
            <LoginPanel userName="Ada" />
        </RealtimeProvider>
    );
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' });
    field.focus();
    await apply('SvSE');
    expect(screen.getByRole('textbox', { name: 'Namn' })).toBe(field);
    expect(field.value).toBe('Ada');
    expect(document.activeElement).toBe(field);
    await expectAccessible();
});
