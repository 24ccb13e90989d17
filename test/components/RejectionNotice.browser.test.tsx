import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ErrorNotice, RejectionNotice } from '../../src/components/index.ts';
import { demoAuthenticate } from '../../src/server/core.ts';
import { change, REJECTIONS } from '../support/edits.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const notice = (): HTMLElement => screen.getByTestId('rejections');
const items = (): string[] => screen.queryAllByRole('listitem').map(item => item.innerText);

test('takes no room while nothing was refused', async () => {
    renderRealtime(inState(LIVE), <RejectionNotice data-testid="rejections" />);
    expect(notice().textContent).toBe('');
    expect(notice().offsetHeight).toBe(0);
    expect(notice().dataset.state).toBe('empty');
    await expectAccessible();
});

describe('shows', () => {
    test('what was refused, what it set in which record, and why', async () => {
        renderRealtime(inState({ ...LIVE, rejections: REJECTIONS }), <RejectionNotice data-testid="rejections" />);
        expect(screen.getByRole('alert')).toBe(notice());
        expect(notice().dataset.state).toBe('rejected');
        expect(notice().textContent).toContain('2 edits could not be saved');
        expect(items()).toEqual([
            'Edit task Paint Somebody else has removed what this edit changes.\nPaint: start date Mar 4, 2026, 8:00 AM, duration unit “day”',
            'Remove task Saw You may look at this project, but not change it.'
        ]);
        await expectAccessible();
    });

    test('a list that scrolls when it is long', async () => {
        const rejections = Array.from({ length: 30 }, (_, index) => ({ ...REJECTIONS[0]!, id: String(index) }));
        renderRealtime(inState({ ...LIVE, rejections }), <RejectionNotice data-testid="rejections" />);
        expect(items()).toHaveLength(30);
        expect(notice().offsetHeight).toBeLessThan(innerHeight / 2);
        await expectAccessible();
    });

    test('words of the host', () => {
        const rejections = [{ ...REJECTIONS[0]!, changes: [change('Paint', { duration: 3 })] }];
        renderRealtime(inState({ ...LIVE, rejections }), <RejectionNotice data-testid="rejections" />, {
            rejected: count => `${count} abgelehnt`,
            edit: ({ changes }) => `${changes[0]!.name} geändert`,
            error: ({ code }) => `(${code})`,
            rejectedChange: ({ fields }) => `Dauer ${fields.duration}`
        });
        expect(notice().textContent).toContain('1 abgelehnt');
        expect(items()).toEqual(['Paint geändert (record-removed)\nDauer 3']);
    });
});

test('a refused edit is named once, not again by the error notice, until it is dismissed by keyboard', async () => {
    const server = createInPageServer({
        authenticate: credentials => ({ ...demoAuthenticate(credentials)!, role: 'viewer' })
    });
    const realtime = clientOf(server, { wsReadOnly: false });
    const { user } = renderRealtime(
        realtime,
        <>
            <ErrorNotice data-testid="error" />
            <RejectionNotice data-testid="rejections" />
        </>
    );
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    const event = realtime.project.eventStore.first as unknown as { name: string };
    await realtime.edit(() => {
        event.name = 'Not allowed';
    });
    await waitFor(() => expect(items().join()).toContain('name “Not allowed”'));
    expect(realtime.store.getState().lastError).toBeTruthy();
    expect(screen.getByTestId('error').textContent).toBe('');

    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Dismiss' }));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(notice().textContent).toBe(''));
    expect(realtime.store.getState()).toMatchObject({ rejections: [], lastError: null });
    expect(screen.getByTestId('error').textContent).toBe('');
});
