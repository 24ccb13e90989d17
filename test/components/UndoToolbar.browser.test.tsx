import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { UndoToolbar } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, renderRealtime } from '../support/renderRealtime.tsx';

const event = ({ project }: Realtime, id = 1): any => project.eventStore.getById(id);
const button = (name: RegExp | string): HTMLElement => screen.getByRole('button', { name });

async function joinBoth(): Promise<{ ada: Realtime; ben: Realtime }> {
    const server = createInPageServer();
    const [ada, ben] = [clientOf(server), clientOf(server)] as const;
    await Promise.all([ada.login({ userName: 'Ada' }), ben.login({ userName: 'Ben' })]);
    await waitFor(() => {
        expect(event(ada)?.name).toBe(event(ben).name);
        expect(ada.store.getState().connection.status).toBe('live');
    });
    return { ada, ben };
}

describe('the buttons', () => {
    test('undo and redo the own last step, and say which it is', async () => {
        const { ada, ben } = await joinBoth();
        const before = event(ada).name;
        const { user } = renderRealtime(ada, <UndoToolbar />);
        expect(button('Undo').ariaDisabled).toBe('true');
        await ada.edit(() => (event(ada).name = 'Changed'));
        await user.click(await screen.findByRole('button', { name: 'Undo: Rename task to Changed' }));
        await waitFor(() => expect(event(ben).name).toBe(before));
        await user.click(await screen.findByRole('button', { name: 'Redo: Rename task to Changed' }));
        await waitFor(() => expect(event(ben).name).toBe('Changed'));
        await expectAccessible();
    });

    test('have nothing to do with what others have done', async () => {
        const { ada, ben } = await joinBoth();
        renderRealtime(ada, <UndoToolbar />);
        await ben.edit(() => (event(ben).name = "Ben's"));
        await waitFor(() => expect(event(ada).name).toBe("Ben's"));
        expect(button('Undo').ariaDisabled).toBe('true');
    });
});

test('is not there for who may not edit, and its keys do nothing', async () => {
    const { ada } = await joinBoth();
    renderRealtime(ada, <UndoToolbar />);
    await ada.edit(() => (event(ada).name = 'Changed'));
    await screen.findByRole('button', { name: /^Undo: / });
    ada.setReadOnly(true);
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await ada.project.commitAsync();
    expect(event(ada).name).toBe('Changed');
    ada.setReadOnly(null);
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(() => expect(event(ada).name).not.toBe('Changed'));
});

describe('the keyboard', () => {
    test('undoes and redoes in its element only, and not in text fields', async () => {
        const { ada } = await joinBoth();
        const keysIn = { current: document.createElement('section') };
        document.body.append(keysIn.current);
        keysIn.current.innerHTML = '<input aria-label="A field">';
        const before = event(ada).name;
        renderRealtime(ada, <UndoToolbar keysIn={keysIn} />);
        await ada.edit(() => (event(ada).name = 'Changed'));
        await screen.findByRole('button', { name: /^Undo: / });
        fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
        fireEvent.keyDown(keysIn.current.firstElementChild!, { key: 'z', ctrlKey: true });
        fireEvent.keyDown(keysIn.current, { key: 'z', ctrlKey: true, altKey: true });
        await ada.edit(() => {});
        expect(event(ada).name).toBe('Changed');
        fireEvent.keyDown(keysIn.current, { key: 'z', metaKey: true });
        await waitFor(() => expect(event(ada).name).toBe(before));
        await screen.findByRole('button', { name: /^Redo: / });
        fireEvent.keyDown(keysIn.current, { key: 'Z', ctrlKey: true, shiftKey: true });
        await waitFor(() => expect(event(ada).name).toBe('Changed'));
        keysIn.current.remove();
    });
});

describe('the list of steps', () => {
    test('goes to the state after any of them', async () => {
        const { ada } = await joinBoth();
        const before = event(ada).name;
        const { user } = renderRealtime(ada, <UndoToolbar />);
        await user.click(button('Your steps'));
        expect(screen.getByText('Nothing to undo yet.')).toBeTruthy();
        for (const name of ['One', 'Two', 'Three']) {
            // oxlint-disable-next-line no-await-in-loop -- one step each
            await ada.edit(() => (event(ada).name = name));
        }
        await user.click(await screen.findByRole('button', { name: 'Rename task to One' }));
        await waitFor(() => expect(event(ada).name).toBe('One'));
        await waitFor(() => expect(button('Rename task to One').ariaCurrent).toBe('step'));
        await expectAccessible();
        await user.click(button('Before the first step'));
        await waitFor(() => expect(event(ada).name).toBe(before));
        await user.click(button('Rename task to Three'));
        await waitFor(() => expect(event(ada).name).toBe('Three'));
    });
});

describe('when others have changed the same since', () => {
    async function renameByBoth(): Promise<{ ada: Realtime; ben: Realtime; second: string }> {
        const { ada, ben } = await joinBoth();
        const second = event(ada, 2).name;
        await ada.edit(() => {
            event(ada).name = "Ada's";
            event(ada, 2).name = "Ada's, too";
        });
        await waitFor(() => expect(event(ben, 2).name).toBe("Ada's, too"));
        await ben.edit(() => (event(ben).name = "Ben's"));
        await waitFor(() => expect(event(ada).name).toBe("Ben's"));
        return { ada, ben, second };
    }

    const ask = async (ada: Realtime): Promise<ReturnType<typeof renderRealtime> & { dialog: HTMLElement }> => {
        const rendered = renderRealtime(ada, <UndoToolbar />);
        await rendered.user.click(await screen.findByRole('button', { name: /^Undo: / }));
        return { ...rendered, dialog: await screen.findByRole('dialog') };
    };

    test('a dialog says who changed what; Escape leaves everything as it is', async () => {
        const { ada } = await renameByBoth();
        const { user, dialog } = await ask(ada);
        expect(within(dialog).getByRole('listitem').textContent).toMatch(/^Ben changed “Ben's”: name “Ben's” \(/);
        await expectAccessible();
        await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
        await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
        expect(event(ada, 2).name).toBe("Ada's, too");
    });

    test('the rest can be undone', async () => {
        const { ada, ben, second } = await renameByBoth();
        const { user } = await ask(ada);
        expect(document.activeElement).toBe(button('Undo only the rest'));
        await user.keyboard('{Enter}');
        await waitFor(() => expect(event(ben, 2).name).toBe(second));
        expect(event(ada).name).toBe("Ben's");
    });

    test('theirs can be overwritten', async () => {
        const { ada, ben, second } = await renameByBoth();
        const { user } = await ask(ada);
        await user.click(button('Overwrite theirs'));
        await waitFor(() => expect(event(ben, 2).name).toBe(second));
        await waitFor(() => expect(event(ben).name).not.toBe("Ben's"));
    });
});
