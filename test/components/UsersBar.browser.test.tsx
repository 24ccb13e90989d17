import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { UsersBar } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import {
    clientOf,
    expectAccessible,
    inState,
    LIVE,
    renderRealtime,
    user as person
} from '../support/renderRealtime.tsx';

const avatars = (): HTMLElement[] => within(screen.getByRole('list')).getAllByRole('listitem');
const names = (): string[] => avatars().map(avatar => avatar.title);
const said = (): string => screen.getByRole('status').textContent;

const EIGHT = ['Ada', 'Ben', 'Cy', 'Dee', 'Eve', 'Fay', 'Gus', 'Hal'].map(name => person(name));

async function online(realtime: Realtime, ...userNames: string[]): Promise<void> {
    await waitFor(() =>
        expect(
            realtime.store
                .getState()
                .users.map(({ userName }) => userName)
                .toSorted()
        ).toEqual(userNames)
    );
}

describe('who is online', () => {
    test('shows initials and full names, oneself first and marked', async () => {
        const users = [person('Ben'), person('grace brewster hopper', { clients: 3 }), person('Ada')];
        renderRealtime(inState({ ...LIVE, users }), <UsersBar />);
        expect(names()).toEqual(['Ada (you), 1 tab', 'Ben, 1 tab', 'grace brewster hopper, 3 tabs']);
        expect(avatars().map(avatar => avatar.querySelector('.sprt-avatar')!.textContent)).toEqual(['A', 'B', 'GH']);
        expect(within(avatars()[0]!).getByText('(you)')).toBeTruthy();
        expect(screen.queryAllByText('(you)')).toHaveLength(1);
        await expectAccessible();
    });

    test('shows nobody while nobody is online', async () => {
        const { container } = renderRealtime(inState({}), <UsersBar />);
        expect(screen.queryByRole('list')).toBeNull();
        expect(container.querySelector('.sprt-users')!.getAttribute('data-state')).toBe('empty');
        await expectAccessible();
    });

    test('gives a person the same colour wherever they stand in the list, and different people different ones', () => {
        const colors = (users: typeof EIGHT): Record<string, string> => {
            const { unmount } = renderRealtime(inState({ ...LIVE, users }), <UsersBar max={9} />);
            const entries = avatars().map(avatar => [
                avatar.title,
                getComputedStyle(avatar.querySelector('.sprt-avatar')!).backgroundColor
            ]);
            unmount();
            return Object.fromEntries(entries);
        };
        const first = colors(EIGHT);
        expect(colors(EIGHT.toReversed())).toEqual(first);
        expect(new Set(Object.values(first)).size).toBeGreaterThan(6);
    });

    test('keeps initials readable on any colour a server sends', async () => {
        const colorful = ['#fff', '#ffd54f', '#8bc34a', '#757575', '#7a3fb0', '#000'];
        const users = colorful.map((color, index) => person(`User ${index}`, { color }));
        renderRealtime(inState({ ...LIVE, users }), <UsersBar max={9} />);
        expect(avatars()).toHaveLength(6);
        await expectAccessible();
    });

    test('shows pictures, and initials where a picture does not load', async () => {
        const picture = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"/>')}`;
        const users = [person('Ada', { avatar: picture }), person('Ben', { avatar: 'data:image/png,broken' })];
        renderRealtime(inState({ ...LIVE, users }), <UsersBar />);
        const [ada, ben] = avatars();
        await waitFor(() => expect(ben!.querySelector('img')).toBeNull());
        expect(ada!.querySelector('img')!.src).toBe(picture);
        await expectAccessible();
    });

    test('counts a person once where the server lists every connection', () => {
        renderRealtime(inState({ ...LIVE, users: [person('Ben'), person('Ada'), person('Ben')] }), <UsersBar />);
        expect(names()).toEqual(['Ada (you), 1 tab', 'Ben, 2 tabs']);
    });
});

describe('more people than fit', () => {
    test('are counted by a button that lists everybody, by keyboard too', async () => {
        const { user } = renderRealtime(inState({ ...LIVE, users: EIGHT }), <UsersBar />);
        expect(avatars()).toHaveLength(5);
        const more = screen.getByRole('button', { name: '+3, show all 8 users' });
        await expectAccessible();

        await user.tab();
        expect(document.activeElement).toBe(more);
        await user.keyboard('{Enter}');
        const everybody = document.querySelector<HTMLElement>('[popover]:popover-open')!;
        expect(within(everybody).getAllByRole('listitem')).toHaveLength(8);
        const { top, left, bottom, right } = everybody.getBoundingClientRect();
        expect(top).toBeGreaterThan(more.getBoundingClientRect().bottom);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(bottom).toBeLessThanOrEqual(innerHeight);
        expect(right).toBeLessThanOrEqual(innerWidth);
        await expectAccessible();
    });

    test('open above the button at the bottom of the page', async () => {
        const { user } = renderRealtime(
            inState({ ...LIVE, users: EIGHT }),
            <UsersBar max={2} style={{ position: 'fixed', bottom: 0, right: 0 }} />
        );
        const more = screen.getByRole('button', { name: /show all/ });
        await user.click(more);
        const { bottom, right } = document.querySelector('[popover]:popover-open')!.getBoundingClientRect();
        expect(bottom).toBeLessThan(more.getBoundingClientRect().top);
        expect(right).toBeLessThanOrEqual(innerWidth);
    });

    test('are not hidden for the sake of a single one', () => {
        renderRealtime(inState({ ...LIVE, users: EIGHT.slice(0, 6) }), <UsersBar />);
        expect(avatars()).toHaveLength(6);
        expect(screen.queryByRole('button')).toBeNull();
    });
});

describe('coming and going', () => {
    test('is announced by name, but not who was there before', async () => {
        const server = createInPageServer({ usersDelay: 0 });
        const ada = clientOf(server);
        const ben = clientOf(server);
        await ben.login({ userName: 'Ben' });
        renderRealtime(ada, <UsersBar />);
        await ada.login({ userName: 'Ada' });
        await online(ada, 'Ada', 'Ben');
        await waitFor(() => expect(names()).toEqual(['Ada (you), 1 tab', 'Ben, 1 tab']));
        expect(said()).toBe('');

        await clientOf(server).login({ userName: 'Cy' });
        await waitFor(() => expect(said()).toBe('Cy joined'));
        expect(document.querySelector('.sprt-users-notice')!.textContent).toBe('Cy joined');
        await expectAccessible();

        await ben.logout();
        await waitFor(() => expect(said()).toBe('Ben left'));
        expect(names()).toEqual(['Ada (you), 1 tab', 'Cy, 1 tab']);
    });

    test('is not announced when it is oneself: neither logging out nor losing the connection and coming back', async () => {
        const server = createInPageServer({ usersDelay: 0 });
        const ada = clientOf(server);
        await clientOf(server).login({ userName: 'Ben' });
        const heard: string[] = [];
        renderRealtime(ada, <UsersBar />);
        new MutationObserver(() => heard.push(said())).observe(screen.getByRole('status'), {
            childList: true,
            characterData: true,
            subtree: true
        });
        await ada.login({ userName: 'Ada' });
        await online(ada, 'Ada', 'Ben');
        server.stop();
        await waitFor(() => expect(screen.queryByRole('list')).toBeNull());
        server.start();
        ada.retryNow();
        await online(ada, 'Ada');
        await waitFor(() => expect(names()).toContain('Ada (you), 1 tab'));
        await ada.logout();
        await waitFor(() => expect(screen.queryByRole('list')).toBeNull());
        expect(heard.filter(text => text.includes('Ada'))).toEqual([]);
        expect(heard.filter(text => text.includes('left'))).toEqual([]);
    });

    test('is not announced when a list leaves oneself out for a moment', async () => {
        const realtime = inState(LIVE);
        renderRealtime(realtime, <UsersBar />);
        realtime.store.setState({ users: [person('Ben')] });
        await waitFor(() => expect(names()).toEqual(['Ben, 1 tab']));
        expect(said()).toBe('');
        realtime.store.setState({ users: [person('Ada'), person('Ben'), person('Cy')] });
        await waitFor(() => expect(said()).toBe('Cy joined'));
    });

    test('is shown for a while only', async () => {
        const realtime = inState(LIVE);
        renderRealtime(realtime, <UsersBar noticeDuration={50} />);
        realtime.store.setState({ users: [...LIVE.users!, person('Cy'), person('Dee')] });
        await waitFor(() => expect(said()).toBe('Cy and Dee joined'));
        await waitFor(() => expect(said()).toBe(''));
        realtime.store.setState({ users: [person('Ada'), person('Eve')] });
        await waitFor(() => expect(said()).toBe('Eve joined · Ben, Cy, and Dee left'));
    });

    test('moves nothing', async () => {
        const realtime = inState(LIVE);
        renderRealtime(
            realtime,
            <div style={{ display: 'flex', width: 'fit-content' }}>
                <UsersBar />
                <button type="button">Next to it</button>
            </div>
        );
        const { x, y } = screen.getByRole('button').getBoundingClientRect();
        realtime.store.setState({ users: [person('Ada'), person('Cy')] });
        await waitFor(() => expect(said()).not.toBe(''));
        expect(screen.getByRole('button').getBoundingClientRect()).toMatchObject({ x, y });
    });
});
