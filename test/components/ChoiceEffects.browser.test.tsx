import type { ProjectModel } from '@bryntum/schedulerpro';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { userEvent as realKeys } from 'vitest/browser';
import { ConflictDialog } from '../../src/components/index.ts';
import { createProject } from '../../src/server/core.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import {
    causeConflict,
    causeCycle,
    causeEmptyCalendar,
    causeTwoConflicts,
    storedPlan,
    TWO_EVENTS
} from '../../stories/support/impossibleEdits.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, makeRealtime, renderRealtime } from '../support/renderRealtime.tsx';

/** Somebody who is logged in and sees the plan, with as many events as wanted after "Paint". */
async function joined(followers = 2): Promise<Realtime> {
    const realtime = clientOf(
        createInPageServer({
            fill: storage => createProject(storage, { id: 1, name: 'One', dataset: storedPlan(followers) })
        }),
        { wsOutboxStorage: null }
    );
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(realtime.project.wsState.connection.status).toBe('live'));
    return realtime;
}

/** Makes the edit below the dialog, and waits for the question. */
async function ask(realtime: Realtime, cause: (project: ProjectModel) => void): ReturnType<typeof setUp> {
    const result = setUp(realtime);
    cause(realtime.project);
    await screen.findByRole('dialog');
    return result;
}

async function setUp(realtime: Realtime): Promise<ReturnType<typeof renderRealtime>> {
    return renderRealtime(realtime, <ConflictDialog />);
}

const effects = (): HTMLElement => screen.getByRole('region', { name: 'What it would do' });
const lines = (): string[] => [...effects().querySelectorAll('p, li')].map(line => line.textContent);
const state = (): string | undefined => effects().closest<HTMLElement>('[data-state]')?.dataset.state;
const ready = (): Promise<void> => waitFor(() => expect(state()).toBe('ready'));

describe('what a choice would do', () => {
    test('is not said before anything is chosen', async () => {
        await ask(await joined(), causeConflict);
        expect([state(), lines()]).toEqual(['none', ['Choose one to see what it would do.']]);
        await expectAccessible();
    });

    test('shows which events get which dates, and what becomes of the dependency', async () => {
        const { user } = await ask(await joined(), causeConflict);
        await user.click(screen.getByLabelText(/^Deactivate dependency/));
        expect([state(), lines()]).toEqual(['calculating', ['Calculating what it would do…']]);
        expect(effects().getAttribute('aria-busy')).toBe('true');
        await expectAccessible();
        await ready();
        expect(lines()).toEqual([
            'Dependency “Saw” → “Paint” becomes inactive',
            '3 tasks get other dates',
            'PaintMar 4 – 6, 2026 → Mar 2 – 4, 2026',
            'Pack 1Mar 6 – 7, 2026 → Mar 4 – 5, 2026',
            'Pack 2Mar 6 – 7, 2026 → Mar 4 – 5, 2026'
        ]);
        await expectAccessible();
    });

    test('is shown for each choice in turn, with the keyboard alone', async () => {
        await ask(await joined(), causeConflict);
        await realKeys.keyboard(' ');
        await ready();
        await realKeys.keyboard('{ArrowDown}');
        await waitFor(() => expect(lines()[0]).toBe('Dependency “Saw” → “Paint” is removed'));
        await realKeys.keyboard('{ArrowDown}');
        await waitFor(() => expect(lines()).toEqual(['No task gets other dates.']));
        await realKeys.keyboard('{ArrowUp}');
        // Known already.
        await waitFor(() => expect(lines()[1]).toBe('3 tasks get other dates'), { timeout: 100 });
        await realKeys.keyboard('{Tab}');
        expect(document.activeElement).toBe(effects());
    });

    test('takes as much room whatever it says', async () => {
        const { user } = await ask(await joined(60), causeConflict);
        const heights: number[] = [];
        const note = (): number => heights.push(screen.getByRole('dialog').getBoundingClientRect().height);
        note();
        for (const name of [/^Deactivate/, /^Remove "Must/]) {
            // oxlint-disable-next-line no-await-in-loop -- one after the other
            await user.click(screen.getByLabelText(name));
            note();
            // oxlint-disable-next-line no-await-in-loop
            await ready();
            note();
        }
        expect(new Set(heights).size).toBe(1);
    });

    test('lists 50 events and counts the rest', async () => {
        const { user } = await ask(await joined(60), causeConflict);
        await user.click(screen.getByLabelText(/^Deactivate/));
        await ready();
        expect(lines()[1]).toBe('61 tasks get other dates');
        expect(within(effects()).getAllByRole('listitem').length).toBe(50);
        expect(lines().at(-1)).toBe('and 11 more');
        await expectAccessible();
    });

    test('is known for the dependencies of a circle', async () => {
        const { user } = await ask(await joined(), causeCycle);
        expect(screen.getAllByRole('radio')[0]!.closest('label')!.textContent).toBe(
            'Deactivate dependency “Paint” → “Saw”'
        );
        await user.click(screen.getByLabelText('Remove dependency “Saw” → “Paint”'));
        await ready();
        expect(lines()).toEqual([
            'Dependency “Saw” → “Paint” is removed',
            '1 task gets other dates',
            'SawMar 2 – 4, 2026 → Mar 6 – 8, 2026'
        ]);
        await expectAccessible();
    });

    test('is known for a calendar without working time, with times of day', async () => {
        const { user } = await ask(await joined(), causeEmptyCalendar);
        await user.click(screen.getByLabelText(/^Use 8-hour calendar/));
        await ready();
        expect(lines().slice(0, 2)).toEqual([
            '4 tasks get other dates',
            'SawMar 2 – 4, 2026 → Mar 2, 2026, 8:00 AM – Mar 9, 2026, 5:00 PM'
        ]);
        await expectAccessible();
    });

    test('may be another question', async () => {
        const { user } = await ask(await joined(), causeTwoConflicts);
        await user.click(screen.getAllByRole('radio')[0]!);
        await ready();
        expect(lines()).toEqual([
            expect.stringMatching(/^It leads to another question: A scheduling conflict has been found/)
        ]);
        await expectAccessible();
    });

    test('cannot be known without a server, and the choice can be made all the same', async () => {
        const realtime = makeRealtime();
        await realtime.project.loadInlineData(TWO_EVENTS);
        const { user } = await ask(realtime, causeConflict);
        await user.click(screen.getByLabelText(/^Remove dependency/));
        await waitFor(() => expect(state()).toBe('failed'));
        expect(within(effects()).getByRole('alert').textContent).toMatch(/cannot be calculated/);
        await expectAccessible();
        await user.click(screen.getByRole('button', { name: 'Apply' }));
        await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
        expect(realtime.project.dependencyStore.count).toBe(0);
    });

    test('does not hold up the answer', async () => {
        const realtime = await joined();
        const { user } = await ask(realtime, causeConflict);
        await user.click(screen.getByLabelText(/^Remove dependency/));
        await user.click(screen.getByRole('button', { name: 'Apply' }));
        await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
        await waitFor(() => expect(realtime.project.dependencyStore.getById(1)).toBeFalsy());
        await waitFor(() => expect(realtime.store.getState().queue.length).toBe(0));
        expect(realtime.store.getState().lastError).toBeNull();
    });
});

test('with a policy that decides, nobody is asked', async () => {
    const realtime = await joined();
    realtime.setSchedulingIssues('resolve');
    await setUp(realtime);
    causeConflict(realtime.project);
    await waitFor(() =>
        expect((realtime.project.dependencyStore.getById(1) as unknown as { active: boolean }).active).toBe(false)
    );
    expect(screen.queryByRole('dialog')).toBeNull();
});
