import { SchedulerPro } from '@bryntum/schedulerpro';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { applyTheme } from '../support/renderRealtime.tsx';
import { converge, eventOf, isSaved, joinTwo, snapshot } from './support.ts';

beforeEach(() => applyTheme('light'));

const controls = (): HTMLElement[] =>
    [...document.querySelectorAll<HTMLElement>('.b-popup button, .b-popup .b-radio label')].filter(each =>
        each.checkVisibility()
    );

/** A scheduler with the vendor's own popup, in which the buttons are pressed by their names. */
function show(project: WebSocketProjectModel): { press: (name: RegExp) => Promise<void> } {
    const scheduler = new SchedulerPro({
        appendTo: document.body,
        height: 300,
        project,
        startDate: new Date(2026, 0, 4),
        endDate: new Date(2026, 0, 25)
    } as never);
    onTestFinished(async () => {
        scheduler.destroy();
        await expect.poll(controls).toEqual([]);
    });
    return {
        async press(name) {
            const find = (): HTMLElement | undefined =>
                controls().find(({ textContent, ariaLabel }) => name.test(textContent) || name.test(ariaLabel ?? ''));
            await expect.poll(find).toBeTruthy();
            find()!.click();
        }
    };
}

function causeConflict(project: WebSocketProjectModel): void {
    eventOf(project, 'c').set({ constraintType: 'muststarton', constraintDate: new Date(2026, 0, 5) });
}

const dependency = (project: WebSocketProjectModel): any => project.dependencyStore.getById('a-c');

test('without a dialog the scheduler’s own popup asks, and its answer arrives everywhere', async () => {
    const { ada, ben } = await joinTwo();
    const { press } = show(ada);
    causeConflict(ada);
    await press(/^Remove dependency/);
    eventOf(ada, 'b').name = 'Meanwhile';
    await press(/Apply|Resolve/i);
    await converge([ada, ben], project => !dependency(project) && eventOf(project, 'b').name === 'Meanwhile');
});

test('its cancelling takes the edit back, and nothing else', async () => {
    const { ada, ben } = await joinTwo();
    const { press } = show(ada);
    const before = snapshot(ada);
    causeConflict(ada);
    await press(/^Cancel$/);
    await Promise.all([ada, ben].map(isSaved));
    await expect.poll(() => [snapshot(ada), snapshot(ben)]).toEqual([before, before]);
});

test('it stays away where a policy decides', async () => {
    const { ada, ben } = await joinTwo({ wsSchedulingIssues: 'resolve' });
    show(ada);
    causeConflict(ada);
    await converge([ada, ben], project => dependency(project).active === false);
    expect(controls()).toEqual([]);
});
