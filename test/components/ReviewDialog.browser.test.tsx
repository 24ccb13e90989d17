import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ReviewDialog, SaveStatus } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { CONFLICTS, reviewedEdits } from '../support/editConflicts.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const button = (name: RegExp | string): HTMLElement => screen.getByRole('button', { name });
const dialog = (): HTMLElement | null => screen.queryByRole('dialog', { name: 'Review your edits' });
const items = (): HTMLElement[] => within(dialog()!).getAllByRole('listitem');
const event = ({ project }: Realtime, id: number): any => project.eventStore.getById(id);

const isLive = ({ store }: Realtime): Promise<void> =>
    waitFor(() => expect(store.getState().connection.status).toBe('live'));

/** Ada comes back with three edits. */
async function renderReview() {
    const server = createInPageServer();
    const ada = clientOf(server, { wsReviewAbove: 2 });
    const ben = clientOf(server);
    await act(() => Promise.all([ada.login({ userName: 'Ada' }), ben.login({ userName: 'Ben' })]));
    await Promise.all([isLive(ada), isLive(ben)]);
    const result = renderRealtime(
        ada,
        <>
            <ReviewDialog />
            <SaveStatus />
        </>
    );
    act(() => server.stop());
    await waitFor(() => expect(ada.store.getState().connection.status).not.toBe('live'));
    for (const id of [1, 2, 3]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await act(() => ada.edit(() => void (event(ada, id).name = `Edited ${id}`)));
    }
    act(() => {
        server.start();
        [ada, ben].forEach(({ retryNow }) => retryNow());
    });
    await Promise.all([isLive(ada), isLive(ben)]);
    await waitFor(() => expect(dialog()).toBeTruthy());
    return { ada, ben, ...result };
}

const namesOf = (who: Realtime): string[] => [1, 2, 3].map(id => event(who, id).name);

describe('every state', () => {
    test('nothing to review: nothing is there', async () => {
        const { container } = renderRealtime(inState(LIVE), <ReviewDialog />);
        expect(container.textContent).toBe('');
    });

    test('edits with what they change, what they overwrite and what goes with them', async () => {
        const review = reviewedEdits(5);
        const editConflicts = [{ ...CONFLICTS[0]!, edit: review[0]!.id }];
        renderRealtime(inState({ ...LIVE, review, editConflicts }), <ReviewDialog />);
        const [first, second, third] = items().map(({ textContent }) => textContent);
        expect(items()).toHaveLength(5);
        expect(first).toMatch(
            /^Edit task Paint the gate 3\d min\. agoPaint the gate: name .*Would overwrite: Calm Heron changed “Varnish, two coats”: name “Varnish and polish” \(2 min\. ago\)SendDiscard$/
        );
        expect(second).not.toContain('Would overwrite');
        expect(third).toContain('1 more edit goes with it');
        await expectAccessible();
    });

    test('500 edits scroll, and can all be reached', async () => {
        renderRealtime(inState({ ...LIVE, review: reviewedEdits(500) }), <ReviewDialog />);
        expect(items()).toHaveLength(500);
        const list = within(dialog()!).getByRole('list', { name: 'Edits to review' });
        expect(list.clientHeight).toBeLessThan(innerHeight);
        expect(list.scrollHeight).toBeGreaterThan(list.clientHeight);
        expect(list.tabIndex).toBe(0);
        items().at(-1)!.scrollIntoView();
        const { top, bottom } = items().at(-1)!.getBoundingClientRect();
        const frame = list.getBoundingClientRect();
        expect(top).toBeGreaterThanOrEqual(frame.top - 1);
        expect(bottom).toBeLessThanOrEqual(frame.bottom + 1);
    });
});

describe('the user', () => {
    test('sends all', async () => {
        const { ben, user } = await renderReview();
        await user.click(button('Send all'));
        await waitFor(() => expect(namesOf(ben)).toEqual(['Edited 1', 'Edited 2', 'Edited 3']));
        await waitFor(() => expect(dialog()).toBeNull());
    });

    test('discards all, after a question', async () => {
        const { ada, ben, user } = await renderReview();
        const before = namesOf(ben);
        await user.click(button('Discard all'));
        expect(dialog()!.textContent).toContain('3 edits are lost. This cannot be undone.');
        expect(document.activeElement).toBe(button('Cancel'));
        await expectAccessible();
        await user.click(button('Cancel'));
        expect(items()).toHaveLength(3);
        await user.click(button('Discard all'));
        await user.click(button('Discard all'));
        await waitFor(() => expect(namesOf(ada)).toEqual(before));
        await waitFor(() => expect(dialog()).toBeNull());
        await screen.findByRole('button', { name: 'All saved' });
    });

    test('decides one by one, and the focus stays in the dialog', async () => {
        const { ada, ben, user } = await renderReview();
        const [, second] = namesOf(ben);
        await user.click(within(items()[1]!).getByRole('button', { name: /^Discard/ }));
        await waitFor(() => expect(items()).toHaveLength(2));
        await waitFor(() => expect(dialog()!.contains(document.activeElement)).toBe(true));
        await user.click(within(items()[0]!).getByRole('button', { name: /^Send/ }));
        await waitFor(() => expect(items()).toHaveLength(1));
        await user.click(within(items()[0]!).getByRole('button', { name: /^Send/ }));
        await waitFor(() => expect(namesOf(ben)).toEqual(['Edited 1', second, 'Edited 3']));
        expect(namesOf(ada)).toEqual(['Edited 1', second, 'Edited 3']);
    });

    test('decides later: a button opens it again, and the status says what is waited for', async () => {
        const { user } = await renderReview();
        await user.click(button('Decide later'));
        expect(dialog()).toBeNull();
        await expectAccessible();
        await user.click(button('3 edits not saved yet'));
        await screen.findByText('Not sent before you have reviewed them.');
        await user.keyboard('{Escape}');
        await user.click(button('Review 3 edits'));
        expect(items()).toHaveLength(3);
    });
});
