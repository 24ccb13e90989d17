import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { EditConflictsButton } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { CONFLICTS } from '../support/editConflicts.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const button = (name: RegExp | string): HTMLElement => screen.getByRole('button', { name });
const dialog = (): HTMLElement | null => screen.queryByRole('dialog', { name: 'Editing conflicts' });
const event = ({ project }: Realtime, id = 1): any => project.eventStore.getById(id);

/** Ada has set a name and a length without having seen what Ben had set. */
async function renderConflicts() {
    const server = createInPageServer();
    const [ada, ben] = [clientOf(server), clientOf(server)] as const;
    await act(() => Promise.all([ada.login({ userName: 'Ada' }), ben.login({ userName: 'Ben' })]));
    await waitFor(() => {
        expect([ada, ben].map(({ store }) => store.getState().connection.status)).toEqual(['live', 'live']);
    });
    const result = renderRealtime(ada, <EditConflictsButton />);
    const edit = (who: Realtime, name: string, duration: number): Promise<void> =>
        act(() =>
            who.edit(() => {
                event(who).name = name;
                event(who, 2).duration = duration;
            })
        );
    act(() => ada.setAutoSync(false));
    await edit(ada, 'Ada’s', 7);
    await edit(ben, 'Ben’s', 9);
    await screen.findByRole('button', { name: '2 editing conflicts' });
    act(() => ada.setAutoSync(true));
    await waitFor(() => expect(event(ben).name).toBe('Ada’s'));
    return { ada, ben, ...result };
}

describe('every state', () => {
    test('no conflicts: a button that does nothing, but is there, so that nothing jumps', async () => {
        const { user } = renderRealtime(inState(LIVE), <EditConflictsButton />);
        expect(button('No editing conflicts').ariaDisabled).toBe('true');
        await user.click(button('No editing conflicts'));
        expect(dialog()).toBeNull();
        await expectAccessible();
    });

    test('conflicts of every kind, with what was there, what there is, who and when', async () => {
        const { user } = renderRealtime(inState({ ...LIVE, editConflicts: CONFLICTS }), <EditConflictsButton />);
        await user.click(button('5 editing conflicts'));
        const tables = within(dialog()!).getAllByRole('table');
        expect(tables.map(table => (table as HTMLTableElement).caption!.textContent)).toEqual([
            'Varnish, two coats',
            'Saw',
            'Glue',
            'Hinges'
        ]);
        const rows = within(dialog()!)
            .getAllByRole('row')
            .filter(row => within(row).queryByRole('rowheader'))
            .map(row => [...row.children].map(({ textContent }) => textContent));
        expect(rows).toEqual([
            [
                'Name',
                '“Varnish”',
                '“Varnish, two coats”',
                '“Varnish and polish”Calm Heron, 2 min. ago',
                'Take theirsKeep mine'
            ],
            ['Start date', 'Mar 2, 2026', 'Mar 4, 2026', 'Mar 9, 2026Calm Heron, 2 hr. ago', 'Take theirsKeep mine'],
            ['Duration', '2', '3', '1.5Somebody', 'Take theirsKeep mine'],
            ['Name', '“Glue”', '“Glue the frame”', 'RemovedCalm Heron, 2 min. ago', 'Dismiss'],
            ['Percent done', '0', '20', 'RemovedCalm Heron, 2 min. ago', ''],
            ['Percent done', '50', '100', 'RemovedCalm Heron, 2 min. ago', 'Take theirsKeep mine']
        ]);
        await expectAccessible();
    });

    test('a constraint that was set without a move is told by itself', async () => {
        const start = { startDate: '2026-03-02T00:00:00', constraintType: null, constraintDate: null };
        const theirs = { ...start, constraintType: 'muststarton', constraintDate: '2026-03-02T00:00:00' };
        const mine = { ...start, constraintType: 'muststarton', constraintDate: '2026-03-05T00:00:00' };
        const constraint = { ...CONFLICTS[1]!, before: start, mine, theirs };
        const { user } = renderRealtime(inState({ ...LIVE, editConflicts: [constraint] }), <EditConflictsButton />);
        await user.click(button('1 editing conflict'));
        expect(screen.getByRole('row', { name: /^Constraint date – Mar 5, 2026 Mar 2, 2026/ })).toBeTruthy();
    });

    test('who may not edit cannot take theirs', async () => {
        const { user } = renderRealtime(
            inState({ ...LIVE, editConflicts: CONFLICTS, readOnly: true }),
            <EditConflictsButton />
        );
        await user.click(button('5 editing conflicts'));
        expect(button('Take all theirs').ariaDisabled).toBe('true');
        expect(button('Take theirs: Duration').ariaDisabled).toBe('true');
        await expectAccessible();
    });
});

describe('the user', () => {
    test('takes theirs for one and keeps mine for the other; then the dialog closes', async () => {
        const { ada, ben, user } = await renderConflicts();
        await user.click(button('2 editing conflicts'));
        await user.click(button('Take theirs: Name'));
        await waitFor(() => expect(event(ben).name).toBe('Ben’s'));
        await screen.findByRole('button', { name: '1 editing conflict' });
        await user.click(button('Keep mine: Duration'));
        await waitFor(() => expect(dialog()).toBeNull());
        expect(document.activeElement).toBe(button('No editing conflicts'));
        expect([ada, ben].map(who => event(who, 2).duration)).toEqual([7, 7]);
    });

    test('takes all theirs by one step that can be undone', async () => {
        const { ada, ben, user } = await renderConflicts();
        const { position } = ada.project.stm;
        await user.click(button('2 editing conflicts'));
        await user.click(button('Take all theirs'));
        await waitFor(() => expect([event(ben).name, event(ben, 2).duration]).toEqual(['Ben’s', 9]));
        await waitFor(() => expect(dialog()).toBeNull());
        expect(ada.project.stm.position).toBe(position + 1);
    });

    test('keeps all mine', async () => {
        const { ada, ben, user } = await renderConflicts();
        await user.click(button('2 editing conflicts'));
        await user.click(button('Keep all mine'));
        await waitFor(() => expect(dialog()).toBeNull());
        expect([ada, ben].map(who => event(who).name)).toEqual(['Ada’s', 'Ada’s']);
        expect(button('No editing conflicts')).toBeTruthy();
    });

    test('decides later by Escape, and nothing is lost', async () => {
        const { user } = renderRealtime(inState({ ...LIVE, editConflicts: CONFLICTS }), <EditConflictsButton />);
        await user.click(button('5 editing conflicts'));
        expect(document.activeElement).toBe(button('Decide later'));
        dialog()!.dispatchEvent(new Event('cancel', { cancelable: true }));
        await waitFor(() => expect(dialog()).toBeNull());
        expect(document.activeElement).toBe(button('5 editing conflicts'));
    });

    test('does not lose the focus with what was decided', async () => {
        const { user } = await renderConflicts();
        await user.click(button('2 editing conflicts'));
        await user.click(button('Keep mine: Name'));
        await waitFor(() => expect(dialog()!.contains(document.activeElement)).toBe(true));
        expect(document.activeElement).toBe(button('Take theirs: Duration'));
    });

    test('reads why theirs could not be taken, and the conflicts are still there', async () => {
        const { ada, user } = await renderConflicts();
        // A host's model may refuse values.
        event(ada, 2).set = () => {
            throw new Error('Not on a Friday');
        };
        await user.click(button('2 editing conflicts'));
        await user.click(button('Take all theirs'));
        expect((await screen.findByRole('alert')).textContent).toMatch(/Not on a Friday/);
        expect(within(dialog()!).getAllByRole('table')).toHaveLength(2);
        expect([event(ada).name, event(ada, 2).duration]).toEqual(['Ada’s', 7]);
    });
});
