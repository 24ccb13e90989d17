import type { ProjectModel } from '@bryntum/schedulerpro';
import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { userEvent as realKeys } from 'vitest/browser';
import { ConflictDialog } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { causeConflict, causeCycle, causeEmptyCalendar, TWO_EVENTS } from '../../stories/support/impossibleEdits.ts';
import { expectAccessible, makeRealtime, renderRealtime } from '../support/renderRealtime.tsx';

interface Scheduled {
    startDate: Date;
    constraintType: string | null;
    calendar: { id: string } | null;
    active: boolean;
}

async function loaded(data: object = TWO_EVENTS): Promise<Realtime> {
    const realtime = makeRealtime();
    await realtime.project.loadInlineData(data);
    return realtime;
}

const event = ({ project }: Realtime, id: number): Scheduled => project.eventStore.getById(id) as unknown as Scheduled;
const dependency = ({ project }: Realtime, id: number): Scheduled | null =>
    project.dependencyStore.getById(id) as unknown as Scheduled | null;

/** Makes the edit; resolves once the engine has stopped waiting for an answer. */
function edit(realtime: Realtime, cause: (project: ProjectModel) => void): Promise<unknown> {
    cause(realtime.project);
    return realtime.project.commitAsync();
}

const dialog = (title: string): Promise<HTMLElement> => screen.findByRole('dialog', { name: title });
const choices = (): string[] => screen.getAllByRole('radio').map(radio => radio.closest('label')!.textContent);
const closed = (): Promise<void> => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

/**
 * What Chromium does on Escape, or Android on "back", in a page nobody has clicked in. More than once, because
 * StrictMode may show the dialog again right after the first time.
 */
function closeNatively(): Promise<void> {
    return waitFor(() => {
        document.querySelector('dialog')?.close();
        expect(document.querySelector('dialog')).toBeNull();
    });
}

describe('a conflict', () => {
    test('is described, with the ways out of it and nothing chosen', async () => {
        const realtime = await loaded();
        renderRealtime(realtime, <ConflictDialog className="mine" data-testid="dialog" />);
        void edit(realtime, causeConflict);
        const element = await dialog('Scheduling conflict');
        expect(element).toBe(screen.getByTestId('dialog'));
        expect(element.className).toContain('mine');
        expect(element.dataset.state).toBe('schedulingConflict');
        expect(element.matches(':modal')).toBe(true);
        expect(element.textContent).toMatch(/from "Saw" to "Paint" is conflicting with Task "Paint" Must-Start-On/);
        expect(choices()).toEqual([
            'Deactivate dependency from "Saw" to "Paint"',
            'Remove dependency from "Saw" to "Paint"',
            'Remove "Must-Start-On" constraint of task "Paint"'
        ]);
        expect(screen.queryByRole('radio', { checked: true })).toBeNull();
        await expectAccessible();
    });

    test('is resolved by keyboard alone, and the focus returns where it was', async () => {
        const realtime = await loaded();
        const { user } = renderRealtime(
            realtime,
            <>
                <button type="button">Elsewhere</button>
                <ConflictDialog />
            </>
        );
        const elsewhere = screen.getByRole('button');
        elsewhere.focus();
        const settled = edit(realtime, causeConflict);
        await dialog('Scheduling conflict');
        const radios = screen.getAllByRole('radio');
        expect(document.activeElement).toBe(radios[0]);
        await user.keyboard(' {ArrowDown}{ArrowDown}');
        expect(document.activeElement).toBe(radios[2]);
        expect(radios.map(radio => (radio as HTMLInputElement).checked)).toEqual([false, false, true]);
        await user.keyboard('{Enter}');
        await settled;
        await closed();
        expect(document.activeElement).toBe(elsewhere);
        expect(event(realtime, 2).constraintType).toBeNull();
        expect(event(realtime, 2).startDate).toEqual(new Date(2026, 2, 4));
        expect(dependency(realtime, 1)!.active).toBe(true);
    });

    test('carries out the choice: the dependency goes, the constraint stays', async () => {
        const realtime = await loaded();
        const { user } = renderRealtime(realtime, <ConflictDialog />);
        const settled = edit(realtime, causeConflict);
        await user.click(await screen.findByLabelText(/^Remove dependency/));
        await expectAccessible();
        await user.click(screen.getByRole('button', { name: 'Apply' }));
        await settled;
        expect(dependency(realtime, 1)).toBeFalsy();
        expect(event(realtime, 2).startDate).toEqual(new Date(2026, 2, 2));
    });

    test('does nothing on Apply before something is chosen', async () => {
        const realtime = await loaded();
        const { user } = renderRealtime(realtime, <ConflictDialog />);
        void edit(realtime, causeConflict);
        await dialog('Scheduling conflict');
        await user.click(screen.getByRole('button', { name: 'Apply' }));
        expect(screen.getByRole('dialog').matches(':modal')).toBe(true);
        expect(screen.getAllByRole('radio').every(radio => radio.matches(':invalid'))).toBe(true);
    });

    test.each([
        ['the button', () => realKeys.click(screen.getByRole('button', { name: 'Cancel the change' }))],
        ['Escape', () => realKeys.keyboard('{Escape}')],
        ['a browser that does not ask', closeNatively]
    ])('is taken back with %s', async (_way, leave) => {
        const realtime = await loaded();
        renderRealtime(realtime, <ConflictDialog />);
        const settled = edit(realtime, causeConflict);
        await dialog('Scheduling conflict');
        await leave();
        await settled;
        await closed();
        expect(event(realtime, 2).constraintType).toBeNull();
        expect(event(realtime, 2).startDate).toEqual(new Date(2026, 2, 4));
        expect(dependency(realtime, 1)!.active).toBe(true);
    });

    test('is taken back when the dialog goes, so that the engine does not wait for ever', async () => {
        const realtime = await loaded();
        const { unmount } = renderRealtime(realtime, <ConflictDialog />);
        const settled = edit(realtime, causeConflict);
        await dialog('Scheduling conflict');
        unmount();
        await settled;
        expect(event(realtime, 2).constraintType).toBeNull();
    });

    test('does not close when the host renders again with other texts', async () => {
        const realtime = await loaded();
        const { rerender } = renderRealtime(realtime, <ConflictDialog />, { conflictTitle: 'Terminkonflikt' });
        void edit(realtime, causeConflict);
        const element = await dialog('Terminkonflikt');
        rerender(<ConflictDialog className="again" />);
        expect(screen.getByRole('dialog')).toBe(element);
        expect(element.className).toContain('again');
    });
});

test('a cycle offers every dependency of the circle by name, and deactivates the chosen one', async () => {
    const realtime = await loaded();
    const { user } = renderRealtime(realtime, <ConflictDialog />);
    const settled = edit(realtime, causeCycle);
    const element = await dialog('Scheduling cycle');
    expect(element.dataset.state).toBe('cycle');
    expect(element.textContent).toContain('"Saw" -> "Paint" -> "Saw"');
    expect(choices()).toEqual([
        'Deactivate dependency “Saw” → “Paint”',
        'Deactivate dependency “Paint” → “Saw”',
        'Remove dependency “Saw” → “Paint”',
        'Remove dependency “Paint” → “Saw”'
    ]);
    await expectAccessible();
    await user.click(screen.getByLabelText('Deactivate dependency “Paint” → “Saw”'));
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await settled;
    expect([dependency(realtime, 1)!.active, dependency(realtime, 2)!.active]).toEqual([true, false]);
});

test('a dependency of an event on itself names it in the engine’s own words', async () => {
    const realtime = await loaded();
    const { user } = renderRealtime(realtime, <ConflictDialog />);
    const settled = edit(realtime, project => project.dependencyStore.add({ id: 9, fromEvent: 1, toEvent: 1 }));
    await dialog('Scheduling cycle');
    expect(choices()).toEqual(['Remove dependency from "Saw" to "Saw"', 'Deactivate dependency from "Saw" to "Saw"']);
    await user.click(screen.getByLabelText(/^Remove/));
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await settled;
    expect(dependency(realtime, 9)).toBeFalsy();
});

test('a calendar without working time is given some', async () => {
    const realtime = await loaded();
    const { user } = renderRealtime(realtime, <ConflictDialog />);
    const settled = edit(realtime, causeEmptyCalendar);
    const element = await dialog('Calendar without working time');
    expect(element.dataset.state).toBe('emptyCalendar');
    expect(element.textContent).toContain('"Never" calendar does not provide any working time');
    await expectAccessible();
    await user.click(screen.getByLabelText(/^Use 24-hour calendar/));
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await settled;
    await closed();
    expect(event(realtime, 1).calendar!.id).toBe('never');
    expect(Number.isNaN(event(realtime, 1).startDate.getTime())).toBe(false);
});

test('several issues of one edit are asked one after the other, each from its first choice', async () => {
    const realtime = await loaded({
        ...TWO_EVENTS,
        events: [
            ...TWO_EVENTS.events,
            { id: 3, name: 'Pack', startDate: '2026-03-02', duration: 2 },
            { id: 4, name: 'Ship', startDate: '2026-03-05', duration: 2 }
        ],
        dependencies: [...TWO_EVENTS.dependencies, { id: 3, fromEvent: 3, toEvent: 4 }]
    });
    const { user } = renderRealtime(realtime, <ConflictDialog />);
    const settled = edit(realtime, project => {
        causeConflict(project);
        Object.assign(project.eventStore.getById(4), {
            constraintType: 'muststarton',
            constraintDate: new Date(2026, 2, 2)
        });
    });
    const asked: string[] = [];
    for (let count = 0; count < 2; count++) {
        // oxlint-disable-next-line no-await-in-loop -- one question after the other
        await waitFor(() => {
            const [, text] = /from "(\w+)" to/.exec(screen.getByRole('dialog').textContent)!;
            expect(asked).not.toContain(text);
            asked.push(text!);
        });
        expect(document.activeElement).toBe(screen.getAllByRole('radio')[0]);
        expect(screen.queryByRole('radio', { checked: true })).toBeNull();
        // oxlint-disable-next-line no-await-in-loop
        await user.click(screen.getByLabelText(/^Deactivate/));
        // oxlint-disable-next-line no-await-in-loop
        await user.click(screen.getByRole('button', { name: 'Apply' }));
    }
    await settled;
    await closed();
    expect(asked.toSorted()).toEqual(['Pack', 'Saw']);
    expect([dependency(realtime, 1)!.active, dependency(realtime, 3)!.active]).toEqual([false, false]);
});

test('an issue that comes while another one is open waits, and starts without a choice', async () => {
    const realtime = await loaded();
    const { user } = renderRealtime(realtime, <ConflictDialog />);
    const settled = edit(realtime, causeConflict);
    await dialog('Scheduling conflict');
    const answers: unknown[] = [];
    void realtime.project.trigger('cycle', {
        schedulingIssue: {
            getDescription: () => 'Another one',
            getResolutions: () => [{ getDescription: () => 'Let it be', resolve: () => answers.push('resolved') }]
        },
        continueWithResolutionResult: (result: unknown) => answers.push(result)
    });
    expect(await screen.findByText('1 more to decide')).toBeTruthy();
    await user.click(screen.getAllByRole('radio')[0]!);
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await dialog('Scheduling cycle');
    expect(screen.queryByText('1 more to decide')).toBeNull();
    const only = screen.getByRole<HTMLInputElement>('radio', { name: 'Let it be' });
    expect([only.checked, document.activeElement]).toEqual([false, only]);
    await user.click(only);
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await settled;
    await closed();
    expect(answers).toEqual(['resolved', 'Resume']);
});

test('the scheduler’s own popup stays away when it is told to, and a warning says how', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const remedy = expect.stringContaining('displaySchedulingIssueResolutionPopup={false}');
    const realtime = await loaded();
    renderRealtime(
        realtime,
        <>
            <BryntumSchedulerPro
                project={realtime.project}
                displaySchedulingIssueResolutionPopup={false}
                height={200}
            />
            <ConflictDialog />
        </>
    );
    await waitFor(() => expect(document.querySelector('.b-scheduler-pro')).toBeTruthy());
    void edit(realtime, causeConflict);
    await dialog('Scheduling conflict');
    expect(document.querySelector('.b-scheduling-issue-resolution-popup')).toBeNull();
    expect(warn).not.toHaveBeenCalledWith(remedy);
    cleanup();

    const other = await loaded();
    renderRealtime(
        other,
        <>
            <BryntumSchedulerPro project={other.project} height={200} />
            <ConflictDialog />
        </>
    );
    await waitFor(() => expect(document.querySelector('.b-scheduler-pro')).toBeTruthy());
    void edit(other, causeConflict);
    await dialog('Scheduling conflict');
    expect(warn).toHaveBeenCalledWith(remedy);
    expect(document.querySelector('.b-scheduling-issue-resolution-popup')).toBeTruthy();
});
