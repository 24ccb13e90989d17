import { screen, waitFor, within } from '@testing-library/react';
import { useLayoutEffect, type ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { userEvent as realKeys } from 'vitest/browser';
import {
    ErrorNotice,
    useVersionPreview,
    VersionList,
    VersionPreviewBar,
    type Realtime,
    type VersionPreview
} from '../../src/index.ts';
import { demoAuthenticate, type Role } from '../../src/server/core.ts';
import { createInPageServer, type InPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';
import { fillVersioned, savedVersions } from '../support/versions.ts';

const button = (name: string | RegExp, within_: HTMLElement = document.body): HTMLElement =>
    within(within_).getByRole('button', { name });
const list = (): HTMLElement => screen.getByRole('region', { name: 'Versions' });
const entries = (): string[] => [...list().querySelectorAll('.sprt-version')].map(entry => entry.textContent);
const item = (name: RegExp): HTMLElement => button(name, list()).closest('li')!;
const nameField = (): HTMLInputElement => screen.getByRole('textbox', { name: 'Name of the version' });
const dialog = (): HTMLElement => screen.getByRole('alertdialog');
const namesIn = ({ project }: Realtime): string[] =>
    (project.eventStore.allRecords as unknown as { name: string }[]).map(({ name }) => name).toSorted();

/** Roles by name. */
const ROLES: Record<string, Role> = { Vic: 'viewer', Root: 'admin' };

function startServer(): InPageServer {
    const authenticate = ({ login }: { login: string }) => ({
        ...demoAuthenticate({ login })!,
        role: ROLES[login] ?? ('editor' as const)
    });
    return createInPageServer({ fill: fillVersioned, authenticate });
}

async function join(server: InPageServer, userName: string): Promise<Realtime> {
    const realtime = clientOf(server);
    await realtime.login({ userName });
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    return realtime;
}

/** The list of somebody who is connected to a server of their own. */
async function show(userName = 'Ada', ui: ReactNode = <VersionList />) {
    const server = startServer();
    const realtime = await join(server, userName);
    return { server, realtime, ...renderRealtime(realtime, ui) };
}

describe('the list', () => {
    test('says that there is nothing yet', async () => {
        renderRealtime(inState(LIVE), <VersionList data-testid="versions" />);
        expect(screen.getByTestId('versions').dataset.state).toBe('empty');
        expect(list().textContent).toContain('No versions yet');
        await expectAccessible();
    });

    test('tells names, people and times, and marks what was saved by itself', async () => {
        renderRealtime(inState({ ...LIVE, versions: savedVersions(4) }), <VersionList />);
        const at = (hour: number): string =>
            new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(
                Date.UTC(2026, 2, 20, hour)
            );
        expect(entries()).toEqual([
            `Before the fairAmber Fox · ${at(9)}`,
            `${at(8)}AutomaticEdits by Amber Fox`,
            `${at(7)}AutomaticEdits by Amber Fox and Calm Heron`,
            `Agreed with the customerCalm Heron · ${at(6)}`
        ]);
        expect(list().dataset.state).toBe('list');
        await expectAccessible();
    });

    test('shows nothing to save to viewers, and takes nothing while the connection is down', async () => {
        const state = { ...LIVE, versions: savedVersions(2) };
        const realtime = inState({ ...state, readOnly: true });
        const { user } = renderRealtime(realtime, <VersionList />);
        expect(screen.queryByRole('textbox')).toBeNull();
        await user.click(button(/Before the fair/));
        expect(within(list()).getAllByRole('button')).toHaveLength(2);
        await expectAccessible();
        realtime.store.setState({ ...state, readOnly: false, connection: { status: 'suspended' } });
        await waitFor(() => expect(button('Save').ariaDisabled).toBe('true'));
        await expectAccessible();
    });

    test('texts of the host', () => {
        const labels = { automatic: 'Automatisch', noVersions: 'Keine', save: 'Sichern' };
        renderRealtime(inState({ ...LIVE, versions: savedVersions(2) }), <VersionList />, labels);
        expect(list().textContent).toContain('Automatisch');
        expect(button('Sichern')).toBeTruthy();
    });

    test('500 versions scroll by keyboard', async () => {
        const { user } = renderRealtime(
            inState({ ...LIVE, versions: savedVersions(500) }),
            <VersionList style={{ height: 400 }} />
        );
        expect(entries()).toHaveLength(500);
        const scroller = list().querySelector('ul')!;
        expect(scroller.scrollHeight).toBeGreaterThan(scroller.clientHeight);
        button(/Save/).focus();
        for (let step = 0; step < 12; step++) {
            // oxlint-disable-next-line no-await-in-loop -- one key after the other
            await user.tab();
        }
        expect(scroller.scrollTop).toBeGreaterThan(0);
    });
});

describe('saving', () => {
    test('by keyboard: the name, Enter; it is in the list, said, and the field is empty again', async () => {
        const { user, server } = await show();
        const ben = await join(server, 'Ben');
        await user.click(nameField());
        await user.keyboard('  Before the move  {Enter}');
        await waitFor(() => expect(entries()[0]).toMatch(/^Before the moveAda · /));
        await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Before the move'));
        expect(nameField().value).toBe('');
        expect(ben.store.getState().versions[0]).toMatchObject({ name: 'Before the move', userName: 'Ada' });
        await expectAccessible();
    });

    test('says beside the button why the server refuses', async () => {
        const server = createInPageServer({ fill: fillVersioned, maxVersions: 1 });
        const { user } = renderRealtime(await join(server, 'Ada'), <VersionList />);
        await user.type(nameField(), 'One too many{Enter}');
        const alert = await within(list()).findByRole('alert');
        expect(alert.textContent).toMatch(/No more than 1 versions/);
        expect(nameField().value).toBe('One too many');
        await expectAccessible();
    });
});

describe('what has changed since', () => {
    test('is told in words, and follows what people do', async () => {
        const { user, realtime } = await show();
        await user.tab();
        await user.tab();
        await user.tab();
        await user.tab();
        await user.keyboard('{Enter}');
        const entry = item(/Before the fair/);
        expect(button(/Before the fair/).ariaExpanded).toBe('true');
        await waitFor(() => expect(within(entry).getByText('Added since: 1')).toBeTruthy());
        const told = [...entry.querySelectorAll('.sprt-version-changes')].map(section =>
            [section.querySelector('p')!, ...section.querySelectorAll('li > span')].map(part => part.textContent)
        );
        expect(told).toEqual([
            ['Added since: 1', 'Glue'],
            ['Removed since: 1', 'Pack'],
            [
                'Changed since: 2',
                'Resource Hall 2',
                'name: “Hall 1” → “Hall 2”',
                'Saw',
                'name: “Saw the boards” → “Saw”',
                'start date: Mar 3, 2026 → Mar 2, 2026',
                'duration: 3 → 2'
            ]
        ]);
        await expectAccessible();
        realtime.project.eventStore.remove('paint');
        await waitFor(() => expect(within(entry).getByText('Removed since: 2')).toBeTruthy());
        await user.keyboard('{Enter}');
        expect(button(/Before the fair/).ariaExpanded).toBe('false');
        expect(within(entry).queryByText('Removed since: 2')).toBeNull();
    });

    test('is nothing right after saving', async () => {
        const { user } = await show();
        await user.type(nameField(), 'Now{Enter}');
        await waitFor(() => expect(entries()[0]).toMatch(/^Now/));
        await user.click(button(/^Now/));
        await waitFor(() => expect(item(/^Now/).textContent).toContain('Nothing has changed since.'));
        await expectAccessible();
    });

    test('cannot be told without a connection; that is said here and nowhere else', async () => {
        const { user, server, realtime } = await show(
            'Ada',
            <>
                <VersionList />
                <ErrorNotice data-testid="notice" />
            </>
        );
        server.stop();
        await waitFor(() => expect(realtime.store.getState().connection.status).toBe('reconnecting'));
        realtime.dismissError();
        await user.click(button(/Before the fair/));
        const alert = await within(list()).findByRole('alert');
        expect(alert.textContent).toMatch(/no connection/);
        expect(screen.getByTestId('notice').textContent).toBe('');
        await expectAccessible();
        server.start();
        realtime.retryNow();
        await waitFor(() => expect(item(/Before the fair/).textContent).toContain('Added since: 1'));
    });
});

describe('restoring', () => {
    test('asks first, reaches everybody, keeps what there was, and gives the focus back', async () => {
        const { user, server, realtime } = await show();
        const ben = await join(server, 'Ben');
        await user.click(button(/Before the fair/));
        const restore = button('Restore', list());
        restore.focus();
        await user.keyboard('{Enter}');
        expect(dialog().textContent).toContain('Restore “Before the fair”?');
        expect(document.activeElement).toBe(button('Cancel', dialog()));
        await expectAccessible();
        await realKeys.keyboard('{Escape}');
        await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
        expect(document.activeElement).toBe(restore);
        expect(namesIn(ben)).toContain('Glue');

        await user.keyboard('{Enter}');
        await user.click(button('Restore', dialog()));
        await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
        const before = ['Pack', 'Paint the gate', 'Saw the boards'];
        await waitFor(() => expect([namesIn(realtime), namesIn(ben)]).toEqual([before, before]));
        expect(document.activeElement).toBe(restore);
        await waitFor(() => expect(entries()[0]).toMatch(/AutomaticAda$/));
        await realtime.project.stm.undo();
        await waitFor(() => expect(namesIn(ben)).toEqual(['Glue', 'Paint the gate', 'Saw']));
    });
});

describe('renaming and removing', () => {
    test('only what is one’s own; Escape leaves the name as it was', async () => {
        const { user } = await show();
        await user.type(nameField(), 'Mine{Enter}');
        await waitFor(() => expect(entries()[0]).toMatch(/^Mine/));
        await user.click(button(/^Mine/));
        await user.click(button('Rename', list()));
        const field = within(item(/^Mine/)).getByRole('textbox');
        expect(document.activeElement).toBe(field);
        await expectAccessible();
        await user.keyboard('{Escape}');
        expect(within(item(/^Mine/)).queryByRole('textbox')).toBeNull();
        await user.click(button('Rename', list()));
        await user.clear(within(item(/^Mine/)).getByRole('textbox'));
        await user.keyboard('Renamed{Enter}');
        await waitFor(() => expect(entries()[0]).toMatch(/^Renamed/));
        await user.click(button('Remove', list()));
        expect(dialog().textContent).toContain('gone for everybody');
        await expectAccessible();
        await user.click(button('Remove', dialog()));
        await waitFor(() => expect(entries()).toHaveLength(2));
        await waitFor(() => expect(document.activeElement).toBe(list()));
    });

    test.each([
        ['Ben', ['Restore'], ['Restore', 'Rename']],
        ['Root', ['Restore', 'Rename', 'Remove'], ['Restore', 'Rename', 'Remove']],
        ['Vic', [], []]
    ])('%s may %j what Ada has saved, and %j what was saved by itself', async (name, saved, automatic) => {
        const { user } = await show(name);
        const offered = async (entry: RegExp): Promise<string[]> => {
            await user.click(button(entry));
            return within(item(entry))
                .getAllByRole('button')
                .slice(1)
                .map(each => each.textContent);
        };
        expect(await offered(/Before the fair/)).toEqual(saved);
        expect(await offered(/Automatic/)).toEqual(automatic);
        await expectAccessible();
    });

    test('an automatic version that is given a name is kept as one’s own', async () => {
        const { user } = await show('Ben');
        await user.click(button(/Automatic/));
        await user.click(button('Rename', list()));
        await user.keyboard('Worth keeping{Enter}');
        await waitFor(() => expect(entries()[0]).toMatch(/^Worth keepingBen · /));
        expect(within(item(/Worth keeping/)).getByRole('button', { name: 'Remove' })).toBeTruthy();
    });
});

describe('a preview', () => {
    let preview: VersionPreview;

    function Previewing(): ReactNode {
        const current = useVersionPreview();
        useLayoutEffect(() => {
            preview = current;
        });
        return (
            <>
                <VersionPreviewBar preview={current} data-testid="bar" />
                <VersionList preview={current} />
            </>
        );
    }

    const bar = (): HTMLElement => screen.getByTestId('bar');

    test('opens and closes, is marked, changes nothing for anybody, and is destroyed afterwards', async () => {
        const { user, server, realtime } = await show('Vic', <Previewing />);
        const ben = await join(server, 'Ben');
        expect(bar().offsetHeight).toBe(0);
        await user.click(button(/Before the fair/));
        await user.click(button('Preview'));
        await waitFor(() => expect(bar().dataset.state).toBe('open'));
        expect(bar().textContent).toMatch(/“Before the fair”. Only you see it/);
        expect(button('Preview').ariaPressed).toBe('true');
        await expectAccessible();
        const first = preview.project!;
        expect(namesIn({ project: first } as never)).toEqual(['Pack', 'Paint the gate', 'Saw the boards']);
        expect([namesIn(realtime), namesIn(ben)]).toEqual(Array(2).fill(['Glue', 'Paint the gate', 'Saw']));

        await user.click(button('Back to now'));
        expect(bar().dataset.state).toBe('closed');
        expect(document.activeElement).toBe(button('Preview'));
        await waitFor(() => expect(first.isDestroyed).toBe(true));
        await user.keyboard('{Enter}');
        await waitFor(() => expect(bar().dataset.state).toBe('open'));
        const second = preview.project!;
        await user.click(button('Preview'));
        await waitFor(() => expect(second.isDestroyed).toBe(true));
        expect(namesIn(realtime)).toEqual(['Glue', 'Paint the gate', 'Saw']);
    });

    test('the last one that was asked for shows; the page that goes away takes it along', async () => {
        const { user, unmount } = await show('Ada', <Previewing />);
        await user.click(button(/Before the fair/));
        await user.click(button('Preview'));
        await user.click(button(/Automatic/));
        await user.click(button('Preview'));
        await waitFor(() => expect(bar().dataset.state).toBe('open'));
        expect(preview.version!.id).toBe('v2');
        const project = preview.project!;
        unmount();
        await waitFor(() => expect(project.isDestroyed).toBe(true));
    });

    test('that cannot be loaded says why', async () => {
        const { user, server, realtime } = await show('Ada', <Previewing />);
        server.stop();
        await waitFor(() => expect(realtime.store.getState().connection.status).toBe('reconnecting'));
        await user.click(button(/Before the fair/));
        await user.click(button('Preview'));
        await waitFor(() => expect(bar().dataset.state).toBe('failed'));
        expect(bar().textContent).toMatch(/no connection/);
        await expectAccessible();
        await user.click(button('Back to now'));
        expect(bar().offsetHeight).toBe(0);
    });
});
