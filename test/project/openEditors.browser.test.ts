import { SchedulerPro } from '@bryntum/schedulerpro';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { applyTheme } from '../support/renderRealtime.tsx';
import { conflicts, hasConflicts } from './editConflictSupport.ts';
import { converge, eventOf, isSaved, joinTwo } from './support.ts';

beforeEach(() => applyTheme('light'));

async function show(project: WebSocketProjectModel, config: object): Promise<SchedulerPro> {
    const element = document.body.appendChild(document.createElement('div'));
    const scheduler = new SchedulerPro({
        appendTo: element,
        height: 400,
        project,
        columns: [{ field: 'name', text: 'Name', width: 160 }],
        startDate: new Date(2026, 0, 1),
        endDate: new Date(2026, 0, 20),
        ...config
    });
    onTestFinished(() => {
        scheduler.destroy();
        element.remove();
    });
    await expect.poll(() => element.querySelector('.b-sch-event')).toBeTruthy();
    return scheduler;
}

const field = (): HTMLInputElement | null => document.querySelector('.b-taskeditor input[name="name"]');

describe.each([
    ['with transactions', { enableTransactionalFeatures: true }],
    ['without transactions', {}]
])('somebody changes the same field while an editor stands open, in a scheduler %s:', (_, config) => {
    test('the editor of a bar', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, config);
        void scheduler.editEvent(eventOf(ada, 'a'));
        await expect.poll(field).toBeTruthy();
        await ben.wsEdit(() => void (eventOf(ben, 'a').name = 'Ben’s'));
        await isSaved(ben);
        await userEvent.fill(field()!, 'Ada’s');
        await userEvent.click(document.querySelector('.b-taskeditor button[data-ref="saveButton"]')!);
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        await hasConflicts(ada, 'a name');
        expect(conflicts(ada)[0]).toMatchObject({
            before: { name: 'A' },
            mine: { name: 'Ada’s' },
            theirs: { name: 'Ben’s' },
            userName: 'Ben'
        });
        expect(conflicts(ben)).toEqual([]);
    });

    test('the editor of a cell', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, config);
        await userEvent.dblClick(document.querySelector('.b-grid-cell[data-column="name"]')!);
        await expect.poll(() => scheduler.features.cellEdit.isEditing).toBe(true);
        const before = ada.resourceStore.first as any;
        await ben.wsEdit(() => void ((ben.resourceStore.getById(before.id) as any).name = 'Ben’s'));
        await isSaved(ben);
        await userEvent.keyboard('{Control>}a{/Control}Ada’s{Enter}{Escape}');
        await converge([ada, ben], project => (project.resourceStore.getById(before.id) as any).name === 'Ada’s');
        await hasConflicts(ada, `${before.id} name`);
        expect(conflicts(ada)[0]).toMatchObject({ before: { name: 'hall' }, theirs: { name: 'Ben’s' } });
    });

    test('who cancels, or has changed something else, overwrites nothing', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, config);
        void scheduler.editEvent(eventOf(ada, 'a'));
        await expect.poll(field).toBeTruthy();
        await ben.wsEdit(() => void (eventOf(ben, 'a').eventColor = 'red'));
        await isSaved(ben);
        await userEvent.fill(field()!, 'Ada’s');
        await userEvent.click(document.querySelector('.b-taskeditor button[data-ref="saveButton"]')!);
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        expect(eventOf(ada, 'a').eventColor).toBe('red');
        void scheduler.editEvent(eventOf(ada, 'b'));
        await expect.poll(field).toBeTruthy();
        await ben.wsEdit(() => void (eventOf(ben, 'b').name = 'Ben’s'));
        await isSaved(ben);
        await userEvent.click(document.querySelector('.b-taskeditor button[data-ref="cancelButton"]')!);
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Ben’s');
        // With the editor closed, both have seen what they change.
        await ada.wsEdit(() => void (eventOf(ada, 'b').name = 'Ada knows'));
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Ada knows');
        expect(conflicts(ada)).toEqual([]);
    });
});
