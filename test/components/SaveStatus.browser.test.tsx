import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { userEvent as realKeys } from 'vitest/browser';
import { SaveStatus } from '../../src/components/index.ts';
import type { RealtimeState } from '../../src/store/realtimeStore.ts';
import { queueOf } from '../support/edits.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const button = (): HTMLElement => screen.getByRole('button');
const said = (): string => screen.getByRole('status').textContent;
const root = (): HTMLElement => screen.getByTestId('save');
const list = (): HTMLElement => document.querySelector<HTMLElement>('[popover]:popover-open')!;

/** What can be seen of the button, apart from its icon. */
function seen(): string[] {
    const parts = [...button().querySelectorAll<HTMLElement>('[data-text]')];
    return parts.filter(part => getComputedStyle(part).visibility === 'visible').map(part => part.dataset.text!);
}

const OFFLINE: Partial<RealtimeState> = {
    ...LIVE,
    connection: {
        status: 'reconnecting',
        attempt: 1,
        nextTryAt: 0,
        reason: { code: 'closed', message: 'The connection was lost' }
    }
};

function show(state: Partial<RealtimeState>, ...rest: Parameters<typeof renderRealtime>[2][]) {
    const realtime = inState(state);
    return { realtime, ...renderRealtime(realtime, <SaveStatus data-testid="save" />, ...rest) };
}

describe('shows and says', () => {
    test.each([
        ['saved', 'All saved', LIVE],
        ['saving', 'Saving…', { ...LIVE, queue: queueOf(3, 0) }],
        ['waiting', '1 edit not saved yet', { ...OFFLINE, queue: queueOf(1) }],
        ['waiting', '3 edits not saved yet', { ...OFFLINE, queue: queueOf(3, 1) }],
        ['readonly', 'View only', { ...LIVE, readOnly: true }],
        ['waiting', '1 edit not saved yet', { ...LIVE, readOnly: true, queue: queueOf(1) }]
    ] as const)('%s: "%s"', async (state, text, given) => {
        show(given);
        expect(root().dataset.state).toBe(state);
        expect(seen()).toEqual([text]);
        expect(button().ariaLabel).toBe(text);
        expect(said()).toBe(text);
        await expectAccessible();
    });

    test('texts of the host', () => {
        show({ ...OFFLINE, queue: queueOf(2) }, { unsaved: count => `${count} ungespeichert` });
        expect(seen()).toEqual(['2 ungespeichert']);
    });
});

test('keeps its size in all states', async () => {
    const { realtime } = show(LIVE);
    const size = (): string => [root().offsetWidth, root().offsetHeight].join();
    const before = size();
    for (const queue of [queueOf(1), queueOf(9), queueOf(88), queueOf(2, 0), queueOf(0)]) {
        realtime.store.setState({ queue });
        // oxlint-disable-next-line no-await-in-loop -- one state after the other
        await waitFor(() => expect(seen()).toHaveLength(1));
        expect(size()).toBe(before);
    }
});

test('does not flash while edits are saved quickly; the state tells the truth at once', async () => {
    const { realtime } = show(LIVE);
    // The theme of the tests switches transitions off.
    document.getElementById('theme')!.textContent = '';
    const showQueue = (...queue: Parameters<typeof queueOf>): void =>
        act(() => realtime.store.setState({ queue: queueOf(...queue) }));
    expect(seen()).toEqual(['All saved']);
    showQueue(1, 0);
    expect([root().dataset.state, said()]).toEqual(['saving', 'Saving…']);
    expect(seen()).toEqual(['All saved']);
    showQueue(0);
    expect(seen()).toEqual(['All saved']);
    showQueue(1, 0);
    await waitFor(() => expect(seen()).toEqual(['Saving…']));
    showQueue(1);
    expect(seen()).toEqual(['1 edit not saved yet']);
});

describe('the list', () => {
    test('names what waits and since when, counts on, and closes with Escape; all by keyboard', async () => {
        vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
        onTestFinished(() => void vi.useRealTimers());
        const { user, realtime } = show({ ...OFFLINE, queue: queueOf(2) });
        await user.tab();
        expect(document.activeElement).toBe(button());
        expect(list()).toBeNull();
        await user.keyboard('{Enter}');
        await waitFor(() => expect(list().textContent).toContain('as soon as the connection is back'));
        const [first, second] = within(list()).getAllByRole('listitem');
        expect(first!.textContent).toBe('Edit task Paint the gate28 sec. ago');
        expect(second!.textContent).toBe('Edit task Saw7 sec. ago');
        await expectAccessible();
        act(() => void vi.advanceTimersByTime(1_000));
        expect(second!.textContent).toBe('Edit task Saw8 sec. ago');

        realtime.store.setState({ queue: queueOf(0) });
        await waitFor(() => expect(list().textContent).toBe('The server has every edit.'));
        await expectAccessible();
        await realKeys.keyboard('{Escape}');
        expect(list()).toBeNull();
        expect(document.activeElement).toBe(button());
    });

    test('says that auto-sync holds edits back', async () => {
        const { user } = show({
            ...LIVE,
            connection: { status: 'suspended' },
            autoSync: false,
            queue: queueOf(1)
        });
        await user.click(button());
        await waitFor(() => expect(list().textContent).toContain('until auto-sync is on'));
    });

    test('says instead that nothing may be changed', async () => {
        const { user } = show({ ...LIVE, readOnly: true });
        await user.click(button());
        await waitFor(() => expect(list().textContent).toBe('You may look at this project, but not change it.'));
        await expectAccessible();
    });

    test('scrolls when it is long, and stays within the page', async () => {
        const { user } = show({ ...OFFLINE, queue: queueOf(88) });
        await user.click(button());
        await waitFor(() => expect(within(list()).getAllByRole('listitem')).toHaveLength(88));
        const { top, bottom, left, right } = list().getBoundingClientRect();
        expect(Math.min(top, left)).toBeGreaterThanOrEqual(0);
        expect(bottom).toBeLessThanOrEqual(innerHeight);
        expect(right).toBeLessThanOrEqual(innerWidth);
        expect(list().scrollHeight).toBeGreaterThan(list().clientHeight);
        await expectAccessible();
    });

    test('translates titles', async () => {
        const realtime = inState({ ...OFFLINE, queue: queueOf(1) });
        const labels = { edit: () => 'Vorgang geändert', age: (seconds: number) => `seit ${seconds} Sekunden` };
        const { user } = renderRealtime(realtime, <SaveStatus />, labels);
        await user.click(button());
        await waitFor(() => expect(list().textContent).toMatch(/Vorgang geändertseit \d Sekunden/));
    });
});

test('an edit made offline waits, with its title, and is saved when the connection is back', async () => {
    const server = createInPageServer();
    const realtime = clientOf(server);
    const { user } = renderRealtime(realtime, <SaveStatus data-testid="save" />);
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    server.stop();
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('reconnecting'));
    const event = realtime.project.eventStore.first as unknown as { name: string };
    await realtime.edit(() => {
        event.name = 'Edited offline';
    });
    await waitFor(() => expect(seen()).toEqual(['1 edit not saved yet']));
    await user.click(button());
    await waitFor(() => expect(list().textContent).toContain('Edit task'));
    server.start();
    realtime.retryNow();
    await waitFor(() => expect(root().dataset.state).toBe('saved'));
});
