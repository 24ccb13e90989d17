import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { SyncToggle } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { queueOf } from '../support/edits.ts';
import { createInPageServer, type InPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const toggle = (): HTMLElement => screen.getByRole('switch', { name: 'Auto-sync' });
const status = (): string => screen.getByRole('status').textContent;
const syncButton = (): HTMLElement | null => screen.queryByRole('button', { name: /^Sync/ });
const badge = (): string => syncButton()!.querySelector('.sprt-badge')!.textContent;

interface Named {
    name: string;
}

const firstEvent = ({ project }: Realtime): Named => project.eventStore.first as unknown as Named;

async function logIn(server: InPageServer, userName: string): Promise<Realtime> {
    const realtime = clientOf(server);
    await realtime.login({ userName });
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    return realtime;
}

const OFF = { ...LIVE, connection: { status: 'suspended' }, autoSync: false } as const;

describe('states', () => {
    test('on, all saved', async () => {
        const { container } = renderRealtime(inState(LIVE), <SyncToggle />);
        expect(toggle().ariaChecked).toBe('true');
        expect(status()).toBe('All saved');
        expect(syncButton()).toBeNull();
        expect(container.querySelector<HTMLElement>('.sprt-sync')!.dataset).toMatchObject({
            state: 'on',
            queue: 'saved'
        });
        await expectAccessible();
    });

    test('on, edits under way', async () => {
        renderRealtime(inState({ ...LIVE, queue: queueOf(2, 0) }), <SyncToggle />);
        expect(status()).toBe('Saving…');
        expect(syncButton()).toBeNull();
        await expectAccessible();
    });

    test('off, nothing waits: Sync takes no click', async () => {
        const { container } = renderRealtime(inState(OFF), <SyncToggle />);
        expect(toggle().ariaChecked).toBe('false');
        expect(syncButton()!.ariaDisabled).toBe('true');
        expect(container.querySelector<HTMLElement>('.sprt-sync')!.dataset.state).toBe('off');
        await expectAccessible();
    });

    test('off, edits wait: the badge counts them', async () => {
        renderRealtime(inState({ ...OFF, queue: queueOf(12) }), <SyncToggle />);
        expect(syncButton()!.ariaDisabled).toBeNull();
        expect(badge()).toBe('12');
        expect(screen.getByRole('button', { name: 'Sync 12 waiting changes' })).toBe(syncButton());
        expect(status()).toBe('12 edits not saved yet');
        await expectAccessible();
    });
});

test('is only the status for who may not edit, unless something from before is unsaved', async () => {
    const realtime = inState({ ...OFF, readOnly: true });
    renderRealtime(realtime, <SyncToggle />);
    expect(screen.queryByRole('switch')).toBeNull();
    expect(syncButton()).toBeNull();
    expect(status()).toBe('View only');
    await expectAccessible();
    realtime.store.setState({ queue: queueOf(2) });
    await waitFor(() => expect(badge()).toBe('2'));
    expect(toggle().ariaChecked).toBe('false');
});

test('keeps its size while the number of unsaved edits changes', async () => {
    const realtime = inState(LIVE);
    const { container } = renderRealtime(realtime, <SyncToggle style={{ width: 'fit-content' }} />);
    const size = (): { width: number; height: number } => {
        const { width, height } = container.querySelector('.sprt-sync')!.getBoundingClientRect();
        return { width, height };
    };
    const before = size();
    for (const length of [1, 9, 10, 88]) {
        realtime.store.setState({ queue: queueOf(length) });
        // oxlint-disable-next-line no-await-in-loop -- one text after the other
        await waitFor(() => expect(status()).toBe(`${length} ${length === 1 ? 'edit' : 'edits'} not saved yet`));
        expect(size()).toEqual(before);
    }
});

test('holds edits back while off, sends them on Sync, and sends the rest when switched on; all by keyboard', async () => {
    const server = createInPageServer();
    const [ada, ben] = [await logIn(server, 'Ada'), await logIn(server, 'Ben')];
    const { user } = renderRealtime(ada, <SyncToggle />);
    await user.tab();
    expect(document.activeElement).toBe(toggle());
    await user.keyboard(' ');
    await waitFor(() => expect(toggle().ariaChecked).toBe('false'));
    expect(ada.store.getState().connection.status).toBe('suspended');

    firstEvent(ada).name = 'Held back';
    await waitFor(() => expect(badge()).toBe('1'));
    expect(status()).toBe('1 edit not saved yet');
    expect(firstEvent(ben).name).not.toBe('Held back');

    await user.tab();
    expect(document.activeElement).toBe(syncButton());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(firstEvent(ben).name).toBe('Held back'));
    await waitFor(() => expect(status()).toBe('All saved'));
    expect(badge()).toBe('0');
    expect(toggle().ariaChecked).toBe('false');
    expect(document.activeElement).toBe(syncButton());

    firstEvent(ada).name = 'Sent by the switch';
    await waitFor(() => expect(badge()).toBe('1'));
    await user.tab({ shift: true });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(toggle().ariaChecked).toBe('true'));
    expect(syncButton()).toBeNull();
    await waitFor(() => expect(firstEvent(ben).name).toBe('Sent by the switch'));
    await waitFor(() => expect(status()).toBe('All saved'));
});
