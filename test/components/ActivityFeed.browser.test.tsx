import { act, screen, waitFor, within } from '@testing-library/react';
import { Profiler } from 'react';
import { describe, expect, test } from 'vitest';
import { ActivityFeed, UsersBar, type ActivityTarget } from '../../src/components/index.ts';
import { clientOf, expectAccessible, inState, renderRealtime } from '../support/renderRealtime.tsx';
import {
    edit,
    feed,
    filledServer,
    focusedKey,
    isState,
    newestAfter,
    Place,
    positions,
    renderFeed,
    rowOf,
    rows,
    scroller
} from './activitySupport.tsx';

describe('every state', () => {
    test('nobody is logged in', async () => {
        renderRealtime(inState({}), <ActivityFeed data-testid="feed" />);
        expect(feed().dataset.state).toBe('waiting');
        expect(feed().textContent).toContain('Shows who did what once you are connected.');
        await expectAccessible();
    });

    test('nothing was changed yet; the first edit appears by itself', async () => {
        const { realtime } = await renderFeed(0);
        await isState('empty');
        expect(feed().textContent).toContain('Nothing has been changed yet.');
        await expectAccessible();
        await edit(realtime, 0);
        await isState('listed');
        await waitFor(() => expect(rows()).toHaveLength(1));
        expect(rows()[0]!.textContent).toMatch(/Amber Fox.*from 0% to 5% done/);
    });

    /** The feed of somebody whose messages become something else on their way, or nothing. */
    async function renderChanging(change: (message: any) => unknown): Promise<void> {
        const server = filledServer(5);
        const Socket = server.webSocketImplementation;
        const realtime = clientOf(server, {
            webSocketImplementation: class extends Socket {
                override send(text: string): void {
                    const message = change(JSON.parse(text));
                    if (message) {
                        super.send(JSON.stringify(message));
                    }
                }
            }
        });
        renderRealtime(realtime, <ActivityFeed data-testid="feed" />);
        await act(() => realtime.login({ userName: 'Amber Fox' }));
    }

    test('it is loading', async () => {
        await renderChanging(message => message.command !== 'activity' && message);
        await isState('loading');
        expect(feed().textContent).toContain('Loading…');
        await expectAccessible();
    });

    test('the server is of another kind, and there is nothing to try again', async () => {
        await renderChanging(({ command, data }) => ({ command, data: { ...data, protocol: undefined } }));
        await isState('failed');
        expect(screen.getByRole('alert').textContent).toContain('This server does not keep who did what');
        expect(within(feed()).queryByRole('button')).toBeNull();
        await expectAccessible();
    });

    test('the server refuses, until somebody tries again', async () => {
        const { server, user } = await renderFeed(5, { options: { onError: () => {} } });
        await isState('listed');
        const { activity } = server.storage;
        server.storage.activity = () => {
            throw new Error('unreadable');
        };
        await user.selectOptions(screen.getByRole('combobox', { name: 'Person' }), 'Calm Heron');
        await isState('failed');
        expect(screen.getByRole('alert').textContent).toContain('The server failed to carry out the command');
        await expectAccessible();
        server.storage.activity = activity;
        await user.click(screen.getByRole('button', { name: 'Try now' }));
        await isState('listed');
    });

    test('all that the server remembers is listed, with what was done apart from what followed', async () => {
        await renderFeed(12);
        await isState('listed');
        await waitFor(() => expect(rows()).toHaveLength(12));
        expect(feed().textContent).toContain('The server remembers nothing before that.');
        expect(rowOf(5)!.querySelector('p')!.textContent).toMatch(
            /^Calm Heron moved “.*” 1 day earlier and set “.*” from 0% to 40% done$/
        );
        expect(rowOf(5)!.querySelector('.sprt-activity-effect')!.textContent).toBe('3 tasks followed');
        expect(rows().map(row => [row.ariaPosInSet, row.ariaSetSize])).toEqual(
            Array.from({ length: 12 }, (_, index) => [`${index + 1}`, '12'])
        );
        await expectAccessible();
    });
});

test('people look as they do in the list of users', async () => {
    const { realtime } = await renderFeed(0, {
        ui: (
            <>
                <UsersBar />
                <ActivityFeed data-testid="feed" style={{ flex: 1 }} />
            </>
        )
    });
    await edit(realtime, 0);
    await waitFor(() => expect(document.querySelectorAll('.sprt-avatar')).toHaveLength(2));
    const [online, author] = [...document.querySelectorAll('.sprt-avatar')].map(avatar => ({
        text: avatar.textContent,
        color: getComputedStyle(avatar).backgroundColor
    }));
    expect(author).toEqual(online);
});

test('an entry opens: record by record, with dates, and the exact time', async () => {
    const { user } = await renderFeed(8);
    await waitFor(() => expect(rowOf(8)).toBeTruthy());
    const toggle = within(rowOf(8)!).getByRole('button', { name: 'Details' });
    expect(toggle.ariaExpanded).toBe('false');
    const height = rowOf(8)!.offsetHeight;
    await user.click(toggle);
    expect(toggle.ariaExpanded).toBe('true');
    expect(within(rowOf(8)!).getAllByRole('listitem')).toHaveLength(20);
    expect(within(rowOf(8)!).getAllByRole('listitem')[0]!.textContent).toMatch(/^moved “.*” 7 days later \(.* → .*\)$/);
    expect(rowOf(8)!.textContent).toContain('and 10 more');
    expect(rowOf(8)!.offsetHeight).toBeGreaterThan(height);
    await waitFor(() =>
        expect(rowOf(7)!.getBoundingClientRect().top).toBeCloseTo(rowOf(8)!.getBoundingClientRect().bottom, 0)
    );
    await expectAccessible();
    await user.click(toggle);
    expect(rowOf(8)!.offsetHeight).toBe(height);
});

test("shows one person's entries, and everybody's again", async () => {
    const { user, realtime } = await renderFeed(30);
    const filter = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Person' });
    await waitFor(() =>
        expect([...filter.options].map(({ text }) => text)).toEqual([
            'Everybody',
            'Amber Fox',
            'Calm Heron',
            'Lucky Otter'
        ])
    );
    await user.selectOptions(filter, 'Calm Heron');
    await waitFor(() => expect(rows().length).toBeGreaterThan(5));
    expect(rows().every(row => row.textContent.startsWith('CHCalm Heron'))).toBe(true);
    const before = rows().length;
    await edit(realtime, 0);
    await user.selectOptions(filter, 'Everybody');
    await waitFor(() => expect(newestAfter(30)).toBeTruthy());
    await user.selectOptions(filter, 'Calm Heron');
    await waitFor(() => expect(rows()).toHaveLength(before));
});

describe('10,000 entries', () => {
    /** Loads everything there is. */
    async function scrollToEnd(): Promise<void> {
        let previous = -1;
        while (previous !== scroller().scrollHeight || !feed().textContent.includes('remembers nothing before')) {
            previous = scroller().scrollHeight;
            scroller().scrollTop = previous;
            // oxlint-disable-next-line no-await-in-loop -- each page is asked for when the one before it is there
            await act(() => new Promise(resolve => requestAnimationFrame(resolve)));
        }
    }

    test('need few elements, wherever one is, and none overlaps another', async () => {
        const { container } = await renderFeed(10_000);
        await isState('listed');
        await scrollToEnd();
        expect(positions().at(-1)).toBe(10_000);
        for (const share of [0, 0.2, 0.5, 0.9, 1, 0.7]) {
            scroller().scrollTop = share * scroller().scrollHeight;
            // oxlint-disable-next-line no-await-in-loop -- one place after the other
            await waitFor(() => {
                const inView = rows().filter(
                    row => row.getBoundingClientRect().top < scroller().getBoundingClientRect().bottom
                );
                expect(inView.at(-1)!.getBoundingClientRect().bottom).toBeGreaterThan(
                    scroller().getBoundingClientRect().bottom - 60
                );
            });
            const boxes = rows().map(row => row.getBoundingClientRect());
            boxes.slice(1).forEach(({ top }, index) => expect(top).toBeCloseTo(boxes[index]!.bottom, 0));
            expect(rows().length).toBeLessThan(40);
            expect(container.querySelectorAll('*').length).toBeLessThan(800);
        }
    });

    test('take an edit in without what one reads moving, and say that there is something new', async () => {
        const { realtime, user } = await renderFeed(400);
        await isState('listed');
        scroller().scrollTop = 1_000;
        await waitFor(() => expect(rowOf(400)).toBeUndefined());
        const reading = rows().find(row => row.getBoundingClientRect().top > scroller().getBoundingClientRect().top)!;
        const { top } = reading.getBoundingClientRect();
        await edit(realtime, 0);
        await edit(realtime, 1);
        const news = await screen.findByRole('button', { name: '2 new' });
        expect(reading.isConnected).toBe(true);
        expect(reading.getBoundingClientRect().top).toBeCloseTo(top, 0);
        await expectAccessible();
        await user.click(news);
        await waitFor(() => expect(newestAfter(401)).toBe(document.activeElement));
        expect(scroller().scrollTop).toBe(0);
        expect(screen.queryByRole('button', { name: /new/ })).toBeNull();
    });
});

describe('by keyboard', () => {
    test('one Tab leads into the list, arrows and pages through it, and the focus survives scrolling', async () => {
        const { user } = await renderFeed(300);
        await isState('listed');
        await user.tab();
        expect(document.activeElement).toBe(screen.getByRole('combobox'));
        await user.tab();
        expect(focusedKey()).toBe('server-300');
        await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
        expect(focusedKey()).toBe('server-299');
        await user.keyboard('{PageDown}');
        const afterPage = Number(focusedKey()!.split('-')[1]);
        expect(afterPage).toBeLessThan(297);
        expect(afterPage).toBeGreaterThan(280);
        await user.keyboard('{End}');
        await waitFor(() => expect(Number(focusedKey()!.split('-')[1])).toBeLessThanOrEqual(201));
        const { bottom } = document.activeElement!.getBoundingClientRect();
        expect(bottom).toBeLessThanOrEqual(scroller().getBoundingClientRect().bottom + 1);
        const key = focusedKey();
        scroller().scrollTop = 0;
        await waitFor(() => expect(rowOf(300)).toBeTruthy());
        expect(focusedKey()).toBe(key);
        await user.keyboard('{Home}');
        expect(focusedKey()).toBe('server-300');
        await user.keyboard('{ArrowUp}');
        expect(focusedKey()).toBe('server-300');
    });

    test('Right, Left and Space open and close, Enter shows the record, Tab leads to the buttons of this entry only', async () => {
        const shown: ActivityTarget[] = [];
        const onShow = (target: ActivityTarget): void => void shown.push(target);
        const { user } = await renderFeed(5, {
            ui: <ActivityFeed data-testid="feed" style={{ flex: 1 }} onShow={onShow} />
        });
        await waitFor(() => expect(rowOf(5)).toBeTruthy());
        await user.tab();
        await user.tab();
        await user.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}');
        expect(rowOf(4)!.dataset.state).toBe('open');
        await user.keyboard('{ArrowLeft}');
        expect(rowOf(4)!.dataset.state).toBe('closed');
        await user.keyboard(' ');
        expect(rowOf(4)!.dataset.state).toBe('open');
        await user.keyboard(' {Enter}');
        expect(rowOf(4)!.dataset.state).toBe('closed');
        expect(shown).toEqual([{ store: 'events', id: expect.anything(), name: expect.stringContaining(':') }]);
        await user.tab();
        await user.keyboard('{Enter}');
        expect(shown).toHaveLength(2);
        await user.tab();
        await user.keyboard('{Enter}');
        expect(rowOf(4)!.dataset.state).toBe('open');
        await user.tab();
        expect(feed().contains(document.activeElement)).toBe(false);
    });
});

test('an edit renders the feed and nothing beside it', async () => {
    const renders = { feed: 0, beside: 0 };
    const { realtime } = await renderFeed(3, {
        ui: (
            <>
                <Profiler id="feed" onRender={() => renders.feed++}>
                    <ActivityFeed data-testid="feed" style={{ flex: 1 }} />
                </Profiler>
                <Profiler id="beside" onRender={() => renders.beside++}>
                    <UsersBar />
                </Profiler>
            </>
        )
    });
    await waitFor(() => expect(rowOf(3)).toBeTruthy());
    await waitFor(() => expect(realtime.store.getState().users).toHaveLength(1));
    const { feed: feedBefore, beside } = renders;
    await edit(realtime, 0);
    await waitFor(() => expect(newestAfter(3)).toBeTruthy());
    expect(renders.feed).toBeGreaterThan(feedBefore);
    expect(renders.beside).toBe(beside);
});

test('is narrow where there is little room, without anything sticking out', async () => {
    const server = filledServer(20);
    const realtime = clientOf(server);
    renderRealtime(
        realtime,
        <Place width={230}>
            <ActivityFeed data-testid="feed" style={{ flex: 1 }} />
        </Place>
    );
    await act(() => realtime.login({ userName: 'Amber Fox' }));
    await waitFor(() => expect(rows().length).toBeGreaterThan(5));
    expect(scroller().scrollWidth).toBe(scroller().clientWidth);
    expect(rows()[0]!.querySelector('time')!.getBoundingClientRect().top).toBeGreaterThan(
        rows()[0]!.querySelector('strong')!.getBoundingClientRect().bottom - 1
    );
});
